"""A measured value in a design: found in a result of natria or in a recording, with the file behind it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import natria
from natria.design import load_case
from natria.design.measured import findings_in
from natria.quantity import Computed, DesignError, Finding, Measured, Setting, evidence
from natria.studies import Given, Studio, measure_file, measurement_document, run_study
from natria.studies.opening.case import open_case
from natria.studies.verdicts import compare
from natria.studies.verdicts.roots import all_roots

CELL = Path(natria.__file__).parents[2] / "docs" / "examples" / "my-cell.toml"
HALF = 60


def recording(path: Path, eta: float = 0.05) -> Path:
    sign = np.repeat(np.tile([1.0, -1.0], 6), HALF)
    volts = sign * eta + np.random.default_rng(2).normal(0, 2e-4, len(sign))
    rows = (f"{60 * k},{v:.6f},{0.565 * s}\n" for k, v, s in zip(range(1, len(sign) + 1), volts, sign, strict=True))
    path.write_text("t [s],U [V],I [mA]\n" + "".join(rows))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A recording, its result as JSON, and a design beside them."""
    m = measure_file(recording(tmp_path / "cell.csv"), given=Given(area="1.13 cm^2"))
    (tmp_path / "cell.json").write_text(json.dumps(measurement_document(m, (), "test")))
    return tmp_path


def design(folder: Path, reference: str, **more: str) -> Path:
    """The example with an overpotential of the layer, as this reference gives it."""
    text = CELL.read_text(encoding="utf-8")
    line = f"\n[interphase.fluoride.properties]\ncell_overpotential = {reference}\n"
    file = folder / "design.toml"
    for old, new in more.items():
        text = text.replace(old, new)
    file.write_text(text.replace("[electrolyte.separator]", f"{line}\n[electrolyte.separator]", 1))
    return file


def value_in(file: Path) -> Finding:
    return open_case(file).base.finding("interphase.fluoride.cell_overpotential")


@pytest.mark.parametrize(
    "reference",
    [
        '{ measured = "cell.json#cell_overpotential" }',
        '{ measured = "cell.csv#cell_overpotential", area = "1.13 cm^2" }',
        '{ measured = "./cell.json#cell_overpotential", at = { current = "0.5 mA/cm^2" } }',
    ],
)
def test_a_reference_gives_the_finding_with_its_file(folder: Path, reference: str) -> None:
    found = value_in(design(folder, reference))
    assert isinstance(found.origin, Measured)
    assert found.origin.file == "cell.csv"
    assert found.value == pytest.approx(0.05, rel=0.01)
    assert evidence(found) == {f"file:{found.origin.sha256}"}
    assert found.std is not None


def test_an_id_names_one_finding(folder: Path) -> None:
    book = json.loads((folder / "cell.json").read_text())
    (row,) = [f for f in book["findings"] if f["name"] == "cell_overpotential"]
    assert value_in(design(folder, f'{{ measured = "cell.json#{row["id"]}" }}')).id == row["id"]


def test_json_alone_needs_nobody_who_measures(folder: Path) -> None:
    assert load_case(str(design(folder, '{ measured = "cell.json#cell_overpotential" }'))).base.name == "lab/cell-7"
    with pytest.raises(DesignError):
        load_case(str(design(folder, '{ measured = "cell.csv#cell_overpotential" }')))


def test_a_study_with_a_measured_value_runs_and_rests_on_the_file(folder: Path) -> None:
    file = design(folder, '{ measured = "cell.json#cell_overpotential" }')
    result = run_study(open_case(file))
    assert result.base.answers
    studio = Studio(open_case(file))
    assert studio.design("lab/cell-7/bare").name == "lab/cell-7/bare"


def test_an_answer_that_rests_on_a_file_is_a_fit_of_its_numbers(folder: Path) -> None:
    """Whatever a model makes of a number of a file is no prediction of another number of that file."""
    target = next(f for f in findings_in(folder / "cell.json") if f.question.name == "hysteresis")
    used = value_in(design(folder, '{ measured = "cell.json#cell_overpotential" }'))
    answer = Finding(target.question, 2 * used.value, Computed("layered_cell", 1, (used,)))
    assert compare(target, answer).verdict == "fit"


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ('{ measured = "cel.json#cell_overpotential" }', "cell.json"),
        ('{ measured = "cell.json#cell_overpotental" }', "cell_overpotential"),
        ('{ measured = "cell.json" }', "does not name a file and a finding"),
        ('{ measured = "#cell_overpotential" }', "does not name a file and a finding"),
        ("{ measured = 3 }", "is not a reference"),
        ('{ measured = "cell.json#hysteresis" }', "cell_overpotential is expected"),
        ('{ measured = "cell.json#cell_overpotential", unit = "V" }', "unit"),
        ('{ measured = "cell.json#cell_overpotential", at = { current = "7 mA/cm^2" } }', "under these conditions"),
        ('{ measured = "cell.json#cell_overpotential", at = { currant = "7 mA/cm^2" } }', "current"),
        ('{ measured = "cell.json#cycle_life" }', "only known as"),
        ('{ measured = "design.toml#cell_overpotential" }', "design.toml"),
    ],
)
def test_a_slip_is_one_message_with_the_key(folder: Path, reference: str, says: str) -> None:
    with pytest.raises(DesignError) as caught:
        open_case(design(folder, reference))
    assert [p.where for p in caught.value.problems] == ["interphase.fluoride.properties.cell_overpotential"]
    assert says in str(caught.value)


def test_a_result_that_was_edited_is_refused(folder: Path) -> None:
    text = (folder / "cell.json").read_text()
    (folder / "cell.json").write_text(text.replace('"sha256": "', '"sha256": "0'))
    with pytest.raises(DesignError):
        open_case(design(folder, '{ measured = "cell.json#cell_overpotential" }'))


def test_a_measured_input_is_moved_by_its_spread_and_a_borrowed_one_as_a_guess(folder: Path) -> None:
    used = value_in(design(folder, '{ measured = "cell.json#cell_overpotential" }'))
    made = Computed("layered_cell", 1, (used,))
    taken = Computed("layered_cell", 1, (used,), (Setting("x", used.id, "at another current"),))
    own, borrowed = (
        next(r for r in all_roots(Finding(used.question, 0.05, origin), of_paper=False) if r.finding == used)
        for origin in (made, taken)
    )
    assert own.known.ground == "measured"
    assert borrowed.known.ground == "guess"
    assert borrowed.known.u is not None
    assert own.known.u is not None
    assert borrowed.known.u > own.known.u > 0


def test_a_value_of_other_conditions_is_shown_as_taken_over(folder: Path) -> None:
    file = design(folder, '{ measured = "cell.json#cell_overpotential" }', **{'current = "0.5 mA': 'current = "0.9 mA'})
    base = open_case(file).base
    path = "interphase.fluoride.cell_overpotential"
    assert base.borrowed(path, base.finding(path))
    alike = {'areal_capacity = "1 mAh': 'areal_capacity = "0.5 mAh'}
    same = open_case(design(folder, '{ measured = "cell.json#cell_overpotential" }', **alike)).base
    assert same.borrowed(path, same.finding(path)) == ""
