"""The coarsest mesh of a defect's cell: blocks of quadrilaterals, cut into triangles.

Around a defect with a height lie rings between its surface and a box, around a flat edge half boxes in each other; the
rest is a grid through the nodes of the box and the faces of the layers.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, log2, pi, sqrt

import numpy as np

from .geometry import DefectCell

RAYS = 6  # quadrilaterals at least around half of a quarter of the defect
RINGS = 3  # of quadrilaterals around it
STRETCH = 2.0  # ratio of neighbouring cells of the grid
TOUCH = 1e-9  # of the radius: places nearer than that are one


def blocks_of(cell: DefectCell, first: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and triangles of the coarsest mesh."""
    a = cell.radius
    width, faces = cell.half_width / a, np.cumsum([layer.thickness for layer in cell.layers]) / a
    if cell.is_flat:
        return _flat_blocks(width, faces, first)
    reach, height = cell.reach / a, cell.height / a
    box = (reach + min(reach, (width - reach) / 2), height + min(height, 1.0, (faces[0] - height) / 2))
    rays = _rays(min(box[0] / reach, box[1] / height) - 1)
    side = [(box[0], y) for y in np.linspace(0, box[1], rays + 1)]
    top = [(x, box[1]) for x in np.linspace(box[0], 0, rays + 1)[1:]]
    outer = np.array([*side, *top]).T
    angles = _angles(cell, outer)
    inner = np.array([(cell.surface(t) * np.cos(t) / a, cell.surface(t) * np.sin(t) / a) for t in angles]).T
    xs = _graded([*sorted(x for x, y in outer.T if y == box[1]), width], 1.0)
    ys = _graded([*sorted(y for x, y in outer.T if x == box[0]), *faces], 1.0)
    return _joined(_rings(inner, outer, np.linspace(0, 1, RINGS + 1)), _grid(xs, ys, (-box[0], box[0], box[1])))


def _flat_blocks(width: float, faces: np.ndarray, first: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the mesh of a flat defect: half boxes around its edge, each half as large as the next."""
    half = min(1.0, width - 1, faces[0]) / 2
    edge = np.array([[1.0], [0.0]])
    outer = edge + half * np.array([(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0)]).T
    shares = 0.5 ** np.arange(max(ceil(log2(half / first)), 0), -1, -1.0)
    left = 1 - _graded([half, 1.0], half)[::-1]
    xs = np.array([*left, 1.0, *(1 + _graded([half, width - 1], half))])
    ys = np.array([0.0, *_graded([half, *faces], half)])
    grid = _grid(xs, ys, (1 - half, 1 + half, half))
    return _joined(_rings(edge, outer, shares), _fan(edge, edge + shares[0] * (outer - edge)), grid)


def _rays(gap: float) -> int:
    """Return the number of rays to a side of the box: arcs leave chords by a tenth of a ring.

    An arc of the angle t leaves its chord by t^2/8 of its radius; `gap` is that between defect and box, relative.
    """
    angle = sqrt(8 * 0.1 * gap / RINGS)
    return max(RAYS, ceil(pi / 4 / angle))


def _angles(cell: DefectCell, outer: np.ndarray) -> np.ndarray:
    """Return the angles of nodes on the surface: between those of the box and even steps, both ends exact."""
    own = np.arctan2(outer[1], outer[0])
    even = np.linspace(0, pi / 2, len(own))
    flat = np.arctan2(cell.height * np.sin(even), cell.radius * np.cos(even))
    found = (own + (even if cell.shape == "inclusion" else flat)) / 2
    found[0], found[-1] = 0.0, pi / 2
    return np.asarray(found)


def _graded(marks: list[float], largest_first: float) -> np.ndarray:
    """Return rising places through all marks, whose distances grow from the first on by at most `STRETCH`."""
    found = [marks[0]]
    step = largest_first
    for low, high in pairwise(marks):
        gaps = [min(step, high - low)]
        while sum(gaps) < high - low:
            gaps.append(gaps[-1] * STRETCH)
        scale = (high - low) / sum(gaps)
        found += list(low + np.cumsum(gaps) * scale)
        found[-1] = high
        step = gaps[-1] * scale * STRETCH
    return np.array(found)


def _grid(xs: np.ndarray, ys: np.ndarray, hole: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and triangles of a grid without a box on the face: its ends and its height."""
    x, y = np.meshgrid(xs, ys, indexing="ij")
    number = np.arange(x.size).reshape(x.shape)
    middle_x, middle_y = np.meshgrid((xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2, indexing="ij")
    kept = (middle_x < hole[0]) | (middle_x > hole[1]) | (middle_y > hole[2])
    corners = [number[:-1, :-1][kept], number[1:, :-1][kept], number[1:, 1:][kept], number[:-1, 1:][kept]]
    return np.array([x.ravel(), y.ravel()]), _cut(corners)


def _fan(centre: np.ndarray, outer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and triangles between a point and a curve."""
    ends = np.arange(1, outer.shape[1])
    return np.hstack([centre, outer]), np.array([np.zeros_like(ends), ends, ends + 1])


def _rings(inner: np.ndarray, outer: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and triangles between a curve and a box, at shares of the way between them."""
    count = outer.shape[1]
    places = (inner + shares[:, None, None] * (outer - inner)).transpose(1, 0, 2).reshape(2, -1)
    number = np.arange(len(shares) * count).reshape(len(shares), count)
    corners = [number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]]
    return places, _cut([corner.ravel() for corner in corners])


def _cut(corners: list[np.ndarray]) -> np.ndarray:
    a, b, c, d = corners
    return np.hstack([np.array([a, b, c]), np.array([a, c, d])])


def _joined(*parts: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Join parts of a mesh at the nodes that they share; nodes of no triangle are left out."""
    nodes = np.hstack([places for places, _ in parts])
    starts = np.cumsum([0, *(places.shape[1] for places, _ in parts)])[:-1]
    triangles = np.hstack([t + start for (_, t), start in zip(parts, starts, strict=True)])
    _, first, back = np.unique(np.round(nodes / TOUCH) * TOUCH, axis=1, return_index=True, return_inverse=True)
    triangles = back.ravel()[triangles]
    used, triangles = np.unique(triangles, return_inverse=True)
    return nodes[:, first][:, used], triangles.reshape(3, -1)
