"""UsablePoints of a spectrum that an analysis can use, checked and in the order of their frequencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....quantity import InputError, Problem

FEWEST = 10  # points: fewer do not determine a noise level beside a spectrum of two or three arcs
MOST_INDUCTIVE = 0.8  # share of points with Z'' > 0 above which the sign convention is taken for the other one


@dataclass(frozen=True, eq=False)
class UsablePoints:
    """Usable points by falling frequency; `kept` are their places in the given arrays."""

    frequency: np.ndarray  # 1/s
    impedance: np.ndarray  # complex
    kept: np.ndarray

    @property
    def omega(self) -> np.ndarray:
        """Angular frequency, rad/s."""
        return 2 * np.pi * self.frequency

    @property
    def size(self) -> int:
        return len(self.frequency)


def usable_points(frequency: np.ndarray, impedance: np.ndarray) -> UsablePoints:
    """The finite points of a spectrum by falling frequency; an `InputError` says what is wrong with it."""
    f, z = np.asarray(frequency, float), np.asarray(impedance, complex)
    if f.ndim != 1 or f.shape != z.shape:
        raise _error(
            f"shapes {f.shape} and {z.shape} of frequencies and impedances", "give one row of each, equally long"
        )
    bad = np.flatnonzero(np.isfinite(f) & (f <= 0))
    if len(bad):
        raise _error(f"frequency {f[bad[0]]:g} 1/s at index {bad[0]}", "leave out points that are not above 0 1/s")
    there = np.isfinite(f) & np.isfinite(z.real) & np.isfinite(z.imag) & (np.abs(z) > 0)
    kept = np.flatnonzero(there)
    kept = kept[np.argsort(-f[kept], kind="stable")]
    distinct = len(np.unique(f[kept]))
    if distinct < FEWEST:
        what = f"{distinct} different frequencies with an impedance that is finite and not zero"
        raise _error(what, f"give at least {FEWEST} of them")
    inductive = np.mean(z[kept].imag > 0)
    if inductive > MOST_INDUCTIVE:
        what = f"positive imaginary parts at {100 * inductive:.0f} % of the points"
        raise _error(what, "capacitive parts are negative here (Z = Z' + jZ''): give the complex conjugate")
    return UsablePoints(f[kept], z[kept], kept)


def beside(points: UsablePoints, values: np.ndarray | None, name: str, given: int, least: float) -> np.ndarray | None:
    """Values that were given beside all points, of the usable ones: finite and above `least`."""
    if values is None:
        return None
    every = np.asarray(values, float)
    if every.shape != (given,):
        raise _error(f"shape {every.shape} of the {name} beside {given} points", "give one value for each point")
    used: np.ndarray = every[points.kept]
    bad = np.flatnonzero(~(np.isfinite(used) & (used > least)))
    if len(bad):
        what = f"a {name} of {used[bad[0]]:g} at {points.frequency[bad[0]]:g} 1/s"
        raise _error(what, f"give finite values above {least:g}" if np.isfinite(least) else "give finite values")
    return used


def _error(what: str, fix: str) -> InputError:
    return InputError("the spectrum", [Problem("points", what, fix)])
