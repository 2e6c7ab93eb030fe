"""Graded meshes of a defect's cell, in units of its radius, that follow its surface.

Around a defect with a height lie rings of quadrilaterals between its surface and a box; the rest is a grid through the
nodes of the box and the faces of the layers. All are cut into triangles and refined until each is smaller than a size
that grows with its distance from the edge of the contact, and from the tip of a bump. A node that comes to lie on a
chord of the surface is put onto the surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from ....quantity import ModelError
from .blocks import TOUCH, blocks_of
from .elements import ORDERS
from .geometry import DefectCell

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
    nodes, triangles = blocks_of(cell, first)
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
