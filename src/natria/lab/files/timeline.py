"""One clock for the whole test: steps added up, restarts joined, rows put in order, gaps counted.

Every function takes plain arrays and says in words what it did; nothing is mended without a word.
"""

from __future__ import annotations

import numpy as np

NEARBY = 25  # readings on either side of an interval that say how long intervals are there
GAP = 10.0  # times what is usual nearby; a rest that is sampled ever more sparsely stays below it
SHORTEST_GAP = 60.0  # s; below it a break is a cycler that changes its range
DATE_STEP = 2.0  # s: dates are often whole seconds, so a shorter pause between two dates is none
DISORDER = 10  # rows; further than that a row is not out of order, it is from another part of the test
MOST_STEPS = 0.4  # of the rows begin a step that only its clock shows: steps of one row are none
TOO_OFTEN = 0.25  # of the rows; a clock that runs backwards more often is none


class Unusable(ValueError):
    """Columns that make no recording; the message says why, for people."""


def added_up(step_time: np.ndarray, new_step: np.ndarray, dates: np.ndarray | None) -> tuple[np.ndarray, list[str]]:
    """Test time from a time that starts again with each step.

    A step begins where the one before it ended. Where dates say that it began later, by more than they can be rounded
    by, the pause between the steps is counted too. A time that runs on through most steps is that of the test already.
    """
    falls = np.r_[False, np.diff(step_time) < 0]
    if (falls & ~new_step).sum() > MOST_STEPS * len(step_time):
        return step_time, []  # it runs backwards within the steps: left to `running_forward`
    starts = np.flatnonzero(new_step | falls)
    if len(starts) and (falls | (step_time == 0))[starts].mean() < 0.5:
        return step_time, ["the time does not start again with each step; it was taken as that of the test"]
    time, paused = _joined(step_time, starts, step_time[starts], dates)
    notes = [f"test time added up from the times of {len(starts) + 1} steps"] if len(starts) else []
    if paused > 0:
        notes.append(f"pauses between steps of {_span(paused)} in all, from the dates")
    return time, notes


def running_forward(time: np.ndarray, dates: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Time that never runs backwards, the rows that it belongs to in their order, and what was done for it."""
    rows = np.arange(len(time))
    back = np.flatnonzero(np.diff(time) < 0) + 1
    if not len(back):
        return time, rows, []
    if len(back) > 2 and not (np.diff(time) > 0).any():
        return time[::-1], rows[::-1], ["the rows stood in reverse order of time"]
    usual = _usual(time)
    wrong = _strays(time, back, GAP * usual)
    if len(wrong):
        rest = np.delete(rows, wrong)
        forward, order, notes = running_forward(time[rest], None if dates is None else dates[rest])
        return forward, rest[order], [f"the time is wrong in {_places(wrong)}; left out", *notes]
    by_time = np.argsort(time, kind="stable")
    small = int(np.abs(by_time - rows).max()) <= DISORDER < len(time) / 4
    if small and (time[back] > time[0]).all():
        return time[by_time], by_time, [f"rows stood out of order in {_places(back)} and were put in order of time"]
    if len(back) > max(1, TOO_OFTEN * len(time)):
        raise Unusable(f"the time runs backwards at {len(back)} of {len(time)} rows")
    lead = np.where((time[back] >= 0) & (time[back] <= GAP * usual), time[back], 0.0)
    joined, paused = _joined(time, back, lead, dates)
    times = "once" if len(back) == 1 else f"{len(back)} times"
    pauses = f", with {_span(paused)} between them by the dates" if paused > 0 else ""
    return joined, rows, [f"the time started again {times}; the parts were joined end to end{pauses}"]


def _usual(time: np.ndarray) -> float:
    steps = np.diff(time)
    return float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0


def _strays(time: np.ndarray, back: np.ndarray, far: float) -> np.ndarray:
    """Rows whose time is far off while the rows before and after them fit together."""
    before, there, after = (time[np.clip(back + k, 0, len(time) - 1)] for k in (-2, -1, 0))
    up = (there - before > far) & (after >= before) & (after - before <= far) & (back >= 2)
    before, there, after = there, after, time[np.clip(back + 1, 0, len(time) - 1)]
    down = (after - there > far) & (after >= before) & (after - before <= far) & (back < len(time) - 1)
    return np.unique(np.r_[back[up] - 1, back[down & ~up]])


def _places(rows: np.ndarray) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def gaps(time: np.ndarray) -> np.ndarray:
    """Rows before which readings are missing.

    What counts as long depends on the place: readings on a change of voltage are dense on a slope and sparse on a
    plateau. So an interval is a gap where it is GAP times longer than nine tenths of the NEARBY intervals on either
    side of it, and longer than SHORTEST_GAP. A change of the sampling, from one minute to one second, is none.
    """
    step = np.diff(time)
    candidates = np.flatnonzero(step > SHORTEST_GAP)
    found = []
    for some in np.array_split(candidates, len(candidates) // 50_000 + 1):  # of many, a window each would fill memory
        usual = np.fmax(*(_nine_tenths(step, some, side) for side in (-1, 1)))  # nan where neither side can say
        found.append(some[step[some] > GAP * usual])
    return np.concatenate(found) + 1


def _nine_tenths(step: np.ndarray, at: np.ndarray, side: int) -> np.ndarray:
    """The longest but one in ten of the intervals on one side; nan where there are too few to say."""
    window = at[:, None] + side * np.arange(1, NEARBY + 1)
    there = (window >= 0) & (window < len(step))
    near = np.where(there, step[np.clip(window, 0, len(step) - 1)], -1.0)
    near.sort(axis=1)
    count = there.sum(axis=1)
    rank = NEARBY - count + np.minimum((0.9 * count).astype(int), count - 1)
    value = np.take_along_axis(near, np.clip(rank, 0, NEARBY - 1)[:, None], axis=1)[:, 0]
    return np.where(count >= 3, value, np.nan)


def say_gaps(time: np.ndarray) -> list[str]:
    rows = gaps(time)
    if not len(rows):
        return []
    long = time[rows] - time[rows - 1]
    worst = rows[int(long.argmax())]
    many = "1 gap" if len(rows) == 1 else f"{len(rows)} gaps"
    return [f"{many} without readings, the longest of {_span(float(long.max()))} from {time[worst - 1]:.6g} s"]


def _joined(
    time: np.ndarray, starts: np.ndarray, lead: np.ndarray, dates: np.ndarray | None
) -> tuple[np.ndarray, float]:
    """Parts of a clock, each running forward, end to end. `lead` is what has passed between the last reading of a part
    and the first of the next; dates lengthen it where they show more. Gives the time in pauses too."""
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
