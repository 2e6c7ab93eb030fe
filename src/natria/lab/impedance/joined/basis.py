"""Courses of a parameter along a series: free levels and waves whose size a prior limits.

    theta(x) = levels(x) + u(x),   cov u = s^2 K + w^2 1

Over 1/T the levels are a straight line (Arrhenius) and K is that of a cubic smoothing spline, the integral of a random
walk. Over time the level is a constant and K is that of a random walk: a growth may begin with a kink. The white part w
is a scatter from spectrum to spectrum. A jump adds a step to the levels. With the eigenvectors of K outside of the
levels as waves, the prior of their amplitudes is diagonal (Demmler and Reinsch, Numer. Math. 24, 375 (1975)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Over = Literal["temperature", "time"]
NARROWEST = 1e-12  # share of the largest: a wave below that is none of the kernel


@dataclass(frozen=True, eq=False)
class Basis:
    """Orthonormal columns over the spectra, the levels first; `roughness` is the share of each wave in K."""

    over: Over
    columns: np.ndarray  # (spectra, spectra)
    levels: int
    roughness: np.ndarray  # (waves,), mean 1
    steps: tuple[int, ...] = ()  # a step lies between this spectrum and the next

    @property
    def waves(self) -> int:
        return len(self.roughness)


def abscissa(over: Over, x: np.ndarray) -> np.ndarray:
    """Return 1/T or the time, from 0 to 1."""
    found = 1 / x if over == "temperature" else np.asarray(x, float)
    return np.asarray((found - found.min()) / max(float(np.ptp(found)), 1e-300))


def basis_of(over: Over, x: np.ndarray, steps: tuple[int, ...] = ()) -> Basis:
    """Return the columns of courses over temperatures (K) or times (s), with steps after some."""
    u = abscissa(over, x)
    free = [np.ones_like(u)]
    low, high = np.minimum.outer(u, u), np.maximum.outer(u, u)
    if over == "temperature":
        free.append(u - u.mean())
        kernel = low**2 * (3 * high - low) / 6
    else:
        kernel = low
    free += [np.where(np.arange(len(u)) > place, 1.0, 0.0) for place in steps]
    levels = np.stack(free, 1)
    whole, _ = np.linalg.qr(levels, mode="complete")
    rest = whole[:, levels.shape[1] :]
    size, vectors = np.linalg.eigh(rest.T @ kernel @ rest)
    order = np.argsort(-size)
    size = np.maximum(size[order], NARROWEST * max(float(size.max(initial=0.0)), 1e-300))
    columns = np.concatenate([whole[:, : levels.shape[1]], rest @ vectors[:, order]], 1)
    return Basis(over, columns, levels.shape[1], size / max(float(size.mean()), 1e-300), steps)
