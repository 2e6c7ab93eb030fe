"""natria optimise: page, table, JSON, designs as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natria.cli.main import main

ASKED = [
    *("optimise", "kumar2020", "--objective", "cell_overpotential:min", "--objective", "nucleation_length#bpi:max"),
    *("--vary", "interphase.bpi.growth.time=5 s:400 s:log", "--evaluations", "12", "--batch", "6", "--store", "none"),
]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(end.value.code or 0)


@pytest.mark.slow
def test_a_search_writes_its_page_and_designs_that_check(tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    assert run(*ASKED, "--out", str(out), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["evaluations"] == 12
    assert (out / "index.html").exists()
    assert json.loads((out / "optimise.json").read_text()) == document
    designs = sorted((out / "designs").glob("*.toml"))
    assert len(designs) == len(document["front"])
    assert run("design", "check", str(designs[0])) == 0


@pytest.mark.parametrize(
    "more", [["--objective", "cell_overpotential"], ["--subject-to", "nothing"], ["--vary", "working.thickness=3"]]
)
def test_what_makes_no_sense_ends_with_code_two(more: list[str]) -> None:
    assert run(*ASKED, *more) == 2
