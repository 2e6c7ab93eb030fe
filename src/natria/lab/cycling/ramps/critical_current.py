"""Critical current of a ramp, as an interval.

The interval lies between the last current that passed and the first that failed.

Plating and stripping are evaluated separately. A test without a failure gives its last current as a lower bound. The
protocol belongs to the number and is given as conditions: constant time or capacity, size of the current steps,
conditioning before the ramp. After a short in one direction, the other direction is censored at the current that it had
passed. `step_failure` describes how a step is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ....quantity import Bound, Finding, Span
from ....record import Table
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from .staircase import LEVELS, SAME
from .step_failure import CUT
from .steps import CurrentRamp, judge_ramp

WAYS = {1: "plating", -1: "stripping"}


def critical_current(cycling: Cycling) -> Results:
    """Return the critical current and a table of the steps, each with its outcome."""
    ramp = judge_ramp(cycling)
    if ramp is None:
        text = "No critical current: the current is not raised in steps."
        return Results(remarks=(Remark("no-ramp", text),))
    settings, uses = _settings(cycling, ramp)
    findings = (*_critical(cycling, ramp, settings, uses), *_passed_charge(cycling, ramp))
    return Results(findings, (_table(cycling, ramp),), remarks=tuple(_remarks(ramp, settings)))


def _settings(cycling: Cycling, ramp: CurrentRamp) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
    """Return the protocol as conditions, and the findings they were divided by."""
    steps, stairs, specimen = ramp.steps, ramp.stairs, cycling.specimen
    settings: dict[str, float | Span] = {}
    uses: tuple[Finding, ...] = ()
    whole = (stairs.level >= 0) & (ramp.extent >= CUT)
    if ramp.constant == "time":
        settings["half_cycle_time"] = float(np.median(steps.duration[whole]))
    elif ramp.constant == "capacity":
        charge, uses = specimen.charge(float(np.median(steps.charge[whole])))
        settings |= charge
    if len(stairs.conditioning):
        ways = len(np.unique(ramp.way[stairs.conditioning]))
        settings["conditioning_cycles"] = len(stairs.conditioning) / ways
    if specimen.area is not None:
        uses = (specimen.area,)
        if stairs.rise is not None:
            settings["current_step"] = stairs.rise / specimen.area.plain
        before = np.abs(steps.current[stairs.conditioning])
        if len(before) and np.ptp(before) <= SAME * before.max():
            settings["conditioning_current"] = float(np.median(before)) / specimen.area.plain
    return settings, uses


def _critical(
    cycling: Cycling, ramp: CurrentRamp, settings: Mapping[str, float | Span], uses: tuple[Finding, ...]
) -> Iterator[Finding]:
    """Yield the critical current of the cell and, with an area, of each direction.

    That of the cell is the one of the first direction to fail.
    """
    area = cycling.specimen.area
    names: dict[int | None, str] = {None: "critical_current_density" if area else "critical_cell_current"}
    if area:
        names |= {1: "critical_current_density_plating", -1: "critical_current_density_stripping"}
    for way, name in names.items():
        found_at = _between(ramp, way)
        if found_at is None:
            continue
        value, bound, reason = found_at
        per = area.plain if area else 1.0
        span = (bound[0] / per, bound[1] / per) if isinstance(bound, tuple) else bound
        method = f"ramp of {len(ramp.stairs.currents)} currents; {reason}"
        yield finding_of(
            cycling.recording, cycling.specimen, name, value / per, settings, method=method, bound=span, uses=uses
        )


def _between(ramp: CurrentRamp, way: int | None) -> tuple[float, Bound | Span, str] | None:
    """Return the critical current (A) of a direction, with its bound and the reason.

    A direction of None stands for the cell.
    """
    end = len(ramp.steps)
    fails = [k for k in range(end) if ramp.failures[k] and way in (None, ramp.way[k])]
    shorts = [k for k in range(end) if (f := ramp.failures[k]) and f.criterion != "voltage run-away"]
    if shorts and (not fails or shorts[0] < fails[0]):
        passed = ramp.passed(way, shorts[0])
        return None if passed is None else (passed, "at least", "censored: the other direction failed by a short")
    if not fails:
        passed = ramp.passed(way, end)
        return None if passed is None else (passed, "at least", "no step failed")
    k = fails[0]
    failed, why = float(ramp.stairs.currents[ramp.stairs.level[k]]), ramp.failures[k]
    assert why is not None
    reason = f"{why.criterion} while {WAYS[int(ramp.way[k])]}: {why.text}"
    passed = ramp.passed(way, k)
    if passed is None:
        return failed, "under", reason
    if passed >= failed:  # a repeat of a level that passed once is still the first failure
        below = ramp.stairs.currents[ramp.stairs.currents < failed * (1 - SAME)]
        if not len(below):
            return failed, "at most", reason
        passed = float(below[-1])
    return (passed + failed) / 2, (passed, failed), reason


def _passed_charge(cycling: Cycling, ramp: CurrentRamp) -> Iterator[Finding]:
    """Yield the charge passed until the first failure, including conditioning.

    It is given as the sum of both directions, and as the plated charge.

    The charge lies between the sums without and with the step that failed.
    """
    area = cycling.specimen.area
    first, steps = ramp.first, ramp.steps
    for name, of_cell, flowing in (
        ("cumulative_areal_capacity", "cumulative_capacity", np.ones(len(steps), bool)),
        ("cumulative_areal_capacity_plated", "", ramp.way == 1),
    ):
        if not area and not of_cell:
            continue
        charge = np.where(flowing, steps.charge, 0.0) / (area.plain if area else 1.0)
        low = float(charge[:first].sum())
        high = low if first is None else low + float(charge[first]) * _share(ramp, first)
        if high <= 0:
            continue
        bound: Bound | Span | None = (low, high) if 0 < low < high else "at most" if low < high else None
        yield finding_of(
            cycling.recording,
            cycling.specimen,
            name if area else of_cell,
            (low + high) / 2 if low else high,
            {},
            method="sum over all steps until the first failure, including conditioning",
            bound="at least" if first is None else bound,
            uses=(area,) if area else (),
        )


def _share(ramp: CurrentRamp, k: int) -> float:
    """Share of the charge of a failed step that passed before the failure; 1 if its time is unknown."""
    failed = ramp.failures[k]
    if failed is None or failed.into is None or ramp.steps.duration[k] <= 0:
        return 1.0
    return float(min(failed.into / ramp.steps.duration[k], 1.0))


def _table(cycling: Cycling, ramp: CurrentRamp) -> Table:
    steps, first = ramp.steps, ramp.first
    size = np.abs(steps.current)
    area = cycling.specimen.area
    density = {"current_density": ("A/m^2", size / area.plain)} if area else {}
    return table(
        cycling.recording,
        "critical_current",
        "Steps of the ramp",
        {
            "level": ("1", ramp.stairs.level + 1.0),
            "half_cycle": ("1", steps.half + 1.0),
            "direction": [WAYS[int(w)] for w in ramp.way],
            "current": ("A", size),
            **density,
            "mid_voltage": ("V", np.abs(steps.voltage_mid)),
            "end_voltage": ("V", np.abs(steps.voltage_end)),
            "resistance": ("ohm", np.abs(steps.voltage_mid) / size),
            "duration": ("s", steps.duration),
            "charge": ("C", steps.charge),
            "charge_so_far": ("C", np.cumsum(steps.charge)),
            "passed": [_word(ramp, k, first) for k in range(len(steps))],
            "criterion": [f.criterion if f else "" for f in ramp.failures],
            "why": [f.text if f else "" for f in ramp.failures],
        },
    )


def _word(ramp: CurrentRamp, k: int, first: int | None) -> str:
    if ramp.stairs.level[k] < 0:
        return "conditioning" if k in ramp.stairs.conditioning else "not part of the ramp"
    if ramp.failures[k]:
        return "no"
    if first is not None and k > first:
        return "after a failure"
    return "yes" if ramp.extent[k] >= CUT else "not finished"


def _remarks(ramp: CurrentRamp, settings: Mapping[str, float | Span]) -> Iterator[Remark]:
    stairs, first = ramp.stairs, ramp.first
    low, high = stairs.currents[[0, -1]] * 1e3
    rise = f"steps of {stairs.rise * 1e3:.3g} mA" if stairs.rise is not None else "uneven steps"
    held = f"constant {ramp.constant}" if ramp.constant else "neither time nor capacity constant"
    both = len(np.unique(ramp.way[stairs.level >= 0])) > 1
    repeats = (
        f"cycles per level: {stairs.repeats / 2:.3g}"
        if both
        else f"steps per level, in one direction: {stairs.repeats:.3g}"
    )
    levels = f"{len(stairs.currents)} levels from {low:.3g} to {high:.3g} mA"
    yield Remark("ramp", f"Current ramp: {levels}, {rise}, {held}, {repeats}.")
    if "conditioning_cycles" in settings:
        before = np.unique(np.round(np.abs(ramp.steps.current[stairs.conditioning]) * 1e3, 4))
        which = " and ".join(f"{one:.3g}" for one in before[:3])
        text = f"Conditioning cycles before the ramp: {settings['conditioning_cycles']:g}, at {which} mA."
        yield Remark("conditioning", text)
    if ramp.earlier is not None:
        yield Remark(
            "drop-before-ramp",
            f"|V| drops inside half-cycle {ramp.steps.half[ramp.earlier] + 1}, before the ramp: the cell may have been "
            "shorted during the ramp.",
        )
    if first is None:
        yield Remark("no-failure", "No step failed: the critical current is above the last completed one.")
        return
    failed = ramp.failures[first]
    assert failed is not None
    yield Remark(
        "first-failure",
        f"First failure while {WAYS[int(ramp.way[first])]} at {abs(ramp.steps.current[first]) * 1e3:.3g} mA by "
        f"{failed.criterion}: {failed.text}.",
    )
    after = np.arange(len(ramp.steps)) > first
    well = np.array([f is None for f in ramp.failures]) & after & (stairs.level >= 0)
    levels_before = len(np.unique(stairs.level[:first][stairs.level[:first] >= 0]))
    if levels_before >= LEVELS and well.sum() > after.sum() / 2:
        text = f"{well.sum()} of the {after.sum()} steps after the failure pass again: the short may have healed."
        yield Remark("healed", text)
