"""Formulas in subjects, and their masses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws.formulas import MASSES, atoms, molar_mass


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("Na", {"Na": 1}),
        ("NaS", {"Na": 1, "S": 1}),
        ("Na3PS3.85O0.15", {"Na": 3, "P": 1, "S": 3.85, "O": 0.15}),
        ("Na15Sn4", {"Na": 15, "Sn": 4}),
        ("Na3V2(PO4)3", {"Na": 3, "V": 2, "P": 3, "O": 12}),
        ("HCOONa", {"H": 1, "C": 1, "O": 2, "Na": 1}),
        ("NaNa2", {"Na": 3}),
    ],
)
def test_formulas_are_read(formula, parts):
    assert atoms(formula) == pytest.approx(parts)


@pytest.mark.parametrize(
    "word", ["", "()", "Na()", "NaF(001)", "DOL gel", "PTFE", "PVDF", "alucone", "Xy2", "Na-In", "2"]
)
def test_what_is_no_formula_has_no_atoms_and_no_mass(word):
    assert atoms(word) is None
    assert molar_mass(word) is None


@pytest.mark.parametrize(
    ("formula", "mass"), [("S", 32.06), ("Na2S", 78.04), ("NaF", 41.988), ("Na3SbS4", 318.97), ("Na3V2(PO4)3", 455.76)]
)
def test_masses_of_natural_elements(formula, mass):
    assert molar_mass(formula) == pytest.approx(mass / 1000, abs=1e-5)


@pytest.mark.parametrize(("formula", "mass"), [("Na2PO4", 140.933), ("P2O7", 173.912), ("NaS", 54.962)])
def test_masses_of_the_most_common_isotopes(formula, mass):
    assert 1000 * molar_mass(formula, isotope=True) == pytest.approx(mass, abs=2e-3)


COUNTS = st.dictionaries(st.sampled_from(sorted(MASSES)), st.integers(1, 20), min_size=1, max_size=5)


@given(COUNTS)
def test_a_formula_that_is_written_is_read_back(parts):
    written = "".join(f"{element}{n if n > 1 else ''}" for element, n in parts.items())
    assert atoms(written) == parts
    assert molar_mass(written) == pytest.approx(sum(n * MASSES[e][0] for e, n in parts.items()) / 1000)
    assert atoms(f"({written})2") == {e: 2 * n for e, n in parts.items()}


def test_isotopes_lie_near_the_mean_of_their_element():
    for mean, isotope in MASSES.values():
        assert isotope == pytest.approx(mean, rel=0.025)
