"""Networks of hops between sites: inequivalent hops, and the barrier at which a network percolates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from ...quantity import InputError, ModelError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..structures import SpaceGroup, space_group

Edge = tuple[int, int, tuple[int, int, int]]  # from a site, to a site, in the cell of this offset


@dataclass(frozen=True)
class HopClass:
    """Hops that symmetry makes equal.

    `edges` are all in one cell, each once and in the direction of the first, which stands for all.
    Places of sites are those of atoms in the structure. `length` is in m. `alike` says whether symmetry makes both ends
    of a hop equal, so that a difference of their energies is numerical.
    """

    length: float
    edges: tuple[Edge, ...]
    alike: bool

    @property
    def edge(self) -> Edge:
        return self.edges[0]


def hop_classes(
    structure: Structure, species: str, longest: float, group: SpaceGroup | None = None
) -> tuple[HopClass, ...]:
    """The inequivalent hops of a species up to a length (m), shortest first."""
    sites = [place for place, name in enumerate(structure.species) if name == species]
    if not sites:
        what = f"the structure has no {species}; it has {', '.join(sorted(set(structure.species)))}"
        raise InputError("--species", [Problem(species, what, "name an element of the structure")])
    group = group or space_group(structure)
    edges = _edges(structure, sites, longest)
    waiting = {_one_way(edge): length for edge, length in edges.items()}
    found = []
    for edge, length in sorted(waiting.items(), key=lambda row: (round(row[1] / ANGSTROM, 4), row[0])):
        if edge in waiting:
            images = _orbit(structure, sites, edge, group)
            orbit = sorted(images.keys() & waiting.keys(), key=lambda one: (one != edge, one))
            found.append(HopClass(length, tuple(images[one] for one in orbit), _alike(structure, sites, edge, group)))
            for one in orbit:
                del waiting[one]
    return tuple(found)


def _edges(structure: Structure, sites: Sequence[int], longest: float) -> dict[Edge, float]:
    widths = 1 / np.linalg.norm(np.linalg.inv(structure.cell), axis=0)
    reach = [int(np.ceil(longest / width)) for width in widths]
    offsets = list(product(*(range(-n, n + 1) for n in reach)))
    found = {}
    for one, other in product(sites, sites):
        apart = structure.fractional[other] - structure.fractional[one] + np.array(offsets)
        lengths = np.linalg.norm(apart @ structure.cell, axis=1)
        for offset, length in zip(offsets, lengths, strict=True):
            if ANGSTROM * 0.1 < length <= longest:
                found[one, other, (int(offset[0]), int(offset[1]), int(offset[2]))] = float(length)
    return found


def _one_way(edge: Edge) -> Edge:
    """The same edge in the direction that comes first."""
    one, other, (x, y, z) = edge
    return min(edge, (other, one, (-x, -y, -z)))


def _orbit(structure: Structure, sites: Sequence[int], edge: Edge, group: SpaceGroup) -> dict[Edge, Edge]:
    """The images of an edge in its own direction, by the direction that comes first."""
    one, other, offset = edge
    start, end = structure.fractional[one], structure.fractional[other] + np.array(offset)
    found = {_one_way(edge): edge}
    for rotation, shift in zip(group.rotations, group.translations, strict=True):
        first, cell = _site_at(structure, sites, rotation @ start + shift)
        second, further = _site_at(structure, sites, rotation @ end + shift)
        x, y, z = (int(k) for k in further - cell)
        image = (first, second, (x, y, z))
        found.setdefault(_one_way(image), image)
    return found


def _alike(structure: Structure, sites: Sequence[int], edge: Edge, group: SpaceGroup) -> bool:
    """Whether an operation takes the start of an edge to a site of the kind of its end."""
    start = structure.fractional[edge[0]]
    images = (rotation @ start + shift for rotation, shift in zip(group.rotations, group.translations, strict=True))
    return any(_site_at(structure, sites, image)[0] == edge[1] for image in images)


def _site_at(structure: Structure, sites: Sequence[int], place: np.ndarray) -> tuple[int, np.ndarray]:
    apart = place - structure.fractional[list(sites)]
    whole = np.rint(apart)
    nearest = int(np.argmin(np.linalg.norm((apart - whole) @ structure.cell, axis=1)))
    return sites[nearest], whole[nearest].astype(int)


# --- percolation


@dataclass
class _Joined:
    """Sites that are joined, each with its cell, and the ways through the crystal that this opens."""

    root: dict[int, int] = field(default_factory=dict)
    cell: dict[int, np.ndarray] = field(default_factory=dict)  # offset to the root
    ways: dict[int, np.ndarray] = field(default_factory=dict)  # of a root: periods of the cluster, a row each

    def add(self, edge: Edge) -> int:
        """Join the ends of an edge; return in how many dimensions their cluster then goes on without end."""
        one, other, offset = edge
        for site in (one, other):
            if site not in self.root:
                self.root[site], self.cell[site] = site, np.zeros(3, int)
                self.ways[site] = np.zeros((0, 3), int)
        period = self.cell[one] + np.array(offset) - self.cell[other]
        first, second = self.root[one], self.root[other]
        if first == second:
            self.ways[first] = _independent(np.vstack([self.ways[first], period]))
        else:
            # a site of the second cluster lies at its own offset, moved so that the ends of the edge meet
            for site in [s for s, root in self.root.items() if root == second]:
                self.root[site], self.cell[site] = first, self.cell[site] + period
            self.ways[first] = _independent(np.vstack([self.ways[first], self.ways.pop(second)]))
        return len(self.ways[first])


def _independent(rows: np.ndarray) -> np.ndarray:
    """Rows that span the same space, as few as possible."""
    kept = np.zeros((0, 3), int)
    for row in rows:
        longer = np.vstack([kept, row])
        if np.linalg.matrix_rank(longer) == len(longer):
            kept = longer
    return kept


NetworkHop = tuple[Edge, float, float]  # an edge, its barrier forward and backward


def site_energies(hops: Iterable[NetworkHop]) -> dict[int, float]:
    """The energy of the carrier at each site over the lowest site that hops join it to.

    The ends of a hop differ by its barrier forward less that backward.
    """
    every, found = list(hops), dict[int, float]()
    for (start, _, _), _, _ in every:
        if start in found:
            continue
        joined, size = {start: 0.0}, 0
        while len(joined) > size:
            size = len(joined)
            for (one, other, _), forward, backward in every:
                if one in joined:
                    joined.setdefault(other, joined[one] + forward - backward)
                if other in joined:
                    joined.setdefault(one, joined[other] + backward - forward)
        lowest = min(joined.values())
        found |= {site: energy - lowest for site, energy in joined.items()}
    return found


def percolating_barriers(hops: Iterable[NetworkHop]) -> tuple[float | None, float | None, float | None]:
    """The least barrier at which a network percolates in 1, 2 and 3 dimensions; None where it never does.

    It is the least over the ways through the crystal of the highest saddle, over the lowest of all sites, where the
    carrier stays most. The edges are added from the lowest saddle up. A cluster of sites that meets its own image in
    another cell goes on in the direction of that cell; the number of independent such directions is its dimension.
    """
    every = list(hops)
    energies = site_energies(every)
    saddles = [(max(energies[e[0]] + forward, energies[e[1]] + backward), e) for e, forward, backward in every]
    joined = _Joined()
    found: list[float | None] = [None, None, None]
    for saddle, edge in sorted(saddles):
        dimension = joined.add(edge)
        for k in range(dimension):
            found[k] = saddle if found[k] is None else found[k]
    return found[0], found[1], found[2]


def dimensions(classes: Iterable[HopClass]) -> int:
    """In how many dimensions the hops of some classes together percolate."""
    joined = _Joined()
    return max((joined.add(edge) for one in classes for edge in one.edges), default=0)


def percolating_classes(classes: Sequence[HopClass]) -> tuple[HopClass, ...]:
    """The shortest classes that percolate in as many dimensions as all of them."""
    wanted = dimensions(classes)
    for count in range(1, len(classes) + 1):
        if dimensions(classes[:count]) == wanted:
            return tuple(classes[:count])
    raise ModelError("there are no hops up to this length", "allow longer hops with --longest")
