"""Elastic tensors of crystals against second differences of the energy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.calculators import Evaluator, calculator, relax_cell, to_ase
from natria.atoms.calculators.structures import moved
from natria.atoms.elastic import ElasticSettings, elastic_tensor
from natria.atoms.gates import elastic_conditions
from natria.atoms.structures import primitive
from natria.quantity import InputError
from natria.record import from_angstrom
from natria.report.atoms import elastic_document
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
    assert evaluate.calls <= 12  # four strained cells, two for the pressure, the rest relaxes the reference
    assert found.amplitude_change < 0.01
    assert found.energies.stiffness < 0.01
    assert found.energies.strain < 0.001
    c, rest = found.stiffness, found.reference.structure
    xx = energy_curvature(rest, evaluate, np.diag([1, 0, 0]))
    xy = energy_curvature(rest, evaluate, np.diag([1, -1, 0])) / 2  # C11 - C12
    yz = energy_curvature(rest, evaluate, [[0, 0, 0], [0, 0, 0.5], [0, 0.5, 0]])
    assert [c[0, 0], c[0, 0] - c[0, 1], c[3, 3]] == pytest.approx([xx, xy, yz], rel=0.01)


class Skewed:
    """EMT whose stress lacks a pressure (Pa), or is too stiff by a factor."""

    def __init__(self, pressure=0.0, factor=1.0):
        self.true = evaluator("emt", COPPER)
        self.recipe = self.true.recipe
        self.pressure, self.factor = pressure, factor

    def __call__(self, structure):
        found = self.true(structure)
        return replace(found, stress=self.factor * found.stress + self.pressure * np.eye(3))


COPPER = fcc("Cu", 3.6)


def test_a_pressure_that_the_stress_lacks_is_found_and_corrected():
    """With a stress 1 GPa too high the cell would relax 0.25 % too small in each direction."""
    right, skewed = elastic_tensor(COPPER, evaluator("emt", COPPER)), Skewed(1e9)
    found = elastic_tensor(COPPER, skewed)
    assert found.pressure.whole == pytest.approx(1e9, rel=2e-3)
    assert found.pressure.taken == pytest.approx(1e9, rel=2e-3)
    assert abs(found.pressure.left) < 5e-4 * found.pressure.bulk_modulus
    assert found.reference.structure.volume == pytest.approx(right.reference.structure.volume, rel=1e-3)
    assert found.stiffness == pytest.approx(right.stiffness, rel=5e-3, abs=5e7)
    assert found.energies.strain < 0.001
    assert elastic_conditions(found, skewed.recipe).outcome == "accepted"


def test_a_stress_that_agrees_with_the_energy_costs_two_evaluations_and_changes_nothing():
    evaluate = evaluator("emt", COPPER)
    found = elastic_tensor(COPPER, evaluate)
    alone = evaluator("emt", COPPER)
    relax_cell(COPPER, alone, found.settings.force, found.settings.stress)
    assert evaluate.calls == alone.calls + 2 + 4
    assert found.pressure.taken == 0.0
    assert abs(found.pressure.left) < 1e6


def test_a_fixed_cell_under_stress_is_refused_and_its_missing_pressure_is_no_stress():
    rest = elastic_tensor(COPPER, evaluator("emt", COPPER)).reference.structure
    fixed = ElasticSettings(relax_cell=False)
    free = elastic_tensor(rest, Skewed(3e9), fixed)
    assert np.abs(free.reference.evaluation.stress).max() < 5e7
    assert elastic_conditions(free, Skewed().recipe).outcome == "accepted"
    pressed = elastic_tensor(moved(rest, rest.positions * 0.99, rest.cell * 0.99), evaluator("emt", COPPER), fixed)
    gated = elastic_conditions(pressed, Skewed().recipe)
    assert "stress of the fixed cell" in [one.name for one in gated.conditions if one.met is False]


def test_a_stress_of_wrong_stiffness_is_refused():
    skewed = Skewed(factor=1.1)
    found = elastic_tensor(COPPER, skewed)
    assert found.energies.stiffness == pytest.approx(1 - 1 / 1.1, rel=0.05)
    gated = elastic_conditions(found, skewed.recipe)
    assert [one.name for one in gated.conditions if one.met is False] == ["stresses against energies"]


def test_an_unstable_tensor_is_reported_without_moduli():
    evaluate = evaluator("emt", COPPER)
    good = elastic_tensor(COPPER, evaluate)
    bad = replace(good, stiffness=good.stiffness - 4e10 * np.diag([1, 1, 1, 0, 0, 0]))  # C11 < C12
    document = elastic_document(bad, elastic_conditions(bad, evaluate.recipe), evaluate, "0")
    assert document["gate"]["outcome"] == "refused"
    assert document["moduli"] is None
    assert document["missing_pressure"]["value"] == good.pressure.whole


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
