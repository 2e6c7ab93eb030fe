"""natria measure, and natria study --data: from a file to numbers that say what they are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from natria.quantity import evidence
from natria.studies import read_study

HEAD = "test_time_second,voltage_volt,current_ampere"


def symmetric(path: Path, eta: float = 0.05, current: float = 1e-3, cycles: int = 6, mark: str = "") -> Path:
    """A symmetric cell with this cell overpotential, an hour a half-cycle, as an instrument might write it."""
    half = 60
    sign = np.repeat(np.tile([1.0, -1.0], cycles), half)
    time = 60.0 * np.arange(1, len(sign) + 1)
    noise = np.random.default_rng(2).normal(0, 2e-4, len(sign))
    rows = [f"{t:.1f},{v:.6f},{i:.6g}" for t, v, i in zip(time, sign * eta + noise, sign * current, strict=True)]
    path.write_text("\n".join([HEAD + (f",{mark}" if mark else ""), *(r + ("," if mark else "") for r in rows)]) + "\n")
    return path


@pytest.fixture
def cell(tmp_path):
    return symmetric(tmp_path / "cell.csv")


def documents(out):
    return json.loads(out)


def test_a_file_becomes_numbers_with_the_file_behind_them(run, cell):
    code, out, _ = run("measure", cell, "--area", "1 cm^2", "--json")
    document = documents(out)
    assert code == 0
    assert document["schema"] == "natria.study/1"
    book = read_study(document, "the output")
    (eta,) = [f for f in book.values() if f.question.name == "cell_overpotential"]
    assert eta.value == pytest.approx(0.05, rel=0.01)
    assert eta.question.at["current"] == pytest.approx(10.0)
    (measured,) = document["measurements"]
    assert evidence(eta) == {f"file:{measured['sha256']}"}
    assert (measured["cell"], measured["test"]) == ("symmetric", "cycling")
    assert {a["standing"] for a in document["answers"]} == {"measurement"}


def test_nothing_is_divided_by_an_area_that_nobody_gave(run, cell):
    code, out, _ = run("measure", cell, "--json")
    assert code == 0
    conditions = [f["at"] for f in documents(out)["findings"]]
    assert not any("current" in at or "areal_capacity" in at for at in conditions)
    assert any("--area" in remark for remark in documents(out)["measurements"][0]["remarks"])


def test_json_alone_writes_nothing(run, cell, tmp_path):
    run("measure", cell, "--json")
    assert [p.name for p in tmp_path.iterdir()] == ["cell.csv"]


def test_the_folder_holds_page_numbers_tables_and_figures(run, cell, tmp_path):
    code, out, _ = run("measure", cell, "--area", "1 cm^2")
    folder = tmp_path / "natria-out" / "measure" / "cell"
    assert code == 0
    assert str(Path("natria-out/measure/cell/index.html")) in out
    names = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert {"index.html", "findings.json", "tables/cycles.parquet", "figures/voltage-time.png"} <= names
    assert {"tables.xlsx", "tables/cycles.csv", "tables/numbers.csv"} <= names
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "cell overpotential" in page
    assert '<dl class="key">' in page
    traced, tree, _ = run("trace", "cell_overpotential", "--from", folder)
    assert traced == 0
    assert "measured: cell.csv" in tree


def test_several_files_get_a_folder_each(run, tmp_path):
    symmetric(tmp_path / "a.csv")
    symmetric(tmp_path / "b.csv", eta=0.08)
    code, _, _ = run("measure", "a.csv", "b.csv", "--out", "out")
    assert code == 0
    assert {p.name for p in (tmp_path / "out").iterdir() if p.is_dir()} == {"a", "b", "figures"}


def test_beside_a_design_the_numbers_meet_papers_and_models(run, cell):
    code, out, _ = run("measure", cell, "--design", "kumar2020", "--area", "1 cm^2", "--json")
    document = documents(out)
    assert code == 0
    by_target = {c["target"]: c for c in document["comparisons"]}
    reported = by_target["kumar2020:eta-3um"]
    assert reported["verdict"] == "measurement"
    assert reported["agreement"] == pytest.approx(1.0, rel=0.01)
    assert by_target["kumar2020:eta-35um"]["verdict"] == "not comparable"  # the design's layer is 3 um thick
    own = next(c for name, c in by_target.items() if name.startswith("cell_overpotential."))
    assert own["verdict"] == "conditional"  # the model's answer to it rests on what the design assumes


def test_an_assumed_area_follows_the_number_but_leaves_it_a_measurement(run, cell):
    """lu2026's area is a choice; an assumed temperature is a condition and no divisor."""
    code, out, _ = run("measure", cell, "--design", "lu2026", "--json")
    answers = documents(out)["answers"]
    assert code == 0
    assert {a["standing"] for a in answers} == {"measurement"}


def test_a_study_with_data_has_both(run, cell):
    code, out, _ = run("study", "kumar2020", "--data", f"kumar2020/bpi={cell}", "--area", "1 cm^2", "--json")
    document = documents(out)
    assert code == 0
    verdicts = {c["target"]: c["verdict"] for c in document["comparisons"] if not c["what_if"]}
    assert verdicts["kumar2020:thickness-300s"] == "conditional"
    assert document["totals"]["measured"]["measurement"] == 3  # the overpotential, and two lives that it falls short of
    assert "own data" in document["totals"]
    assert document["measurements"][0]["of"] == "kumar2020/bpi"


def test_a_study_with_data_shows_it_on_terminal_and_page(run, cell, tmp_path):
    code, out, _ = run("study", "kumar2020", "--data", cell, "--area", "1 cm^2", "--out", "out")
    assert code == 0
    assert "Comparison with other numbers" in out
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Own data compared with other numbers" in page
    assert "Own data: cell.csv" in page
    assert "1 of own data" in page  # drawn on the curve of overpotential against thickness


def test_what_natria_simulated_stays_computed(run, tmp_path):
    file = symmetric(tmp_path / "sim.csv", mark="natria-simulated: synthetic_symmetric_cell 1")
    code, out, _ = run("measure", file, "--design", "kumar2020", "--area", "1 cm^2", "--json")
    document = documents(out)
    assert code == 0
    assert {f["origin"]["kind"] for f in document["findings"] if f["name"] == "cell_overpotential"} >= {"computed"}
    assert "measurement" not in {c["verdict"] for c in document["comparisons"]}
    assert "measurement" not in {a["standing"] for a in document["answers"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gone.csv"], "gone.csv"),
        (["cell.csv", "--design", "kumar2021"], "kumar2020"),
        (["cell.csv", "--design", "kumar2020", "--system", "kumar2020/bp"], "kumar2020/bpi"),
        (["cell.csv", "--area", "1 cm"], "m^2"),
        (["cell.csv", "--area", "much"], "much"),
    ],
)
@pytest.mark.usefixtures("cell")
def test_bad_input_is_one_message(run, arguments, says):
    code, out, err = run("measure", *arguments)
    assert code == 2
    assert says in err
    assert "Traceback" not in out + err


@pytest.mark.usefixtures("cell")
def test_data_of_an_unknown_system_is_refused(run):
    code, _, err = run("study", "kumar2020", "--data", "kumar2020/bp=cell.csv")
    assert code == 2
    assert "kumar2020/bpi" in err


def lives(run, cell, *options):
    code, out, _ = run("measure", cell, "--design", "kumar2020", *options, "--json")
    assert code == 0
    return {c["target"]: c for c in documents(out)["comparisons"] if c["target"].startswith("kumar2020:life")}


def test_a_test_that_was_stopped_contradicts_no_life(run, cell):
    found = lives(run, cell, "--area", "1 cm^2")
    assert found["kumar2020:life-1"]["verdict"] == "measurement"
    assert found["kumar2020:life-1"]["within"] is None  # at least 6 cycles, and at least 500


def test_without_an_area_nothing_that_was_run_at_a_current_density_is_compared(run, cell):
    assert set(lives(run, cell)) == {"kumar2020:life-beside-monophasic"}  # which states no current either


def test_a_recording_of_another_cell_is_told_so_and_compared_with_nothing(run, tmp_path):
    file = tmp_path / "full.csv"
    rows = [f"{60 * k},{3.3 + 0.001 * (k % 60) * (-1) ** (k // 60):.4f},{1e-3 * (-1) ** (k // 60)}" for k in range(360)]
    file.write_text("\n".join([HEAD, *rows]) + "\n")
    code, out, _ = run("measure", file, "--design", "kumar2020", "--area", "1 cm^2", "--json")
    assert code == 0
    assert documents(out)["comparisons"] == []
    _, out, _ = run("measure", file, "--design", "kumar2020", "--out", "out")
    assert "Conflict:" in out


def test_files_of_one_name_in_different_folders_are_kept_apart(run, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        symmetric(tmp_path / folder / "cell.csv")
    code, _, _ = run("measure", "a/cell.csv", "b/cell.csv", "--out", "out")
    assert code == 0
    assert len(list((tmp_path / "out").glob("*/findings.json"))) == 2
