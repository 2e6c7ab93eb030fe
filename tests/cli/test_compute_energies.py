"""natria compute energies, and natria compute window with a calculator."""

from __future__ import annotations

import json
import re

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

TOY = ("--calculator", "toy_phases:made", "--store", "none")


def test_energies_are_written_and_read_by_a_window(run, tmp_path):
    code, printed, _ = run("compute", "energies", "NaF", *TOY, "--json", "--out", tmp_path / "out")
    document = json.loads(printed)
    assert code == 0
    assert document["schema"] == "natria.phase-energies/1"
    assert document["gate"]["outcome"] == "not validated"
    assert {one["structure"] for one in document["entries"]} == {"Na", "F2", "NaF"}
    file = tmp_path / "out" / "phase-energies.json"
    _, by_file, _ = run("compute", "window", "NaF", "--energies", file, "--json")
    code, by_calculator, err = run("compute", "window", "NaF", *TOY, "--json")
    assert code == 0
    assert "not validated" in err
    limits = [json.loads(one)["oxidation_limit"] for one in (by_file, by_calculator)]
    assert limits[0] == pytest.approx(5.9, abs=2e-3)
    assert limits[1] == pytest.approx(limits[0], abs=1e-9)


def test_progress_counts_the_evaluations_of_all_phases(run):
    code, printed, err = run("compute", "energies", "NaF", *TOY, "--json")
    counts = [int(found) for found in re.findall(r"\((\d+) evaluations", err)]
    assert code == 0
    assert counts == sorted(counts)
    assert counts[-1] >= len(json.loads(printed)["entries"])


def test_the_table_shows_the_handbook(run):
    code, printed, _ = run("compute", "energies", "NaF", *TOY)
    assert code == 0
    assert "-2.988" in printed  # -576.6 kJ/mol over 96.485 kJ/mol per eV and two atoms


def test_a_file_of_refused_energies_says_so_with_the_reasons(run, tmp_path):
    words = ("compute", "energies", "NaF", *TOY, "--set", "shift=0.7", "--out", tmp_path / "out")
    code, printed, _ = run(*words)
    assert code == 2
    assert "-2.988" not in printed  # the table of a refused result is not shown
    assert "meV/atom" in printed  # its conditions are
    file = tmp_path / "out" / "phase-energies.json"
    (reason,) = [one for one in json.loads(file.read_text())["gate"]["reasons"] if "handbook" in one]
    code, out, err = run("compute", "window", "NaF", "--energies", file)
    assert (code, out) == (2, "")
    assert "refused" in err
    assert reason.split(":")[0] in " ".join(err.split())


def test_refused_energies_give_no_window(run):
    refused = (*TOY, "--set", "shift=0.7")
    code, printed, _ = run("compute", "energies", "NaF", *refused, "--json")
    assert (code, json.loads(printed)["entries"]) == (2, [])
    code, printed, err = run("compute", "window", "NaF", *refused)
    assert (code, printed) == (2, "")
    assert "refused" in err


@pytest.mark.parametrize(
    "words",
    [
        ("window", "NaF", *TOY, "--energies", "some.csv"),
        ("window", "NaBr", *TOY),
        ("energies", "NaF"),
        ("energies", "NaF", *TOY, "--set", "unknown=F2"),
        ("energies", "NaF", *TOY, "--set", "kpoints=[2, 2, 2]"),
        ("window", "NaF", *TOY, "--set", "unknown=NaF"),
        ("energies", "NaXx", *TOY),
        ("energies", "NaF", "--calculator", "chgnte"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(run, words):
    code, out, err = run("compute", *words)
    assert (code, out) == (2, "")
    assert "rror" in err
    assert "bug" not in err
