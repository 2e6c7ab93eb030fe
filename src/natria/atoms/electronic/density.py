"""Density of states from the energies on a full mesh: linear tetrahedra, or Gaussians."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from scipy.special import ndtr

# The six tetrahedra of a box of the mesh: from corner 000 along the three axes in each order to corner 111.
_STEPS = np.eye(3, dtype=int)
TETRAHEDRA = np.array(
    [np.cumsum([[0, 0, 0], *_STEPS[list(order)]], axis=0) for order in permutations(range(3))]
)  # tetrahedron, corner, axis


def tetrahedron_states(energies: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the states per cell and band set below each level, by linear tetrahedra.

    `energies` has the three axes of a periodic mesh and the bands; `levels` rise. Every band holds one state. The
    share of a tetrahedron with corners e1..e4 below E is (E-e1)^3/(e21 e31 e41) up to e2, one less (e4-E)^3/(e41 e42
    e43) from e3, and the cubic of Blöchl, Jepsen and Andersen, Phys. Rev. B 49, 16223 (1994), eq. A3, between.
    """
    found = np.zeros(len(levels))
    share = 1 / (len(TETRAHEDRA) * np.prod(energies.shape[:3]))
    for band in range(energies.shape[3]):
        one = energies[..., band]
        corners = [[np.roll(one, -step, axis=(0, 1, 2)).ravel() for step in steps] for steps in TETRAHEDRA]
        sorted_ = np.sort(np.array(corners).transpose(0, 2, 1).reshape(-1, 4), axis=1)
        sorted_ = sorted_[np.argsort(sorted_[:, 0])]
        widest = float((sorted_[:, 3] - sorted_[:, 0]).max())
        # Only tetrahedra that begin within the widest one below a level can hold it; those before are full.
        begin = np.searchsorted(sorted_[:, 0], levels - widest)
        end = np.searchsorted(sorted_[:, 0], levels)
        found += share * begin
        for place in np.flatnonzero(end > begin):
            found[place] += share * _shares(sorted_[begin[place] : end[place]], levels[place]).sum()
    return found


def _shares(e: np.ndarray, level: float) -> np.ndarray:
    """The share of each tetrahedron (rows of four energies in rising order) below a level."""
    part = (e[:, 3] <= level).astype(float)
    one = (e[:, 0] < level) & (level <= e[:, 1])
    two = (e[:, 1] < level) & (level <= e[:, 2])
    three = (e[:, 2] < level) & (level < e[:, 3])
    a = e[one]
    part[one] = (level - a[:, 0]) ** 3 / np.prod(a[:, 1:] - a[:, :1], axis=1)
    a = e[three]
    part[three] = 1 - (a[:, 3] - level) ** 3 / np.prod(a[:, 3:] - a[:, :3], axis=1)
    a, up = e[two], level - e[two, 1]
    e21, e31, e41 = (a[:, k] - a[:, 0] for k in (1, 2, 3))
    e32, e42 = a[:, 2] - a[:, 1], a[:, 3] - a[:, 1]
    cubic = (e31 + e42) / (e32 * e42) * up**3
    part[two] = (e21**2 + 3 * e21 * up + 3 * up**2 - cubic) / (e31 * e41)
    return part


def gaussian_states(energies: np.ndarray, levels: np.ndarray, width: float) -> np.ndarray:
    """Return the states per cell below each level, with every state spread by a Gaussian.

    `energies` and `width` have one unit.
    """
    weight = 1 / np.prod(energies.shape[:3])
    flat = energies.reshape(-1)
    return np.array([weight * ndtr((level - flat) / width).sum() for level in levels])


def density_of(below: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of the bins and the states per energy in them; their sum over the bins is exact."""
    return (levels[1:] + levels[:-1]) / 2, np.diff(below) / np.diff(levels)


def fermi_level(energies: np.ndarray, filled: float) -> float:
    """Return the energy below which `filled` states lie, by linear tetrahedra and bisection."""
    low, high = float(energies.min()), float(energies.max())
    for _ in range(60):
        middle = (low + high) / 2
        below = tetrahedron_states(energies, np.array([middle]))[0]
        low, high = (middle, high) if below < filled else (low, middle)
    return (low + high) / 2
