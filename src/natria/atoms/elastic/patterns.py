"""The fewest strains that determine all elastic constants of a crystal class."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .tensors import PAIRS, strain_matrix, strain_vector

# Six unit strains and sums of two or three of them, as six components with doubled shears.
UNITS = np.eye(6)
SUMS = tuple(np.sum(UNITS[list(some)], axis=0) for size in (1, 2, 3) for some in combinations(range(6), size))
AXES = ("xx", "yy", "zz", "yz", "xz", "xy")


@dataclass(frozen=True, eq=False)
class Pattern:
    """A strain as six components with doubled shears, of length one in its largest component.

    `turn` is a rotation of the crystal that turns the strain into its negative, where there is one: the stress of the
    negative strain is then that of the positive one, turned.
    """

    vector: np.ndarray
    turn: np.ndarray | None = None

    @property
    def name(self) -> str:
        return " + ".join(AXES[place] for place in range(6) if self.vector[place])

    def matrix(self, amplitude: float) -> np.ndarray:
        """The 3 x 3 strain of an amplitude."""
        return strain_matrix(amplitude * self.vector)


def choose_patterns(basis: np.ndarray, rotations: np.ndarray) -> tuple[Pattern, ...]:
    """The smallest set of strains whose stresses determine every invariant constant.

    `basis` is an `invariant_basis`. Each strain gives six equations for the coefficients of the basis. Of the sets of
    the least size the one with the best smallest singular value is taken; of equally good ones the one with most
    strains that symmetry turns into their negative, then the one with fewer components.
    """
    unknown = len(basis)
    columns = [np.einsum("nij,j->in", basis, strain) for strain in SUMS]
    turns = [_turn(strain, rotations) for strain in SUMS]
    for size in range(1, 7):
        best: tuple[tuple[float, int, int], tuple[int, ...]] | None = None
        places = range(len(SUMS)) if size <= 2 else _useful(columns, unknown)
        for some in combinations(places, size):
            values = np.linalg.svd(np.concatenate([columns[k] for k in some]), compute_uv=False)
            if len(values) < unknown or values[unknown - 1] < 1e-3:
                continue
            worth = (
                round(float(values[unknown - 1]), 3),
                sum(turns[k] is not None for k in some),
                -sum(int(SUMS[k].sum()) for k in some),
            )
            if best is None or worth > best[0]:
                best = worth, some
        if best is not None:
            return tuple(Pattern(SUMS[k], turns[k]) for k in best[1])
    return tuple(Pattern(strain, _turn(strain, rotations)) for strain in UNITS)


def _useful(columns: list[np.ndarray], unknown: int) -> list[int]:
    """The six unit strains and the sums that alone determine the most constants; keeps larger sets few."""
    ranks = [int(np.linalg.matrix_rank(one, tol=1e-6)) for one in columns]
    many = sorted(range(len(PAIRS), len(columns)), key=lambda k: -ranks[k])[: max(6, 18 - unknown // 2)]
    return [*range(len(PAIRS)), *many]


def _turn(strain: np.ndarray, rotations: np.ndarray) -> np.ndarray | None:
    matrix = strain_matrix(strain)
    for rotation in rotations:
        if np.abs(strain_vector(rotation @ matrix @ rotation.T) + strain).max() < 1e-6:
            return np.asarray(rotation)
    return None
