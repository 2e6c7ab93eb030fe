"""What is measured on a deposit: roughness, contour, density, dendrites, metal without contact.

The front is where the order parameter is 0.5; between cells it is taken as linear. The first axis leads from the metal
to the electrolyte.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FINER = 8  # places to a cell at which metal is counted along a column
FRONT = 0.5
Points = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class DepositShape:
    """The shape of a deposit on a flat metal. Lengths in m."""

    mean: float  # mean height of metal
    roughness: float  # standard deviation of the metal in its columns
    roughness_factor: float  # area of the front over the cross-section
    arc_length_ratio: float
    dendrite_share: float  # of the deposit that stands above the height of an even one
    density: float  # share of metal between the first front and the tip
    lost: float  # metal without contact, m^3 over m^2 of the cross-section


def shape_of(xi: np.ndarray, spacing: float, first: float, tip: float) -> DepositShape:
    """Return the shape of a deposit that began with a mean height `first` and has a tip, both in m."""
    fine = columns_of(xi)
    step = spacing / FINER
    metal = fine.sum(axis=0) * step
    mean = float(metal.mean())
    heights = (np.arange(len(fine)) + 0.5) * step
    above = float(fine[heights > mean].sum() * step / metal.size)
    grown = mean - first
    under = float(fine[heights <= first].sum() * step / metal.size)
    between = max(mean - under, 0.0)
    return DepositShape(
        mean,
        float(metal.std()),
        roughness_factor(xi, spacing),
        arc_length_ratio(xi),
        float(np.clip(above / grown, 0, 1)) if grown > step else 0.0,
        float(np.clip(between / (tip - first), 0, 1)) if tip - first > step else 1.0,
        lost_metal(xi, spacing),
    )


def columns_of(xi: np.ndarray) -> np.ndarray:
    """Return where there is metal along each column, at FINER places to a cell."""
    n = len(xi)
    at = np.clip((np.arange(n * FINER) + 0.5) / FINER - 0.5, 0, n - 1)
    low = np.minimum(at.astype(int), n - 2)
    part = (at - low)[:, None, None]
    found: np.ndarray = (1 - part) * xi[low] + part * xi[low + 1] >= FRONT
    return found


def roughness_factor(xi: np.ndarray, spacing: float) -> float:
    """Return the area of the front over the cross-section: the integral of |grad xi| (coarea formula)."""
    wide = [axis for axis, n in enumerate(xi.shape) if n > 1]
    squares = [np.gradient(xi, spacing, axis=axis) ** 2 for axis in wide]
    total = float(np.sqrt(np.sum(squares, axis=0)).sum()) * spacing
    return float(total / (xi.shape[1] * xi.shape[2]))


def arc_length_ratio(xi: np.ndarray) -> float:
    """Return the length of the contour of 0.5 over the width; in 3-D the mean over sections."""
    if xi.shape[2] == 1:
        return 1.0
    width = xi.shape[2] - 1
    return float(np.mean([contour_length(xi[:, at, :]) / width for at in range(xi.shape[1])]))


def contour_length(values: np.ndarray) -> float:
    """Return the length of the contour of 0.5 in a plane, in cells: linear in half squares."""
    i, j = np.indices((values.shape[0] - 1, values.shape[1] - 1))
    total = 0.0
    for corners in (((0, 0), (1, 0), (0, 1)), ((1, 1), (1, 0), (0, 1))):
        f = [values[i + a, j + b] for a, b in corners]
        total += _length_in(f, [(i + a, j + b) for a, b in corners])
    return total


def _length_in(f: list[np.ndarray], at: list[Points]) -> float:
    """Return the summed length of the contour in triangles with values f at their corners."""
    crossed, points = [], []
    for one, two in ((0, 1), (1, 2), (2, 0)):
        cut = (f[one] >= FRONT) != (f[two] >= FRONT)
        rise = np.where(cut, f[two] - f[one], 1.0)
        t = (FRONT - f[one]) / rise
        crossed.append(cut)
        points.append([a + t * (b - a) for a, b in zip(at[one], at[two], strict=True)])
    total = 0.0
    for one, two in ((0, 1), (1, 2), (2, 0)):
        both = crossed[one] & crossed[two]
        (a, b), (c, d) = points[one], points[two]
        total += float(np.hypot(a - c, b - d)[both].sum())
    return total


def lost_metal(xi: np.ndarray, spacing: float) -> float:
    """Return the metal that has no contact to the bottom of the box, m^3 over m^2 of the cross-section."""
    from scipy.ndimage import label

    names, count = label(xi >= FRONT)
    if count <= 1:
        return 0.0
    held = np.unique(names[0])
    loose = (names > 0) & ~np.isin(names, held)
    return float(loose.sum() * spacing / (xi.shape[1] * xi.shape[2]))


def touched_at(times: np.ndarray, room: np.ndarray) -> float | None:
    """Return the time at which the room over the tip is used up; None where it is not."""
    used = np.flatnonzero(room <= 0)
    if not used.size:
        return None
    last = int(used[0])
    if last == 0:
        return float(times[0])
    before, after = room[last - 1], room[last]
    return float(times[last - 1] + (times[last] - times[last - 1]) * before / (before - after))
