"""Equilibrium shapes of crystals: Wulff's construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull, HalfspaceIntersection, QhullError

from ...quantity import InputError, Problem
from ..structures import SpaceGroup
from .planes import Miller, miller_name

ON = 1e-6  # distance over the largest distance of a face up to which a corner lies on the face


@dataclass(frozen=True, eq=False)
class WulffFace:
    """A face of the shape: its family, unit normal, area and corners in turn around the normal."""

    family: Miller
    normal: np.ndarray
    area: float
    corners: np.ndarray


@dataclass(frozen=True, eq=False)
class WulffShape:
    """The equilibrium shape for surface energies (J/m^2) of families of planes.

    Each face lies at its energy. Lengths are in the unit of the energies; only their ratios have a meaning.
    """

    energies: Mapping[Miller, float]
    faces: tuple[WulffFace, ...]
    volume: float

    @property
    def shares(self) -> dict[Miller, float]:
        """The share of each family in the area."""
        areas = {family: sum(face.area for face in self.faces if face.family == family) for family in self.energies}
        return {family: area / sum(areas.values()) for family, area in areas.items()}

    @property
    def mean(self) -> float:
        """The mean surface energy over the area, J/m^2."""
        return sum(share * self.energies[family] for family, share in self.shares.items())


def family_normals(miller: Miller, cell: np.ndarray, group: SpaceGroup) -> np.ndarray:
    """The unit normals of all planes that the point group makes equal to one.

    Indices and operations are those of the cell. A rotation R of Cartesian columns takes a normal n to R n.
    """
    normal = np.linalg.solve(cell, np.array(miller, float))
    normal = normal / np.linalg.norm(normal)
    images = group.cartesian(cell) @ normal
    kept: list[np.ndarray] = []
    for image in images:
        if not any(np.allclose(image, one, atol=1e-4) for one in kept):
            kept.append(image)
    return np.array(kept)


def families_of(
    millers: Sequence[Miller], cell: np.ndarray, group: SpaceGroup
) -> tuple[list[Miller], dict[Miller, Miller]]:
    """The planes that are of different families, and the others with the plane whose family they are of."""
    kept: list[Miller] = []
    same: dict[Miller, Miller] = {}
    for miller in dict.fromkeys(millers):
        normal = family_normals(miller, cell, group)[0]
        known = [one for one in kept if (np.abs(family_normals(one, cell, group) - normal).max(axis=1) < 1e-4).any()]
        if known:
            same[miller] = known[0]
        else:
            kept.append(miller)
    return kept, same


def wulff_shape(energies: Mapping[Miller, float], cell: np.ndarray, group: SpaceGroup) -> WulffShape:
    """The shape {x: n . x <= gamma(n) for all faces}: G. Wulff, Z. Kristallogr. 34, 449 (1901).

    The crystal of the cell has the group; the energies are those of families of planes in its indices.
    """
    if wrong := [miller_name(one) for one, energy in energies.items() if not energy > 0]:
        fix = "a face that costs no energy has no equilibrium shape"
        raise InputError("Wulff shape", [Problem(", ".join(wrong), "has no positive surface energy", fix)])
    if same := families_of(list(energies), cell, group)[1]:
        what = ", ".join(f"{miller_name(one)} is of the family of {miller_name(two)}" for one, two in same.items())
        raise InputError("Wulff shape", [Problem("", what, "give each family once")])
    families, normals, distances = [], [], []
    for family, energy in energies.items():
        for normal in family_normals(family, cell, group):
            families.append(family)
            normals.append(normal)
            distances.append(energy)
    planes, offsets = np.array(normals), np.array(distances)
    corners = _corners(planes, offsets)
    faces = []
    for family, normal, distance in zip(families, planes, offsets, strict=True):
        on = corners[np.abs(corners @ normal - distance) < ON * offsets.max()]
        ring = _in_turn(on, normal)
        if len(ring) > 2:
            faces.append(WulffFace(family, normal, _polygon_area(ring, normal), ring))
    volume = sum(float(face.normal @ face.corners[0]) * face.area for face in faces) / 3
    return WulffShape(dict(energies), tuple(faces), volume)


def _corners(normals: np.ndarray, distances: np.ndarray) -> np.ndarray:
    """The corners of the shape; raises where the planes enclose no volume."""
    try:
        inside = _encloses(normals)
        found = HalfspaceIntersection(np.column_stack([normals, -distances]), np.zeros(3)).intersections
    except QhullError:
        inside, found = False, np.array([[np.inf]])
    if not inside or not np.isfinite(found).all():
        fix = "add a family of planes, such as another --miller"
        raise InputError("Wulff shape", [Problem("", "the faces enclose no volume", fix)])
    rounded = np.unique(np.round(found / distances.max(), 9), axis=0)
    return np.asarray(rounded * distances.max())


def _encloses(normals: np.ndarray) -> bool:
    """Whether the origin lies inside the hull of the normals, so that no direction is left open."""
    return bool((ConvexHull(normals).equations[:, -1] < -ON).all())


def _in_turn(corners: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """The corners of a face in the order around its normal, each once."""
    if len(corners) < 3:
        return corners
    middle = corners.mean(axis=0)
    first = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    first = first / np.linalg.norm(first)
    apart = corners - middle
    angle = np.arctan2(apart @ np.cross(normal, first), apart @ first)
    return np.asarray(corners[np.argsort(angle)])


def _polygon_area(corners: np.ndarray, normal: np.ndarray) -> float:
    return float(np.cross(corners, np.roll(corners, -1, axis=0)).sum(axis=0) @ normal) / 2
