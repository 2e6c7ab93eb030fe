"""One time axis for the whole test: step times summed, restarts joined, rows sorted, gaps counted.

Functions take plain arrays and return notes on every correction.
"""

from __future__ import annotations

import numpy as np

from ...record.note import Note

NEARBY = 25  # readings on each side that define the usual interval
GAP = 10.0  # times the usual interval nearby; a rest with increasingly sparse sampling stays below
SHORTEST_GAP = 60.0  # s; shorter breaks come from range changes of the cycler
DATE_STEP = 2.0  # s: shortest pause between two dates, which are often whole seconds
DISORDER = 10  # rows; a row displaced further belongs to another part of the test
MOST_STEPS = 0.4  # largest share of rows that begin a step according to the step time alone
TOO_OFTEN = 0.25  # largest share of rows at which the time may run backwards


class Unusable(ValueError):
    """Columns that cannot form a recording; the message gives the reason."""


def added_up(step_time: np.ndarray, new_step: np.ndarray, dates: np.ndarray | None) -> tuple[np.ndarray, list[Note]]:
    """Return test time from a step time that restarts with each step.

    A step begins where the previous one ended. If the dates show a later begin, beyond their rounding, the pause is
    included. A time that continues through most steps is already the test time.
    """
    falls = np.r_[False, np.diff(step_time) < 0]
    if (falls & ~new_step).sum() > MOST_STEPS * len(step_time):
        return step_time, []  # it runs backwards within steps: handled by `running_forward`
    starts = np.flatnonzero(new_step | falls)
    if len(starts) and (falls | (step_time == 0))[starts].mean() < 0.5:
        text = "the step time does not restart with each step; used as test time"
        return step_time, [Note("step-time-runs-on", text)]
    time, paused = _joined(step_time, starts, step_time[starts], dates)
    notes = [Note("step-times-summed", f"test time summed over {len(starts) + 1} steps")] if len(starts) else []
    if paused > 0:
        text = f"pauses between steps included, {_span(paused)} in total, from the dates"
        notes.append(Note("pauses-included", text))
    return time, notes


def running_forward(time: np.ndarray, dates: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, list[Note]]:
    """Return non-decreasing time, the order of the rows, and notes on the corrections."""
    rows = np.arange(len(time))
    back = np.flatnonzero(np.diff(time) < 0) + 1
    if not len(back):
        return time, rows, []
    if len(back) > 2 and not (np.diff(time) > 0).any():
        return time[::-1], rows[::-1], [Note("rows-reversed", "rows were in reverse order of time; reversed")]
    usual = _usual(time)
    wrong = _strays(time, back, GAP * usual)
    if len(wrong):
        rest = np.delete(rows, wrong)
        forward, order, notes = running_forward(time[rest], None if dates is None else dates[rest])
        note = Note("times-dropped", f"{_places(wrong)} with an inconsistent time dropped")
        return forward, rest[order], [note, *notes]
    by_time = np.argsort(time, kind="stable")
    small = int(np.abs(by_time - rows).max()) <= DISORDER < len(time) / 4
    if small and (time[back] > time[0]).all():
        return time[by_time], by_time, [Note("rows-sorted", f"rows out of order at {_places(back)}; sorted by time")]
    if len(back) > max(1, TOO_OFTEN * len(time)):
        raise Unusable(f"the time runs backwards at {len(back)} of {len(time)} rows")
    lead = np.where((time[back] >= 0) & (time[back] <= GAP * usual), time[back], 0.0)
    joined, paused = _joined(time, back, lead, dates)
    times = "once" if len(back) == 1 else f"{len(back)} times"
    pauses = f", with pauses of {_span(paused)} from the dates" if paused > 0 else ""
    return joined, rows, [Note("time-restarted", f"the time restarted {times}; parts joined end to end{pauses}")]


def _usual(time: np.ndarray) -> float:
    steps = np.diff(time)
    return float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0


def _strays(time: np.ndarray, back: np.ndarray, far: float) -> np.ndarray:
    """Rows with an outlying time, while the rows before and after them are consistent."""
    before, there, after = (time[np.clip(back + k, 0, len(time) - 1)] for k in (-2, -1, 0))
    up = (there - before > far) & (after >= before) & (after - before <= far) & (back >= 2)
    before, there, after = there, after, time[np.clip(back + 1, 0, len(time) - 1)]
    down = (after - there > far) & (after >= before) & (after - before <= far) & (back < len(time) - 1)
    return np.unique(np.r_[back[up] - 1, back[down & ~up]])


def _places(rows: np.ndarray) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def gaps(time: np.ndarray) -> np.ndarray:
    """Return the rows before which readings are missing.

    The usual interval is local, as readings on a change of voltage are dense on a slope and sparse on a plateau. A gap
    is GAP times longer than 90 % of the NEARBY intervals on each side, and longer than SHORTEST_GAP. A change of the
    sampling interval, from one minute to one second, is not a gap.
    """
    step = np.diff(time)
    candidates = np.flatnonzero(step > SHORTEST_GAP)
    found = []
    for some in np.array_split(candidates, len(candidates) // 50_000 + 1):  # limits the memory of the windows
        usual = np.fmax(*(_nine_tenths(step, some, side) for side in (-1, 1)))  # nan if unknown on both sides
        found.append(some[step[some] > GAP * usual])
    return np.concatenate(found) + 1


def _nine_tenths(step: np.ndarray, at: np.ndarray, side: int) -> np.ndarray:
    """90th percentile of the intervals on one side; nan with too few of them."""
    window = at[:, None] + side * np.arange(1, NEARBY + 1)
    there = (window >= 0) & (window < len(step))
    near = np.where(there, step[np.clip(window, 0, len(step) - 1)], -1.0)
    near.sort(axis=1)
    count = there.sum(axis=1)
    rank = NEARBY - count + np.minimum((0.9 * count).astype(int), count - 1)
    value = np.take_along_axis(near, np.clip(rank, 0, NEARBY - 1)[:, None], axis=1)[:, 0]
    return np.where(count >= 3, value, np.nan)


def notes_on_gaps(time: np.ndarray) -> list[Note]:
    """Return a note on gaps between the readings: how many, and the longest."""
    rows = gaps(time)
    if not len(rows):
        return []
    long = time[rows] - time[rows - 1]
    worst = rows[int(long.argmax())]
    many = "1 gap" if len(rows) == 1 else f"{len(rows)} gaps"
    text = f"{many} in the readings; the longest is {_span(float(long.max()))}, from {time[worst - 1]:.6g} s"
    return [Note("gaps", text)]


def _joined(
    time: np.ndarray, starts: np.ndarray, lead: np.ndarray, dates: np.ndarray | None
) -> tuple[np.ndarray, float]:
    """Join parts of a time axis end to end; returns the time and the total of the pauses.

    `lead` is the interval between the last reading of a part and the first of the next; dates may lengthen it.
    """
    if not len(starts):
        return time.copy(), 0.0
    lead = np.maximum(lead, 0.0)
    pause = np.zeros(len(starts))
    if dates is not None:
        passed = dates[starts] - dates[starts - 1]
        pause = np.where(np.isfinite(passed) & (passed - lead > DATE_STEP), passed - lead, 0.0)
    jump = np.zeros(len(time))
    jump[starts] = time[starts - 1] + lead + pause - time[starts]
    return np.maximum.accumulate(time + np.cumsum(jump)), float(pause.sum())  # of what rounding leaves


def _span(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"
