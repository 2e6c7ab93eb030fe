"""Clusters of sites that bonds join, by union-find."""

from __future__ import annotations

import numpy as np

from .machine_code import compiled


@compiled
def _root(parent: np.ndarray, i: int) -> int:
    """Return the root of the cluster of a site, and shorten the way to it."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled
def spanned(first: np.ndarray, other: np.ndarray, sites: int, layer: int) -> int:
    """Return the place of the bond that connects the first and last `layer` sites, else the last."""
    parent = np.arange(sites + 2)
    size = np.ones(sites + 2, np.int64)
    for i in range(layer):
        parent[i] = sites
        parent[sites - 1 - i] = sites + 1
    size[sites] = size[sites + 1] = layer + 1
    for at in range(len(first)):
        one, two = _root(parent, first[at]), _root(parent, other[at])
        if one == two:
            continue
        if size[one] < size[two]:
            one, two = two, one
        parent[two] = one
        size[one] += size[two]
        if _root(parent, sites) == _root(parent, sites + 1):
            return at
    return len(first) - 1
