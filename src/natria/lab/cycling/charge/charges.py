"""Charge of each half-cycle, and the error of a number that is computed from charges.

The error is the one that the measurement of the charges makes in the number.

With x = f(Q_1 .. Q_m) and w_k = df/dQ_k, the random error of x has two parts:

    var(x) = sum_k (w_k e_k)^2 + sum_j (w_old I_old - w_new I_new)^2 s_j^2

e_k is the error of the charge inside half-cycle k: of the readings, s^2 sum of dt^2 with the noise s of the current; of
the counter, its resolution. s_j is the error of the time of switch j, which moves charge from the half-cycle that
begins to the one that ends; both are in x with weights of opposite sign, so the two changes add up. The offset of the
current is a separate, systematic part (`charge_error`).

The counter of the instrument is used where the file has one and its resolution is finer than the error of the readings,
or where the two differ by more than these errors: the readings then miss something that the counter saw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ...results import Cycling, Remark
from ..half_cycles import HalfCycles
from .counter import Counted, counted, inside, with_ends
from .measurement_error import MeasurementError, error_of
from .switches import UNIFORM, Switches, switches

CLEAR = 3.0  # times the error of a charge: counter and readings that differ by more contradict each other
FEW = 5  # readings below which no noise is estimated
MAH = 3.6  # C


@dataclass(frozen=True, eq=False)
class Charges:
    """Charges of the half-cycles (C).

    `value` is the one to use; `counter` is None without a usable counter.
    """

    value: np.ndarray
    std: np.ndarray  # of the charge inside each half-cycle
    switches: Switches
    readings: np.ndarray
    counter: Counted | None
    uses_counter: bool

    @property
    def source(self) -> str:
        if self.uses_counter and self.counter is not None:
            return "charge counter of the instrument"
        return "integral of the current readings"

    def error(self, weights: np.ndarray) -> MeasurementError:
        """Return the random error of a number with these derivatives by the charge of each half-cycle.

        The time of a switch is uniform within its limits.
        """
        s = self.switches
        padded = np.r_[weights, 0.0]  # the weight of a rest, at -1
        moved = padded[s.old] * s.flow_old - padded[s.new] * s.flow_new
        inside = float(np.sqrt(((weights * self.std) ** 2).sum()))
        return error_of(inside, np.abs(moved * s.std) / (2 * UNIFORM))

    def ratio_errors(self, later: np.ndarray, earlier: np.ndarray) -> np.ndarray:
        """Return the random error of each ratio Q_later / Q_earlier; a half-cycle is in one of them at most."""
        s, number = self.switches, len(self.value)
        weight, belongs = np.zeros(number + 1), np.full(number + 1, -1)  # of a rest, at -1: none
        weight[later], weight[earlier] = 1 / self.value[earlier], -self.value[later] / self.value[earlier] ** 2
        belongs[later] = belongs[earlier] = np.arange(len(later))
        total = (weight[later] * self.std[later]) ** 2 + (weight[earlier] * self.std[earlier]) ** 2
        old, new = weight[s.old] * s.flow_old * s.std, -weight[s.new] * s.flow_new * s.std
        inside = belongs[s.old] == belongs[s.new]
        for which, amount in ((s.old, old + np.where(inside, new, 0.0)), (s.new, np.where(inside, 0.0, new))):
            there = belongs[which] >= 0
            np.add.at(total, belongs[which][there], amount[there] ** 2)
        return np.asarray(np.sqrt(total))

    @property
    def each(self) -> np.ndarray:
        """Random error of the charge of each half-cycle (C), by itself."""
        s = self.switches
        total = self.std**2
        for half, flow in ((s.old, s.flow_old), (s.new, s.flow_new)):
            flows = half >= 0
            np.add.at(total, half[flows], (flow[flows] * s.std[flows]) ** 2)
        return np.asarray(np.sqrt(total))


def charges(cycling: Cycling, at_voltage: np.ndarray | None = None, offset: float = 0.0) -> Charges:
    """Return the charges of all half-cycles.

    `at_voltage` flags those that ended at a voltage (none if not given); `offset` (A) is subtracted from the current.
    """
    recording, halves = cycling.recording, cycling.halves
    ended = np.zeros(len(halves), bool) if at_voltage is None else at_voltage
    seen = switches(recording.time, recording.current, halves, ended)
    flow, step = recording.current, np.diff(recording.time, prepend=recording.time[:1])
    between = np.abs(flow + np.r_[flow[:1], flow[:-1]]) / 2 * step
    read = with_ends(inside(between, halves), seen)
    off = offset * halves.sign * halves.duration
    noise = _noise_of_charge(recording.current, halves)
    by_readings = Charges(read - off, noise, seen, read - off, None, uses_counter=False)
    by_counter = counted(recording, halves, seen, read)
    if by_counter is None:
        return by_readings
    by_counter = replace(by_counter, charge=by_counter.charge - off)
    both = replace(by_readings, counter=by_counter)
    taken = replace(both, value=by_counter.charge, std=by_counter.std, switches=by_counter.switches, uses_counter=True)
    finer = np.median(taken.each) <= np.median(by_readings.each)
    return taken if finer or _contradict(by_readings, taken).any() else both


def _contradict(readings: Charges, counter: Charges) -> np.ndarray:
    """Mask of the half-cycles whose two charges differ by more than their errors."""
    return np.asarray(np.abs(readings.value - counter.value) > CLEAR * np.hypot(readings.each, counter.each))


def remarks(one: Charges) -> Iterator[Remark]:
    """Yield how the charges were obtained.

    Remarks: from what, with which readings at the ends of steps, and what differs.
    """
    s = one.switches
    if one.counter is not None and len(one.readings):
        apart = one.counter.charge / np.where(one.readings > 0, one.readings, np.nan) - 1
        widest = float(apart[int(np.nanargmax(np.abs(apart)))]) if np.isfinite(apart).any() else 0.0
        used = "used" if one.uses_counter else "not used, as its resolution is coarser than the error of the readings"
        columns = " and ".join(one.counter.columns)
        text = f"Charge: counter of the instrument ({columns}) {used}; it differs from the integral of the readings by "
        yield Remark("charge-counter", f"{text}up to {100 * widest:+.2g} % in a half-cycle.")
    unknown = np.isin(s.kind, ("free", "open")) & ((s.old >= 0) | (s.new >= 0))
    if unknown.any() and not one.uses_counter:
        wide = float(np.median(s.gap[unknown]))
        yield Remark(
            "step-ends-unknown",
            f"Charge: no reading is written when a step ends; each end is taken in the middle of an interval of "
            f"{wide:.3g} s, and half of the interval is in the spread.",
        )


def _noise_of_charge(current: np.ndarray, halves: HalfCycles) -> np.ndarray:
    """Error of the charge of each half-cycle from the noise of the current (C): s^2 sum of dt^2."""
    found = np.zeros(len(halves))
    for k in range(len(halves)):
        rows = halves.rows(k)
        found[k] = _noise(current[rows]) * float(np.sqrt((halves.weight[rows] ** 2).sum()))
    return found


def _noise(current: np.ndarray) -> float:
    """Standard deviation of the readings from their second differences, which a slope does not affect."""
    if len(current) < FEW:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(current, 2))) / np.sqrt(6))
