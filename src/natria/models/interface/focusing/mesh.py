"""Graded meshes of a defect's cell, in units of its radius, that follow its surface.

Around a defect with a height lie rings of quadrilaterals between its surface and a box; the rest is a grid through the
nodes of the box and the faces of the layers. All are cut into triangles and refined until each is smaller than a size
that grows with its distance from the edge of the contact, and from the tip of a bump. A node that comes to lie on a
chord of the surface is put onto the surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf, log2, pi, sqrt
from typing import Any

import numpy as np

from ....quantity import ModelError
from .elements import ORDERS
from .geometry import DefectCell

RAYS = 6  # quadrilaterals at least around half of a quarter of the defect
RINGS = 3  # of quadrilaterals around it
STRETCH = 2.0  # ratio of neighbouring cells of the grid
TOUCH = 1e-9  # of the radius: places nearer than that are one
MOST_BEND = 0.03  # of the length of a side: distance of the surface from its chord
MOST_ROUNDS = 200
EDGE = 20.0  # size of elements at a flat edge, over the length in which the current changes times the tolerance
LEAST_EDGE = 1e-6  # of the radius: the same, at least


@dataclass(frozen=True)
class MeshSettings:
    """Numerical settings of mesh and search; all but the bounds on counts are relative.

    `order` is that of the elements, `first` the largest size of elements at the edge over the radius before the error
    is looked at, `growth` how the size grows with the distance, `tolerance` the error of the focusing factor that is
    aimed at, `share` how much of the error the elements cause that are divided at once, `most_unknowns` where the
    search ends with a refusal.
    """

    order: int = 3
    first: float = 0.1
    growth: float = 1.0
    tolerance: float = 5e-4
    most_unknowns: int = 60_000
    share: float = 0.8

    def __post_init__(self) -> None:
        bounds = {"first": (LEAST_EDGE, 0.5), "growth": (0.05, 2.0), "tolerance": (1e-8, 0.1), "share": (0.05, 0.95)}
        for name, (low, high) in bounds.items():
            if not low <= getattr(self, name) <= high:
                raise ModelError(f"the setting {name} of a mesh is {getattr(self, name):g}", f"give {low} to {high}")
        if self.order not in ORDERS:
            raise ModelError(f"the elements of a mesh have the order {self.order}", f"give one of {ORDERS}")
        if self.most_unknowns < 200:
            raise ModelError(f"the mesh may have {self.most_unknowns} unknowns", "allow at least 200")


def first_mesh(cell: DefectCell, settings: MeshSettings, change: float) -> Any:
    """Return a graded mesh of a cell, in units of the radius (a `skfem.MeshTri1`).

    `change` is the length (m) over which the current changes at the contact. At a flat edge the error of the largest
    current goes as the size of its elements over that length.
    """
    from skfem import MeshTri1

    first = settings.first * min(1.0, _sharpest(cell))
    if cell.is_flat:
        first = min(settings.first, max(EDGE * settings.tolerance * change / cell.radius, LEAST_EDGE))
    nodes, triangles = _blocks(cell, first)
    mesh = MeshTri1(nodes, triangles)
    hot = hot_spots(cell)
    for _ in range(MOST_ROUNDS):
        centre = mesh.p[:, mesh.t].mean(axis=1)
        far = np.min([np.hypot(centre[0] - x, centre[1] - y) for x, y in hot], axis=0)
        large = np.flatnonzero((_longest(mesh) > first + settings.growth * far) | _too_bent(cell, mesh))
        if len(large) == 0:
            return mesh
        mesh = refined(cell, mesh, large)
    raise ModelError("the mesh of a defect does not end", "give a larger first size of its elements")


def refined(cell: DefectCell, mesh: Any, marked: np.ndarray) -> Any:
    """Return a mesh with marked elements divided, its new nodes on the surface of the defect."""
    finer = mesh.refined(marked)
    return type(finer)(_onto_surface(cell, finer.p), finer.t)


def curved(cell: DefectCell, mesh: Any) -> Any:
    """Return the mesh with sides that follow a curved surface (a `skfem.MeshTri2`)."""
    from skfem import MeshTri2

    if cell.is_flat:
        return mesh

    bent = MeshTri2.from_mesh(mesh)
    return MeshTri2(_onto_surface(cell, bent.doflocs), bent.t)


def hot_spots(cell: DefectCell) -> tuple[tuple[float, float], ...]:
    """Return where the current may be largest, in units of the radius: the edge, and the tip of a bump."""
    return ((1.0, 0.0), (0.0, cell.height / cell.radius)) if cell.shape == "bump" else ((1.0, 0.0),)


def _sharpest(cell: DefectCell) -> float:
    """Return the least radius of curvature of a surface at its hot spots, over the radius of the defect."""
    slope = cell.height / cell.radius
    return min(slope**2, 1 / slope) if cell.shape == "bump" else slope**2 if cell.shape == "pore" else inf


def _longest(mesh: Any) -> np.ndarray:
    corners = mesh.p[:, mesh.t]
    return np.asarray(np.max([np.hypot(*(corners[:, i] - corners[:, i - 1])) for i in range(3)], axis=0))


def _too_bent(cell: DefectCell, mesh: Any) -> np.ndarray:
    """Whether a side of an element is a chord of the surface too far from its arc for one parabola."""
    bent = np.zeros(mesh.t.shape[1], bool)
    if cell.is_flat:
        return bent
    ends = mesh.p[:, mesh.facets]
    middle = ends.mean(axis=1)
    move = np.hypot(*(_onto_surface(cell, middle) - middle))
    sides = np.flatnonzero(move > MOST_BEND * np.hypot(*(ends[:, 0] - ends[:, 1])))
    bent[mesh.f2t[0, sides]] = True
    return bent


def _onto_surface(cell: DefectCell, places: np.ndarray) -> np.ndarray:
    """Put places within the defect onto its surface, along the ray from the origin."""
    if cell.is_flat:
        return places
    within = cell.inside(places[0] * cell.radius, places[1] * cell.radius)
    scale = np.where(within < 1 - TOUCH, 1 / np.maximum(within, 0.5), 1.0)
    return np.asarray(places * scale)


def _blocks(cell: DefectCell, first: float) -> tuple[np.ndarray, np.ndarray]:
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
    """Return the mesh of a flat defect: half boxes around its edge, each half as large as the one around it."""
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
    """Return nodes and triangles of a grid without the cells of a box on the face: its ends and its height."""
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
    """Return nodes and triangles between a curve and a box, node by node, at shares of the way between them."""
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
