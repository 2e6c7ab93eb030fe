"""CIF files: round trip, symmetry, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.atoms.structures import from_cif, read_cif, to_cif
from natria.atoms.structures.symmetry import lattice
from natria.quantity import InputError, ModelError
from natria.record import Structure, from_angstrom

ROCK_SALT = """# made by hand
data_NaCl
_chemical_formula_sum 'Na Cl'
_cell_length_a 5.6402(2)
_cell_length_b 5.6402(2)
_cell_length_c 5.6402(2)
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90.
_publ_section
;
a text field with loop_ and _cell_length_a in it
;
_space_group_IT_number 225
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_occupancy
Na1 Na+ 0 0 0 1.0
'Cl 1' Cl1- 0.5(1) 0.5 0.5 ?
"""
IN_P1 = ROCK_SALT.replace("_space_group_IT_number 225", "loop_\n_symmetry_equiv_pos_as_xyz\n'x, y, z'")


@st.composite
def crystals_apart(draw):
    """Atoms on a grid of a random cell, so that none overlap."""
    cell = lattice([draw(st.floats(8, 15)) for _ in range(3)], [draw(st.floats(75, 105)) for _ in range(3)])
    places = draw(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=6, unique=True))
    offset = np.array([draw(st.floats(0, 0.2)) for _ in range(3)])
    species = [draw(st.sampled_from(["Na", "F", "S", "Sb"])) for _ in places]
    return from_angstrom(cell, species, np.array(places) / 4 + offset, "an invented crystal")


@settings(max_examples=30)
@given(crystals_apart())
def test_a_structure_comes_back_from_cif(one):
    again = from_cif(to_cif(one))
    assert again.species == one.species
    gaps = again.fractional - one.fractional
    assert np.abs(gaps - np.round(gaps)).max() < 1e-12
    assert again.cell @ again.cell.T == pytest.approx(one.cell @ one.cell.T, rel=1e-12, abs=1e-32)
    assert again.title == one.title


def test_symmetry_of_a_space_group_is_applied():
    pytest.importorskip("spglib", reason="spglib comes with natria[atoms]")
    found = from_cif(ROCK_SALT)
    assert sorted(found.species) == ["Cl"] * 4 + ["Na"] * 4
    assert found.cell == pytest.approx(np.eye(3) * 5.6402e-10)


def test_symmetry_of_listed_operations_is_applied():
    assert from_cif(IN_P1).species == ("Na", "Cl")


WRONG = [
    (IN_P1.replace("0 0 0 1.0", "0 0 0 0.5"), ["site Na1"], "partly occupied"),
    (IN_P1.replace("0.5(1) 0.5 0.5", "0.02 0 0"), [""], "apart"),
    (IN_P1.replace("0 0 0 1.0", "0 0 ? 1.0"), ["site Na1"], "no number"),
    (IN_P1.replace("Na1 Na+", "1 1"), ["site 1"], "no element"),
    (IN_P1.replace("0.5 0.5 ?", "0.5 0.5"), [""], "columns"),
    (IN_P1.replace("'x, y, z'", "'x, y'"), [""], "symmetry operation"),
    (ROCK_SALT.replace("_space_group_IT_number 225", ""), [""], "no symmetry"),
    (IN_P1.replace("_cell_length_b 5.6402(2)", ""), ["_cell_length_b"], "nothing"),
    (IN_P1.replace("_atom_site_fract_y", "_atom_site_y"), ["_atom_site_fract_y"], "missing"),
    ("nothing", [""], "data_"),
]


@pytest.mark.parametrize(("text", "wheres", "words"), WRONG)
def test_what_is_wrong_is_named_with_its_place(text, wheres, words):
    with pytest.raises(InputError) as bad:
        from_cif(text, "a.cif")
    assert [one.where for one in bad.value.problems] == wheres
    assert words in str(bad.value)
    assert bad.value.source == "a.cif"
    assert all(one.fix for one in bad.value.problems)


def test_a_file_is_read_and_a_missing_one_refused(tmp_path):
    (tmp_path / "a.cif").write_text(IN_P1, encoding="utf-8")
    assert len(read_cif(tmp_path / "a.cif")) == 2
    with pytest.raises(InputError):
        read_cif(tmp_path / "b.cif")


def test_a_slab_is_no_crystal():
    slab = Structure(np.eye(3) * 1e-9, ("Na",), np.zeros((1, 3)), (True, True, False))
    with pytest.raises(ModelError):
        to_cif(slab)


OF_GROUP = """data_x
_cell_length_a {a}
_cell_length_b {b}
_cell_length_c {c}
_cell_angle_alpha 90
_cell_angle_beta {beta}
_cell_angle_gamma {gamma}
{group}
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
Na {place}
"""


USUAL = {"a": 5.0, "b": 6.0, "c": 7.0, "beta": 90, "gamma": 90}


def of_group(group, place="0.1 0.2 0.3", **cell):
    return OF_GROUP.format(group=group, place=place, **{**USUAL, **cell})


@pytest.mark.parametrize("key", ["_space_group_name_H-M_alt", "_symmetry_space_group_name_H-M"])
def test_the_symbol_of_a_setting_counts_without_operations(key):
    """On the mirror plane of Pnma (y = 1/4) a site has 4 images; that plane is z = 1/4 in Pbnm."""
    for symbol, place in (("P n m a", "0.1 0.25 0.3"), ("P b n m", "0.1 0.3 0.25")):
        other = "0.1 0.3 0.25" if "a" in symbol else "0.1 0.25 0.3"
        group = f"_space_group_IT_number 62\n{key} '{symbol}'"
        assert [len(from_cif(of_group(group, one))) for one in (place, other)] == [4, 8]
        assert len(from_cif(of_group(f"{key} '{symbol}'", place))) == 4


def test_a_monoclinic_symbol_may_be_short_and_the_cell_chooses_axes():
    one = {"beta": 100}
    for symbol in ("P 1 21/n 1", "P 21/n", "P21/n"):
        found = from_cif(of_group(f"_space_group_name_H-M_alt '{symbol}'", **one))
        assert len(found) == 4
        shifts = (found.fractional - found.fractional[0]) % 1
        assert np.abs(shifts - [0.5, 0.1, 0.5]).max(axis=1).min() < 1e-6  # the glide n: x + 1/2, 1/2 - y, z + 1/2
    hexagonal = {"a": 15.0, "b": 15.0, "c": 40.0, "gamma": 120}
    assert len(from_cif(of_group("_space_group_IT_number 166", "0.1 0.25 0.3", **hexagonal))) == 36


@pytest.mark.parametrize(
    ("group", "cell"),
    [
        ("_space_group_IT_number 62", {}),  # six settings
        ("_space_group_IT_number 14", {"beta": 100}),  # three choices of cell
        ("_space_group_name_H-M_alt 'F d -3 m'", {"b": 5.0, "c": 5.0}),  # two origins
        ("_space_group_IT_number 225", {}),  # a cubic group in an orthorhombic cell
        ("_space_group_name_H-M_alt 'P n q a'", {}),
    ],
)
def test_a_group_without_one_setting_is_refused(group, cell):
    with pytest.raises(InputError):
        from_cif(of_group(group, **cell))


def test_an_origin_may_be_chosen_by_the_symbol():
    cubic = {"a": 5.0, "b": 5.0, "c": 5.0}
    first, second = (
        from_cif(of_group(f"_space_group_name_H-M_alt 'F d -3 m:{k}'", "0.125 0.125 0.125", **cubic)) for k in (1, 2)
    )
    assert (len(first), len(second)) == (16, 8)
