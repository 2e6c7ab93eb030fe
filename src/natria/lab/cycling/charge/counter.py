"""Charge of each half-cycle from the charge counter of the instrument.

An instrument integrates its current far more often than it writes readings, so its counter needs no assumption about
what happened between them. Counters differ in what they count and in when they restart:

    charging, discharging    one direction each; some restart with each step or cycle, some never
    step                     the charge of the present step, with or without a sign
    net                      charged less discharged

Inside a step, the charge is the growth of the counter. Across a switch, a counter of one direction that does not
restart gives the charge up to the switch, |I_a| u; one that restarts gives the charge after it, |I_b| (gap - u), and
the net counter gives I_a u + I_b (gap - u). Each gives the time u of the switch. Where none does (a step counter before
a rest), the time that the readings show is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ....record import Recording
from ..half_cycles import HalfCycles, runs
from .resolution import decimal_step
from .switches import UNIFORM, Switches

AH = 3600.0  # C
CHARGING, DISCHARGING, STEP, NET = (
    "charging_capacity_ah",
    "discharging_capacity_ah",
    "step_capacity_ah",
    "net_capacity_ah",
)
COARSEST = 1.0  # A h: coarsest resolution that is looked for
FLOWS = 0.5  # of the charge by the readings: a counter that shows less or twice as much has another meaning or unit
ROUNDING = 1e-6  # relative: what single precision may take off a counter
SAME = 0.01  # relative difference of two currents below which the net counter does not tell the time of a switch


@dataclass(frozen=True, eq=False)
class Counted:
    """Charge of each half-cycle (C) by a counter, its error (C), and the refined switches.

    The error follows from the resolution of the counter.
    """

    charge: np.ndarray
    std: np.ndarray
    switches: Switches
    columns: tuple[str, ...]


def counted(recording: Recording, halves: HalfCycles, seen: Switches, readings: np.ndarray) -> Counted | None:
    """Return the charges by the best counter of a recording; None without a usable one.

    `readings` are the charges by the readings (C), against which the meaning of a column is checked.
    """
    for columns in ((CHARGING, DISCHARGING), (STEP,), (NET,)):
        if not all(name in recording.columns for name in columns):
            continue
        counter = [recording.columns[name] * AH for name in columns]
        if not all(np.isfinite(values).all() for values in counter):
            continue
        step = max(decimal_step(recording.columns[name], COARSEST) for name in columns) * AH
        kind = {CHARGING: "direction", STEP: "step", NET: "net"}[columns[0]]
        found = _charges(recording, halves, seen, counter, kind)
        share = found.charge / np.where(readings > 0, readings, np.nan)
        if np.isfinite(share).any() and FLOWS <= float(np.nanmedian(share)) <= 1 / FLOWS:
            return replace(found, std=np.full(len(halves), step * UNIFORM * 2**0.5), columns=columns)
    return None


def _charges(recording: Recording, halves: HalfCycles, seen: Switches, counter: list[np.ndarray], kind: str) -> Counted:
    along = counter[0]
    if kind == "direction":  # of each row, the counter of the direction that flows there
        along = np.where(halves.on < 0, counter[-1], counter[0])
    elif kind == "step":
        along = np.abs(along)
    growth = _growth(recording, halves, along, restarts=kind != "net")
    at, sure = _times(seen, recording.current, counter, kind)
    refined = replace(
        seen,
        at=at,
        begun=np.where(sure, seen.gap - at, seen.begun),
        std=np.where(sure, 0.0, seen.std),
    )
    return Counted(with_ends(growth, refined), np.zeros(len(halves)), refined, ())


def _growth(recording: Recording, halves: HalfCycles, along: np.ndarray, *, restarts: bool) -> np.ndarray:
    """Growth of the counter inside each half-cycle (C); where it restarts, the integral of the readings."""
    change = np.abs(np.diff(along, prepend=along[:1]))
    current, step = np.abs(recording.current), np.diff(recording.time, prepend=recording.time[:1])
    by_reading = step * (current + np.r_[current[:1], current[:-1]]) / 2
    fallen = _fallen(along) if restarts else np.zeros(len(along), bool)
    return inside(np.where(fallen, by_reading, change), halves)


def _fallen(along: np.ndarray) -> np.ndarray:
    """Mask of the rows at which a counter that only grows has restarted since the row before."""
    return np.asarray(np.r_[False, along[1:] < along[:-1] * (1 - ROUNDING)])


def inside(per_row: np.ndarray, halves: HalfCycles) -> np.ndarray:
    """Sum of a number per interval over the intervals inside the steps of each half-cycle."""
    first, stop = runs(halves.on)
    flowing = halves.on[first] != 0 if len(first) else np.zeros(0, bool)
    total = np.r_[0.0, np.cumsum(per_row)]
    sums = (total[stop] - total[np.minimum(first + 1, stop)])[flowing]
    half = np.searchsorted(halves.first, first[flowing], side="right") - 1
    return np.bincount(half, sums, minlength=len(halves)) if len(halves) else np.zeros(0)


def with_ends(within: np.ndarray, s: Switches) -> np.ndarray:
    """Add the charge around the switches to the charge inside each half-cycle.

    It is the charge between the switches and the readings next to them.
    """
    charge = within.copy()
    for half, amount in ((s.old, s.flow_old * s.at), (s.new, s.flow_new * s.begun)):
        flows = half >= 0
        np.add.at(charge, half[flows], amount[flows])
    return charge


def _times(s: Switches, current: np.ndarray, counter: list[np.ndarray], kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the time of each switch by the counter, and whether the counter shows it.

    Times are in s after the last reading.
    """
    a = s.before
    b = np.minimum(a + 1, len(current) - 1)
    inner = b > a
    flows_old, flows_new = (s.old >= 0) & (s.flow_old > 0), (s.new >= 0) & (s.flow_new > 0)
    if kind == "net":
        apart = current[a] - current[b]
        moved = counter[0][b] - counter[0][a]
        sure = inner & (np.abs(apart) > SAME * np.maximum(s.flow_old, s.flow_new)) & (flows_old | flows_new)
        flow_a, flow_b = np.where(flows_old, current[a], 0.0), np.where(flows_new, current[b], 0.0)
        by = np.where(sure, flow_a - flow_b, 1.0)
        at = (moved - flow_b * s.gap) / by
        return _within(at, s, sure)
    if kind == "step":
        passed = np.abs(counter[0][b])
        began = inner & flows_new & ((passed < np.abs(counter[0][a])) | ~flows_old)
        at = s.gap - passed / np.where(began, s.flow_new, 1.0)
        return _within(at, s, began)
    after = np.where(current[a] < 0, counter[-1][b] - counter[-1][a], counter[0][b] - counter[0][a])
    ended = inner & flows_old & (after >= 0) & (np.where(current[a] < 0, counter[-1][a], counter[0][a]) > 0)
    began_at = np.where(current[b] < 0, counter[-1][b], counter[0][b])
    grown = began_at - np.where(current[b] < 0, counter[-1][a], counter[0][a])
    passed = np.where(grown >= 0, grown, began_at)
    began = inner & flows_new & ~ended
    at = np.where(ended, after / np.where(ended, s.flow_old, 1.0), s.gap - passed / np.where(began, s.flow_new, 1.0))
    return _within(at, s, ended | began)


def _within(at: np.ndarray, s: Switches, sure: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep the times inside their gap.

    Pauses keep no charge by the readings, so the counter decides there too.
    """
    return np.where(sure, np.clip(at, 0.0, s.gap), s.at), sure
