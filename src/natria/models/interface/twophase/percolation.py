"""Percolation thresholds of the simple cubic lattice, and of the faces between two phases.

Bonds are added one after the other, and those that touch are joined (union-find), until one cluster connects the first
with the last layer. Newman and Ziff, Phys. Rev. E 64, 016706 (2001). Known: site 0.3116077, bond 0.2488118 (Wang,
Zhou, Zhang, Garoni and Deng, Phys. Rev. E 87, 052107 (2013)).
"""

from __future__ import annotations

import numpy as np

from .percolation_kernels import spanned
from .sheets import sheets_of
from .structures import PORE

SITE, BOND = 0.3116077, 0.2488118


def bond_threshold(edge: int, seed: int) -> float:
    """Return the share of bonds at which a cube of sites is first spanned, for one order of the bonds."""
    rng = np.random.default_rng(seed)
    keys = [rng.random(shape) for shape in _shapes((edge, edge, edge))]
    return spanning_key((edge, edge, edge), keys)


def site_threshold(edge: int, seed: int) -> float:
    """Return the share of sites at which a cube is first spanned; a bond needs both of its sites."""
    site = np.random.default_rng(seed).random((edge, edge, edge))
    keys = [
        np.maximum(site[:-1], site[1:]),
        np.maximum(site[:, :-1], site[:, 1:]),
        np.maximum(site[..., :-1], site[..., 1:]),
    ]
    return spanning_key(site.shape, keys)


def interface_spans(phases: np.ndarray) -> bool:
    """Whether faces between unlike phases alone lead from the first to the last layer."""
    unlike = [phases[:-1] != phases[1:], phases[:, :-1] != phases[:, 1:], phases[..., :-1] != phases[..., 1:]]
    return spanning_key(phases.shape, [np.where(one, 0.0, 2.0) for one in unlike]) < 1


def sheets_span(phases: np.ndarray) -> bool:
    """Whether interfaces between host and second phase lead along themselves through the layer."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    network = sheets_of(phases, np.ones(3), 1.0)
    (one, other, along), (first, last) = network.sheets, network.ends
    if not len(first):
        return False
    bonds = coo_array((along, (one, other)), shape=(len(first), len(first)))
    part = connected_components(bonds, directed=False)[1]
    return bool(np.isin(part[first > 0], part[last > 0]).any())


def solid_spans(phases: np.ndarray) -> bool:
    """Whether voxels that are no pores lead from the first to the last layer."""
    solid = phases != PORE
    both = [solid[:-1] & solid[1:], solid[:, :-1] & solid[:, 1:], solid[..., :-1] & solid[..., 1:]]
    return spanning_key(phases.shape, [np.where(one, 0.0, 2.0) for one in both]) < 1


def spanning_key(shape: tuple[int, ...], keys: list[np.ndarray]) -> float:
    """Return the key of the bond that first connects both ends, bonds being added by rising key."""
    index = np.arange(np.prod(shape)).reshape(shape)
    first = np.concatenate([index[:-1].ravel(), index[:, :-1].ravel(), index[..., :-1].ravel()])
    other = np.concatenate([index[1:].ravel(), index[:, 1:].ravel(), index[..., 1:].ravel()])
    key = np.concatenate([one.ravel() for one in keys])
    order = np.argsort(key)
    layer = int(np.prod(shape[1:]))
    return float(key[order[spanned(first[order], other[order], index.size, layer)]])


def _shapes(shape: tuple[int, int, int]) -> list[tuple[int, ...]]:
    return [tuple(n - (axis == cut) for axis, n in enumerate(shape)) for cut in range(3)]
