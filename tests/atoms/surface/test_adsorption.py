"""Sites by symmetry, adsorption of an adatom, and its hop, against second ways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from surface_potentials import family_of, family_of_pairs, fcc, morse, rock_salt

from natria.atoms.calculators import Recipe
from natria.atoms.gates import adsorption_conditions
from natria.atoms.migration import HopSettings
from natria.atoms.structures import crystal
from natria.atoms.surface import SurfaceSettings, face_of, relaxed_bulk, slabs_of
from natria.atoms.surface.adsorption import OtherCell, adsorbed, adsorption, best_of
from natria.atoms.surface.adsorption_plan import AdsorptionSettings, adsorption_plan
from natria.atoms.surface.diffusion import surface_hop
from natria.atoms.surface.energies import unrelaxed_face
from natria.atoms.surface.planes import indices_in as indices
from natria.atoms.surface.planes import oriented, smallest
from natria.atoms.surface.sites import _letters, surface_sites
from natria.atoms.surface.terminations import terminations
from natria.quantity import InputError

A, EV = 1e-10, 1.602176634e-19
SURFACE = SurfaceSettings(thicknesses=(7 * A,), vacuum=8 * A, relax_cell=False)
SETTINGS = AdsorptionSettings(SURFACE, (5 * A,), 1)


def sites_of(structure, miller, adsorbate="Na"):
    small = smallest(structure, 1e-12)
    face = oriented(small, indices(structure.cell, small.cell, miller), miller)
    slab = slabs_of(face, terminations(face, 1e-12)[0], (8 * A,), 10 * A)[0]
    return slab, surface_sites(slab.structure, adsorbate, 1e-12)


@pytest.mark.parametrize(
    ("structure", "miller", "found"),  # name and number in a cell
    [
        (fcc(3.6), (1, 0, 0), {"top Cu": 1, "bridge Cu2": 2, "hollow Cu4": 1}),
        (fcc(3.6), (1, 1, 1), {"top Cu": 1, "bridge Cu2": 3, "hollow Cu3 a": 1, "hollow Cu3 b": 1}),
        (fcc(3.6), (1, 1, 0), {"top Cu": 1, "bridge Cu2 a": 1, "bridge Cu2 b": 1, "hollow Cu4": 1}),
        (rock_salt(4.6), (0, 0, 1), {"top Na": 1, "top F": 1, "bridge FNa": 4, "hollow F2Na2": 2}),
        (crystal("Na3Sb"), (0, 0, 1), {"top Na": 1, "bridge Na2": 3, "hollow Na3 a": 1, "hollow Na3 b": 1}),
    ],
)
def test_sites_of_known_faces(structure, miller, found):
    _, sites = sites_of(structure, miller)
    assert {site.name: len(site.images) for site in sites} == found


def test_sites_have_their_numbers_by_euler():
    """On a torus the tops less the bridges and with the hollows add up to nothing."""
    for structure, miller in ((crystal("Na3Sb"), (1, 1, 0)), (fcc(3.6), (2, 1, 0)), (rock_salt(4.6), (1, 1, 0))):
        _, sites = sites_of(structure, miller)
        counts = {
            kind: sum(len(one.images) for one in sites if one.name.startswith(kind)) for kind in ("top", "bri", "hol")
        }
        assert counts["top"] - counts["bri"] + counts["hol"] == 0


def test_an_adsorbate_starts_at_the_length_of_its_bonds():
    """By hand: on top 1.32 + 1.66 angstrom; in the square hollow of edge 2.546 its height over the plane is less."""
    slab, sites = sites_of(fcc(3.6), (1, 0, 0))
    top = slab.structure.positions[:, 2].max()
    heights = {site.name: (site.height - top) / A for site in sites}
    assert heights["top Cu"] == pytest.approx(2.98)
    assert heights["hollow Cu4"] == pytest.approx(np.sqrt(2.98**2 - 1.8**2))


@pytest.fixture(scope="module")
def copper():
    """A copper adatom on Cu(100) by effective-medium theory, one plane moves."""
    family = family_of("emt")
    bulk = relaxed_bulk(fcc(3.59), family, SURFACE)
    face = face_of(bulk, (1, 0, 0), SURFACE)
    return family, face, bulk, adsorption(face, "Cu", family, SETTINGS, wanted=["bridge Cu2", "hollow Cu4"])


def failed(found, bulk):
    return [one.name for one in adsorption_conditions(found, bulk, Recipe("other", {})).conditions if one.met is False]


def test_an_adatom_moves_to_the_hollow_and_both_references_are_given(copper):
    _, _, bulk, found = copper
    bridge, hollow = found.sites
    assert (bridge.site.name, bridge.ended.name, bridge.moved) == ("bridge Cu2", "hollow Cu4", True)
    assert not hollow.moved
    assert bridge.removed == pytest.approx(hollow.removed, abs=2e-3 * EV)
    assert found.reference.cohesive / EV == pytest.approx(3.51, abs=0.02)  # EMT of copper
    both = hollow.binding(found.reference.atom) - hollow.binding(found.reference.bulk)
    assert both == pytest.approx(found.reference.cohesive)
    assert 0 < found.energy < found.reference.cohesive  # an adatom has fewer neighbours than an atom of the crystal
    assert failed(found, bulk) == []


def test_the_lowest_planes_are_held(copper):
    *_, found = copper
    clean, best = found.clean, found.best.relaxed.structure
    held = sorted(set(range(len(clean.relaxed.structure))) - set(clean.free))
    assert len(held) == 4 * 4
    assert best.positions[held] == pytest.approx(clean.relaxed.structure.positions[held], abs=1e-20)


def test_the_barrier_of_a_hop_is_the_energy_of_the_bridge(copper):
    """Without a nudge the symmetry of the bridge holds the adatom there, on the saddle of the hop."""
    family, _, _, found = copper
    hop = surface_hop(found, family, HopSettings(end_force=SURFACE.force, images=1))
    bridge = next(site for site in found.clean.sites if site.name == "bridge Cu2")
    held = adsorbed(found.clean, bridge, "Cu", family, replace(SETTINGS, nudge=0.0))
    assert not held.moved
    assert hop.path.converged
    assert hop.barrier == pytest.approx(found.best.removed - held.removed, abs=3e-3 * EV)
    assert hop.backward == pytest.approx(hop.barrier, abs=2e-3 * EV)
    assert not hop.has_dip


def test_a_hop_onto_its_own_image_is_refused(copper):
    family, face, _, found = copper
    small = replace(found, clean=replace(found.clean, counts=(1, 1, 1)))
    assert face.computable
    with pytest.raises(InputError):
        surface_hop(small, family)


def test_each_fault_refuses_the_adsorption_by_its_name(copper):
    *_, bulk, found = copper
    rows = found.by_thickness
    assert failed(replace(found, by_thickness=(*rows, (1e-9, rows[0][1] + 0.1 * EV))), bulk) == ["thickness"]
    assert failed(replace(found, by_area=(*found.by_area, (1e-18, rows[0][1] + 0.1 * EV))), bulk) == []  # its coverage
    assert failed(replace(found, wider=0.05 * EV), bulk) == ["vacuum"]
    assert failed(replace(found, reference=replace(found.reference, wider=0.05 * EV)), bulk) == ["isolated atom"]
    assert failed(replace(found, settings=replace(SETTINGS, free_planes=4)), bulk) == ["held planes"]
    for changes in ({"bulk": found.reference.atom * 2}, {"converged": False}):
        assert failed(replace(found, reference=replace(found.reference, **changes)), bulk) == ["bulk reference"]
    assert failed(replace(found, reference=replace(found.reference, bulk=None)), bulk) == []
    gone = tuple(replace(one, has_left=True) for one in found.sites)
    assert failed(replace(found, sites=gone), bulk) == ["adsorbate on the surface"]
    loose = tuple(replace(one, relaxed=replace(one.relaxed, converged=False)) for one in found.sites)
    assert failed(replace(found, sites=loose), bulk) == ["relaxed adsorbate"]
    clean = replace(found.clean, relaxed=replace(found.clean.relaxed, converged=False))
    assert failed(replace(found, clean=clean), bulk) == ["relaxed clean slab"]


def test_what_fails_in_another_cell_refuses_the_adsorption(copper):
    *_, bulk, found = copper
    bridge, hollow = found.sites
    loose = replace(hollow.relaxed, converged=False)

    def with_other(clean=found.clean, site=hollow):
        return failed(replace(found, others=(OtherCell(clean, site),)), bulk)

    assert with_other() == []
    assert with_other(site=replace(hollow, relaxed=loose)) == ["relaxed adsorbate"]
    assert with_other(site=replace(hollow, has_left=True)) == ["adsorbate on the surface"]
    assert with_other(site=bridge) == ["same site"]  # it moved
    assert with_other(clean=replace(found.clean, relaxed=loose)) == ["relaxed clean slab"]


def test_a_start_that_is_not_relaxed_leaves_the_best_site_open(copper):
    *_, bulk, found = copper
    bridge, hollow = found.sites

    def starts(one):
        changed = replace(found, sites=(one, hollow))
        rows = adsorption_conditions(changed, bulk, Recipe("emt", {})).conditions
        return next(row.met for row in rows if row.name == "relaxed starts")

    loose = replace(bridge.relaxed, converged=False)
    assert starts(bridge) is True
    assert starts(replace(bridge, relaxed=loose, removed=hollow.removed - EV)) is None
    assert starts(replace(bridge, relaxed=loose, removed=hollow.removed + EV)) is False


def test_equal_sizes_give_cells_that_rise(copper):
    _, face, bulk, found = copper
    twice = replace(SETTINGS, surface=replace(SURFACE, thicknesses=(7 * A, 7 * A)), widths=(5 * A, 5 * A))
    plan = adsorption_plan(face, "Cu", twice)
    assert plan.slabs[0].thickness < plan.slabs[1].thickness
    assert plan.counts == ((2, 2, 1), (3, 3, 1))
    same = adsorption_conditions(
        replace(found, by_thickness=found.by_thickness * 2, by_area=found.by_area * 2), bulk, Recipe("emt", {})
    )
    assert {row.name for row in same.conditions if row.met is None} >= {"thickness", "coverage"}


def test_a_face_with_several_terminations_needs_a_choice():
    """Antimony is cut between its bilayers or inside one."""
    face = unrelaxed_face(crystal("Sb"), (0, 0, 1), SURFACE)
    assert len(face.computable) == 2
    with pytest.raises(InputError):
        adsorption_plan(face, "Na", SETTINGS)
    plans = [adsorption_plan(face, "Na", SETTINGS, number=number) for number in (1, 2)]
    assert [plan.number for plan in plans] == [1, 2]
    assert plans[0].termination.top != plans[1].termination.top
    with pytest.raises(InputError):
        adsorption_plan(face, "Na", SETTINGS, number=3)


def test_the_best_site_is_one_that_relaxed_on_the_surface(copper):
    *_, found = copper
    bridge, hollow = found.sites
    gone = replace(hollow, removed=hollow.removed * 2, has_left=True)
    assert best_of([bridge, gone]) is bridge


def test_an_adatom_of_pairs_binds_by_the_pairs_that_it_makes():
    """Held in place, with the slab as the crystal: the sum over its pairs, and a second thickness and width agree."""
    family = family_of_pairs(morse)
    surface = replace(SURFACE, thicknesses=(7 * A, 9 * A), force=1.0)
    bulk = relaxed_bulk(fcc(3.75), family, surface)
    face = face_of(bulk, (1, 0, 0), surface)
    settings = AdsorptionSettings(surface, (7 * A, 10 * A), 1, nudge=0.0)
    found = adsorption(face, "Cu", family, settings, wanted=["hollow Cu4"])
    place = found.best.relaxed.structure.positions[-1] / A
    slab = found.clean.relaxed.structure
    shifts = np.array([[x, y, 0] for x in (-1, 0, 1) for y in (-1, 0, 1)]) @ slab.cell / A
    r = np.linalg.norm(slab.positions[None] / A + shifts[:, None] - place, axis=2).ravel()
    own = np.linalg.norm(shifts, axis=1)
    own = own[own > 0]
    by_hand = -morse(r, r).sum() - morse(own, own).sum() / 2
    assert found.energy / EV == pytest.approx(by_hand, rel=1e-9)
    (_, wide) = found.by_area
    assert wide[0] > found.by_area[0][0]
    assert [len(found.by_thickness), len(found.by_area)] == [2, 2]


def test_sites_and_faces_that_do_not_exist_are_refused(copper):
    family, face, *_ = copper
    with pytest.raises(InputError):
        adsorption(face, "Cu", family, SETTINGS, wanted=["hollow Na4"])
    with pytest.raises(InputError):
        AdsorptionSettings(SURFACE, (), 1)
    polar = face_of(
        relaxed_bulk(rock_salt(4.6), family_of_pairs(morse), replace(SURFACE, force=1.0)), (1, 1, 1), SURFACE
    )
    with pytest.raises(InputError):
        adsorption(polar, "Na", family, SETTINGS)


def test_more_than_a_letter_of_sites_have_names_of_their_own():
    names = [_letters(place) for place in range(800)]
    assert (names[0], names[25], names[26], names[27], names[701], names[702]) == ("a", "z", "aa", "ab", "zz", "aaa")
    assert len(set(names)) == 800
