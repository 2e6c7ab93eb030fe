"""Microstructures in voxels: phase 0 is the host, 1 the second phase, 2 a pore.

Pores are drawn first. Each kind gives every voxel a score, and of the voxels that are no pores those of the lowest
scores become the second phase: its fraction of the solid is met to one voxel, with pores too. Lamellae are whole layers
of voxels instead, as many as come nearest to the fraction. Axis 0 leads through the layer, and its end is the side of
the electrolyte. Structures repeat periodically along the other two axes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ....quantity import ModelError
from .grains import grain_scores, nearest_centre, scattered, separate

HOST, SECOND, PORE = 0, 1, 2
MOST_VOXELS = 2**28
FAR = 0.25  # of the rarer phase: how far whole layers of lamellae may be off its share
PACKED = 0.30  # spheres placed at random without overlap jam at 0.38; near it a place is hardly found


@dataclass(frozen=True)
class StructureRecipe:
    """How to make a microstructure. Lengths in voxels; fraction of the second phase in the solid."""

    kind: str
    shape: tuple[int, int, int]
    fraction: float
    grain: float = 1.0  # diameter of grains and spheres, period of lamellae
    depth: float = 0.0  # of the zone at the electrolyte that holds the second phase, for a gradient
    porosity: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ModelError(f"there is no microstructure {self.kind!r}", f"known here: {', '.join(KINDS)}")
        if min(self.shape) < 1 or self.shape[0] < 2 or np.prod(self.shape, dtype=float) > MOST_VOXELS:
            what = f"a microstructure has {' x '.join(map(str, self.shape))} voxels"
            raise ModelError(what, f"give at least 2 through the layer, and {MOST_VOXELS} in all at most")
        for name, value in (("fraction of the second phase", self.fraction), ("porosity", self.porosity)):
            if not 0 <= value <= 1:
                raise ModelError(f"the {name} of a microstructure is {value:g}", "give 0 to 1")
        if self.porosity == 1:
            raise ModelError("the porosity of a microstructure is 1: nothing but pores", "give less than 1")
        if not 1 <= self.grain <= max(self.shape):
            what = f"the grains of a microstructure are {self.grain:g} voxels wide, its edge {max(self.shape)}"
            raise ModelError(what, "give 1 voxel to the edge: change grain_size, voxel_size or voxels")


def microstructure(recipe: StructureRecipe, seed: int) -> np.ndarray:
    """Return the phases of the voxels; the same seed gives the same array."""
    rng = np.random.default_rng(seed)
    found = np.zeros(recipe.shape, np.uint8)
    if recipe.porosity:
        scores = grain_scores(recipe.shape, recipe.grain, rng)
        found[_lowest(scores, round(recipe.porosity * scores.size))] = PORE
    found[KINDS[recipe.kind](recipe, found != PORE, rng)] = SECOND
    return found


def fractions(phases: np.ndarray) -> tuple[float, float]:
    """Return the share of the second phase in the solid, and the porosity, as they are in the voxels."""
    pores = float((phases == PORE).mean())
    return float((phases == SECOND).mean()) / (1 - pores) if pores < 1 else 0.0, pores


def _lowest(scores: np.ndarray, count: int) -> np.ndarray:
    """Return where the lowest scores are: as many as asked."""
    chosen = np.zeros(scores.size, bool)
    if count:
        chosen[np.argsort(scores, axis=None, kind="stable")[:count]] = True
    return chosen.reshape(scores.shape)


def _of_solid(recipe: StructureRecipe, solid: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return the solid voxels of the lowest scores, as many as the fraction asks for."""
    return _lowest(np.where(solid, scores, np.inf), round(recipe.fraction * int(solid.sum())))


def _random(recipe: StructureRecipe, solid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Grains of a random polycrystal (Voronoi cells), each of one phase."""
    return _of_solid(recipe, solid, grain_scores(recipe.shape, recipe.grain, rng))


def _spheres(recipe: StructureRecipe, solid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Overlapping spheres (Boolean model): n = -ln(1 - f) over the volume of one."""
    if not 0 < recipe.fraction < 1:
        return solid & (recipe.fraction == 1)
    number = -np.log1p(-recipe.fraction) * np.prod(recipe.shape) / _sphere(recipe)
    return _of_solid(recipe, solid, nearest_centre(recipe.shape, scattered(recipe.shape, number, rng))[0])


def _separate(recipe: StructureRecipe, solid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Spheres that do not overlap, placed one after the other at random."""
    if recipe.fraction > PACKED:
        what = f"spheres that do not overlap should fill {recipe.fraction:.0%}"
        raise ModelError(what, f"give at most {PACKED:.0%}, or the kind 'spheres', which may overlap")
    if not recipe.fraction:
        return np.zeros_like(solid)
    number = max(1, round(recipe.fraction * float(np.prod(recipe.shape)) / _sphere(recipe)))
    centres = separate(recipe.shape, number, recipe.grain, rng)
    return _of_solid(recipe, solid, nearest_centre(recipe.shape, centres)[0])


def _sphere(recipe: StructureRecipe) -> float:
    return float(np.pi / 6 * recipe.grain**3)


def _lamellae(recipe: StructureRecipe, solid: np.ndarray, _: np.random.Generator, axis: int = 0) -> np.ndarray:
    """Sheets of both phases in turn, of the period of the grain; across the current, or along it."""
    edge = recipe.shape[axis]
    periods = max(1, round(edge / max(recipe.grain, 2)))
    count = round(recipe.fraction * edge)
    if abs(count / edge - recipe.fraction) > FAR * min(recipe.fraction, 1 - recipe.fraction):
        what = (
            f"whole layers of voxels meet {count / edge:.2%} of the second phase, {recipe.fraction:.2%} are asked for"
        )
        raise ModelError(what, "raise voxels_per_edge, with a smaller voxel_size, or take another kind")
    row = _lowest((np.arange(edge) + 0.5) * periods / edge % 1, count)
    shape = [1, 1, 1]
    shape[axis] = edge
    found: np.ndarray = row.reshape(shape) & solid
    return found


def _gradient(recipe: StructureRecipe, solid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The second phase only in the zone at the electrolyte, random grains there; host below."""
    layers = min(recipe.shape[0], round(recipe.depth))
    if layers < 1:
        what = f"the zone of a gradient is {recipe.depth:g} voxels deep"
        raise ModelError(what, "raise second_phase_depth, or lower voxel_size")
    count, room = round(recipe.fraction * int(solid.sum())), int(solid[-layers:].sum())
    if count - room > 0.5 * solid[0].size:
        what = f"{count} voxels of the second phase do not fit into the {room} of the zone at the electrolyte"
        raise ModelError(what, "raise second_phase_depth, or lower the fraction of the second phase")
    found = np.zeros_like(solid)
    top = grain_scores((layers, *recipe.shape[1:]), min(recipe.grain, layers), rng)
    found[-layers:] = _lowest(np.where(solid[-layers:], top, np.inf), min(count, room))
    return found


Maker = Callable[[StructureRecipe, np.ndarray, np.random.Generator], np.ndarray]
KINDS: Mapping[str, Maker] = {
    "random": _random,
    "spheres": _spheres,
    "separate-spheres": _separate,
    "lamellae": _lamellae,
    "lamellae-along": lambda recipe, solid, rng: _lamellae(recipe, solid, rng, 1),
    "gradient": _gradient,
}
