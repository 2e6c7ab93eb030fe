"""natria literature check, as a person types it."""

import json
from pathlib import Path
from shutil import copytree

import pytest

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "papers"


@pytest.fixture
def mine(tmp_path):
    """The folder of papers that the documentation shows."""
    return copytree(EXAMPLE, tmp_path / "papers")


def heads(out):
    return [line for line in out.splitlines() if line.startswith(("contradictions:", "cautions:", "passed:"))]


def test_what_was_found_is_shown_with_its_arithmetic_and_how_much_was_looked_at(run):
    code, out, err = run("literature", "check")
    assert (code, err) == (0, "")
    text = " ".join(out.split())
    for word in ("0.704 eV (lu2026:barrier-NaF)", "1505 to 1666 mAh/g", "the rows are shifted", "exchange currents"):
        assert word in text
    assert [head.partition(":")[0] for head in heads(out)] == ["contradictions", "cautions"]
    assert out.splitlines()[-1].endswith("natria literature check --passed")
    assert out.splitlines()[-2].split()[0].isdigit()  # how many checks there were


def test_what_passed_is_shown_on_request(run):
    out = run("literature", "check", "--passed")[1]
    assert [head.partition(":")[0] for head in heads(out)] == ["contradictions", "cautions", "passed"]
    assert "1675 mAh/g (chi2022:theoretical-S) x 32.06 g/mol / F = 2.004 electrons" in " ".join(out.split())


def test_the_counts_are_those_of_the_looks(run):
    looks = json.loads(run("literature", "check", "--json")[1])
    out = run("literature", "check", "--passed")[1]
    shown = {head.partition(":")[0]: int(head.partition(":")[2]) for head in heads(out)}
    names = {"contradictions": "contradiction", "cautions": "caution", "passed": "passed"}
    assert shown == {head: sum(look["outcome"] == name for look in looks) for head, name in names.items()}
    assert f"{len(looks)} checks of " in out


def test_json_has_every_look_with_its_rule_facts_arithmetic_and_outcome(run):
    looks = json.loads(run("literature", "check", "--json", "--paper", "lu2026")[1])
    assert all(set(look) == {"rule", "facts", "arithmetic", "outcome", "says"} for look in looks)
    assert all(any(name.startswith("lu2026:") for name in look["facts"]) for look in looks)
    assert {look["outcome"] for look in looks} == {"passed", "contradiction"}


def test_a_paper_narrows_it_to_looks_that_it_takes_part_in(run):
    out = run("literature", "check", "--paper", "zhu2024")[1]
    assert "zhu2024:sp2c-cof" in out
    assert "lu2026:barrier-NaF" in out  # held against a number of zhu2024
    assert "chi2022" not in out


def test_a_paper_that_is_not_there_is_refused(run):
    code, out, err = run("literature", "check", "--paper", "zhu2042")
    assert (code, out) == (2, "")
    assert "did you mean 'zhu2024'" in err


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_lines_fit_the_terminal(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("literature", "check", "--passed")[1].splitlines()
    assert max(len(line) for line in lines if len(line.split()) > 1) <= max(columns, 90)
    assert max(map(len, lines)) > columns / 2


def test_a_folder_of_ones_own_is_checked_alone_and_against_the_others(run, mine):
    code, out, _ = run("literature", "check", "--papers", mine, "--paper", "mine2026")
    assert code == 0
    text = " ".join(out.split())
    assert "two faces of i0 = 2 uA/cm^2 (mine2026:i0) cost" in text
    assert "the whole cell 42 mV (mine2026:eta)" in text
    assert heads(out) == ["contradictions: 1"]
    assert "mine2026" not in run("literature", "check")[1]


def test_a_folder_of_ones_own_may_stand_in_the_environment(run, mine, monkeypatch):
    monkeypatch.setenv("NATRIA_PAPERS", str(mine))
    looks = json.loads(run("literature", "check", "--json", "--paper", "mine2026")[1])
    assert [look["facts"] for look in looks if look["outcome"] == "contradiction"] == [["mine2026:i0", "mine2026:eta"]]
    assert "42 mV" in run("literature", "--paper", "mine2026")[1]
    assert run("literature", "mine2026:eta", "--bibtex")[1].startswith("@misc{mine2026,")


def test_a_paper_that_gives_nothing_to_look_at(run, mine):
    (mine / "mine2026.toml").write_text('[source]\nkey = "mine2026"\ntitle = "Nothing"\nyear = 2026\n')
    code, out, _ = run("literature", "check", "--papers", mine, "--paper", "mine2026")
    assert code == 0
    assert "0 checks of 0 facts" in out
