"""The designs of a sweep as points: values by path, a row for each design.

A grid takes every combination of the values of its axes. A Latin hypercube takes each n-th part of every axis once; a
scrambled Sobol sequence (A. B. Owen, *J. Complexity* 14, 466 (1998)) fills the box evenly in all axes together. Both
follow from their seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from ...design import Design, Unanswerable
from ...quantity import InputError, NatriaError, Problem
from .axes import EXAMPLE, OPTION, SweepAxis

MOST = 10_000_000  # designs of a sweep


@dataclass(frozen=True, eq=False)
class SweepPoints:
    """Values (SI), a row for each design and a column for each path."""

    paths: tuple[str, ...]
    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    @property
    def ranges(self) -> dict[str, dict[str, float]]:
        """The lowest and the highest value of each path, for documents."""
        ends = zip(self.paths, self.values.min(axis=0), self.values.max(axis=0), strict=True)
        return {path: {"low": float(low), "high": float(high)} for path, low, high in ends}


def own_values(design: Design, paths: Sequence[str]) -> tuple[float | None, ...]:
    """Return the values of a design itself at paths (SI); None where it has none."""

    def value(path: str) -> float | None:
        try:
            return design.finding(path).plain
        except (Unanswerable, NatriaError):
            return None

    return tuple(map(value, paths))


def grid(axes: Sequence[SweepAxis]) -> SweepPoints:
    """Return every combination of the values of axes; the last axis changes fastest."""
    _axes_are_good(axes)
    if open_ones := [axis.path for axis in axes if not axis.count]:
        raise InputError(OPTION, [Problem(path, "has no number of values", EXAMPLE) for path in open_ones])
    _is_no_crowd(prod(axis.count for axis in axes))
    meshes = np.meshgrid(*(axis.values for axis in axes), indexing="ij")
    return SweepPoints(_paths(axes), np.stack([mesh.ravel() for mesh in meshes], axis=1))


def hypercube(axes: Sequence[SweepAxis], count: int, seed: int) -> SweepPoints:
    """Return a Latin hypercube."""
    random = np.random.default_rng(seed)
    return _drawn(axes, count, lambda many: (_orders(random, count, many) + random.random((count, many))) / count)


def sobol(axes: Sequence[SweepAxis], count: int, seed: int) -> SweepPoints:
    """Return a scrambled Sobol sequence; a count that is a power of two is even in every axis."""
    from scipy.stats import qmc

    def shares(many: int) -> np.ndarray:
        engine = qmc.Sobol(many, rng=np.random.default_rng(seed))
        return np.asarray(engine.random_base2((count - 1).bit_length())[:count])

    return _drawn(axes, count, shares)


SAMPLES: dict[str, Callable[[Sequence[SweepAxis], int, int], SweepPoints]] = {"lhs": hypercube, "sobol": sobol}


def _drawn(axes: Sequence[SweepAxis], count: int, shares: Callable[[int], np.ndarray]) -> SweepPoints:
    if count < 1:
        raise InputError("--samples", [Problem(str(count), "is no number of designs", "take some hundred or more")])
    ensure_for_samples(axes, count)
    found = shares(len(axes))
    return SweepPoints(_paths(axes), np.stack([axis.at(found[:, n]) for n, axis in enumerate(axes)], axis=1))


def ensure_for_samples(axes: Sequence[SweepAxis], count: int) -> None:
    """Refuse axes that samples cannot be drawn from, and too many designs."""
    _axes_are_good(axes)
    if counted := [axis.path for axis in axes if axis.count]:
        fix = "leave the number of values out: samples lie anywhere between the ends"
        raise InputError(OPTION, [Problem(path, "has a number of values beside samples", fix) for path in counted])
    _is_no_crowd(count)


def _orders(random: np.random.Generator, count: int, many: int) -> np.ndarray:
    return np.stack([random.permutation(count) for _ in range(many)], axis=1)


def _paths(axes: Sequence[SweepAxis]) -> tuple[str, ...]:
    return tuple(axis.path for axis in axes)


def _axes_are_good(axes: Sequence[SweepAxis]) -> None:
    if not axes:
        raise InputError(OPTION, [Problem("--vary", "is missing: nothing varies", EXAMPLE)])
    paths = _paths(axes)
    if twice := sorted({path for path in paths if paths.count(path) > 1}):
        raise InputError(OPTION, [Problem(path, "varies twice", "give each path once") for path in twice])


def _is_no_crowd(count: int) -> None:
    if count > MOST:
        raise InputError(OPTION, [Problem(f"{count:,} designs", f"are more than {MOST:,}", "take fewer values")])
