"""Misfit: how well data are reproduced, and how many independent readings a recording holds.

Residuals are noise as long as they have the size of noise and are not correlated. Otherwise the model is wrong, by an
error that lasts over many readings and repeats in every half-cycle; more readings or more cycles then add no
information. The squares of the residuals are therefore divided by their excess over the noise, by the number of
correlated readings in a row, and by the number of half-cycles that repeat.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from .branches import SHARES, Branches
from .data import Datum, Simulated, Trace
from .impedance import RestSpectrum
from .replay import Piece

PARTS = 20  # of the time of a half-cycle: grid on which half-cycles are compared
CHANCE = 3.0  # standard deviations: what is beyond is not chance


@dataclass(frozen=True, eq=False)
class Misfit:
    """Misfit of a datum where the search ended.

    `excess` is how much more the residuals of a recording weigh than noise of its size would; `misses` is their root
    mean square (SI), of the voltages of branches. `charge_misses` is that of the logarithms of their charges.
    """

    datum: Datum
    simulated: np.ndarray
    excess: float

    @property
    def misses(self) -> float:
        many = self.datum.volts if isinstance(self.datum, Branches) else len(self.simulated)
        return _root_mean_square((self.simulated - self.datum.target)[:many])

    @property
    def charge_misses(self) -> float | None:
        if not isinstance(self.datum, Branches):
            return None
        return _root_mean_square((self.simulated - self.datum.target)[self.datum.volts :])


def _root_mean_square(residual: np.ndarray) -> float:
    return float(np.sqrt(np.mean(residual**2)))


def misfit_of(datum: Datum, simulated: Simulated) -> Misfit:
    residual = (simulated.values - datum.target) / datum.scale
    if isinstance(datum, Branches):
        volts, charges = residual[: datum.volts], residual[datum.volts :]
        larger = max(_larger(volts, _pieces(datum)), float(np.mean(charges**2)))
    elif isinstance(datum, Trace):
        larger = _larger(residual, datum.pieces)
    elif isinstance(datum, RestSpectrum):
        larger = float(np.mean(residual**2)) * max(map(in_a_row, np.split(residual, 2)))
    else:
        larger = 1.0
    return Misfit(datum, simulated.values, max(larger, 1.0))


def _larger(residual: np.ndarray, pieces: tuple[Piece, ...]) -> float:
    return float(np.mean(residual**2)) * in_a_row(residual) * again(residual, pieces)


def _pieces(datum: Branches) -> tuple[Piece, ...]:
    """Return the compared half-cycles as pieces, whose time is the share of the charge."""
    shares, rows = np.array(SHARES), np.arange(len(SHARES))
    return tuple(Piece(one.current, 1.0, shares, rows) for one in datum.compared)


def in_a_row(residual: np.ndarray) -> float:
    """Return the correlation length of residuals in readings, 1 + 2 (r1 + r2 + ..).

    The autocorrelations r are summed up to the first that could be chance; the number of independent readings is
    smaller by this factor (Geyer, Stat. Sci. 7 (1992) 473).
    """
    square = float(residual @ residual)
    if not square:
        return 1.0
    r = np.correlate(residual, residual, "full")[len(residual) :] / square
    chance = np.flatnonzero(r < CHANCE / sqrt(len(residual)))
    return 1.0 + 2.0 * float(r[: chance[0] if len(chance) else len(r)].sum())


def again(residual: np.ndarray, pieces: tuple[Piece, ...]) -> float:
    """Return how many half-cycles repeat the same residuals.

    One, where they differ by chance, and all, where the same residuals return in each (the design effect of clusters,
    Kish, Survey Sampling (1965), chapter 5). Stripping counts with the other sign.
    """
    shapes, at = [], 0
    for piece in pieces:
        mine = residual[at : at + len(piece.rows)] * np.sign(piece.current)
        at += len(piece.rows)
        if len(mine) > 1 and piece.current:
            part = np.minimum((PARTS * piece.times / piece.seconds).astype(int), PARTS - 1)
            weight = np.maximum(np.bincount(part, minlength=PARTS), 1)
            shapes.append(np.bincount(part, mine, PARTS) / np.sqrt(weight))
    if len(shapes) < 2:
        return 1.0
    every = np.array(shapes)
    square = float(np.mean(every**2))
    same = len(shapes) * float(np.mean(every.mean(axis=0) ** 2)) / square if square else 1.0
    return same if same > 1 + CHANCE * sqrt(2 / PARTS) else 1.0
