"""The first charge and the first discharge of a simulated full cell, leg by leg.

A half-cycle is what the current passes in one direction, with the rests in between. Integrals are taken within each leg
and added: across a rest there is no current, and two readings beside it would say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ...answers import NoOutcome, Refuse
from ...models.cell import legs
from ...models.cell.equations.observe import PLACE
from ...models.cell.prepare import Prepared

TIME, CURRENT, VOLTAGE = PLACE["time"], PLACE["current"], PLACE["voltage"]


@dataclass(frozen=True, eq=False)
class HalfCycleLegs:
    """The readings of each leg of a half-cycle, rests in between included; `sign` is that of its current."""

    sign: int
    legs: tuple[np.ndarray, ...]

    @property
    def charge(self) -> float:
        """C/m^2."""
        return self.integral(lambda rows: np.abs(rows[:, CURRENT]))

    @property
    def energy(self) -> float:
        """J/m^2."""
        return self.integral(lambda rows: np.abs(rows[:, CURRENT]) * rows[:, VOLTAGE])

    def integral(self, rate: Callable[[np.ndarray], np.ndarray]) -> float:
        """Return the integral over time of what is computed from the readings."""
        return float(sum(np.trapezoid(rate(rows), rows[:, TIME]) for rows in self.legs))


def first_halves(prepared: Prepared, rows: np.ndarray, stopped: str) -> tuple[HalfCycleLegs, ...]:
    """Return the half-cycles of the first cycle in their order.

    Where the run `stopped`, a half-cycle whose later legs are missing is left out.
    """
    first = rows[rows[:, PLACE["cycle"]] == 1]
    each = np.split(first, np.flatnonzero(np.diff(first[:, PLACE["step"]])) + 1)
    halves = list(_halves(each))
    if stopped and halves and not _is_whole(prepared, halves[-1], len(each)):
        halves.pop()
    return tuple(halves)


def first_discharge(prepared: Prepared, rows: np.ndarray, stopped: str) -> HalfCycleLegs:
    """Return the first discharge, or refuse where there is none or where it was not finished."""
    found = next((half for half in first_halves(prepared, rows, stopped) if half.sign < 0), None)
    if found is None:
        raise NoOutcome(stopped) if stopped else Refuse("the first cycle has no discharge")
    return found


def _halves(each: list[np.ndarray]) -> Iterator[HalfCycleLegs]:
    sign, joined, rests = 0, list[np.ndarray](), list[np.ndarray]()
    for rows in each:
        way = int(np.sign(np.trapezoid(rows[:, CURRENT], rows[:, TIME])))
        if way == 0:
            rests.append(rows)
            continue
        if way == sign:
            joined += [*rests, rows]
        else:
            if joined:
                yield HalfCycleLegs(sign, tuple(joined))
            sign, joined = way, [rows]
        rests = []
    if joined:
        yield HalfCycleLegs(sign, tuple(joined))


def _is_whole(prepared: Prepared, last: HalfCycleLegs, done: int) -> bool:
    """Whether the current turns after so many legs of the first cycle, or the cycle ends there.

    The direction of a constant voltage is not known before it is run, so what stops there may not be whole.
    """
    rest = list(legs(prepared.blocks, prepared.cell.kind, 1))[done:]
    following = next((leg for leg in rest if not leg.is_rest), None)
    return following is None or following.current * last.sign < 0
