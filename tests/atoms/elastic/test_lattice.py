"""Lattice and bulk modulus: the equation of state, and copper by EMT."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import stored_copper

from natria.atoms.calculators import Evaluator, calculator
from natria.atoms.elastic import LatticeSettings, elastic_tensor, fit_state, lattice
from natria.atoms.elastic.averages import averages
from natria.atoms.elastic.lattice import EquationOfState, modulus_by_energies
from natria.atoms.gates import lattice_conditions
from natria.atoms.structures import conventional_edges
from natria.quantity import InputError
from natria.store import Store

STATE = EquationOfState(26e-30, 45e9, 4.7, 0.0)
VOLUMES = 26e-30 * np.array([0.94, 0.97, 1.0, 1.03, 1.06])


def test_an_equation_of_state_is_found_again():
    found = fit_state(VOLUMES * 1.002, STATE.pressure(VOLUMES * 1.002))
    assert found.volume == pytest.approx(26e-30, rel=1e-8)
    assert found.bulk_modulus == pytest.approx(45e9, rel=1e-7)
    assert found.slope == pytest.approx(4.7, rel=1e-6)
    assert found.misfit < 1e3


def test_the_bulk_modulus_is_minus_v_dp_dv():
    step = 1e-4
    ends = STATE.pressure(26e-30 * np.array([1 + step, 1 - step]))
    assert (ends[1] - ends[0]) / (2 * step) == pytest.approx(45e9, rel=1e-5)


def test_energies_give_the_modulus_of_their_curvature():
    """The third-order energy of Birch, in closed form."""
    x = (26e-30 / VOLUMES) ** (2 / 3)
    energy = 9 * 26e-30 * 45e9 / 16 * ((x - 1) ** 3 * 4.7 + (x - 1) ** 2 * (6 - 4 * x))
    assert modulus_by_energies(VOLUMES, energy - 5e-18, STATE) == pytest.approx(45e9, rel=1e-4)
    assert modulus_by_energies(VOLUMES, 1.2 * energy, STATE) == pytest.approx(54e9, rel=1e-4)


def test_copper_has_the_bulk_modulus_of_its_tensor():
    made = calculator("emt", stored_copper.start())
    evaluate = Evaluator(made.recipe, made.make, Store(None, None))
    found = lattice(stored_copper.start(), evaluate)
    tensor = elastic_tensor(stored_copper.start(), evaluate)
    assert found.state.bulk_modulus == pytest.approx(averages(tensor.stiffness).bulk, rel=2e-3)
    assert found.energy_modulus == pytest.approx(found.state.bulk_modulus, rel=2e-3)
    edges = conventional_edges(found.reference.structure)
    assert edges == pytest.approx([3.59e-10] * 3, rel=1e-3)
    gated = lattice_conditions(found, made.recipe)
    assert {one.name for one in gated.conditions if one.met is not True} == {"emt is validated for lattice"}


def test_a_lattice_whose_energies_contradict_its_stresses_is_refused():
    from dataclasses import replace

    made = calculator("emt", stored_copper.start())
    evaluate = Evaluator(made.recipe, made.make, Store(None, None))
    found = lattice(stored_copper.start(), evaluate)
    bad = {
        "stresses against energies": replace(found, energy_modulus=found.energy_modulus * 1.06),
        "equation of state": replace(found, state=replace(found.state, misfit=0.02 * found.state.bulk_modulus)),
        "equilibrium": replace(found, state=replace(found.state, volume=found.state.volume * 1.01)),
        "relaxed ions": replace(found, unrelaxed=("+0.01",)),
    }
    for name, one in bad.items():
        gated = lattice_conditions(one, made.recipe)
        assert gated.outcome == "refused"
        assert [c.name for c in gated.conditions if c.met is False] == [name]


@pytest.mark.parametrize("strains", [(0.01,), (0.01, 0.2), (-0.01, 0.01), ()])
def test_strains_out_of_range_are_refused(strains):
    with pytest.raises(InputError):
        lattice(stored_copper.start(), None, LatticeSettings(strains=strains))
