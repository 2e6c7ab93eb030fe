"""natria sweep --answer: closed forms at many points."""

from __future__ import annotations

import json

import pytest

AXES = ("--vary", "interphase.bpi.thickness=1 um:40 um:3", "--vary", "protocol.current=1 mA/cm^2:2 mA/cm^2:3")


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
        ("--vary", "interphase.bpi.thickness=1 um:4 um", "--answer", "cell_overpotential", "--sensitivity", "morris")
        + ("--of", "hysteresis"),
    ],
)
def test_what_does_not_fit_is_refused(run, more):
    code, out, err = run("sweep", "kumar2020", *more, "--json")
    assert (code, out) == (2, "")
    assert "error" in err
