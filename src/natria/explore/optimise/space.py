"""The space of a search: shares of ranges between 0 and 1, and choices by their place.

A point is a row: for each variable a share, or the place of a choice as a whole number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..pareto import constrained_ranks, crowding

CROSSED, SWAPPED = 15.0, 0.5  # index of crossover, chance that a variable is exchanged
MUTATED = 20.0  # index of mutation


@dataclass(frozen=True)
class SearchSpace:
    """Variables of a search: `choices` has 0 for a share, else the number of choices."""

    choices: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.choices)

    @property
    def is_choice(self) -> np.ndarray:
        return np.array(self.choices) > 0

    def drawn(self, count: int, random: np.random.Generator) -> np.ndarray:
        """Return a Latin hypercube of so many points; every choice is taken equally often."""
        order = np.stack([random.permutation(count) for _ in self.choices], axis=1)
        shares = (order + random.random((count, len(self)))) / count
        return np.where(self.is_choice, np.floor(shares * np.array(self.choices)), shares)

    def features(self, points: np.ndarray) -> np.ndarray:
        """Return coordinates in which two different choices are one apart, as the ends of a range are."""
        columns = []
        for n, many in enumerate(self.choices):
            one = points[:, n]
            columns.append((one[:, None] == np.arange(many)) / np.sqrt(2) if many else one[:, None])
        return np.hstack(columns)

    def children(self, parents: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Return a child of each parent by simulated binary crossover and polynomial mutation.

        K. Deb and R. B. Agrawal, Complex Syst. 9, 115 (1995). A choice is taken from either parent, and mutates to any.
        """
        made = _crossed(parents, self.is_choice, random)
        return self.mutated(made, 1 / len(self), random)

    def mutated(self, points: np.ndarray, chance: float, random: np.random.Generator) -> np.ndarray:
        """Return points of which each variable is changed with some chance."""
        u, hit = random.random(points.shape), random.random(points.shape) < chance
        with np.errstate(invalid="ignore"):
            down = (2 * u + (1 - 2 * u) * (1 - points) ** (MUTATED + 1)) ** (1 / (MUTATED + 1)) - 1
            up = 1 - (2 * (1 - u) + (2 * u - 1) * points ** (MUTATED + 1)) ** (1 / (MUTATED + 1))
        moved = np.clip(points + np.where(u < 1 / 2, down, up), 0.0, 1.0)
        other = np.floor(u * np.array(self.choices))
        return np.where(hit, np.where(self.is_choice, other, moved), points)


def _crossed(parents: np.ndarray, is_choice: np.ndarray, random: np.random.Generator) -> np.ndarray:
    mates = np.roll(parents, 1, axis=0)
    u, hit = random.random(parents.shape), random.random(parents.shape) < SWAPPED
    with np.errstate(divide="ignore"):
        spread = np.where(u < 1 / 2, 2 * u, 1 / (2 * (1 - u))) ** (1 / (CROSSED + 1))
    sign = np.where(random.random(parents.shape) < 1 / 2, 1.0, -1.0)
    child = np.clip(((parents + mates) + sign * spread * (parents - mates)) / 2, 0.0, 1.0)
    return np.where(hit, np.where(is_choice, mates, child), parents)


def best_of(values: np.ndarray, violation: np.ndarray, count: int) -> np.ndarray:
    """Return the places of the best rows: by rank, within a rank the least crowded first (NSGA-II)."""
    ranks = constrained_ranks(values, violation)
    lonely = np.zeros(len(values))
    for rank in np.unique(ranks):
        here = np.flatnonzero(ranks == rank)
        lonely[here] = crowding(values[here])
    return np.lexsort((-lonely, ranks))[:count]
