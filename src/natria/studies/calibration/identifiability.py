"""Identifiability: which combinations of parameters the data determine, best determined first.

With J the derivatives of the residuals (each over its standard deviation) with respect to the logarithms of the
parameters, J^T J is the Fisher matrix. Its eigenvectors are products of powers of the parameters that the data see one
by one; the standard deviation of the logarithm of each is one over its singular value. Where that is large the data
know nothing of the product, and the parameters in it can make up for each other: sloppy directions, in the words of
Transtrum, Machta and Sethna, Phys. Rev. E 83 (2011) 036701. Parameters without a logarithm stand for shares of their
bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .free import Free

LOST = 1.0  # standard deviation of a logarithm (a factor of e) above which a combination is undetermined
BLIND = 1e-5  # of the largest singular value: noise of the derivatives of a simulation
SLOPPY = 0.2  # standard deviation of a logarithm from which a combination is worth a warning
TOGETHER = 0.98  # correlation from which two parameters are named
SMALL = 0.05  # of the largest part of a combination: smaller parts are left out of its name
NOTHING = 1e-3  # of the largest part: noise of differences of a simulation
EXACT = 1e-3  # of a datum: a smaller change along a direction counts as zero
NEAR = 0.03  # largest distance of a power from a whole number to be written as one


@dataclass(frozen=True)
class Direction:
    """A combination of parameters, a unit vector `parts` in their coordinates.

    `spread` is the standard deviation along it; None where that of the data is unknown. `share` is its singular value
    over the largest. `moves` is the largest relative change of any datum when the parameter that moves most doubles or
    halves.
    """

    parts: tuple[float, ...]
    spread: float | None
    share: float
    is_lost: bool
    moves: float | None = None


@dataclass(frozen=True)
class Identifiability:
    """What the data determine of the parameters.

    `directions` come best determined first; the undetermined ones come last, each with as few parameters as possible.
    """

    free: tuple[Free, ...]
    directions: tuple[Direction, ...]
    pairs: tuple[tuple[str, str, float], ...]  # paths and correlation, of those above TOGETHER

    @property
    def lost(self) -> tuple[Direction, ...]:
        return tuple(d for d in self.directions if d.is_lost)

    @property
    def sloppy(self) -> tuple[Direction, ...]:
        return tuple(d for d in self.directions if not d.is_lost and d.spread is not None and d.spread > SLOPPY)


def identify(free: Sequence[Free], jacobian: np.ndarray, unit: float | None) -> Identifiability:
    """Return the identifiability of parameters from the Jacobian of the scaled residuals.

    `unit` is the standard deviation of a scaled residual; None where it is unknown.
    """
    _, s, vectors = np.linalg.svd(jacobian, full_matrices=False)
    largest = max(float(s[0]), 1e-300)
    spreads = [None if unit is None else unit / max(float(one), 1e-300) for one in s]
    gone = np.array([s_k <= BLIND * largest or (d or 0.0) > LOST for s_k, d in zip(s, spreads, strict=True)])
    known = [
        Direction(_signed(v), spread, float(one) / largest, is_lost=False)
        for v, spread, one, is_gone in zip(vectors, spreads, s, gone, strict=True)
        if not is_gone
    ]
    lost = []
    for v in fewest_parts(vectors[gone]):
        one = max(float(np.linalg.norm(jacobian @ v)), 1e-300)
        lost.append(Direction(_signed(v), None if unit is None else unit / one, one / largest, is_lost=True))
    pairs = () if lost or unit is None else _pairs(free, covariance(jacobian, unit))
    return Identifiability(tuple(free), (*known, *lost), pairs)


def covariance(jacobian: np.ndarray, unit: float) -> np.ndarray:
    """Return the covariance of the coordinates."""
    return np.asarray(np.linalg.inv(jacobian.T @ jacobian) * unit**2)


def _pairs(free: Sequence[Free], of: np.ndarray) -> tuple[tuple[str, str, float], ...]:
    std = np.sqrt(np.diag(of))
    rho = of / np.outer(std, std)
    return tuple(
        (free[i].path, free[j].path, float(rho[i, j]))
        for i in range(len(free))
        for j in range(i + 1, len(free))
        if abs(rho[i, j]) > TOGETHER
    )


def fewest_parts(basis: np.ndarray) -> list[np.ndarray]:
    """Return a basis of the same space whose vectors have as few parts as possible.

    Echelon form, largest parts first: a singular value decomposition mixes undetermined directions arbitrarily.
    """
    rows = basis.copy()
    pivots: list[int] = []
    for k in range(len(rows)):
        left = np.abs(rows[k:]).copy()
        left[:, pivots] = 0.0
        r, c = np.unravel_index(int(np.argmax(left)), left.shape)
        rows[[k, k + int(r)]] = rows[[k + int(r), k]]
        rows[k] /= rows[k, c]
        for other in range(len(rows)):
            if other != k:
                rows[other] -= rows[other, c] * rows[k]
        pivots.append(int(c))
    return [_clean(row) for row in rows]


def _clean(row: np.ndarray) -> np.ndarray:
    kept = np.where(np.abs(row) >= NOTHING * np.abs(row).max(), row, 0.0)
    return np.asarray(kept / np.linalg.norm(kept))


def _signed(v: np.ndarray) -> tuple[float, ...]:
    """Return the vector with the sign that makes its first significant part positive."""
    first = v[int(np.argmax(np.abs(v) >= SMALL * np.abs(v).max()))]
    return tuple(float(x) for x in (v if first > 0 else -v))


# --- in words


def combination(free: Sequence[Free], direction: Direction) -> str:
    """Return the combination as a text: "conductivity^0.7 x thickness^-0.7", of the significant parts."""
    parts = _parts(free, direction)
    return " x ".join(f.name if len(parts) == 1 else f"({f.name})^{p:.2g}" for f, p in parts)


def _parts(free: Sequence[Free], direction: Direction) -> list[tuple[Free, float]]:
    """Return the significant parts."""
    most = max(map(abs, direction.parts))
    return [(f, p) for f, p in zip(free, direction.parts, strict=True) if abs(p) >= SMALL * most]


def says(free: Sequence[Free], lost: Direction) -> str:
    """Return what an undetermined direction means, as a sentence.

    Either a parameter has no influence, or only a product or a ratio is known.
    """
    parts = _parts(free, lost)
    names = [f"{f.name} ({f.path})" for f, _ in parts]
    if len(parts) == 1:
        return f"{names[0]} has hardly any influence on the data where the search ended"
    if len(parts) == 2 and all(f.is_log for f, _ in parts):
        (a, x), (b, y) = parts
        only = "only" if lost.moves is None or lost.moves < EXACT else "little more than"
        return f"of {names[0]} and {names[1]} {only} {_known(a.name, b.name, -x / y)} is known"
    first, *others = parts
    moved = ", ".join(f"{f.name} {_change(f, p / first[1])}" for f, p in others)
    return f"{', '.join(names)} can make up for each other: {first[0].name} {_change(first[0], 1.0)} with {moved}"


def has_no_influence(lost: Direction) -> bool:
    """Whether an undetermined direction is a single parameter, without influence where the search ended."""
    most = max(map(abs, lost.parts))
    return sum(abs(p) >= SMALL * most for p in lost.parts) == 1


def _known(a: str, b: str, power: float) -> str:
    """Return the combination a * b^power that does not change along the direction."""
    if abs(power - 1) < NEAR:
        return f"the product {a} x {b}"
    if abs(power + 1) < NEAR:
        return f"the ratio {a} / {b}"
    return f"the combination {a} x ({b})^{power:.2g}"


def _change(free: Free, by: float) -> str:
    """Return the change of this parameter for 10 % more of the first one."""
    amount = 100 * (1.1**by - 1) if free.is_log else 10 * by
    return f"{amount:+.2g} %" + ("" if free.is_log else " of its bounds")
