"""Ageing of an electrode with a chemistry: losses that follow from a leg, taken at its end.

Three losses, each absent unless the design gives its number:

- contact: what reacts loses contact in proportion to the charge that it passes, d ln(s)/dN = -k over the equivalent
  full cycles N = (charge passed)/(2 x charge of the electrode). The simplest law of a loss of active material by
  cycling (Reniers, Mulder and Howey, J. Electrochem. Soc. 166, A3189 (2019), review such laws). Charge, exchange
  currents and the area of a product film fall alike, so what is left works as before under a larger current.
- dissolution: sulfur leaves while it is Na2S4, d ln(m)/dt = -k s(Na2S4), of first order in it, as the polysulfides of
  the upper plateau are taken by Mikhaylik and Akridge, J. Electrochem. Soc. 151, A1969 (2004). The area stays.
- irreversible: of the charge that the electrolyte of the composite takes up, a share never comes back,
  dq = -k dq(reduced). It stays reduced. The simplest law.

A leg is short beside the life of a cell, so the losses are taken at its end (splitting of first order): the capacity of
a leg does not see its own loss. What is lost keeps its sodium, which is counted (`Aged.sodium`). Sulfur that dissolves
takes that of Na2S4. It is taken from the Na2S4 that is left at the end of the leg. Where there is too little, the leg
has gone on to convert what had left already; its sodium beyond that of Na2S4 is returned to the metal, as the leg would
have passed so much less charge. Plain NumPy: nothing here is called within a leg.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..equations.layout import KIND, NUMBERS_AT, STATES_AT, Packed
from ..equations.states import AT_SODIUM
from . import conversion, insertion
from .dispatch import CONVERSION, INSERTION, room, sodium

POINTS = 40  # of a leg, between which what it holds rises or falls: a leg has one current
LEAST = 1e-6  # numerics: of a share, below which what is left counts as nothing and is lost no further
COUNTER = 1  # electrodes age that have a chemistry: the cathode of a full cell


class Aged(NamedTuple):
    """What is left of the electrode as built, and the sodium (C/m^2) that is in what was lost."""

    contact: float = 1.0
    sulfur: float = 1.0
    electrolyte: float = 1.0
    sodium: float = 0.0


NEW = Aged()


def _conversion_numbers(p: np.ndarray, aged: Aged) -> None:
    """Scale the numbers of a sulfur electrode in place."""
    for k in range(conversion.COUPLES):
        left = aged.sulfur if k < conversion.SULFUR else aged.electrolyte
        p[conversion.COUPLE * k + conversion.CHARGE] *= aged.contact * left
        p[conversion.COUPLE * k + conversion.I0] *= aged.contact
    p[conversion.CONDUCTANCE] *= aged.contact
    p[conversion.PER_CHARGE] /= aged.contact


def _insertion_numbers(p: np.ndarray, aged: Aged) -> None:
    """Scale the numbers of an insertion electrode in place."""
    p[insertion.CAPACITY] *= aged.contact
    p[insertion.EXCHANGE] *= aged.contact


SCALED: dict[int, Callable[[np.ndarray, Aged], None]] = {  # kind -> what of its numbers falls with what is lost
    CONVERSION: _conversion_numbers,
    INSERTION: _insertion_numbers,
}


def numbers_of(packed: Packed, aged: Aged) -> np.ndarray:
    """Return the numbers of an aged cell, from those of the cell as built."""
    p = packed.p.copy()
    if aged != NEW:
        SCALED[int(packed.shape[KIND + COUNTER])](p[int(packed.shape[NUMBERS_AT + COUNTER]) :], aged)
    return p


def aged_by(packed: Packed, aged: Aged, time: np.ndarray, states: np.ndarray) -> tuple[Aged, np.ndarray]:
    """Return what is left after a leg, by its readings, and the state from which the next one starts."""
    law, shape = packed.ageing, packed.shape
    last = np.array(states[-1], float)
    if law is None:
        return aged, last
    before = numbers_of(packed, aged)
    some = np.unique(np.linspace(0, len(states) - 1, POINTS).astype(int))
    held = np.array([sodium(COUNTER, y, shape, before) for y in states[some]])
    whole = sum(room(COUNTER, sign, last, shape, before) for sign in (1.0, -1.0))
    cycles = np.abs(np.diff(held)).sum() / (2.0 * whole)
    after = aged._replace(contact=max(aged.contact * float(np.exp(-law.contact * cycles)), LEAST))
    back = 0.0
    if int(shape[KIND + COUNTER]) == CONVERSION:
        extents, own = states[:, int(shape[STATES_AT + COUNTER]) :], last[int(shape[STATES_AT + COUNTER]) :]
        charges = _charges(packed, after)
        after = _of_conversion(law.dissolution, law.irreversible, after, time, extents)
        back = max(_dissolved(1.0 - after.sulfur / aged.sulfur, charges, own), -last[int(shape[AT_SODIUM])])
        _stays_reduced(after.electrolyte / aged.electrolyte, own)
        last[int(shape[AT_SODIUM])] += back
    kept = float(sodium(COUNTER, last, shape, numbers_of(packed, after)))
    return after._replace(sodium=aged.sodium + float(held[-1]) - kept - back), last


def _charges(packed: Packed, aged: Aged) -> np.ndarray:
    """Return the charges (C/m^2) of the couples of sulfur."""
    own = numbers_of(packed, aged)[int(packed.shape[NUMBERS_AT + COUNTER]) :]
    return np.array([own[conversion.COUPLE * k + conversion.CHARGE] for k in range(conversion.SULFUR)])


def _of_conversion(dissolution: float, irreversible: float, aged: Aged, time: np.ndarray, extents: np.ndarray) -> Aged:
    """Return what is left of sulfur and of the electrolyte of its composite."""
    as_tetrasulfide = np.clip(extents[:, 0] - extents[:, 1], 0.0, 1.0)
    dissolved = dissolution * float(np.trapezoid(as_tetrasulfide, time))
    first, last = np.clip(extents[[0, -1], conversion.SULFUR], 0.0, 1.0)
    taken = irreversible * max(float(last - first), 0.0)
    return aged._replace(
        sulfur=max(aged.sulfur * float(np.exp(-dissolved)), LEAST),
        electrolyte=max(aged.electrolyte * (1.0 - taken), LEAST),
    )


def _dissolved(lost: float, charges: np.ndarray, extents: np.ndarray) -> float:
    """Take a share of the sulfur out of its Na2S4, in place, the rest of it out of all sulfur.

    Returns the sodium (C/m^2) that the second part holds beyond that of Na2S4. `charges` are those before the loss.
    """
    from_tetrasulfide = min(lost, max(float(extents[0] - extents[1]), 0.0))
    left = 1.0 - from_tetrasulfide
    extents[0] -= from_tetrasulfide
    extents[: conversion.SULFUR] /= left
    return (lost - from_tetrasulfide) * float(charges @ extents[: conversion.SULFUR] - charges[0])


def _stays_reduced(left: float, extents: np.ndarray) -> None:
    """Take what is lost of the electrolyte's couple out of its reduced share, in place."""
    if left < 1.0:
        extents[conversion.SULFUR] = max((extents[conversion.SULFUR] - (1.0 - left)) / left, 0.0)
