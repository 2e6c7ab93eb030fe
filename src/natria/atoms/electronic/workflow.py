"""Band structure, gap and density of states of a structure, with the convergence of the gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ..calculators import Recipe
from ..calculators.electrons import Mesh
from ..calculators.evaluate import EV
from ..structures import SpaceGroup, primitive, reciprocal_mesh, space_group
from .density import density_of, fermi_level, gaussian_states, tetrahedron_states
from .gap import BandGap, band_gap
from .path import BandPath, band_path
from .states import States, StatesEvaluator

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class StatesSettings:
    """Numerics of a band structure; the result lists them, and the gates say whether they sufficed.

    `mesh` is that of the self-consistent density (None: that of the recipe), `coarse` the share of it with which the
    density is computed again. `refine` times the mesh is that of the density of states. `empty` bands are computed
    above the filled ones. `step` (J) is the width of a bin of the density of states; with a `width` (J) it is spread
    by Gaussians, else it comes from tetrahedra. `hybrid` names a functional for a gap on the mesh of the density.
    """

    mesh: Mesh | None = None
    coarse: float = 0.7
    refine: int = 2
    points: int = 100
    letters: str | None = None
    empty: int = 6
    spin_orbit: bool = False
    hybrid: str | None = None
    step: float = 0.02 * EV
    width: float | None = None


@dataclass(frozen=True, eq=False)
class DensityOfStates:
    """States per energy and cell (1/J) at energies (J). Up to `complete` (J) all bands were computed."""

    energies: np.ndarray
    values: np.ndarray
    complete: float
    method: str


@dataclass(frozen=True, eq=False)
class GapConvergence:
    """How the gap moves with the k-points, J.

    `density` is the gap between the same two k-points from a coarser density, less the gap; None where the coarser
    mesh is the same. `edges` is what points about the two edges, half a step of the mesh away, took off the gap.
    `solver` is the largest difference of an energy that was computed twice, None where path and mesh share no k-point;
    `symmetry` is that between k-points that symmetry makes equal.
    """

    coarse: Mesh
    density: float | None
    edges: float
    solver: float | None
    symmetry: float


@dataclass(frozen=True, eq=False)
class ElectronicBands:
    """What `electronic_bands` found.

    `fermi` is the level (J) to which the electrons fill the bands of the mesh.
    """

    structure: Structure
    group: SpaceGroup
    path: BandPath
    along: States
    on_mesh: States
    mesh: Mesh
    dense: Mesh
    electrons: float
    gap: BandGap
    convergence: GapConvergence
    density: DensityOfStates
    fermi: float
    program_fermi: float  # J, of the self-consistent calculation; nan where it has none
    settings: StatesSettings
    hybrid: BandGap | None = None  # of the hybrid functional, over the k-points of the mesh of the density alone


def mesh_of(recipe: Recipe, settings: StatesSettings) -> Mesh:
    """The mesh of the self-consistent density."""
    own = recipe.settings.get("kpoints")
    if own and settings.mesh:
        fix = "give --set kpoints=[N,N,N]; the recipe then has them"
        raise InputError("--mesh", [Problem("", f"{recipe.calculator} has k-points of its own", fix)])
    given = settings.mesh or own
    if not given:
        what = f"{recipe.calculator} has no k-points of its own"
        raise InputError("--mesh", [Problem("", what, "give three counts, such as 8,8,8")])
    one, two, three = (int(count) for count in given)
    if min(one, two, three) < 1:
        raise InputError("--mesh", [Problem("", "a count of k-points is below 1", "give three counts, such as 8,8,8")])
    return one, two, three


def electronic_bands(
    structure: Structure,
    evaluate: StatesEvaluator,
    settings: StatesSettings | None = None,
    tell: Tell = lambda *_: None,
) -> ElectronicBands:
    """Compute the density, then the bands from it: along the path, on a mesh, and about the edges.

    The gap is taken over all these k-points. It is compared with that from the density of a coarser mesh.
    """
    settings = settings or StatesSettings()
    structure = primitive(structure)
    group = space_group(structure)
    mesh = mesh_of(evaluate.recipe, settings)
    dense = _scaled(mesh, settings.refine)
    path = band_path(structure, settings.points, settings.letters)
    irreducible, owner = reciprocal_mesh(structure, dense)
    tell("self-consistent density", 0, 1)
    ground = evaluate.ground(structure, mesh)

    def states(stage: str, kpoints: np.ndarray, of: Mesh) -> States:
        return evaluate.states(
            structure,
            of,
            kpoints,
            settings.empty,
            spin_orbit=settings.spin_orbit,
            tell=lambda done, total: tell(stage, done, total),
        )

    along = states("k-points of the path", path.kpoints, mesh)
    on_mesh = states("k-points of the mesh", irreducible, mesh)
    first = band_gap(along.and_at(on_mesh))
    about = states("k-points about the edges", _about(first, dense), mesh)
    gap = band_gap(along.and_at(on_mesh).and_at(about))
    equal = states("k-points that symmetry makes equal", _equal_points(group, mesh), mesh)
    coarse = _scaled(mesh, settings.coarse)
    moved = None
    if coarse != mesh:
        two = states("density of the coarser mesh", np.array([gap.valence_at, gap.conduction_at]), coarse)
        moved = float(two.bottom[1] - two.top[0]) - gap.width
    energies = on_mesh.energies[owner]
    return ElectronicBands(
        structure,
        group,
        path,
        along,
        on_mesh,
        mesh,
        dense,
        ground.electrons,
        gap,
        GapConvergence(coarse, moved, first.width - gap.width, _computed_twice(along, on_mesh), _spread(equal)),
        density_of_states(energies, on_mesh.per_band, settings),
        fermi_level(energies, on_mesh.filled) if gap.is_metal else (gap.valence + gap.conduction) / 2,
        ground.fermi * EV,
        settings,
        _hybrid(structure, evaluate, mesh, settings, tell),
    )


def _hybrid(
    structure: Structure, evaluate: StatesEvaluator, mesh: Mesh, settings: StatesSettings, tell: Tell
) -> BandGap | None:
    """The gap of the hybrid functional over the k-points of the mesh of the density."""
    if settings.hybrid is None:
        return None
    stage = f"k-points of {settings.hybrid}"
    return band_gap(evaluate.hybrid(structure, mesh, settings.hybrid, lambda done, all_: tell(stage, done, all_)))


def density_of_states(energies: np.ndarray, per_band: int, settings: StatesSettings) -> DensityOfStates:
    """Return the density of states of the energies (J) on a full mesh; the last axis is the band."""
    margin = 6 * settings.width if settings.width else settings.step
    complete = float(energies[..., -1].min())
    levels = np.arange(float(energies.min()) - margin, complete + settings.step, settings.step)
    if settings.width:
        below, method = gaussian_states(energies, levels, settings.width), "Gaussians"
    else:
        below, method = tetrahedron_states(energies, levels), "linear tetrahedra"
    middle, values = density_of(per_band * below, levels)
    return DensityOfStates(middle, values, complete, method)


def _scaled(mesh: Mesh, factor: float) -> Mesh:
    one, two, three = (max(2, floor(factor * count + 1e-9)) if count > 1 else 1 for count in mesh)
    return one, two, three


def _about(gap: BandGap, mesh: Mesh) -> np.ndarray:
    """Points half a step of the mesh away from the two edges, along the three reciprocal vectors."""
    steps = [sign * np.eye(3)[k] / (2 * count) for k, count in enumerate(mesh) if count > 1 for sign in (1, -1)]
    return np.array([edge + step for edge in (gap.valence_at, gap.conduction_at) for step in steps or [np.zeros(3)]])


GENERIC = np.array([0.17, 0.31, 0.43])  # a k-point on no element of symmetry
EQUAL = 4  # k-points that are compared


def _equal_points(group: SpaceGroup, mesh: Mesh) -> np.ndarray:
    """A general k-point, its negative, and some of those that the rotations make of it.

    A direction with one k-point has no dispersion that counts.
    """
    point = np.where(np.array(mesh) > 1, GENERIC, 0.0)
    turned = np.unique(np.round([point @ turn for turn in group.rotations], 9), axis=0)
    some = turned[np.unique(np.linspace(0, len(turned) - 1, EQUAL).round().astype(int))]
    return np.concatenate([[point, -point], some])


def _spread(states: States) -> float:
    """The largest difference (J) between the k-points, of the filled bands and the first empty one."""
    return float(np.ptp(states.energies[:, : states.filled + 1], axis=0).max())


def _computed_twice(one: States, other: States) -> float | None:
    """The largest difference (J) of filled bands and the first empty one at shared k-points, if any."""
    away = one.kpoints[:, None] - other.kpoints[None]
    places = np.argwhere(np.abs(away - np.round(away)).max(axis=2) < 1e-9)
    if not len(places):
        return None
    bands = slice(one.filled + 1)
    return float(np.abs(one.energies[places[:, 0], bands] - other.energies[places[:, 1], bands]).max())
