"""Hops of particles between sites, and the bound on a diffusivity that few hops leave."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtri

CORE = 1 / 3  # of the least distance of sites: an atom this near to a site has arrived
SURE = 0.95  # probability of the bound


def count_hops(positions: np.ndarray, sites: np.ndarray, cell: np.ndarray, hop: float) -> int:
    """Return how often particles came to another site than the last one that they were at.

    `positions` (sample, particle, axis) are not wrapped; `sites` are Cartesian. A particle has arrived within a third
    of the hop length of a site, so rattling and turning back midway count as no hop. The image of a site in the next
    cell is another site. Moves over places that are no sites count once they end at one.
    """
    inverse = np.linalg.inv(cell)
    last: np.ndarray | None = None
    total = 0
    for frame in positions:
        away = (frame[:, None] - sites[None]) @ inverse
        image = np.round(away)
        distance = np.linalg.norm((away - image) @ cell, axis=2)
        nearest = np.argmin(distance, axis=1)
        rows = np.arange(len(frame))
        place = np.column_stack([nearest, image[rows, nearest]])
        arrived = distance[rows, nearest] <= CORE * hop
        if last is None:
            last = place
            continue
        moved = arrived & (place != last).any(axis=1)
        total += int(moved.sum())
        last = np.where(moved[:, None], place, last)
    return total


def diffusivity_bound(hops: int, hop: float, particles: int, duration: float, axes: int = 3) -> float:
    """Return the largest diffusivity (m^2/s) that agrees with the hops that were counted, at 95 %.

    D = n l^2/(2 axes particles t) with the upper limit of a Poisson count, chi^2(2 (n + 1))/2; 3.0 hops where none was
    seen. Hops that follow each other at random diffuse so; hops back and forth diffuse less.
    """
    most = float(chdtri(2 * (hops + 1), 1 - SURE)) / 2
    return most * hop**2 / (2 * axes * particles * duration)
