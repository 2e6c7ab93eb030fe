"""Starts of a run: a flat front, nuclei on it, waves, a layer on the metal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...quantity import ModelError
from .settings import DepositGrid

Centres = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Nucleus:
    """A spherical cap or a sphere of metal."""

    height: float  # m, of its centre above the wall
    across: tuple[float, float]  # m, its place along the second and third axes
    radius: float  # m


@dataclass(frozen=True)
class Relief:
    """A relief of metal that repeats: `wave`, `ridges`, `pillars` or `balls`. Lengths in m.

    `height` is that of ridges and pillars, the amplitude of a wave, the radius of balls. Ridges run along the second
    axis; pillars are square, balls lie on a square. In two dimensions pillars are ridges.
    """

    form: str
    period: float
    height: float
    width: float = 0.0


def centres(grid: DepositGrid) -> Centres:
    """Return the coordinates of the cells, m, ready to be broadcast."""
    x, y, z = ((np.arange(n) + 0.5) * grid.spacing for n in grid.shape)
    return x[:, None, None], y[None, :, None], z[None, None, :]


def profile(distance: np.ndarray, steepness: float) -> np.ndarray:
    """Return 1/(1 + exp(s d)), the order parameter at a distance d from the front, below 0 in metal."""
    found: np.ndarray = 0.5 * (1 - np.tanh(0.5 * steepness * distance))
    return found


def metal_of(
    grid: DepositGrid,
    steepness: float,
    front: float | np.ndarray,
    nuclei: Sequence[Nucleus] = (),
    relief: Relief | None = None,
) -> np.ndarray:
    """Return the order parameter of metal up to a front, with nuclei and a relief.

    The front is a height in m, or one for each place across it, an array of (ny, nz). The union of bodies has the
    smallest of their distances.
    """
    x, _, _ = centres(grid)
    if not 0 < float(np.min(front)) <= float(np.max(front)) < grid.shape[0] * grid.spacing:
        raise ModelError(
            "the first front is outside of the box", "give heights between 0 and nx times the spacing, in m"
        )
    distance = np.broadcast_to(x - np.asarray(front), grid.shape)
    if relief is not None:
        distance = _with_relief(grid, distance, relief)
    return profile(nearest(grid, distance, nuclei), steepness)


def nearest(grid: DepositGrid, distance: np.ndarray, nuclei: Sequence[Nucleus]) -> np.ndarray:
    """Return the smallest of a distance and those from the nuclei (m), below 0 inside."""
    x, y, z = centres(grid)
    for one in nuclei:
        aside = (y - one.across[0]) ** 2 if grid.shape[1] > 1 else 0.0
        aside = aside + ((z - one.across[1]) ** 2 if grid.shape[2] > 1 else 0.0)
        distance = np.minimum(distance, np.sqrt((x - one.height) ** 2 + aside) - one.radius)
    return distance


def _with_relief(grid: DepositGrid, above: np.ndarray, relief: Relief) -> np.ndarray:
    """Return the distance from metal with a relief, from the height above the flat front."""
    _, y, z = centres(grid)
    if relief.form == "wave":
        phase = 2 * np.pi / relief.period
        steep = relief.height * phase * np.sin(phase * z)
        found: np.ndarray = (above - relief.height * np.cos(phase * z)) / np.sqrt(1 + steep**2)
        return found
    aside = [
        np.abs(one % relief.period - relief.period / 2) for one, n in ((z, grid.shape[2]), (y, grid.shape[1])) if n > 1
    ]
    if relief.form == "balls":
        return np.minimum(above, np.sqrt(above**2 + sum(one**2 for one in aside)) - relief.height)
    sides = [one - relief.width / 2 for one in (aside if relief.form == "pillars" else aside[:1])]
    ends = [above - relief.height, *(np.broadcast_to(one, grid.shape) for one in sides)]
    outside = np.sqrt(np.sum([np.maximum(one, 0) ** 2 for one in ends], axis=0))
    return np.minimum(above, outside + np.minimum(np.max(ends, axis=0), 0))


def nuclei_at_random(
    grid: DepositGrid, front: float, count: int, radii: tuple[float, float], seed: int
) -> list[Nucleus]:
    """Return nuclei on a flat front, at places and with radii (m) drawn from a seed."""
    draw = np.random.default_rng(seed)
    _, ny, nz = grid.shape
    return [
        Nucleus(
            front,
            (float(draw.uniform(0, ny * grid.spacing)), float(draw.uniform(0, nz * grid.spacing))),
            float(draw.uniform(*radii)),
        )
        for _ in range(count)
    ]


def layer_on(grid: DepositGrid, bottom: float, thickness: float, blur: float) -> np.ndarray:
    """Return the share of a flat layer on the metal, from `bottom` on (m), its ends blurred over a length."""
    x, _, _ = centres(grid)
    share = 0.5 * (np.tanh((x - bottom) / blur) - np.tanh((x - bottom - thickness) / blur))
    return np.broadcast_to(share, grid.shape).copy()


def above_layer(grid: DepositGrid, xi: np.ndarray, thickness: float, blur: float) -> np.ndarray:
    """Return the share of a layer of one thickness over all of the metal, by the distance from it (m)."""
    from scipy.ndimage import distance_transform_edt

    outside = distance_transform_edt(xi < 0.5, sampling=grid.spacing) - 0.5 * grid.spacing
    inside = distance_transform_edt(xi >= 0.5, sampling=grid.spacing) - 0.5 * grid.spacing
    distance = np.where(xi < 0.5, outside, -inside)
    share: np.ndarray = 0.5 * (1 - np.tanh((distance - thickness) / blur))
    return share
