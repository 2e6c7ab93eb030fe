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


@compiled
def reached(sides: tuple[np.ndarray, np.ndarray, np.ndarray], least: float, out: np.ndarray) -> None:
    """Set which electrodes the cluster of each voxel touches: 1 the first, 2 the last, 3 both, 0 none.

    Clusters are joined by faces that conduct more than `least`; the electrodes themselves join nothing.
    """
    x, y, z = sides
    layers, rows, places = out.shape
    parent = np.arange(layers * rows * places)
    for k in range(layers):
        for j in range(rows):
            for i in range(places):
                here = (k * rows + j) * places + i
                if k < layers - 1 and x[k + 1, j, i] > least:
                    parent[_root(parent, here)] = _root(parent, here + rows * places)
                if y[k, j, i] > least:
                    behind = j + 1 if j < rows - 1 else 0
                    parent[_root(parent, here)] = _root(parent, (k * rows + behind) * places + i)
                if z[k, j, i] > least:
                    right = i + 1 if i < places - 1 else 0
                    parent[_root(parent, here)] = _root(parent, (k * rows + j) * places + right)
    touched = np.zeros(len(parent), np.uint8)
    for j in range(rows):
        for i in range(places):
            here = j * places + i
            if x[0, j, i] > least:
                touched[_root(parent, here)] |= 1
            here += (layers - 1) * rows * places
            if x[layers, j, i] > least:
                touched[_root(parent, here)] |= 2
    flat = out.reshape(-1)
    for i in range(len(parent)):
        flat[i] = touched[_root(parent, i)]
