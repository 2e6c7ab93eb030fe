"""Options of natria measure that describe the file and the measured cell, and the same arguments from Python."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import natria
from natria.studies import read_study

HALF = 60


def columns(cycles: int = 8, eta: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    sign = np.repeat(np.tile([1.0, -1.0], cycles), HALF)
    return 60.0 * np.arange(1, len(sign) + 1), sign * eta + np.random.default_rng(2).normal(0, 2e-4, len(sign))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A symmetric cell without a current column."""
    file = tmp_path / "cell.csv"
    file.write_text("t [s],U [V]\n" + "".join(f"{t},{v:.6f}\n" for t, v in zip(*columns(), strict=True)))
    return file


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The same cell with its current."""
    file = tmp_path / "whole.csv"
    rows = (f"{t},{v:.6f},{np.copysign(0.25, v)}\n" for t, v in zip(*columns(), strict=True))
    file.write_text("t [s],U [V],I [mA]\n" + "".join(rows))
    return file


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A full cell that charges and discharges for an hour each at 1 mA."""
    file = tmp_path / "full.csv"
    into = np.tile(np.arange(1, HALF + 1), 16)
    sign = np.repeat(np.tile([1.0, -1.0], 8), HALF)
    volts = 3.3 + sign * (0.002 * into - 0.06)
    rows = (f"{60 * k},{v:.5f},{i}\n" for k, v, i in zip(range(1, len(sign) + 1), volts, sign, strict=True))
    file.write_text("t [s],U [V],I [mA]\n" + "".join(rows))
    return file


def measured(run, *arguments):
    code, out, err = run("measure", *arguments, "--json")
    assert code == 0, err
    document = json.loads(out)
    return document, read_study(document, "the output")


def numbers(document):
    mine = document["measurements"][0]["findings"]
    return {(f["name"], json.dumps(f["at"])): f["value"] for f in document["findings"] if f["id"] in mine}


def test_a_given_current_gives_the_numbers_of_a_recorded_one(run, bare, whole):
    given, book = measured(run, bare, "--current", "0.25 mA", "--area", "1 cm2")
    recorded, _ = measured(run, whole, "--area", "1 cm2")
    assert numbers(given) == pytest.approx(numbers(recorded))
    chosen = [f for f in book.values() if f.question.name == "cell_current"]
    assert [f.value for f in chosen] == [pytest.approx(2.5e-4)]
    assert any("given by the command line" in note for note in given["measurements"][0]["notes"])


def test_a_current_per_area_uses_the_area_of_the_design(run, bare):
    document, book = measured(run, bare, "--current", "0.5 mA/cm2", "--design", "lu2026")
    (eta,) = [f for f in book.values() if f.question.name == "cell_overpotential" and "cycle" in f.question.at][:1]
    assert eta.question.at["current"] == pytest.approx(5.0)
    assert document["measurements"][0]["cell"] == "symmetric"


def test_the_page_says_that_the_current_was_given(run, bare, tmp_path):
    code, _, _ = run("measure", bare, "--current", "0.25 mA", "--out", "out")
    assert code == 0
    assert "the current is not in the file" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_given_kind_of_cell_is_taken_and_a_contradiction_told(run, full):
    document, _ = measured(run, full, "--cell", "symmetric")
    assert document["measurements"][0]["cell"] == "symmetric"
    assert "conflict" in document["measurements"][0]["why"]
    code, out, _ = run("measure", full, "--cell", "full", "--out", "out")
    assert code == 0
    assert "Conflict" not in out


def test_a_mass_gives_capacities_per_mass(run, full):
    document, book = measured(run, full, "--mass", "10 mg")
    per_mass = [f for f in book.values() if f.question.name == "specific_capacity"]
    assert per_mass
    assert per_mass[0].value == pytest.approx(3.6 / 1e-5, rel=0.02)  # 1 mAh in 10 mg
    assert any(f.question.name == "active_mass" for f in book.values())
    assert not any("active mass is unknown" in remark for remark in document["measurements"][0]["remarks"])


def test_a_window_and_formation_cycles_reach_the_findings(run, full):
    document, _ = measured(run, full, "--cycles", "3:6", "--formation", "3")
    spans = [f["at"]["cycle"] for f in document["findings"] if "cycle" in f["at"]]
    ends = [e for span in spans for e in (span if isinstance(span, list) else [span])]
    assert (min(ends), max(ends)) == (3, 6)
    means = [f["at"]["cycle"] for f in document["findings"] if f["name"] == "coulombic_efficiency"]
    assert [4, 6] in means


@pytest.mark.parametrize(
    ("options", "source"),
    [
        (["--current", "0.25"], "--current"),
        (["--current", "0.25 mA/cm^2"], "--current"),
        (["--current", "0.25 mA", "--mass", "3 cm"], "--mass"),
        (["--current", "0.25 mA", "--mass", "-3 mg"], "--mass"),
        (["--current", "0.25 mA", "--cycles", "9"], "--cycles"),
        (["--current", "0.25 mA", "--cycles", "90:"], "cell.csv"),
        (["--current", "0.25 mA", "--design", "kumar2020", "--cell", "full"], "--cell"),
    ],
)
@pytest.mark.usefixtures("bare")
def test_a_wrong_option_is_one_message(run, options, source, tmp_path):
    code, out, err = run("measure", "cell.csv", *options, "--out", "out")
    assert code == 2
    assert f"{source} has 1 problem" in err
    assert "Traceback" not in out + err
    assert not (tmp_path / "out").exists()


def test_python_takes_the_same_arguments(bare, full):
    result = natria.measure(bare, current="0.25 mA every 1 h", area="1 cm2", cycles="2:5", cell="symmetric")
    assert result.value.specimen.cycles is not None
    assert np.abs(result.value.recording.current).max() == pytest.approx(2.5e-4)
    assert natria.measure(full, mass="10 mg", formation=2).value.specimen.formation == 2
    with pytest.raises(natria.NatriaError):
        natria.measure(natria.read_recording(full), current="1 mA")
