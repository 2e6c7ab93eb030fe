"""A folder of papers of one's own, with every command that looks a fact up."""

import os
from pathlib import Path

import pytest

PAPERS = Path(__file__).parents[2] / "docs" / "examples" / "papers"
CELL = Path(__file__).parents[2] / "docs" / "examples" / "my-cell.toml"


@pytest.fixture
def own_fact():
    from natria.literature import library

    return next(name for name in library(PAPERS).facts if name.startswith("mine2026:"))


def test_trace_finds_a_fact_of_one_s_own_paper_only_with_its_folder(run, own_fact):
    assert run("trace", own_fact)[0] == 2
    code, out, _ = run("trace", own_fact, "--papers", PAPERS)
    assert code == 0
    assert own_fact in out


def test_the_folder_is_forgotten_when_the_command_ends(run, own_fact, monkeypatch):
    monkeypatch.delenv("NATRIA_PAPERS", raising=False)
    run("trace", own_fact, "--papers", PAPERS)
    assert not os.environ.get("NATRIA_PAPERS")


@pytest.mark.parametrize("command", [["study"], ["design", "check"]])
def test_a_target_of_one_s_own_paper_is_known_with_its_folder(run, tmp_path, own_fact, command):
    file = tmp_path / "cell.toml"
    text = CELL.read_text(encoding="utf-8")
    file.write_text(text.replace("[study]\n", f'[study]\ntargets = ["{own_fact}"]\n'), encoding="utf-8")
    assert own_fact in file.read_text(encoding="utf-8")
    assert run(*command, file)[0] == 2
    assert run(*command, file, "--papers", PAPERS)[0] == 0


def test_a_folder_that_is_not_there_is_said_and_no_card_is_blamed(run, tmp_path):
    code, _, err = run("study", CELL, "--papers", tmp_path / "nowhere")
    assert code == 2
    assert "nowhere" in err
    assert "materials" not in err


def test_the_materials_are_listed_by_kind(run):
    code, out, _ = run("design", "materials")
    assert code == 0
    kinds = [line for line in out.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert "metal:" in kinds
    assert "    Na: sodium metal" in out


def test_check_refuses_options_that_it_does_not_know(run):
    code, _, err = run("literature", "check", "--quantity", "band_gap")
    assert code == 2
    assert "--quantity" in err


@pytest.mark.parametrize(
    "command", [("--paper", "own2026"), ("own2026:q",), ("check", "--paper", "own2026", "--passed"), ()]
)
@pytest.mark.parametrize("width", ["80", "200"])
def test_what_a_paper_writes_gives_the_terminal_no_orders(run, monkeypatch, command, width):
    monkeypatch.setenv("COLUMNS", width)
    evil = "\\u001b]0;owned\\u0007 \\u202ereversed"
    fact = f'id = "q"\nof = "NaF"\nname = "band_gap"\nvalue = 8\nunit = "eV"\nkind = "measured"\nwhere = "T1 {evil}"\n'
    claim = f'id = "c"\nof = "NaF"\nsays = "a claim {evil}"\nwhere = "p. 1 {evil}"\n'
    source = f'key = "own2026"\ntitle = "A title {evil}"\njournal = "J"\nyear = 2026\ndoi = "10.1/x"\n'
    Path("own2026.toml").write_text(f"[source]\n{source}\n[[fact]]\n{fact}\n[[claim]]\n{claim}")
    code, out, err = run("literature", *command, "--papers", "own2026.toml")
    assert code == 0, err
    assert not set(out) & set("\x1b\x07\u202e")
