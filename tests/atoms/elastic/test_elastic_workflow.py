"""Elastic tensors of crystals against second differences of the energy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.calculators import Evaluator, calculator, primitive, to_ase
from natria.atoms.calculators.structures import moved
from natria.atoms.elastic import ElasticSettings, elastic_tensor
from natria.atoms.elastic.tensors import strain_vector
from natria.quantity import InputError
from natria.record import from_angstrom
from natria.store import Store

FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
LJ = {"sigma": 2.5, "epsilon": 0.2, "rc": 8.0}


def fcc(symbol, a):
    return from_angstrom(np.eye(3) * a, [symbol] * 4, FCC, symbol)


def evaluator(name, structure, settings=None):
    made = calculator(name, structure, settings)
    return Evaluator(made.recipe, made.make, Store(None, None))


def energy_curvature(structure, evaluate, strain, step=0.003, relax=False):
    """d2E/da2 over the volume, for a strain a times a matrix, by ASE's energies and its own relaxation."""
    from ase.optimize import BFGS

    energies = []
    for amplitude in (-step, 0.0, step):
        bent = np.eye(3) + amplitude * np.array(strain, float)
        atoms = to_ase(moved(structure, structure.positions @ bent, structure.cell @ bent))
        atoms.calc = evaluate.make()
        if relax:
            BFGS(atoms, logfile=None).run(fmax=1e-4, steps=200)
        energies.append(atoms.get_potential_energy() * 1.602176634e-19)
    return (energies[0] - 2 * energies[1] + energies[2]) / step**2 / structure.volume


def test_a_cubic_metal_needs_one_strain_and_agrees_with_energies():
    copper = fcc("Cu", 3.6)
    evaluate = evaluator("emt", copper)
    found = elastic_tensor(copper, evaluate)
    assert [p.name for p in found.patterns] == ["xx + yz"]
    assert found.constants == 3
    assert found.group.number == found.relaxed_group.number == 225
    assert evaluate.calls <= 10  # four strained cells, the rest relaxes the reference
    assert found.amplitude_change < 0.01
    assert found.energies.stiffness < 0.01
    assert found.energies.strain < 0.001
    c, rest = found.stiffness, found.reference.structure
    xx = energy_curvature(rest, evaluate, np.diag([1, 0, 0]))
    xy = energy_curvature(rest, evaluate, np.diag([1, -1, 0])) / 2  # C11 - C12
    yz = energy_curvature(rest, evaluate, [[0, 0, 0], [0, 0, 0.5], [0, 0.5, 0]])
    assert [c[0, 0], c[0, 0] - c[0, 1], c[3, 3]] == pytest.approx([xx, xy, yz], rel=0.01)


def test_a_stress_that_does_not_follow_from_the_energy_is_seen():
    """A stress that is 1 GPa too high puts the equilibrium where the energy still falls by 1 GPa along each axis."""
    copper = fcc("Cu", 3.6)

    class Skewed:
        recipe = evaluator("emt", copper).recipe

        def __init__(self):
            self.true = evaluator("emt", copper)

        def __call__(self, structure):
            found = self.true(structure)
            return replace(found, stress=found.stress + 1e9 * np.eye(3))

    found = elastic_tensor(copper, Skewed())
    strain = strain_vector(found.patterns[0].matrix(1.0))
    assert found.energies.strain == pytest.approx(1e9 * strain[:3].sum() / (strain @ found.coarse @ strain), rel=0.02)


def test_a_pair_potential_without_pressure_obeys_cauchy():
    solid = fcc("Ar", 3.9)
    found = elastic_tensor(solid, evaluator("lj", solid, LJ), ElasticSettings(amplitudes=(0.002, 0.004), stress=1e5))
    assert found.stiffness[0, 1] == pytest.approx(found.stiffness[3, 3], rel=2e-3)


def test_relaxed_ions_of_a_hexagonal_crystal_agree_with_relaxed_energies():
    cell = [[2.55, 0, 0], [-1.275, 2.55 * np.sqrt(3) / 2, 0], [0, 0, 4.15]]
    metal = from_angstrom(cell, ["Cu", "Cu"], [[1 / 3, 2 / 3, 0.25], [2 / 3, 1 / 3, 0.75]], "hcp copper")
    evaluate = evaluator("emt", metal)
    found = elastic_tensor(metal, evaluate)
    assert (found.constants, len(found.patterns)) == (5, 2)
    c, rest = found.stiffness, found.reference.structure
    pure = energy_curvature(rest, evaluate, np.diag([1, -1, 0]), relax=True) / 2
    stiff = energy_curvature(rest, evaluate, np.diag([1, -1, 0])) / 2
    assert c[0, 0] - c[0, 1] == pytest.approx(pure, rel=0.02)
    assert stiff > 1.05 * pure  # the ions of a strained cell do move, so this test sees whether they were relaxed
    assert c[2, 2] == pytest.approx(energy_curvature(rest, evaluate, np.diag([0, 0, 1]), relax=True), rel=0.02)
    assert c[5, 5] == pytest.approx((c[0, 0] - c[0, 1]) / 2)


def test_a_result_does_not_depend_on_the_cell_that_was_chosen():
    whole = fcc("Cu", 3.59)
    small = primitive(whole)
    assert len(small) == 1
    assert primitive(small) is small
    one, other = (elastic_tensor(s, evaluator("emt", s)) for s in (whole, small))
    assert one.stiffness == pytest.approx(other.stiffness, rel=2e-3, abs=2e8)


def test_amplitudes_out_of_order_are_refused():
    with pytest.raises(InputError):
        elastic_tensor(fcc("Cu", 3.6), evaluator("emt", fcc("Cu", 3.6)), ElasticSettings(amplitudes=(0.01, 0.005)))
