"""Files of energies: three layouts, and what is wrong with a file, all at once."""

from __future__ import annotations

import json

import pytest
from toy_chemistry import EV

from natria.atoms.stability.energies import read_energies
from natria.quantity import InputError

CSV = "formula,energy (eV),std (eV),name,source\nNa,-1.3,,bcc,invented\nNaP,-7.6,0.02,,invented\n"
OWN = {
    "schema": "natria.phase-energies/1",
    "unit": "kJ/mol",
    "source": "invented",
    "entries": [{"formula": "Na", "energy": 0, "name": "bcc"}, {"formula": "NaP", "energy": -90, "std": 2}],
}
ENTRY = {"@class": "ComputedEntry", "energy": -20.0, "correction": 0.5, "composition": {"Na": 6.0, "P": 2.0}}


def written(tmp_path, content, name="energies.csv"):
    file = tmp_path / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_a_table_is_read(tmp_path):
    found = read_energies(written(tmp_path, "# a comment\n" + CSV))
    sodium, phosphide = found.entries
    assert (sodium.formula, sodium.name, sodium.std) == ("Na", "bcc", None)
    assert phosphide.energy == pytest.approx(-7.6 * EV)
    assert phosphide.std == pytest.approx(0.02 * EV)
    assert len(found.sha256) == 64


def test_semicolons_and_kilojoules(tmp_path):
    (one,) = read_energies(written(tmp_path, "formula;energy (kJ/mol)\nNaCl;-411\n")).entries
    assert one.energy == -411e3


def test_a_document_of_natria_is_read(tmp_path):
    found = read_energies(written(tmp_path, OWN, "own.json")).entries
    assert [(one.formula, one.energy, one.source) for one in found] == [
        ("Na", 0, "invented"),
        ("NaP", -9e4, "invented"),
    ]


def test_entries_of_pymatgen_are_read(tmp_path):
    adjusted = {**ENTRY, "energy_adjustments": [{"value": 0.25}, {"value": 0.25}]}
    del adjusted["correction"]
    for document in ([ENTRY], {"entries": [ENTRY]}, [adjusted]):
        (one,) = read_energies(written(tmp_path, document, "entries.json")).entries
        assert (one.formula, one.energy / EV) == ("Na6P2", pytest.approx(-19.5))


WRONG = [
    ("", [""]),
    ("formula,energy (eV)\n", [""]),
    ("formula,source\nNa,x\n", ["line 1"]),
    ("formula,energy\nNa,0\n", ["line 1"]),
    ("formula,energy (eV),std (meV)\nNa,0,1\n", ["line 1"]),
    ("formula,energy (eV)\nNa,0\nXy,1\nNaP,x\nNaF,nan\n", ["line 3", "line 4", "line 5"]),
    ("formula,energy (V)\nNa,0\n", ["line 2"]),
    ("formula,energy (eV),std (eV)\nNa,0,-1\n", ["line 2"]),
    ("formula,energy (eV)\nNaP\n", ["line 2"]),
    ("{", ["line 1"]),
    ({"entries": 3}, [""]),
    ({"entries": [{"formula": "Na"}]}, ["entries[0]"]),
    ({**OWN, "entries": [{"formula": "Na"}]}, ["entries[0]"]),
    ({key: value for key, value in OWN.items() if key != "unit"}, ["entries[0]", "entries[1]"]),
    ([{**ENTRY, "composition": 3}, {**ENTRY, "energy": "x"}], ["entries[0]", "entries[1]"]),
]


@pytest.mark.parametrize(("content", "wheres"), WRONG)
def test_what_is_wrong_is_named_with_its_place(tmp_path, content, wheres):
    with pytest.raises(InputError) as bad:
        read_energies(written(tmp_path, content))
    assert [one.where for one in bad.value.problems] == wheres


def test_a_missing_file_and_a_binary_one(tmp_path):
    with pytest.raises(InputError):
        read_energies(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError):
        read_energies(tmp_path / "binary.csv")


def test_a_long_list_of_problems_is_cut(tmp_path):
    with pytest.raises(InputError) as bad:
        read_energies(written(tmp_path, "formula,energy (eV)\n" + "Xy,1\n" * 40))
    assert len(bad.value.problems) == 11
