"""Structures: cell and positions in m, angstrom at the border, JSON that comes back exactly."""

import json

import numpy as np
import pytest
from hypothesis import given
from record_strategies import structures

from natria.quantity import InputError, ModelError
from natria.record import Structure, from_angstrom, structure_from_json

NACL = from_angstrom(np.eye(3) * 5.64, ("Na", "Cl"), [[0, 0, 0], [0.5, 0, 0]], "rock salt, two of eight atoms")


@given(structures())
def test_a_structure_comes_back_from_json_exactly(one):
    again = structure_from_json(json.loads(json.dumps(one.to_json())))
    assert again.digest == one.digest
    assert (again.species, again.periodic, again.title) == (one.species, one.periodic, one.title)
    assert again.cell.tobytes() == one.cell.tobytes()


def test_lengths_are_in_m():
    assert NACL.volume == pytest.approx(5.64e-10**3)
    assert NACL.positions[1].tolist() == pytest.approx([2.82e-10, 0, 0])
    assert len(NACL) == 2


def test_the_rows_of_the_cell_are_its_vectors():
    one = Structure(np.array([[1.0, 0, 0], [0.5, 1, 0], [0, 0, 1]]), ("Na",), np.array([[0, 1.0, 0]]))
    assert one.positions[0].tolist() == [0.5, 1.0, 0.0]


@pytest.mark.parametrize(
    ("cell", "species", "positions"),
    [
        (np.eye(2), ("Na",), [[0, 0, 0]]),
        (np.zeros((3, 3)), ("Na",), [[0, 0, 0]]),
        (np.eye(3) * np.nan, ("Na",), [[0, 0, 0]]),
        (np.eye(3), ("Na",), [[0, 0]]),
        (np.eye(3), ("Na", "O"), [[0, 0, 0]]),
        (np.eye(3), ("Na",), [[0, 0, np.inf]]),
        (np.eye(3), ("sodium",), [[0, 0, 0]]),
    ],
)
def test_what_is_no_structure_is_refused(cell, species, positions):
    with pytest.raises(ModelError):
        Structure(cell * 1e-10, species, np.array(positions))


@pytest.mark.parametrize("key", ["schema", "cell", "species", "fractional", "periodic", "title"])
def test_a_document_without_a_key_is_refused_with_its_name(key):
    row = NACL.to_json()
    del row[key]
    with pytest.raises(InputError) as bad:
        structure_from_json(row, "nacl.json")
    assert bad.value.source == "nacl.json"


def test_another_unit_of_length_is_refused_and_never_taken_for_m():
    row = NACL.to_json()
    with pytest.raises(InputError):
        structure_from_json({**row, "cell": {**row["cell"], "unit": "angstrom"}})
