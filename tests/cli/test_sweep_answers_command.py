"""natria sweep with closed forms: --answer, --regimes, --uncertain."""

from __future__ import annotations

import json

import pytest

AXES = ("--vary", "interphase.bpi.thickness=1 um:40 um:3", "--vary", "protocol.current=1 mA/cm^2:2 mA/cm^2:3")
RANGE = ("--vary", "interphase.bpi.thickness=1 um:4 um")


def test_answers_are_written_and_printed(run, tmp_path):
    asked = ("--answer", "cell_overpotential,critical_current_density", "--answer", "area_resistance#bpi")
    code, out, _ = run("sweep", "kumar2020", *AXES, *asked, "--json", "--out", tmp_path / "out")
    listed = json.loads(out)
    assert code == 0
    assert list(listed["answers"]) == ["cell_overpotential", "critical_current_density", "area_resistance#bpi"]
    assert json.loads((tmp_path / "out" / "answers.json").read_text()) == listed
    assert (tmp_path / "out" / "index.html").is_file()


@pytest.mark.parametrize(
    "more",
    [
        (*AXES, "--answer", "cell_overpotential", "--cycles", "2"),
        (*AXES, "--answer", "no_such_term"),
        ("--answer", "cell_overpotential"),
        (*RANGE, "--answer", "cell_overpotential", "--sensitivity", "morris", "--of", "hysteresis"),
        (*AXES[:2], "--regimes"),
        (*AXES, "--regimes", "--answer", "cell_overpotential"),
        (*AXES, "--uncertain", "--answer", "cell_overpotential"),
        ("--uncertain",),
    ],
)
def test_what_does_not_fit_is_refused(run, more):
    code, out, err = run("sweep", "kumar2020", *more, "--json")
    assert (code, out) == (2, "")
    assert "error" in err


def test_regimes_are_written_with_reported_cells(run, tmp_path):
    axes = (
        "--vary",
        "interphase.bpi.thickness=2 um:40 um:2:log",
        "--vary",
        "protocol.current=1 mA/cm^2:100 mA/cm^2:3:log",
    )
    code, out, _ = run("sweep", "kumar2020", "--regimes", *axes, "--json", "--out", tmp_path / "out")
    listed = json.loads(out)
    assert code == 0
    assert sum(one["points"] for one in listed["regimes"].values()) == listed["points"] == 6
    assert {"kumar2020:hours-1", "kumar2020:life-50"} <= {one["fact"] for one in listed["reported"]}
    assert json.loads((tmp_path / "out" / "regimes.json").read_text()) == listed
    assert {"regimes.png", "regimes-use.png"} <= {file.name for file in (tmp_path / "out" / "figures").iterdir()}


def test_uncertain_answers_are_written(run, tmp_path):
    asked = ("--answer", "cell_overpotential", "--samples", "16")
    code, out, _ = run("sweep", "kumar2020", "--uncertain", *asked, "--json", "--out", tmp_path / "out")
    listed = json.loads(out)
    (one,) = listed["answers"].values()
    assert code == 0
    assert one["quantiles"]["0.05"] < one["quantiles"]["0.5"] < one["quantiles"]["0.95"]
    assert one["draws"] == 32
    assert json.loads((tmp_path / "out" / "uncertainty.json").read_text()) == listed
