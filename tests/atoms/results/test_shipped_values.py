"""What the shipped runs gave: numbers that the documentation states, replayed without the calculator."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.calculators import (
    Evaluator,
    begun,
    begun_anywhere,
    relaxed_by,
    relaxed_like,
    replayed,
    stored_families,
    stored_runs,
)
from natria.atoms.calculators.evaluate import EV
from natria.atoms.calculators.stored.families import replayed_family
from natria.atoms.elastic import ElasticSettings, averages, elastic_tensor, extremes, lattice
from natria.atoms.electronic import StatesSettings, electronic_bands, replayed_states
from natria.atoms.gates import migration_conditions
from natria.atoms.migration import HopSettings, frozen_hop
from natria.atoms.structures import conventional_edges, crystal, primitive
from natria.atoms.surface import SurfaceSettings, face_of, relaxed_bulk, surface_energy
from natria.quantity import ModelError
from natria.record.structure import structure_from_json
from natria.store import Store

GPA = 1e9  # Pa
TENSORS = {  # GPa: C11, C12, C44 and Young's modulus (Hill), to the digits of the documentation
    ("Na", 700.0): (8.46, 7.02, 6.10, 7.32),
    ("NaF", 700.0): (90.2, 21.92, 26.47, 72.2),
    ("NaF", 1000.0): (89.8, 21.9, 27.1, 72.8),
}


@pytest.mark.parametrize(("name", "cutoff"), TENSORS)
def test_the_tensor_of_a_cubic_crystal_is_that_of_the_documentation(name, cutoff):
    start = primitive(crystal(name))
    evaluate = replayed(start, "elastic", "gpaw", {"cutoff_eV": cutoff})
    energies_at = evaluate.kept.result["settings"]["energies_at"]
    found = elastic_tensor(start, evaluate, ElasticSettings(energies_at=energies_at))
    assert evaluate.calls == 0
    values = [found.stiffness[place] / GPA for place in ((0, 0), (0, 1), (3, 3))]
    assert [*values, averages(found.stiffness).young / GPA] == pytest.approx(TENSORS[name, cutoff], rel=2e-3)


def test_the_soft_shear_of_sodium_makes_its_moduli_depend_on_the_direction():
    start = primitive(crystal("Na"))
    evaluate = replayed(start, "elastic", "gpaw")
    stiffness = elastic_tensor(start, evaluate).stiffness
    ends = extremes(stiffness)
    assert (ends.least / GPA, ends.most / GPA) == pytest.approx((2.09, 14.4), rel=5e-3)
    c11, c12, c44 = stiffness[0, 0], stiffness[0, 1], stiffness[3, 3]
    compliance = (c11 + c12) / ((c11 - c12) * (c11 + 2 * c12))
    assert ends.least == pytest.approx(1 / compliance, rel=1e-4)  # along an axis: 1/s11
    assert np.linalg.eigvalsh(stiffness).min() > 0
    assert c44 / ((c11 - c12) / 2) == pytest.approx(8.5, abs=0.1)


@pytest.mark.parametrize(
    ("name", "relaxed", "gap", "direct"),
    [
        ("NaF", True, 6.097, True),
        ("NaOH", False, 2.824, True),
        ("Na2S", True, 2.458, True),
        ("Na3Sb", False, 0.437, True),
        ("Na3P", False, 0.453, True),
        ("NaNH2", False, 1.941, False),
    ],
)
def test_the_gap_is_that_of_the_documentation(name, relaxed, gap, direct):
    start = primitive(crystal(name))
    cell = relaxed_by(start, "gpaw")[0] if relaxed else start
    evaluate = replayed_states(cell, "gpaw")
    asked = evaluate.run.result["settings"]
    found = electronic_bands(cell, evaluate, StatesSettings(refine=asked["refine"], points=asked["points"]))
    assert evaluate.calls == 0
    assert found.gap.width / EV == pytest.approx(gap, abs=1e-3)
    assert found.gap.is_direct is direct


def test_the_lattice_of_sodium_sulphide_is_that_of_the_documentation():
    start = primitive(crystal("Na2S"))
    evaluate = replayed(start, "lattice", "gpaw")
    found = lattice(start, evaluate)
    assert evaluate.calls == 0
    edge = conventional_edges(found.reference.structure)[0]
    assert edge == pytest.approx(6.567e-10, abs=1e-13)
    assert found.state.bulk_modulus / GPA == pytest.approx(28.22, abs=0.01)
    assert edge == pytest.approx(conventional_edges(start)[0], rel=0.01)  # the measured one


@pytest.mark.parametrize(("name", "edges", "bulk"), [("Na3P", (4.971, 8.835), 24.93), ("Na3Sb", (5.372, 9.534), 19.24)])
def test_the_lattice_of_a_hexagonal_crystal_is_that_of_the_documentation(name, edges, bulk):
    start = primitive(crystal(name))
    evaluate = replayed(start, "lattice", "gpaw")
    found = lattice(start, evaluate)
    assert evaluate.calls == 0
    a, _, c = conventional_edges(found.reference.structure)
    assert (a * 1e10, c * 1e10) == pytest.approx(edges, abs=1e-3)
    assert found.state.bulk_modulus / GPA == pytest.approx(bulk, abs=0.01)
    assert conventional_edges(start)[0] == pytest.approx(a, rel=0.01)  # the measured one


def test_the_lattice_of_sodium_hydroxide_has_voigts_bulk_modulus_of_its_tensor():
    """Its cells are scaled alike in all directions, and the tensor was computed in another cell."""
    start = primitive(crystal("NaOH"))
    evaluate = replayed(start, "lattice", "gpaw")
    found = lattice(start, evaluate)
    assert evaluate.calls == 0
    edges = sorted(1e10 * one for one in conventional_edges(found.reference.structure))
    assert edges == pytest.approx([3.426, 3.438, 11.661], abs=1e-3)
    assert found.state.bulk_modulus / GPA == pytest.approx(24.71, abs=0.01)
    (tensor,) = [one for one in stored_runs() if one.name == "NaOH-elastic-gpaw"]
    mean = averages(np.array(tensor.result["stiffness"]["values"]))
    assert found.state.bulk_modulus == pytest.approx(mean.bulk_voigt, rel=0.03)
    assert mean.bulk_reuss / GPA == pytest.approx(10.96, abs=0.01)


def test_the_surface_of_sodium_fluoride_is_that_of_the_documentation():
    """Rock salt has a cleavage energy of some tenths of a J/m^2; 0.16 eV/A^2 would be 2.6."""
    salt = crystal("NaF")
    settings = SurfaceSettings()
    family, run = replayed_family([primitive(salt)], "surface", "gpaw")
    bulk = relaxed_bulk(salt, family, settings)
    face = face_of(bulk, (0, 0, 1), settings)
    found = surface_energy(face.crystal, face.terminations[0], family, settings)
    assert (family.calls, family.found) == (0, run.count)
    assert found.energy == pytest.approx(0.2657, abs=1e-4)
    assert found.by_thickness == pytest.approx([0.266] * 3, abs=5e-4)
    assert found.line[1] == pytest.approx(found.energy, rel=3e-3)


def test_the_barrier_of_sodium_fluoride_is_that_of_the_documentation():
    """Replayed from the evaluations of the ends and the saddle; symmetry makes the ends equal."""
    start, _ = relaxed_like(crystal("NaF"), "gpaw")
    evaluate = replayed(start, "migration", "gpaw")
    result = evaluate.kept.result
    images = [structure_from_json(one) for one in result["hops"][0]["images"]]
    settings = HopSettings(result["settings"]["force"]["value"], result["settings"]["end_force"]["value"])
    found = frozen_hop(images, evaluate, settings)
    assert (evaluate.calls, evaluate.found) == (0, 3)
    assert found.barrier / EV == pytest.approx(0.758, abs=1e-3)
    assert found.backward == pytest.approx(found.barrier, abs=1e-6 * EV)
    outcome = migration_conditions(found, evaluate.recipe)
    assert outcome.outcome == result["gate"]["outcome"] == "not validated"


def test_a_computation_goes_on_from_the_evaluations_of_slabs():
    (run,) = [one for one in stored_families() if one.name == "NaF-001-surface-gpaw"]
    for member in run.members:
        known = begun_anywhere(member.recipe)
        assert all(known.find(structure) is not None for structure, _ in member.evaluations)


def test_the_tensor_of_sodium_hydroxide_is_refused_and_its_constants_within_the_layers_hold():
    (run,) = [one for one in stored_runs() if one.title == "NaOH" and one.workflow == "elastic"]
    assert run.is_finished
    assert run.is_refused
    unmet = {one["name"] for one in run.result["gate"]["conditions"] if one["met"] is False}
    assert unmet == {"amplitude", "stresses against energies"}
    start = primitive(crystal("NaOH"))
    evaluate = replayed(start, "elastic", "gpaw")
    settings = ElasticSettings(amplitudes=(0.01, 0.02), energies_at=0.03, force=1e-3 * EV / 1e-10, relax_cell=False)
    found = elastic_tensor(start, evaluate, settings)
    assert (evaluate.calls, evaluate.found) == (0, len(run.evaluations))
    layers = ((0, 0), (2, 2), (0, 2), (4, 4))
    fine, coarse = ([tensor[place] / GPA for place in layers] for tensor in (found.stiffness, found.coarse))
    assert fine == pytest.approx([77.5, 78.8, 16.5, 23.2], abs=0.06)
    assert fine == pytest.approx(coarse, rel=0.02)
    assert found.amplitude_change == pytest.approx(0.075, abs=1e-3)
    assert found.coarse[1, 1] / found.stiffness[1, 1] == pytest.approx(1.08, abs=0.01)  # one of those that change most
    assert found.energies.stiffness < 0.01
    assert found.energies.strain == pytest.approx(0.00203, abs=1e-5)
    for tensor in (found.stiffness, found.coarse):
        along = 1 / np.diag(np.linalg.inv(tensor))[:3] / GPA
        assert along == pytest.approx([72.7, 12.3, 74.6], rel=0.05)
    assert averages(found.stiffness).young / GPA == pytest.approx(32.3, abs=0.3)


def test_a_computation_goes_on_from_the_evaluations_of_sodium_hydroxide():
    (run,) = [one for one in stored_runs() if one.title == "NaOH" and one.workflow == "elastic"]
    start = primitive(crystal("NaOH"))
    evaluate = Evaluator(run.recipe, lambda: pytest.fail("all finished evaluations are found first"), Store(None, None))
    evaluate.kept = begun(run.recipe)
    assert start.digest == run.evaluations[0][0].digest
    for structure, known in run.evaluations:
        assert evaluate(structure).energy == known.energy
    assert evaluate.found == len(run.evaluations)


def test_the_tension_of_sodium_hydroxide_is_refused_and_its_curve_has_the_modulus_of_the_tensor():
    (run,) = [one for one in stored_runs() if one.name == "NaOH-strain-gpaw"]
    assert run.is_refused
    (curve,) = run.result["directions"]
    assert curve["findings"] == {}
    unmet = {one["name"] for one in curve["gate"]["conditions"] if one["met"] is False}
    assert unmet == {"work against energy", "errors of the maximum"}
    strains, stresses = np.array(curve["points"]["strain"]), np.array(curve["points"]["stress"]["values"])
    assert (strains.max() > 0.1, stresses.max() / GPA) == (True, pytest.approx(0.389, abs=1e-3))
    assert stresses[1] / strains[1] / GPA == pytest.approx(13.4, abs=0.1)
    (tensor,) = [one for one in stored_runs() if one.name == "NaOH-elastic-gpaw"]
    along = 1 / np.linalg.inv(np.array(tensor.result["stiffness"]["values"]))[1, 1]
    assert stresses[1] / strains[1] == pytest.approx(along, rel=0.2)  # both by relaxed ions, across the layers


def test_the_tensor_of_sodium_antimonide_meets_its_conditions_and_its_bulk_modulus_is_that_of_its_lattice():
    start = primitive(crystal("Na3Sb"))
    evaluate = replayed(start, "elastic", "gpaw")
    assert not evaluate.kept.is_refused
    found = elastic_tensor(start, evaluate, ElasticSettings(force=1e-3 * EV / 1e-10, energies_at=0.03))
    assert evaluate.calls == 0
    places = ((0, 0), (0, 1), (0, 2), (2, 2), (3, 3))
    assert [found.stiffness[place] / GPA for place in places] == pytest.approx([40.5, 14.3, 4.1, 46.3, 8.0], abs=0.06)
    assert found.stiffness[5, 5] / found.coarse[5, 5] == pytest.approx(1.0, abs=0.01)
    (cell,) = [one for one in stored_runs() if one.name == "Na3Sb-lattice-gpaw"]
    assert averages(found.stiffness).bulk == pytest.approx(cell.result["bulk_modulus"]["value"], rel=0.02)


def test_the_finer_lattice_of_sodium_antimonide_is_not_finished_and_goes_on():
    (run,) = [one for one in stored_runs() if one.name == "Na3Sb-lattice-gpaw-700eV"]
    assert not run.is_finished
    start = primitive(crystal("Na3Sb"))
    with pytest.raises(ModelError, match="not finished"):
        replayed(start, "lattice", "gpaw", {"cutoff_eV": 700.0})
    stress = begun(run.recipe).find(start).stress / GPA
    assert np.diag(stress) == pytest.approx([-0.17, -0.17, -0.26], abs=0.01)  # compressed by the measured cell
    assert stress - np.diag(np.diag(stress)) == pytest.approx(np.zeros((3, 3)), abs=0.01)
