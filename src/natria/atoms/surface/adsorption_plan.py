"""What an adsorption energy relaxes, before any energy: termination, slabs, supercells, sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from ...quantity import InputError, Problem, did_you_mean
from ...record.structure import ANGSTROM
from ..calculators.packages import imported
from ..migration.hop import counts_for
from .energies import Face, SurfaceSettings
from .sites import surface_sites
from .slabs import Slab, slabs_of, upper_planes
from .terminations import Termination

LARGE = 800  # atoms of a supercell
ALIKE = 1e-6  # relative difference up to which two widths are equal

Cells = tuple[int, int, int]


@dataclass(frozen=True)
class AdsorptionSettings:
    """Numerics of an adsorption energy. The result lists them, and the gates say whether they sufficed.

    All sites are computed with the least of `widths` (m, the least distance of an adsorbate from its images) and the
    least thickness of `surface`; the best one also with each of the others. `free_planes` move, those below are held.
    Each adsorbate starts `nudge` (m) beside its site, so that symmetry does not hold it there. `box` (m) is the width
    of the cell of an isolated atom.
    """

    surface: SurfaceSettings
    widths: tuple[float, ...]
    free_planes: int
    nudge: float = 0.1 * ANGSTROM
    box: float = 12 * ANGSTROM

    def __post_init__(self) -> None:
        if not self.widths or not all(0 < width < inf for width in self.widths):
            fix = "give one or more finite widths in angstrom, such as 6,9"
            raise InputError("--width", [Problem("", "is not above zero and finite", fix)])
        if not 0 <= self.nudge < inf:
            raise InputError("--nudge", [Problem("", "is negative or not finite", "give a length in angstrom")])


@dataclass(frozen=True, eq=False)
class AdsorptionPlan:
    """The termination with its number, slabs and supercells of rising size, names of the starts."""

    number: int
    termination: Termination
    slabs: tuple[Slab, ...]
    counts: tuple[Cells, ...]
    starts: tuple[str, ...]

    @property
    def others(self) -> tuple[tuple[Slab, Cells], ...]:
        """The thicker slabs in the narrowest supercell, then the thinnest slab in the wider ones."""
        thicker = ((slab, self.counts[0]) for slab in self.slabs[1:])
        return (*thicker, *((self.slabs[0], counts) for counts in self.counts[1:]))


def adsorption_plan(
    face: Face, element: str, settings: AdsorptionSettings, *, wanted: Sequence[str] = (), number: int | None = None
) -> AdsorptionPlan:
    """The slabs, supercells and sites; raises where the input asks for what there is not."""
    _ensure_element(element)
    number = chosen_termination(face, number)
    termination = face.terminations[number - 1]
    slabs = slabs_of(face.crystal, termination, settings.surface.thicknesses, settings.surface.vacuum)
    upper_planes(slabs[0], settings.free_planes)
    sites = [site.name for site in surface_sites(slabs[0].structure, element, settings.surface.symmetry)]
    counts = _rising_counts(slabs[0], settings.widths)
    plan = AdsorptionPlan(number, termination, slabs, counts, _chosen(sites, wanted))
    for slab, (x, y, _) in ((slabs[0], counts[0]), *plan.others):
        if x * y * len(slab.structure) > LARGE:
            what = f"a supercell of {x} x {y} cells has {x * y * len(slab.structure)} atoms, over {LARGE}"
            raise InputError("--width", [Problem("", what, "give a smaller --width or --thickness")])
    return plan


def chosen_termination(face: Face, number: int | None) -> int:
    """The number, from 1, of the termination that is computed; raises where the choice is not clear."""
    listed = list(enumerate(face.terminations, start=1))
    if not face.computable:
        reasons = "; ".join(f"{one.name}: {one.obstacle}" for _, one in listed)
        fix = "choose another plane: the slab must have whole formula units, two equal faces and no dipole"
        raise InputError("--miller", [Problem("", f"no termination gives a clean slab ({reasons})", fix)])
    sound = {place: one for place, one in listed if not one.obstacle}
    gaps = {place: face.crystal.gap(one.top) / ANGSTROM for place, one in sound.items()}
    shown = ", ".join(f"{place} ({one.name}, planes {gaps[place]:.2f} angstrom apart)" for place, one in sound.items())
    if number is None and len(sound) > 1:
        fix = "choose one with --termination; `natria compute surface` says which has the least energy"
        raise InputError("--termination", [Problem("", f"the face has several terminations: {shown}", fix)])
    if number is not None and number not in sound:
        why = dict(listed)[number].obstacle if number in dict(listed) else f"the face has {len(listed)}"
        raise InputError("--termination", [Problem(str(number), why, f"choose one of {shown}")])
    return next(iter(sound)) if number is None else number


def _ensure_element(name: str) -> None:
    if imported("ase.data", "ase").atomic_numbers.get(name, 0) < 1:  # the number 0 stands for no element
        fix = "give the symbol of an element, such as Na"
        raise InputError("--species", [Problem(name, "is not an element", fix)])


def _chosen(names: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    for name in wanted:
        if name not in names:
            fix = did_you_mean(name, names) or f"the sites are: {', '.join(names)}"
            raise InputError("--site", [Problem(name, "the face has no site of this name", fix)])
    return tuple(name for name in names if not wanted or name in wanted)


def _rising_counts(slab: Slab, widths: Sequence[float]) -> tuple[Cells, ...]:
    """The numbers of cells of at least these widths (m), each wider than the one before."""
    single = 1 / np.linalg.norm(np.linalg.inv(slab.structure.cell), axis=0)[:2]
    found: list[Cells] = []
    for width in sorted(widths):
        cells = np.array(counts_for(slab.structure, width)[:2])
        if found:
            cells = np.maximum(cells, found[-1][:2])
            before = (np.array(found[-1][:2]) * single).min() * (1 + ALIKE)
            cells = cells + (cells * single <= before)
        found.append((int(cells[0]), int(cells[1]), 1))
    return tuple(found)
