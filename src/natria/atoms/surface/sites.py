"""Sites of an adsorbate on a surface: on top of atoms, on bridges and in hollows, reduced by symmetry."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from string import ascii_lowercase

import numpy as np
from scipy.spatial import Delaunay

from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators.packages import imported
from ..structures import space_group

DEPTH = 1.0 * ANGSTROM  # m: atoms that lie less below the highest one are atoms of the surface
SAME = 0.1 * ANGSTROM  # m: places closer than this are one site
REACH = 2  # cells around the one whose sites are looked for

Corners = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class SurfaceSite:
    """A kind of site.

    `place` (m) is one of them in the plane of the face, `images` are all that symmetry makes equal to it in one cell;
    `height` (m) is where the bonds of the adsorbate have the length of the covalent radii.
    """

    name: str
    place: np.ndarray
    height: float
    images: np.ndarray


def surface_sites(slab: Structure, adsorbate: str, tolerance: float) -> tuple[SurfaceSite, ...]:
    """The inequivalent sites on the upper face of a slab, by Delaunay's triangulation of its atoms.

    Corners of the triangles are tops, middles of their edges bridges, middles of the triangles hollows. Triangles on
    one circle are one polygon, so a square has one hollow in its middle and no bridge across.
    """
    heights = slab.positions[:, 2]
    surface = [int(atom) for atom in np.flatnonzero(heights > heights.max() - DEPTH)]
    shifts = list(product(range(-REACH, REACH + 1), repeat=2))
    points = np.array([slab.positions[atom, :2] + np.array(s) @ slab.cell[:2, :2] for s in shifts for atom in surface])
    tops: list[tuple[tuple[str], Corners]] = [(("top",), (place,)) for place in range(len(points))]
    found = tops + _bridges_and_hollows(points / ANGSTROM, slab.cell / ANGSTROM)
    operations = _operations(slab, tolerance)
    sites: list[SurfaceSite] = []
    for (kind, *_), corners in found:
        middle = points[list(corners)].mean(axis=0)
        if any(_distances(slab, middle, site.images).min() < SAME for site in sites):
            continue
        species = Counter(slab.species[surface[corner % len(surface)]] for corner in corners)
        around = "".join(f"{name}{count if count > 1 else ''}" for name, count in sorted(species.items()))
        images = _images(slab, middle, operations)
        sites.append(SurfaceSite(f"{kind} {around}", images[0], _height(slab, middle, adsorbate), images))
    return _named(slab, sites)


def _bridges_and_hollows(points: np.ndarray, cell: np.ndarray) -> list[tuple[tuple[str], Corners]]:
    """Edges and polygons in the middle of a triangulation (angstrom), by the places of their corners."""
    triangles = [tuple(map(int, sorted(one))) for one in Delaunay(points).simplices]
    circles: list[tuple[np.ndarray, list[Corners]]] = []
    for corners in triangles:
        centre = _circumcentre(points[list(corners)])
        if centre is None:
            continue
        for known, members in circles:
            if np.linalg.norm(known - centre) < SAME / ANGSTROM:
                members.append(corners)
                break
        else:
            circles.append((centre, [corners]))
    edges: set[Corners] = set()
    hollows: list[Corners] = []
    for _, members in circles:
        shared = Counter(edge for corners in members for edge in combinations(corners, 2))
        edges |= {edge for edge, count in shared.items() if count == 1}
        hollows.append(tuple(sorted({corner for corners in members for corner in corners})))
    rows: list[tuple[tuple[str], Corners]] = []
    for kind, found in (("bridge", edges), ("hollow", hollows)):
        inner = [corners for corners in found if _is_inner(points, cell, corners)]
        rows += [((kind,), corners) for corners in sorted(inner, key=lambda corners: _order(points, corners))]
    return rows


def _order(points: np.ndarray, corners: Corners) -> tuple[float, float, float]:
    """From the middle outwards, ties by the coordinates."""
    place = points[list(corners)].mean(axis=0) - points.mean(axis=0)
    return round(float(np.linalg.norm(place)), 4), round(float(place[0]), 4), round(float(place[1]), 4)


def _is_inner(points: np.ndarray, cell: np.ndarray, corners: Corners) -> bool:
    """Whether a place is in the middle; at its border a triangulation is not that of the surface."""
    share = np.linalg.solve(cell[:2, :2].T, points[list(corners)].mean(axis=0) - points.mean(axis=0))
    return bool((np.abs(share) < 0.6).all())


def _circumcentre(corners: np.ndarray) -> np.ndarray | None:
    """The centre of the circle through three points; None where they lie on a line."""
    sides = corners[1:] - corners[0]
    if abs(np.linalg.det(sides)) < 1e-6:
        return None
    return np.asarray(corners[0] + np.linalg.solve(sides, (sides**2).sum(axis=1) / 2))


def _operations(slab: Structure, tolerance: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """The operations of a slab that keep its upper face, on fractions along the two vectors of the face."""
    group = space_group(slab, tolerance)
    return [
        (rotation[:2, :2], shift[:2])
        for rotation, shift in zip(group.rotations, group.translations, strict=True)
        if rotation[2, 2] == 1 and not rotation[2, :2].any() and not rotation[:2, 2].any()
    ]


def _images(slab: Structure, place: np.ndarray, operations: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """All places (m) in one cell that the operations make equal, the one nearest to the origin first."""
    flat = slab.cell[:2, :2]
    share = np.linalg.solve(flat.T, place)
    kept: list[np.ndarray] = []
    for rotation, shift in operations:
        image = rotation @ share + shift
        image = (image - np.floor(image + 1e-6)) @ flat
        if not kept or _distances(slab, image, np.array(kept)).min() >= SAME:
            kept.append(image)
    return np.array(sorted(kept, key=_from_origin))


def _from_origin(place: np.ndarray) -> tuple[float, float, float]:
    x, y = (round(float(part) / ANGSTROM, 4) for part in place)
    return round(x * x + y * y, 3), x, y


def _distances(slab: Structure, place: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The distances of a place to the nearest images of others in the plane of the face, m."""
    return np.asarray(np.linalg.norm(to_nearest(slab.cell, others - place), axis=1))


def to_nearest(cell: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The shortest images of vectors in the plane of the face, m."""
    flat = cell[:2, :2]
    share = np.linalg.solve(flat.T, np.atleast_2d(apart).T).T
    share = share - np.rint(share)
    shifts = np.array(list(product((-1, 0, 1), repeat=2)))
    vectors = (share[:, None] + shifts) @ flat
    nearest = np.linalg.norm(vectors, axis=2).argmin(axis=1)
    return np.asarray(vectors[np.arange(len(share)), nearest])


def _height(slab: Structure, place: np.ndarray, adsorbate: str) -> float:
    """The least height (m) at which no bond to the slab is shorter than the sum of the covalent radii."""
    data = imported("ase.data", "ase")
    radius = {name: data.covalent_radii[data.atomic_numbers[name]] for name in {*slab.species, adsorbate}}
    lengths = np.array([radius[name] + radius[adsorbate] for name in slab.species]) * ANGSTROM
    aside = np.linalg.norm(to_nearest(slab.cell, slab.positions[:, :2] - place), axis=1)
    touching = aside < lengths
    rise = np.sqrt(np.maximum(lengths**2 - aside**2, 0))
    tops = (slab.positions[:, 2] + rise)[touching]
    highest = float(slab.positions[:, 2].max())
    return max(float(tops.max()) if touching.any() else highest, highest)


def _named(slab: Structure, sites: list[SurfaceSite]) -> tuple[SurfaceSite, ...]:
    """Sites of one name get a letter each, from the one with the nearest atom straight below."""
    groups = defaultdict(list)
    for site in sites:
        groups[site.name].append(site)
    found = []
    for name, members in groups.items():
        members.sort(key=lambda site: _below(slab, site))
        for place, one in enumerate(members):
            mark = "" if len(members) == 1 else f" {_letters(place)}"
            found.append(SurfaceSite(name + mark, one.place, one.height, one.images))
    return tuple(found)


def _letters(place: int) -> str:
    """Return a to z, then aa, ab and so on, so that no two sites share a name."""
    many = len(ascii_lowercase)
    return (_letters(place // many - 1) if place >= many else "") + ascii_lowercase[place % many]


def _below(slab: Structure, site: SurfaceSite) -> float:
    """How deep the next atom straight below a site lies, m."""
    aside = np.linalg.norm(to_nearest(slab.cell, slab.positions[:, :2] - site.place), axis=1)
    depths = (slab.positions[:, 2].max() - slab.positions[:, 2])[aside < 5 * SAME]
    return float(depths.min()) if len(depths) else float("inf")
