"""When the current was switched: between the last reading of a step and the first reading of the next.

Between these two readings (times t_a and t_b) the current changes at t_a + u, with u from 0 to the gap t_b - t_a. The
charge |I_a| u belongs to the step that ends, |I_b| (gap - u) to the one that begins. How much of it is known depends on
when the instrument writes readings, and the readings show that:

    both     a reading at the end and one at the start of the step: the gap is short, u lies in it
    end      a reading at the end: the last interval of the step is cut short, or the clock restarts there; u = 0
    start    a reading at the start: the gap is cut short; u is the whole gap
    restart  no such reading, but the clock restarts with the step: u is the gap less one interval of the new step
    free     the clock ignores the steps: u may be anything in the gap, so its middle, with the half-width as error
    pause    the gap is longer than every interval of the step: the instrument paused, no charge is counted

Steps of a whole number of intervals look alike in all cases; the other switches of the file decide. A file is `free`
only if steps that ended at a voltage, so after any time, end on the common grid of the readings. Where nothing decides,
a reading at the end is presumed, as instruments write one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..half_cycles import HalfCycles, runs
from .resolution import decimal_step

SHORT = 0.05  # of an interval of either step: a shorter gap leaves nothing to decide
ALIKE = 1e-5  # relative: intervals of one clock, besides the scatter of the time stamps
SCATTER = 5.0  # times the median deviation of the intervals of a step
COMMON = 1e-3  # relative: intervals of one setting
REGULAR = 0.8  # share of equal intervals in a step with a clock
ENOUGH = 3  # fewest intervals that show a clock
PAUSE = 1.5  # times the longest interval inside the new step
LARGEST_STEP = 1.0  # s: coarser time stamps are not resolution but whole intervals
LOOKED_AT = 60  # switches that show whether readings are written at the end of steps
UNIFORM = 12**-0.5  # standard deviation over width of a uniform distribution


@dataclass(frozen=True, eq=False)
class Switches:
    """Arrays with one entry per switch of the current. Half-cycles are indices, -1 for a rest or none."""

    before: np.ndarray  # row of the last reading of the step that ends
    old: np.ndarray  # half-cycle that ends
    new: np.ndarray  # half-cycle that begins
    flow_old: np.ndarray  # A, magnitude at the last reading; 0 at rest
    flow_new: np.ndarray  # A, magnitude at the first reading; 0 at rest
    gap: np.ndarray  # s between the two readings
    at: np.ndarray  # s from the last reading to the switch (u)
    begun: np.ndarray  # s from the switch to the first reading of the next step
    std: np.ndarray  # s: standard deviation of the time of the switch
    kind: np.ndarray  # word, see above

    def __len__(self) -> int:
        return len(self.before)

    @property
    def lacks_ends(self) -> bool:
        """Whether most steps end without a reading."""
        return _lacks_ends(self.kind[self.old >= 0])


@dataclass(frozen=True)
class _Clock:
    """Intervals (s) between the readings of a step.

    The usual one (nan without a clock), its tolerance, the first, last and longest.
    """

    usual: float
    tolerance: float
    first: float
    last: float
    longest: float


def switches(time: np.ndarray, current: np.ndarray, halves: HalfCycles, at_voltage: np.ndarray) -> Switches:
    """Return all switches of a recording; `at_voltage` flags half-cycles that ended at a voltage."""
    first, stop = runs(halves.on)
    resolution = time_step(time)
    step = np.diff(time)
    common = _common(step)
    clocks = [_clock(step[f : s - 1], resolution, common) for f, s in zip(first, stop, strict=True)]
    half = _half_of(halves, first)
    usual = float(np.median(step[step > 0])) if (step > 0).any() else 0.0
    found = [_seen(float(step[s - 1]), a, b, usual) for s, a, b in zip(stop[:-1], clocks, clocks[1:], strict=False)]
    alone = np.array([kind for kind, _ in found], "<U8")
    kinds = _decided(alone, clocks, half, at_voltage)
    known = np.where(kinds == alone, np.array([at for _, at in found]), np.nan)
    before = stop[:-1] - 1
    gap = step[before] if len(before) else np.zeros(0)
    flow = np.abs(current)
    made = Switches(
        before=before,
        old=half[:-1],
        new=half[1:],
        flow_old=np.where(half[:-1] >= 0, flow[before], 0.0),
        flow_new=np.where(half[1:] >= 0, flow[before + 1], 0.0),
        gap=gap,
        at=gap,
        begun=gap,
        std=gap,
        kind=kinds,
    )
    made = _placed(made, known, resolution)
    return _with_open_end(made, clocks, half, at_voltage, flow)


def lacks_end_readings(time: np.ndarray, halves: HalfCycles) -> bool:
    """Return whether most half-cycles end without a reading, from some of them; quick for long recordings."""
    first, stop = runs(halves.on)
    flowing = np.flatnonzero(halves.on[first[:-1]]) if len(first) else np.zeros(0, int)
    some = flowing[:: max(len(flowing) // LOOKED_AT, 1)]
    step, resolution = np.diff(time), time_step(time)
    common = _common(step)
    usual = float(np.median(step[step > 0])) if (step > 0).any() else 0.0

    def kind(j: int) -> str:
        a, b = (_clock(step[first[k] : stop[k] - 1], resolution, common) for k in (j, j + 1))
        return _seen(float(step[stop[j] - 1]), a, b, usual)[0]

    return _lacks_ends(np.array([kind(j) for j in some]))


def _lacks_ends(kinds: np.ndarray) -> bool:
    without, with_ = (int(np.isin(kinds, which).sum()) for which in (("start", "restart", "free"), ("both", "end")))
    return without > with_


def time_step(time: np.ndarray) -> float:
    """Return the resolution of the time stamps (s), at most a second."""
    return min(decimal_step(time, 1.0), LARGEST_STEP)


def _half_of(halves: HalfCycles, first: np.ndarray) -> np.ndarray:
    """Half-cycle of each run of rows; -1 for a rest."""
    if not len(halves):
        return np.full(len(first), -1)
    return np.where(halves.on[first] != 0, np.searchsorted(halves.first, first, side="right") - 1, -1)


def _clock(inside: np.ndarray, resolution: float, common: float = np.nan) -> _Clock:
    """Return the clock of a step from the intervals in it; a step with few has the common one of the file."""
    if not len(inside):
        return _Clock(common, ALIKE * common if common > 0 else 0.0, np.nan, np.nan, 0.0)
    regular = inside[1:-1] if len(inside) > ENOUGH + 1 else inside
    if len(inside) >= ENOUGH and (low := float(regular.min())) >= (high := float(regular.max())) * (1 - ALIKE):
        tolerance = max(resolution if resolution < low / 2 else 0.0, ALIKE * high)  # one clock: quick, and usual
        usual = (low + high) / 2
        first = float(inside[0]) if abs(float(inside[1]) - usual) <= tolerance else np.nan
        return _Clock(usual, tolerance, first, float(inside[-1]), float(inside.max()))
    usual = float(np.median(regular)) if len(inside) >= ENOUGH or not common > 0 else common
    apart = np.abs(regular - usual)
    scatter = 1.4826 * float(np.median(apart)) if len(inside) >= ENOUGH else 0.0
    tolerance = max(SCATTER * scatter, resolution if resolution < usual / 2 else 0.0, ALIKE * usual)
    equal = float(np.mean(apart <= tolerance)) >= REGULAR and tolerance < usual / 4
    has = common > 0 if len(inside) < ENOUGH else equal
    second = len(inside) > 1 and abs(float(inside[1]) - usual) <= tolerance
    first = float(inside[0]) if second else np.nan
    return _Clock(usual if has else np.nan, tolerance, first, float(inside[-1]), float(inside.max()))


def _common(step: np.ndarray) -> float:
    """Return the interval (s) of most readings of the file, nan if they have none in common."""
    usual = float(np.median(step)) if len(step) else np.nan
    return usual if len(step) and np.mean(np.abs(step - usual) <= COMMON * usual) >= REGULAR else np.nan


def _seen(gap: float, a: _Clock, b: _Clock, usual: float) -> tuple[str, float]:
    """Return what one switch shows by itself, and its time after the last reading where that is known."""
    near = max(a.tolerance, b.tolerance)
    intervals = [c for c in (a.usual, b.usual) if np.isfinite(c)]
    if gap <= SHORT * min(intervals, default=usual):
        return "both", np.nan
    has_a, has_b = np.isfinite(a.usual), np.isfinite(b.usual)
    whole = has_a and not abs(a.last - a.usual) > near  # also for a step of one reading
    restarts = has_b and abs(gap - b.usual) <= near
    late = b.usual - b.first  # how long after the start of the step its first reading came, if the clock began there
    if whole and has_b and near < late < gap <= a.usual + late + near:
        return "start", gap - late
    if has_a and has_b and whole and b.usual + near < gap <= a.usual + b.usual + near:
        return "restart", gap - b.usual
    if gap > PAUSE * (b.longest or usual):
        return "pause", np.nan
    if has_a and not whole:
        return "end", 0.0
    if has_a and restarts and abs(a.usual - b.usual) > near:
        return "end", 0.0
    if has_a and not restarts and gap < a.usual - near:
        return "start", gap
    return ("grid" if has_a and restarts else "open"), np.nan


def _decided(kinds: np.ndarray, clocks: list[_Clock], half: np.ndarray, at_voltage: np.ndarray) -> np.ndarray:
    """Decide the switches that tell nothing by themselves from the others of the file."""
    votes = {kind: int((kinds == kind).sum()) for kind in ("end", "start", "restart")}
    best = max(votes, key=lambda kind: votes[kind])  # of equal ones the first
    if votes[best]:
        usual = best
    else:
        on_grid = any(
            half[j] >= 0 and at_voltage[half[j]] and abs(c.last - c.usual) <= c.tolerance
            for j, c in enumerate(clocks)
            if j == len(clocks) - 1 or kinds[j] == "grid"
        )
        usual = "free" if on_grid else "end"
    unclear = (kinds == "grid") | (kinds == "open")
    if votes["start"] >= votes["restart"]:  # a step of whole intervals that begins with a reading looks like a restart
        unclear |= kinds == "restart"
    return np.where(unclear, usual, kinds)


def _placed(s: Switches, known: np.ndarray, resolution: float) -> Switches:
    """Fill in the times: those known, the middle of the gap otherwise."""
    middle = s.gap / 2
    start = np.where(np.isfinite(known), known, s.gap)
    at = np.select([s.kind == "end", (s.kind == "start") | (s.kind == "restart")], [0.0, start], middle)
    at = np.where((s.kind == "restart") & ~np.isfinite(known), middle, at)
    unknown = (s.kind == "free") | (s.kind == "both") | ((s.kind == "restart") & ~np.isfinite(known))
    std = np.where(unknown, s.gap * UNIFORM, resolution * UNIFORM)
    pause = s.kind == "pause"
    return replace(
        s,
        at=np.where(pause, 0.0, at),
        begun=np.where(pause, 0.0, s.gap - at),
        std=np.where(pause, 0.0, np.maximum(std, np.minimum(resolution, s.gap) * UNIFORM)),
    )


def _with_open_end(
    s: Switches, clocks: list[_Clock], half: np.ndarray, at_voltage: np.ndarray, flow: np.ndarray
) -> Switches:
    """Add the end of a last step that ended at a voltage after the last reading.

    It is added only if no readings are written then.
    """
    if not (s.lacks_ends and len(half) and half[-1] >= 0 and at_voltage[half[-1]] and np.isfinite(clocks[-1].usual)):
        return s
    gap = clocks[-1].usual
    more = {
        "before": len(flow) - 1, "old": half[-1], "new": -1, "flow_old": flow[-1], "flow_new": 0.0,
        "gap": gap, "at": gap / 2, "begun": 0.0, "std": gap * UNIFORM, "kind": "open",
    }  # fmt: skip
    return Switches(**{name: np.append(getattr(s, name), value) for name, value in more.items()})
