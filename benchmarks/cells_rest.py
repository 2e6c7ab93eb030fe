"""Voltages of sulfur cells at rest, near the end of each couple, against another solver at a tight tolerance.

    python benchmarks/cells_rest.py

A cell is discharged at the current of its protocol until the share that a couple reduces has fallen to 1e-2, 1e-3, 1e-4
or 1e-5, then it rests for an hour. The reference is Radau's method of SciPy at a relative tolerance of 1e-10 on the
same equations. Printed are the largest errors of the voltage during the rests, after 1 s, 1 min and 1 h, by the
tolerance of the solver. The exit code is 1 where the usual tolerance is off by more than 5 mV.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from natria import load_case
from natria.models.cell import legs, pack, prepare
from natria.models.cell.electrodes.conversion import COUPLES, SULFUR
from natria.models.cell.electrodes.dispatch import room
from natria.models.cell.equations.layout import STATES_AT, Packed
from natria.models.cell.equations.path import whole_jacobian
from natria.models.cell.equations.rates import derivative, voltage
from natria.models.cell.equations.voltage_parts import N_PARTS
from natria.models.cell.failure.limits import Limits
from natria.models.cell.solvers.adaptive import ATOL, Adaptive, usual_rtol
from natria.studies import Studio

SYSTEMS = ("chi2022/na-s", "yuan2025/nas", "kumar2020/bpi/na-s", "chi2022/na-s/tafel-like")
SHARES = (1e-2, 1e-3, 1e-4, 1e-5)
RESTS = (1.0, 60.0, 3600.0)  # s
LOOSE, TIGHT = 1e-6, 1e-10
TINY = 1e-6  # of what is negligible of a state, the absolute tolerance of the reference
MOST = 5e-3  # V
END = 1.0 - 1e-6  # of the charge that still fits
COUNTER = 1


@dataclass(frozen=True)
class Point:
    """The end of a couple: its number, the share that is left, the time of the discharge, the voltages at rest."""

    couple: int
    share: float
    time: float
    volts: np.ndarray


def shares(y: np.ndarray, packed: Packed) -> np.ndarray:
    """Return the share that each couple reduces."""
    x = y[int(packed.shape[STATES_AT + COUNTER]) :][:COUPLES]
    return np.array([1.0 - x[0], *(x[:SULFUR][:-1] - x[:SULFUR][1:]), 1.0 - x[SULFUR]])


def volts(y: np.ndarray, packed: Packed) -> float:
    return float(voltage(y, 0.0, packed.shape, packed.p, np.empty(N_PARTS)))


def through(packed: Packed, y: np.ndarray, current: float, times: np.ndarray, event: Any = None) -> Any:
    """Return the reference through some times, to an event if there is one."""

    def rates(_t: float, state: np.ndarray) -> np.ndarray:
        made = np.empty_like(state)
        derivative(np.ascontiguousarray(state), current, packed.shape, packed.p, made)
        return made

    n = len(packed.start)

    def slopes(_t: float, state: np.ndarray) -> np.ndarray:
        made = np.zeros((n, n))
        whole_jacobian(np.array(state), current, packed.shape, packed.p, np.zeros((2, n)), made)
        return made

    given = {"rtol": TIGHT, "atol": TINY * packed.tolerance, "events": event, "jac": slopes}
    given["t_eval"] = times if event is None else None
    return solve_ivp(rates, (0.0, times[-1]), y, "Radau", **given)


def points(packed: Packed, current: float) -> list[Point]:
    """Return the ends of all couples that the discharge reaches, by the reference."""
    found = []
    for couple in range(COUPLES):
        y, gone = packed.start.copy(), 0.0
        for share in SHARES:

            def left(_t: float, state: np.ndarray, couple: int = couple, share: float = share) -> float:
                return shares(state, packed)[couple] - share

            left.terminal, left.direction = True, -1
            most = END * room(COUNTER, -current, y, packed.shape, packed.p) / abs(current)
            run = through(packed, y, current, np.array([0.0, most]), left)
            if not len(run.t_events[0]):
                break
            y, gone = run.y_events[0][0], gone + float(run.t_events[0][0])
            rest = through(packed, y, 0.0, np.array([0.0, *RESTS]))
            found.append(Point(couple, share, gone, np.array([volts(s, packed) for s in rest.y.T[1:]])))
    return found


def errors(packed: Packed, current: float, at: list[Point], rtol: float) -> np.ndarray:
    """Return the largest error (V) of the rest after each of the points."""
    solver, bounds = Adaptive(packed, rtol, ATOL), Limits().array(None, None)
    found = []
    for point in at:
        there = solver.go(packed.start, current, np.array([0.0, point.time]), bounds).last
        rest = solver.go(there, 0.0, np.array([0.0, *RESTS]), bounds)
        off = [abs(volts(y, packed) - v) for y, v in zip(rest.states[1:], point.volts, strict=True)]
        found.append(max(off))
    return np.array(found)


def main() -> int:
    print("| cell | ends of couples | error at 1e-6, mV | at the usual tolerance, mV | worst: couple, share left |")
    print("| --- | --- | --- | --- | --- |")
    worst = 0.0
    for name in SYSTEMS:
        prepared = prepare(Studio(load_case(name.partition("/")[0])).design(name))
        packed = pack(prepared.cell)
        current = next(leg.current for leg in legs(prepared.blocks, "full", 1) if leg.current < 0)
        at = points(packed, current)
        loose, usual = (errors(packed, current, at, rtol) for rtol in (LOOSE, usual_rtol(packed)))
        k = int(usual.argmax())
        figures = f"{1e3 * loose.max():.2g} | {1e3 * usual.max():.2g} | {at[k].couple + 1}, {at[k].share:.0e}"
        print(f"| {name} | {len(at)} | {figures} |", flush=True)
        worst = max(worst, float(usual.max()))
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
