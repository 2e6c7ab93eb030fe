"""The current at each reading of a recording without a current column, from a given current.

The direction follows the sign of the voltage, or steps of given times. The voltage tells the sign of the current where
both have the same sign: in symmetric cells and on a bare foil, not in a full cell.
"""

from __future__ import annotations

from itertools import chain, pairwise
from math import inf

import numpy as np

from ....record.note import Note
from ..timeline import Unusable
from .given import CurrentStep, GivenCurrent

DEAD = 0.05  # of the usual |V|: a smaller voltage does not show a direction
USUAL = 0.75  # of the time |V| is smaller: so the usual size stays that of the cell through a short of half the record
UNCLEAR = 0.02  # of the time: a larger share without a direction is reported
FULL = 0.3  # V: cells with unequal electrodes stay above, at either sign of the current
MOST = 0.9  # of the time
NEAR = 0.02  # of the shorter of two steps: within this distance a step may end beside its given time
CLEAR = 2.0  # times every other change of the voltage nearby: a change this large is the switch of the current
ROUNDING = 1e-9  # relative, of a time in a file


def current_of(given: GivenCurrent, time: np.ndarray, voltage: np.ndarray) -> tuple[np.ndarray, list[Note]]:
    """Return the current (A) at each reading and notes; `given` is a current of the whole cell."""
    if given.follows_voltage:
        return _by_voltage(given, time, voltage)
    return _by_steps(given, time, voltage)


def _by_voltage(given: GivenCurrent, time: np.ndarray, voltage: np.ndarray) -> tuple[np.ndarray, list[Note]]:
    spent = np.diff(time, prepend=time[:1])
    total = float(spent.sum()) or 1.0
    if spent[voltage > FULL].sum() > MOST * total:
        share = spent[voltage > FULL].sum() / total
        raise Unusable(
            f"the voltage is above {FULL:g} V in {share:.0%} of the time, so its sign does not give the direction of "
            "the current; give the times, as in '0.25 mA every 1 h'"
        )
    limit = DEAD * _usual_size(np.abs(voltage), spent)
    sign = np.where(np.abs(voltage) > limit, np.sign(voltage), 0.0)
    if not sign.any():
        raise Unusable("the voltage is zero throughout, so it gives no direction of the current; give the times")
    known = np.flatnonzero(sign)
    last = np.searchsorted(known, np.arange(len(sign)), side="right") - 1  # the latest reading with a direction
    sign = sign[known[np.maximum(last, 0)]]
    notes: list[Note] = []
    unclear = float(spent[np.abs(voltage) <= limit].sum()) / total
    if unclear > UNCLEAR:
        text = (
            f"the voltage is within {limit * 1e3:.3g} mV of zero in {unclear:.0%} of the time, where it shows neither "
            f"direction nor rest; the last direction is used there{_usual(time, sign)}"
        )
        notes.append(Note("direction-unclear", text))
    return given.steps[0].amount * sign, notes


def _usual_size(size: np.ndarray, spent: np.ndarray) -> float:
    """Return the size below which the voltage stays for this share of the time."""
    order = np.argsort(size, kind="stable")
    passed = np.cumsum(spent[order])
    place = int(np.searchsorted(passed, USUAL * passed[-1])) if passed[-1] > 0 else len(size) // 2
    return float(size[order[min(place, len(size) - 1)]])


def _usual(time: np.ndarray, sign: np.ndarray) -> str:
    """Advice with the usual time between two reversals, if there are some."""
    turns = time[np.flatnonzero(np.diff(sign)) + 1]
    if len(turns) < 3:
        return ""
    return (
        f". The direction usually changes after {float(np.median(np.diff(turns))) / 3600:.3g} h: give it with 'every'"
    )


def _by_steps(given: GivenCurrent, time: np.ndarray, voltage: np.ndarray) -> tuple[np.ndarray, list[Note]]:
    """Follow the steps; each ends at the change of the voltage near its time.

    Small delays therefore do not add up.
    """
    begin = 0.0 if time[0] <= given.steps[0].seconds else float(time[0])
    mean = sum(step.seconds for step in given.steps) / len(given.steps)
    if time[-1] - begin > mean * len(time):
        raise Unusable(f"the given steps last {mean:.3g} s on average, less than the interval between readings")
    usual = float(np.median(np.diff(time))) if len(time) > 1 else 0.0
    current = np.zeros(len(time))
    row, moved = 0, 0.0
    for step, after in pairwise(chain(given.schedule(), (CurrentStep(0.0, inf),))):
        end = begin + step.seconds
        stop = int(np.searchsorted(time, end * (1 + ROUNDING), side="right"))
        if row < stop < len(time):
            reach = max(NEAR * min(step.seconds, after.seconds), 1.5 * usual)
            stop, at = _switch(time, voltage, (row, stop), (end, reach), np.sign(after.amount - step.amount))
            moved = max(moved, abs(at - end))
            end = at
        current[row:stop] = step.amount
        row, begin = stop, end
        if row >= len(time):
            break
    text = f"steps moved by up to {moved:.3g} s to the changes of the voltage"
    notes = [Note("steps-moved", text)] if moved > 0 else []
    if row < len(time):
        text = f"the given steps end after {begin / 3600:.4g} h; no current is taken to flow afterwards"
        notes.append(Note("steps-end", text))
    return current, notes


def _switch(
    time: np.ndarray, voltage: np.ndarray, rows: tuple[int, int], place: tuple[float, float], way: float
) -> tuple[int, float]:
    """Return the first row of the next step and the time of the switch, which lies between two readings.

    `place` is the given time of the switch and how far from it the switch may be; `way` is the sign of the change of
    the current, which is also that of the voltage.
    """
    (row, stop), (end, reach) = rows, place
    low, high = np.searchsorted(time, [end - reach, end + reach])
    low = max(int(low), row + 1)
    change = np.diff(voltage[low - 1 : int(high) + 1])  # every interval between readings that overlaps the reach
    best = int(np.argmax(way * change)) if len(change) else 0
    others = np.abs(np.delete(change, best)).max(initial=0.0) if len(change) else 0.0
    if len(change) and way * change[best] > CLEAR * others:
        k = low + best
        return k, float(np.clip(end, time[k - 1], time[k]))
    if time[-1] - end < reach:  # the record ends within the step, a little later than given
        return len(time), float(time[-1])
    return stop, end
