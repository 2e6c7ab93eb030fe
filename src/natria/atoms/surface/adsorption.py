"""Adsorption energies on the sites of a surface, with both references, and their convergence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...quantity import ModelError
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import EvaluatorFamily, Relaxed, relax_ions
from ..calculators.evaluate import FORCE
from ..migration.hop import supercell
from ..structures import crystal, crystals
from .adsorption_plan import AdsorptionPlan, AdsorptionSettings, Cells, adsorption_plan
from .energies import MORE, Face, Tell, relaxed_bulk
from .planes import OrientedCrystal
from .sites import SAME, SurfaceSite, surface_sites, to_nearest
from .slabs import Slab, upper_planes, with_vacuum

SOFT = 10 * FORCE / ANGSTROM  # N/m: start of the Hessian of an adsorbate, which is softer than a bond in a solid
AWAY = 1.5  # height over the start, over that of the start, at which an adsorbate has left the surface


@dataclass(frozen=True)
class AdsorbateReference:
    """Energies (J an atom) of the bulk crystal of an element and of an isolated atom.

    `bulk` is None for an element whose crystal is not in the library, and `converged` says whether that crystal is
    relaxed. `wider` (J) is what a larger cell changes of the isolated atom.
    """

    element: str
    bulk: float | None
    atom: float
    wider: float
    converged: bool = True

    @property
    def cohesive(self) -> float | None:
        """The cohesive energy, the difference of the two references, J."""
        return None if self.bulk is None else self.atom - self.bulk


@dataclass(frozen=True, eq=False)
class CleanSlab:
    """A slab without adsorbate in a supercell, its lowest planes held."""

    slab: Slab
    cell: Structure  # one cell of the rigid slab, whose symmetry gives the sites
    relaxed: Relaxed
    counts: tuple[int, int, int]
    free: tuple[int, ...]
    sites: tuple[SurfaceSite, ...]

    @property
    def area(self) -> float:
        """The area of the supercell, m^2."""
        return self.slab.area * self.counts[0] * self.counts[1]


@dataclass(frozen=True, eq=False)
class SiteEnergy:
    """An adsorbate that started on a site.

    `ended` names the site that is nearest to where it came to rest; `removed` (J) is the energy of the clean slab less
    that with the adsorbate; `aside` (m) is the distance from that site in the plane of the face.
    """

    site: SurfaceSite
    ended: SurfaceSite
    relaxed: Relaxed
    removed: float
    aside: float
    height: float  # m over the highest atom of the slab
    has_left: bool

    @property
    def moved(self) -> bool:
        return self.ended.name != self.site.name

    def binding(self, reference: float) -> float:
        """E_ads = (E_slab + n E_ref - E_tot)/n for one adsorbate, J; positive binds."""
        return self.removed + reference


@dataclass(frozen=True, eq=False)
class OtherCell:
    """The best site again, on a thicker slab or in a wider supercell."""

    clean: CleanSlab
    site: SiteEnergy


@dataclass(frozen=True, eq=False)
class Adsorption:
    """Adsorption of one atom a supercell on a termination.

    `clean` and `sites` are those of the thinnest slab in the narrowest supercell. `by_thickness` and `by_area` have the
    best site again in the `others`, over the thickness (m) and over the area of an adsorbate (m^2), the first value
    included; `wider` (J) is what more vacuum changes.
    """

    crystal: OrientedCrystal
    plan: AdsorptionPlan
    reference: AdsorbateReference
    clean: CleanSlab
    sites: tuple[SiteEnergy, ...]
    others: tuple[OtherCell, ...]
    by_thickness: tuple[tuple[float, float], ...]
    by_area: tuple[tuple[float, float], ...]
    wider: float
    settings: AdsorptionSettings

    @property
    def best(self) -> SiteEnergy:
        """The site that binds most, of those that relaxed on the surface."""
        return best_of(self.sites)

    @property
    def energy(self) -> float:
        """The adsorption energy against the isolated atom on the best site of the thinnest, narrowest slab, J."""
        return self.best.binding(self.reference.atom)


def best_of(sites: Sequence[SiteEnergy]) -> SiteEnergy:
    """The site that binds most, of those that relaxed on the surface where there are any."""
    sound = [one for one in sites if one.relaxed.converged and not one.has_left]
    return max(sound or sites, key=lambda one: one.removed)


def adsorbate_reference(element: str, family: EvaluatorFamily, settings: AdsorptionSettings) -> AdsorbateReference:
    """The bulk crystal of an element, relaxed, and one atom of it in a cell of three widths."""
    bulk, converged = None, True
    if element in crystals():
        relaxing = replace(settings.surface, relax_cell=True)
        solid = relaxed_bulk(crystal(element), family, relaxing).relaxed
        bulk, converged = solid.evaluation.energy / len(solid.structure), solid.converged
    atom, larger = (_alone(element, settings.box + more) for more in (0.0, 2 * ANGSTROM))
    energy = family.of_atom(atom)(atom).energy
    return AdsorbateReference(element, bulk, energy, family.of_atom(larger)(larger).energy - energy, converged)


def _alone(element: str, box: float) -> Structure:
    """One atom in a cell whose edges differ, so that no symmetry of the cell holds its electrons."""
    cell = np.diag([box, 1.05 * box, 1.1 * box])
    return Structure(cell, (element,), np.full((1, 3), 0.5), title=f"an atom of {element}")


def clean_slab(
    slab: Slab, counts: Cells, element: str, family: EvaluatorFamily, settings: AdsorptionSettings
) -> CleanSlab:
    """A supercell of a slab with its lowest planes held, and its sites."""
    surface = settings.surface
    sites = surface_sites(slab.structure, element, surface.symmetry)
    above = max(site.height for site in sites) - float(slab.structure.positions[:, 2].max())
    cell = with_vacuum(slab.structure, above)
    free = upper_planes(slab, settings.free_planes)
    small = relax_ions(cell, family.of(cell), surface.force, free=free)
    start = supercell(small.structure, counts)
    moves = tuple(atom + turn * len(cell) for turn in range(counts[0] * counts[1]) for atom in free)
    relaxed = relax_ions(start, family.of(start), surface.force, free=moves)
    return CleanSlab(slab, cell, relaxed, counts, moves, sites)


def adsorbed(
    clean: CleanSlab, site: SurfaceSite, element: str, family: EvaluatorFamily, settings: AdsorptionSettings
) -> SiteEnergy:
    """Relax an adsorbate from a site; the lowest planes are held."""
    aside = settings.nudge * np.array([np.cos(1.0), np.sin(1.0)])  # along no axis of a crystal
    start = with_atom(clean, element, np.array([*(site.place + aside), site.height]))
    free = (*clean.free, len(start) - 1)
    hessian = np.eye(3 * len(free)) * SOFT
    hessian[:-3, :-3] = clean.relaxed.hessian
    relaxed = relax_ions(start, family.of(start), settings.surface.force, hessian, free=free)
    return site_energy(clean, site, relaxed)


def with_atom(clean: CleanSlab, element: str, place: np.ndarray) -> Structure:
    """The clean slab with an atom (m), the last one."""
    whole = clean.relaxed.structure
    fractional = np.vstack([whole.fractional, np.linalg.solve(whole.cell.T, place)])
    return Structure(whole.cell, (*whole.species, element), fractional, title=f"{element} on {whole.title}")


def site_energy(clean: CleanSlab, site: SurfaceSite, relaxed: Relaxed) -> SiteEnergy:
    """The energy of a relaxed adsorbate with the site where it came to rest."""
    place = relaxed.structure.positions[-1]
    top = float(relaxed.structure.positions[:-1, 2].max())
    rows = [(aside_of(clean, one, place[:2]), one) for one in clean.sites]
    aside, ended = min(rows, key=lambda row: row[0])
    first = site.height - float(clean.cell.positions[:, 2].max())
    height = float(place[2] - top)
    removed = clean.relaxed.evaluation.energy - relaxed.evaluation.energy
    return SiteEnergy(site, ended, relaxed, removed, aside, height, height > first * (1 + AWAY))


def aside_of(clean: CleanSlab, site: SurfaceSite, place: np.ndarray) -> float:
    """The distance (m) of a place from the nearest site of a kind, in the plane of the face."""
    return float(np.linalg.norm(to_nearest(clean.cell.cell, site.images - place), axis=1).min())


def adsorption(
    face: Face,
    element: str,
    family: EvaluatorFamily,
    settings: AdsorptionSettings,
    *,
    wanted: Sequence[str] = (),
    number: int | None = None,
    tell: Tell = lambda *_: None,
) -> Adsorption:
    """Relax an adsorbate from each site, and from the best one again in other cells.

    `wanted` are the names of sites where not all are, `number` is that of the termination where the face has several.
    `tell` gets the stage, how many of its relaxations are done, and how many there are.
    """
    plan = adsorption_plan(face, element, settings, wanted=wanted, number=number)
    tell("references", 0, 1)
    reference = adsorbate_reference(element, family, settings)
    clean = clean_slab(plan.slabs[0], plan.counts[0], element, family, settings)
    starts = [site for site in clean.sites if site.name in plan.starts]
    rows = []
    for place, site in enumerate(starts):
        tell("sites", place, len(starts))
        rows.append(adsorbed(clean, site, element, family, settings))
    best = best_of(rows)
    others = []
    for place, (slab, counts) in enumerate(plan.others):
        tell("other cells", place, len(plan.others))
        others.append(_again((clean, best), clean_slab(slab, counts, element, family, settings), family, settings))
    tell("other cells", len(others), max(len(others), 1))
    every = [(clean, best), *((one.clean, one.site) for one in others)]
    energies = [(one.slab.thickness, one.area, site.binding(reference.atom)) for one, site in every]
    first, thicker, wider = energies[0], energies[1 : len(plan.slabs)], energies[len(plan.slabs) :]
    return Adsorption(
        face.crystal,
        plan,
        reference,
        clean,
        tuple(rows),
        tuple(others),
        tuple((thickness, energy) for thickness, _, energy in (first, *thicker)),
        tuple((area, energy) for _, area, energy in (first, *wider)),
        _more_vacuum(clean, best, family, settings),
        settings,
    )


def _again(
    first: tuple[CleanSlab, SiteEnergy], clean: CleanSlab, family: EvaluatorFamily, settings: AdsorptionSettings
) -> OtherCell:
    """The best site of the first slab on another one."""
    slab, best = first
    place = best.ended.place + _shift(slab.slab, clean.slab)
    found = min(clean.sites, key=lambda site: aside_of(clean, site, place))
    if aside_of(clean, found, place) > SAME:
        what = f"the site {best.ended.name} is not found on a slab of another thickness"
        raise ModelError(what, "give thicknesses that end at the same plane")
    element = best.relaxed.structure.species[-1]
    return OtherCell(clean, adsorbed(clean, found, element, family, settings))


def _shift(one: Slab, other: Slab) -> np.ndarray:
    """By how much (m) the upper face of a slab lies beside that of another one with the same atoms."""
    here, there = (slab.structure.positions[slab.planes[-1][0], :2] for slab in (one, other))
    return np.asarray(there - here)


def _more_vacuum(clean: CleanSlab, best: SiteEnergy, family: EvaluatorFamily, settings: AdsorptionSettings) -> float:
    """What more vacuum changes of the adsorption energy, the atoms as they are, J."""
    more = MORE * settings.surface.vacuum
    bare, full = (with_vacuum(one.structure, more) for one in (clean.relaxed, best.relaxed))
    return family.of(bare)(bare).energy - family.of(full)(full).energy - best.removed
