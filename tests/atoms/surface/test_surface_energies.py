"""Surface energies against sums over broken pairs, and what makes a slab fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from surface_potentials import cut_energy, family_of, family_of_pairs, fcc, ions, morse, rock_salt, zinc_blende

from natria.atoms.gates import surface_conditions
from natria.atoms.surface import SurfaceSettings, face_of, relaxed_bulk, surface_energy
from natria.atoms.surface.energies import changed_terminations, ensure_same_terminations, unrelaxed_face
from natria.quantity import InputError
from natria.record import from_angstrom

A = 1e-10
RIGID = SurfaceSettings(thicknesses=(9 * A, 13 * A), vacuum=10 * A, relax_cell=False, relax_ions=False)


def computed(structure, miller, family, settings):
    bulk = relaxed_bulk(structure, family, settings)
    face = face_of(bulk, miller, settings)
    return surface_energy(face.crystal, face.computable[0], family, settings), bulk


def failed(found, bulk, recipe="pairs"):
    from natria.atoms.calculators import Recipe

    return [one.name for one in surface_conditions(found, bulk, Recipe(recipe, {})).conditions if one.met is False]


@pytest.mark.parametrize(
    ("structure", "potential", "miller"),
    [
        (fcc(3.75), morse, (1, 1, 1)),
        (fcc(3.75), morse, (1, 0, 0)),
        (fcc(3.75), morse, (1, 1, 0)),
        (fcc(3.75), morse, (2, 1, 0)),
        (rock_salt(4.5), ions, (0, 0, 1)),
        (rock_salt(4.5), ions, (1, 1, 0)),
    ],
)
def test_a_rigid_surface_costs_the_pairs_that_its_cut_breaks(structure, potential, miller):
    found, bulk = computed(structure, miller, family_of_pairs(potential), RIGID)
    by_hand = cut_energy(structure, miller, potential)
    assert found.rigid == pytest.approx([by_hand] * 2, rel=1e-9)
    assert found.energy == found.rigid[-1]
    slope, intercept = found.line
    assert slope == pytest.approx(found.bulk, rel=1e-9)
    assert intercept == pytest.approx(by_hand, rel=1e-9)
    assert failed(found, bulk) == []


def test_lennard_jones_of_ase_gives_the_same_sum():
    """The pairs of ASE's own calculator, shifted to zero at the cut."""
    sigma, epsilon, cut = 2.5, 0.2, 6.0

    def pairs(r, _):
        def plain(x):
            return 4 * epsilon * ((sigma / x) ** 12 - (sigma / x) ** 6)

        return np.where(r < cut, plain(r) - plain(cut), 0.0)

    family = family_of("lj", sigma=sigma, epsilon=epsilon, rc=cut, smooth=False)
    found, _ = computed(fcc(3.9, "Ar"), (1, 0, 0), family, RIGID)
    assert found.energy == pytest.approx(cut_energy(fcc(3.9, "Ar"), (1, 0, 0), pairs), rel=1e-9)


def test_the_faces_of_copper_stand_in_the_order_of_their_density():
    family = family_of("emt")
    settings = SurfaceSettings(thicknesses=(8 * A, 10 * A), vacuum=8 * A)
    bulk = relaxed_bulk(fcc(3.6), family, settings)
    energies = []
    for miller in ((1, 1, 1), (1, 0, 0), (1, 1, 0)):
        face = face_of(bulk, miller, settings)
        found = surface_energy(face.crystal, face.computable[0], family, settings)
        assert failed(found, bulk) == []
        assert failed(found, bulk, "emt") == ["emt is validated for surface"]
        assert found.energy <= found.rigid[-1]
        energies.append(found.energy)
    assert energies == sorted(energies)
    assert energies[0] == pytest.approx(1.04, abs=0.02)


def test_relaxed_ions_lower_the_energy_and_both_bulk_references_agree():
    settings = SurfaceSettings(thicknesses=(7 * A, 11 * A, 15 * A), vacuum=8 * A)
    found, bulk = computed(rock_salt(4.5), (1, 1, 0), family_of_pairs(ions), settings)
    assert (found.by_thickness < found.rigid - 1e-4).all()
    assert found.line[1] == pytest.approx(found.energy, rel=5e-3)
    assert failed(found, bulk) == []


def test_each_fault_refuses_the_surface_by_its_name():
    family = family_of_pairs(morse)
    found, bulk = computed(fcc(3.75), (1, 0, 0), family, RIGID)
    (thin, thick) = found.slabs
    worse = replace(
        thick.relaxed, evaluation=replace(thick.relaxed.evaluation, energy=thick.relaxed.evaluation.energy * 0.98)
    )
    shifted = replace(found, bulk=found.bulk * 1.004)
    assert failed(replace(found, slabs=(thin, replace(thick, relaxed=worse))), bulk) == ["thickness", "bulk references"]
    assert "bulk references" in failed(shifted, bulk)
    assert failed(replace(found, wider=0.02 * found.energy), bulk) == ["vacuum"]
    assert failed(replace(found, equal_faces=False), bulk) == ["symmetry"]
    assert failed(replace(found, bulk=found.bulk * 0.5), bulk)[0] == "positive energy"
    by_bulk = (thin.relaxed.evaluation.energy / thin.slab.units, thick.relaxed.evaluation.energy / thick.slab.units)
    nothing = replace(found, slabs=(thin, thick), bulk=by_bulk[1])  # the energy of the thickest slab is zero
    assert "positive energy" in failed(nothing, bulk)
    assert failed(found, replace(bulk, relaxed=replace(bulk.relaxed, converged=False))) == ["relaxed crystal"]
    relaxing = replace(found, settings=replace(RIGID, relax_ions=True))
    unrelaxed = replace(thick, relaxed=replace(thick.relaxed, converged=False))
    assert failed(replace(relaxing, slabs=(thin, unrelaxed)), bulk) == ["relaxed slabs"]


def test_too_little_vacuum_is_seen():
    """Slabs 3 angstrom apart attract each other; more vacuum shows it."""
    found, bulk = computed(fcc(3.75), (1, 0, 0), family_of_pairs(morse), replace(RIGID, vacuum=3 * A))
    assert "vacuum" in failed(found, bulk)


@pytest.mark.parametrize(("structure", "miller"), [(rock_salt(4.5), (1, 1, 1)), (zinc_blende(5.0), (1, 1, 1))])
def test_a_polar_plane_gives_no_surface_energy(structure, miller):
    family = family_of_pairs(ions)
    bulk = relaxed_bulk(structure, family, replace(RIGID, force=1.0))
    face = face_of(bulk, miller, RIGID)
    assert face.computable == ()
    with pytest.raises(InputError):
        surface_energy(face.crystal, face.terminations[0], family, RIGID)


@pytest.mark.parametrize(
    "changes",
    [
        {"thicknesses": (-1 * A, 9 * A)},
        {"thicknesses": (8 * A, np.nan)},
        {"vacuum": 0.0},
        {"vacuum": np.inf},
        {"force": 0.0},
    ],
)
def test_settings_without_a_meaning_are_refused(changes):
    with pytest.raises(InputError):
        replace(RIGID, **changes)


def test_one_thickness_shows_no_convergence():
    with pytest.raises(InputError):
        computed(fcc(3.75), (1, 0, 0), family_of_pairs(morse), replace(RIGID, thicknesses=(9 * A,)))


def rumpled(height):
    """Layers of sodium and fluorine, the fluorine `height` angstrom above the sodium."""
    return from_angstrom(np.diag([3.0, 3.0, 6.0]), ["Na", "F"], [[0, 0, 0], [0.5, 0.5, height / 6]], "layers")


def test_planes_that_part_change_what_a_number_of_the_list_means():
    flat, parted = (unrelaxed_face(rumpled(height), (0, 0, 1), RIGID) for height in (0.05, 0.4))
    assert len(flat.terminations) < len(parted.terminations)
    assert changed_terminations(flat, flat) == ""
    assert changed_terminations(flat, parted)
    ensure_same_terminations(flat, parted, None)
    ensure_same_terminations(flat, flat, 1)
    with pytest.raises(InputError) as refused:
        ensure_same_terminations(flat, parted, 1)
    assert refused.value.problems[0].fix
