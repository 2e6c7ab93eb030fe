"""Surface energies of a crystal from slabs of several thicknesses, with two bulk references."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Relaxed, relax_ions
from ..calculators.evaluate import FORCE
from ..calculators.family import EvaluatorFamily
from ..calculators.relax import MOST
from ..elastic.pressure import PressureSettings, relaxed_reference
from .planes import Miller, OrientedCrystal, indices_in, oriented, smallest
from .slabs import Slab, slabs_of, with_vacuum
from .terminations import Tasker, Termination, formula_counts, has_equal_faces, terminations

MORE = 0.5  # vacuum that is added to see what it changes, over the vacuum

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class SurfaceSettings:
    """Numerics of a surface energy. The result lists them, and the gates say whether they sufficed.

    `thicknesses` (m) are the least ones of the slabs. `symmetry` is the tolerance (m) within which atoms count as
    symmetric.
    """

    thicknesses: tuple[float, ...] = (8 * ANGSTROM, 12 * ANGSTROM, 16 * ANGSTROM)
    vacuum: float = 12 * ANGSTROM
    force: float = 0.01 * FORCE
    stress: float = 2e7  # Pa
    symmetry: float = 0.01 * ANGSTROM
    relax_cell: bool = True
    relax_ions: bool = True
    pressure: PressureSettings = field(default_factory=PressureSettings)

    def __post_init__(self) -> None:
        given = {"--thickness": self.thicknesses or (0,), "--vacuum": (self.vacuum,), "--force": (self.force,)}
        for option, lengths in given.items():
            if not all(0 < length < inf for length in lengths):
                fix = "give finite numbers above zero"
                raise InputError(option, [Problem("", "is not above zero and finite", fix)])


@dataclass(frozen=True, eq=False)
class RelaxedBulk:
    """The smallest cell of a crystal, as it was given and relaxed.

    Miller indices refer to the cell `given`.
    """

    given: np.ndarray
    start: Structure
    relaxed: Relaxed

    @property
    def given_relaxed(self) -> np.ndarray:
        """The cell that was given, with the strain of the relaxation."""
        return np.asarray(self.given @ np.linalg.solve(self.start.cell, self.relaxed.structure.cell))


@dataclass(frozen=True, eq=False)
class Face:
    """A plane of the relaxed crystal with its terminations."""

    crystal: OrientedCrystal
    terminations: tuple[Termination, ...]

    @property
    def computable(self) -> tuple[Termination, ...]:
        """The terminations of which a surface energy is defined without more data."""
        return tuple(one for one in self.terminations if not one.obstacle)


@dataclass(frozen=True, eq=False)
class SlabEnergy:
    """A slab with its energy (J) before the relaxation of the ions and the relaxed slab."""

    slab: Slab
    rigid: float
    relaxed: Relaxed


@dataclass(frozen=True, eq=False)
class SurfaceEnergy:
    """The energy of one face, gamma = (E_slab - n E_bulk)/(2 S), from slabs of rising thickness.

    `bulk` is the energy (J) of a formula unit in the bulk crystal, in a cell with the face of the slabs. `wider`
    (J/m^2) is what more vacuum changes. `equal_faces` says whether the relaxed slabs kept the symmetry
    that joins their faces.
    """

    crystal: OrientedCrystal
    termination: Termination
    slabs: tuple[SlabEnergy, ...]
    bulk: float
    wider: float
    equal_faces: bool
    settings: SurfaceSettings

    @property
    def area(self) -> float:
        """The area of one face of a slab, m^2."""
        return self.slabs[0].slab.area

    @property
    def units(self) -> np.ndarray:
        return np.array([one.slab.units for one in self.slabs])

    @property
    def by_thickness(self) -> np.ndarray:
        """The surface energy of each slab by the energy of the bulk cell, J/m^2."""
        return self._gamma([one.relaxed.evaluation.energy for one in self.slabs])

    @property
    def rigid(self) -> np.ndarray:
        """The same before the ions relax, J/m^2."""
        return self._gamma([one.rigid for one in self.slabs])

    def _gamma(self, energies: list[float]) -> np.ndarray:
        return np.asarray((np.array(energies) - self.units * self.bulk) / (2 * self.area))

    @property
    def energy(self) -> float:
        """The surface energy of the thickest slab by the energy of the bulk cell, J/m^2."""
        return float(self.by_thickness[-1])

    @property
    def line(self) -> tuple[float, float]:
        """Slope (J) and intercept over 2 S (J/m^2) of the energies of the slabs over their formula units.

        The slope is a bulk energy from slabs alone: V. Fiorentini and M. Methfessel, J. Phys. Condens. Matter 8, 6525
        (1996).
        """
        slope, intercept = slope_and_intercept(self.units, self.by_thickness, self.area)
        return self.bulk + slope, intercept

    @property
    def thickness_change(self) -> float:
        """By how much the last step of the thickness changes the surface energy, J/m^2."""
        return float(self.by_thickness[-1] - self.by_thickness[-2])


def relaxed_bulk(structure: Structure, family: EvaluatorFamily, settings: SurfaceSettings) -> RelaxedBulk:
    """The smallest cell of a crystal, relaxed.

    A slab of a strained crystal would hold the energy of the strain.
    """
    start = smallest(structure, settings.symmetry)
    evaluate = family.of(start)
    if settings.relax_cell:
        relaxed, _, _ = relaxed_reference(start, evaluate, settings.force, settings.stress, settings.pressure)
    else:
        relaxed = relax_ions(start, evaluate, settings.force)
    return RelaxedBulk(structure.cell, start, relaxed)


def face_of(bulk: RelaxedBulk, miller: Miller, settings: SurfaceSettings) -> Face:
    """A plane of a relaxed crystal with all terminations that differ by symmetry."""
    indices = indices_in(bulk.given, bulk.start.cell, miller)
    return _face(bulk.relaxed.structure, indices, miller, settings)


def unrelaxed_face(structure: Structure, miller: Miller, settings: SurfaceSettings) -> Face:
    """The same of a crystal as it was given, to check a plan before any energy is computed."""
    start = smallest(structure, settings.symmetry)
    return _face(start, indices_in(structure.cell, start.cell, miller), miller, settings)


def changed_terminations(given: Face, relaxed: Face) -> str:
    """What a relaxation did to the list of terminations, in words; empty where it did nothing.

    Planes that lie close together can part or join, and a number of the list then means another termination.
    """
    one, other = ([_signature(each) for each in face.terminations] for face in (given, relaxed))
    if one == other:
        return ""
    lists = ("; ".join(f"{k} {each[0]}" for k, each in enumerate(some, start=1)) for some in (one, other))
    return "the relaxation of the crystal changed the list of terminations: given {}, relaxed {}".format(*lists)


def ensure_same_terminations(given: Face, relaxed: Face, number: int | None) -> None:
    """Raise where a number was asked for and the relaxation changed what it means."""
    if number is not None and (changed := changed_terminations(given, relaxed)):
        fix = "take the number from the relaxed list, and give the relaxed crystal with --fixed-cell"
        raise InputError("--termination", [Problem(str(number), changed, fix)])


def _signature(one: Termination) -> tuple[str, bool, tuple[tuple[str, int], ...], Tasker | None]:
    return one.name, one.is_symmetric, tuple(sorted(one.excess.items())), one.tasker


def _face(crystal: Structure, indices: Miller, miller: Miller, settings: SurfaceSettings) -> Face:
    found = oriented(crystal, indices, miller)
    return Face(found, terminations(found, settings.symmetry))


def ensure_thicknesses(settings: SurfaceSettings) -> None:
    """Raise where there are too few thicknesses for a surface energy."""
    if len(settings.thicknesses) < 2:
        fix = "give at least two, such as 8,12,16, in angstrom"
        raise InputError("--thickness", [Problem("", "one thickness shows no convergence", fix)])


def surface_energy(
    crystal: OrientedCrystal,
    termination: Termination,
    family: EvaluatorFamily,
    settings: SurfaceSettings | None = None,
    tell: Tell = lambda *_: None,
) -> SurfaceEnergy:
    """Relax the ions of slabs of each thickness, and compare their energies with that of the bulk crystal.

    `tell` gets the stage, how many slabs are done, and how many there are.
    """
    settings = settings or SurfaceSettings()
    ensure_thicknesses(settings)
    if termination.obstacle:
        where = f"termination {termination.name}"
        raise InputError(where, [Problem("", termination.obstacle, "choose another termination or another plane")])
    slabs = slabs_of(crystal, termination, settings.thicknesses, settings.vacuum)
    found = relaxed_slabs(crystal, slabs, family, settings, tell)
    wider = change_with_vacuum(found[0], family, settings)
    equal = all(has_equal_faces(one.relaxed.structure, settings.symmetry) for one in found)
    return SurfaceEnergy(crystal, termination, found, bulk_energy(crystal, family), wider, equal, settings)


def change_with_vacuum(thin: SlabEnergy, family: EvaluatorFamily, settings: SurfaceSettings) -> float:
    """What more vacuum changes of the surface energy, J/m^2."""
    wide = with_vacuum(thin.relaxed.structure, MORE * settings.vacuum)
    return (family.of(wide)(wide).energy - thin.relaxed.evaluation.energy) / (2 * thin.slab.area)


def slope_and_intercept(units: np.ndarray, by_thickness: np.ndarray, area: float) -> tuple[float, float]:
    """Slope (J) over the formula units of what slabs cost, and intercept over 2 S (J/m^2)."""
    offset = units - units[0]  # energies are large against their differences
    slope, start = np.polyfit(offset, by_thickness * 2 * area, 1)
    return float(slope), float((start - slope * units[0]) / (2 * area))


def bulk_energy(crystal: OrientedCrystal, family: EvaluatorFamily) -> float:
    """The energy (J) of a formula unit in the crystal, in a cell with the face of the slabs."""
    whole = crystal.structure
    formulas = len(whole) // sum(formula_counts(whole.species).values())
    return family.of(whole)(whole).energy / formulas


def relaxed_slabs(
    crystal: OrientedCrystal, slabs: Sequence[Slab], family: EvaluatorFamily, settings: SurfaceSettings, tell: Tell
) -> tuple[SlabEnergy, ...]:
    """Slabs with relaxed ions, each with its energy before."""
    found = []
    stage = f"slabs of {crystal.structure.title}"
    for place, slab in enumerate(slabs):
        tell(stage, place, len(slabs))
        evaluate = family.of(slab.structure)
        rigid = evaluate(slab.structure)
        relaxed = relax_ions(slab.structure, evaluate, settings.force, most=MOST if settings.relax_ions else 0)
        found.append(SlabEnergy(slab, rigid.energy, relaxed))
    tell(stage, len(slabs), len(slabs))
    return tuple(found)
