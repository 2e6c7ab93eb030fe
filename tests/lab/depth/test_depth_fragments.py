"""Masses of fragments and their isotopes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.depth import fragments_of, pattern_of
from natria.lab.depth.isotopes import ISOTOPES
from natria.laws.formulas import MASSES, mass_to_charge


@pytest.mark.parametrize("element", [*ISOTOPES])
def test_the_mean_of_the_isotopes_is_the_standard_atomic_weight(element):
    mean = sum(mass * share for mass, share in ISOTOPES[element]) / sum(share for _, share in ISOTOPES[element])
    assert mean == pytest.approx(MASSES[element][0], rel=2e-3 if element == "Li" else 5e-4)


@pytest.mark.parametrize("element", [*ISOTOPES])
def test_the_common_isotope_is_that_of_the_laws(element):
    assert max(ISOTOPES[element], key=lambda one: one[1])[0] == pytest.approx(MASSES[element][1], abs=1e-4)
    assert sum(share for _, share in ISOTOPES[element]) == pytest.approx(1, abs=3e-3)


@given(st.dictionaries(st.sampled_from(["Na", "F", "O", "H", "C"]), st.integers(1, 3), min_size=1, max_size=3))
def test_a_fragment_is_found_at_its_own_mass(parts):
    formula = "".join(f"{name}{n}" for name, n in parts.items())
    found = fragments_of(
        mass_to_charge(formula, -1), 5, ["Na", "F", "O", "H", "C"], charge=-1, most=dict.fromkeys(parts, 3)
    )
    assert any(sorted(one.formula) == sorted(formula.replace("1", "")) for one in found)
    assert all(abs(one.error_ppm) <= 5.001 for one in found)


def test_all_candidates_are_those_of_a_plain_loop():
    elements, measured = ["Na", "F", "O", "H", "C", "N"], 62.9925
    most = dict.fromkeys(elements, 4)
    found = {one.formula: one.mass_to_charge for one in fragments_of(measured, 400, elements, charge=1, most=most)}
    electron = 5.48579909e-4
    plain = []
    for counts in product(range(5), repeat=len(elements)):
        mass = sum(n * MASSES[name][1] for n, name in zip(counts, elements, strict=True)) - electron
        if abs(measured - mass) <= 400e-6 * measured:
            plain.append(mass)
    assert sorted(found.values()) == pytest.approx(sorted(plain), abs=2e-5)
    assert found


def test_two_antimony_atoms_show_three_masses():
    pattern = pattern_of({"Sb": 2}, -1)
    one, other = 0.5721, 0.4279
    assert [share for _, share in pattern] == pytest.approx([one**2, 2 * one * other, other**2], abs=1e-6)
    assert pattern[1][0] == pytest.approx(120.903812 + 122.904214 + 5.4858e-4, abs=1e-5)


def test_the_pattern_of_many_atoms_keeps_its_mean():
    pattern = pattern_of({"S": 3, "Cl": 2, "Na": 1}, 1)
    masses, shares = np.array(pattern).T
    assert shares.sum() == pytest.approx(1, abs=2e-3)
    mean = 3 * MASSES["S"][0] + 2 * MASSES["Cl"][0] + MASSES["Na"][0]
    assert masses @ shares / shares.sum() == pytest.approx(mean, abs=0.02)


def test_an_isotope_by_its_mass_number():
    found = fragments_of(122.904214 + 5.4858e-4, 3, ["123Sb", "Na"], charge=-1)
    assert [one.formula for one in found] == ["123Sb"]
    assert found[0].share == pytest.approx(0.4279)
    assert found[0].next_mass == pytest.approx(120.90436, abs=1e-4)


@pytest.mark.parametrize(
    ("elements", "charge", "says"), [(["Xx"], 1, "no element"), (["99Sb"], 1, "no isotope"), (["Na"], 0, "ions")]
)
def test_what_is_no_ion_is_refused(elements, charge, says):
    with pytest.raises(ValueError, match=says):
        fragments_of(50.0, 10, elements, charge=charge)
