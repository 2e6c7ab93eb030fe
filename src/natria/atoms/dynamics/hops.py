"""Hops of particles between sites, and the bound on a diffusivity that few hops leave."""

from __future__ import annotations

from itertools import product
from math import ceil

import numpy as np
from scipy.special import chdtri

from ..calculators.packages import imported

APART = 2 / 3  # of the least distance of sites: an atom that rests so far from all of them is at another site
REST = 5e-13  # s that an atom stays where it rests; a hop takes less
CORE = 1 / 3  # of the least distance of sites: an atom this near to a site has arrived
SURE = 0.95  # probability of the bound


def hop_lengths(positions: np.ndarray, sites: np.ndarray, cell: np.ndarray, least: float) -> np.ndarray:
    """Return the length of each hop of a particle from its last site to another one.

    `positions` (sample, particle, axis) are not wrapped; `sites` are Cartesian and at least `least` apart. A particle
    has arrived within a third of this distance of a site, so rattling and turning back midway count as no hop. The
    image of a site in the next cell is another site. Moves over places that are no sites count once they end at one.
    """
    inverse = np.linalg.inv(cell)
    last: np.ndarray | None = None
    found: list[np.ndarray] = []
    for frame in positions:
        away = (frame[:, None] - sites[None]) @ inverse
        image = np.round(away)
        distance = np.linalg.norm((away - image) @ cell, axis=2)
        nearest = np.argmin(distance, axis=1)
        rows = np.arange(len(frame))
        place = np.column_stack([nearest, image[rows, nearest]])
        arrived = distance[rows, nearest] <= CORE * least
        if last is None:
            last = place
            continue
        moved = arrived & (place != last).any(axis=1)
        new, old = (sites[some[:, 0].astype(int)] + some[:, 1:] @ cell for some in (place[moved], last[moved]))
        found.append(np.linalg.norm(new - old, axis=1))
        last = np.where(moved[:, None], place, last)
    return np.concatenate(found) if found else np.empty(0)


def with_vacant_sites(
    positions: np.ndarray, sites: np.ndarray, cell: np.ndarray, least: float, interval: float
) -> np.ndarray:
    """Return the sites, and after them those that were vacant and that a particle came to rest at.

    A particle rests where it stays within a third of the least distance of sites for half a picosecond. Without these
    sites a hop into a vacancy is not seen before another particle takes the place that it left. `interval` (s) is that
    of the samples of `positions` (sample, particle, axis).
    """
    block = max(3, ceil(REST / interval))
    inverse = np.linalg.inv(cell)
    known = np.array(sites)
    for start in range(0, len(positions) - block + 1, block):
        part = positions[start : start + block]
        middle = part.mean(axis=0)
        rests = np.linalg.norm(part - middle, axis=2).max(axis=0) <= CORE * least
        for place in middle[rests]:
            away = (place - known) @ inverse
            if np.linalg.norm((away - np.round(away)) @ cell, axis=1).min() > APART * least:
                known = np.vstack([known, place])
    return known


def longest_hop(sites: np.ndarray, cell: np.ndarray) -> float:
    """Return the longest distance of two neighbouring sites (m), images included.

    Two sites are neighbours where no third one is nearer to both of them than they are to each other (the relative
    neighbourhood graph, Toussaint, Pattern Recognit. 12, 261, 1980). It connects all sites, so every way through the
    crystal needs no longer hop. In a cubic crystal these are the nearest sites; the diagonals are none.
    """
    short = np.asarray(imported("ase.geometry", "ase").minkowski_reduce(cell)[0])
    wrapped = (sites @ np.linalg.inv(short)) % 1 @ short
    points = np.concatenate([wrapped + np.array(shift) @ short for shift in product((-1, 0, 1), repeat=3)])
    longest = 0.0
    for site in wrapped:
        length = np.linalg.norm(points - site, axis=1)
        left = np.argsort(length)[1:]  # without the site itself
        while len(left):
            one = left[0]
            to_one = np.linalg.norm(points - points[one], axis=1)
            if not (np.maximum(length, to_one) < length[one]).any():
                longest = max(longest, float(length[one]))
            left = left[1:][to_one[left[1:]] >= length[left[1:]]]  # the others have `one` between them and the site
    return longest


def fourth_moment_length(lengths: np.ndarray, longest: float) -> float:
    """Return the length of equal hops with the same scatter: sqrt(sum l^4/sum l^2), or the longest."""
    return float(np.sqrt(np.sum(lengths**4) / np.sum(lengths**2))) if len(lengths) else longest


def diffusivity_bound(lengths: np.ndarray, longest: float, particles: int, duration: float, axes: int = 3) -> float:
    """Return the largest diffusivity (m^2/s) that agrees with the hops that were counted, at 95 %.

    D = (sum l^2 + (m - n) L^2)/(2 axes particles t), with the lengths l of the n hops that were counted, the upper
    limit m of a Poisson count, chi^2(2 (n + 1))/2, and the longest hop L for those that were not seen; 3.0 L^2 where
    none was seen. Hops that follow each other at random diffuse so; hops back and forth diffuse less.
    """
    most = float(chdtri(2 * (len(lengths) + 1), 1 - SURE)) / 2
    squares = float(np.sum(np.asarray(lengths) ** 2)) + (most - len(lengths)) * longest**2
    return squares / (2 * axes * particles * duration)
