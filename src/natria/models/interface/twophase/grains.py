"""Points in a periodic box, and the nearest one of each voxel. Lengths in voxels."""

from __future__ import annotations

import numpy as np

from ....quantity import ModelError

Shape = tuple[int, int, int]
TRIES = 20_000  # of random places for one sphere


def scattered(shape: Shape, number: float, rng: np.random.Generator) -> np.ndarray:
    """Return points at random in a box, at least one."""
    return rng.random((max(1, round(number)), 3)) * shape


def separate(shape: Shape, number: int, diameter: float, rng: np.random.Generator) -> np.ndarray:
    """Return points at random that keep a distance from each other (random sequential addition)."""
    box = np.asarray(shape, float)
    found = np.empty((number, 3))
    for at in range(number):
        for _ in range(TRIES):
            new = rng.random(3) * box
            apart = np.abs(found[:at] - new)
            apart = np.minimum(apart, box - apart)
            if at == 0 or (np.einsum("ij,ij->i", apart, apart) >= diameter**2).all():
                found[at] = new
                break
        else:
            what = f"{at} of {number} spheres found a place without an overlap"
            raise ModelError(what, "lower the fraction or the grain size, or take the kind 'spheres'")
    return found


def nearest_centre(shape: Shape, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (distance to the nearest centre, which it is) of each voxel, in the periodic box."""
    from scipy.spatial import cKDTree

    places = np.stack(np.meshgrid(*(np.arange(n) + 0.5 for n in shape), indexing="ij"), -1)
    distance, which = cKDTree(centres % shape, boxsize=shape).query(places.reshape(-1, 3))
    return distance.reshape(shape), which.reshape(shape)


def grain_scores(shape: Shape, grain: float, rng: np.random.Generator) -> np.ndarray:
    """Return a random number for each grain at its voxels.

    Grains are Voronoi cells of the mean volume of a cube of this edge; single voxels where it is one.
    """
    if grain <= 1:
        return rng.random(shape)
    centres = scattered(shape, float(np.prod(shape)) / grain**3, rng)
    found: np.ndarray = rng.random(len(centres))[nearest_centre(shape, centres)[1]]
    return found
