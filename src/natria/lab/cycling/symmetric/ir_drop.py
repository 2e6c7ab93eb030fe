"""The step of the voltage when the current is switched, and the resistance in it.

A cycler writes a reading when a step ends, so the last reading before a switch tells when it was switched, and the
first after it how late the answer was read: the delay. The longer it is, the more of charge transfer and diffusion
lies in the step: after 1 ms it is near ohmic, after a minute it is not. So the delay and the sampling stand as
conditions with every step; a delay is at least a tick of the file's clock. With readings that follow fast enough the
step is taken back to the switch along

    V(t) = V(0) + b sqrt(t),

which is how diffusion begins (Cottrell); there must be at least five readings within the first second.

    resistance = step of the voltage / step of the current
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding
from ...results import Cycling, Results
from ...specimen import finding_of, table
from ..half_cycles import runs
from ..reading_noise import voltage_step

STEPPED = 0.2  # of the usual current: a smaller step is no switching
SLOW = 1.0  # s; later readings hold the start of diffusion and are not taken back to the switch
LATE = 10.0  # s; what is read later is mostly diffusion and stands in the table only
ENOUGH = 5  # readings for that
ALIKE = 0.05  # relative: of delay and of current, that count as the same
TO_ZERO = "taken back to the switch along sqrt(t)"


@dataclass(frozen=True)
class Switch:
    what: str  # "rest to charge", "charge to rest", "charge to discharge", ...
    time: float  # s
    half_cycle: int  # the one that begins, or the one that ends where a rest begins
    current: float  # A: its step
    voltage: float  # V: its step
    delay: float  # s from the switch to the reading
    sampling: float  # s between the readings after it
    at_switch: float  # V: the step without delay, nan where the readings are too slow

    @property
    def resistance(self) -> float:
        return self.voltage / self.current


def ir_drop(cycling: Cycling) -> Results:
    """All switches as a table; as findings what is the same in several of them: kind, current and delay."""
    found_ = tuple(switches(cycling))
    if not found_:
        return Results()
    cycle = cycling.halves.cycle
    rows = table(
        cycling.recording,
        "ir_drops",
        "Steps of the voltage when the current is switched",
        {
            "cycle": ("1", [cycle[s.half_cycle] for s in found_]),
            "time": ("s", [s.time for s in found_]),
            "what": [s.what for s in found_],
            "current_step": ("A", [s.current for s in found_]),
            "voltage_step": ("V", [s.voltage for s in found_]),
            "voltage_step_at_switch": ("V", [s.at_switch for s in found_]),
            "delay": ("s", [s.delay for s in found_]),
            "sampling": ("s", [s.sampling for s in found_]),
            "resistance": ("ohm", [s.resistance for s in found_]),
        },
    )
    findings = tuple(f for group in _groups(found_) for f in _findings(cycling, group))
    slow = sum(1 for s in found_ if s.delay > SLOW)
    remarks = (
        (f"{slow} of {len(found_)} iR drops were read more than {SLOW:g} s after the switch and hold more than iR",)
        if slow
        else ()
    )
    return Results(findings, (rows,), remarks=remarks)


def switches(cycling: Cycling) -> Iterator[Switch]:
    """Every switch of the current from one reading to the next."""
    recording, halves = cycling.recording, cycling.halves
    if not len(halves):
        return
    first, stop = runs(halves.on)
    usual = float(np.median(np.abs(halves.current)))
    ticks = np.diff(recording.time)
    clock = float(ticks[ticks > 0].min())  # a reading at the time of the switch was taken within a tick of it
    words = {1: "charge", 0: "rest", -1: "discharge"}
    for before, b in zip(stop[:-1] - 1, first[1:], strict=True):
        step = float(recording.current[b] - recording.current[before])
        delay = max(float(recording.time[b] - recording.time[before]), clock)
        if abs(step) < STEPPED * usual:
            continue
        end = int(np.searchsorted(first, b, side="right"))
        inside = slice(b, int(stop[end - 1]))
        spaced = np.diff(recording.time[inside][: ENOUGH + 1])
        k = int(np.searchsorted(halves.first, b, side="right")) - 1
        rise = recording.voltage[inside] - recording.voltage[before]
        yield Switch(
            f"{words[int(halves.on[before])]} to {words[int(halves.on[b])]}",
            float(recording.time[before]),
            max(k, 0),
            step,
            float(rise[0]),
            delay,
            float(np.median(spaced)) if len(spaced) else float("nan"),
            _at_switch(recording.time[inside] - recording.time[before], rise, recording.current[inside]),
        )


def _at_switch(after: np.ndarray, rise: np.ndarray, current: np.ndarray) -> float:
    """The step of the voltage without delay; nan where the readings do not allow it, as where their times are written
    too coarsely, or where the line leads past the first of them or to the other side."""
    number = int(np.searchsorted(after[: 50 * ENOUGH], SLOW, side="right"))
    size = np.abs(current[:number])
    if number < ENOUGH or (np.diff(after[:number], prepend=0.0) <= 0).any() or np.ptp(size) > ALIKE * size.max():
        return float("nan")
    step = float(np.polyfit(np.sqrt(after[:number]), rise[:number], 1)[1])
    return step if 0 < step * np.sign(rise[0]) <= (1 + ALIKE) * abs(rise[0]) else float("nan")


def _groups(every: tuple[Switch, ...]) -> Iterator[list[Switch]]:
    """Switches of one kind, current and delay. Switching off is in the table only: it is the same step of the current
    as switching the other current on, and two numbers may not answer one question."""
    by_kind: dict[tuple[str, int, int], list[Switch]] = {}
    for s in every:
        steps = (round(np.log(abs(x)) / (2 * ALIKE)) for x in (s.current, s.delay))
        by_kind.setdefault((s.what, *steps), []).append(s)
    for (what, *_), group in by_kind.items():
        if not what.endswith("to rest") and min(s.delay for s in group) <= LATE:
            yield group


def _findings(cycling: Cycling, group: list[Switch]) -> Iterator[Finding]:
    cycle = cycling.halves.cycle
    steps = float(np.median([s.current for s in group]))
    numbers = [float(cycle[s.half_cycle]) for s in group]
    current, by_area = cycling.specimen.current(steps)
    sampling = float(np.median([s.sampling for s in group]))
    at = {
        **current,
        "cycle": (min(numbers), max(numbers)) if len(set(numbers)) > 1 else numbers[0],
        **({"sampling": sampling} if np.isfinite(sampling) else {}),
    }
    rounding = voltage_step(cycling.recording.voltage) / np.sqrt(6)  # of a difference of two readings
    readings = (
        ([s.voltage for s in group], float(np.median([s.delay for s in group])), "first reading after the switch"),
        ([s.at_switch for s in group if np.isfinite(s.at_switch)], 0.0, TO_ZERO),
    )
    for values, delay, how in readings:
        if not values:
            continue
        drop = float(np.median(values))
        if drop * steps <= 0:  # the voltage went the other way: no drop was resolved
            continue
        spread = max(float(np.std(values, ddof=1)), rounding) if len(values) > 2 else None
        method = f"{group[0].what}, {how}; median of {len(values)}"
        here = {**at, "delay": delay}
        for name, scale in (("ir_drop", 1.0), ("switching_resistance", 1 / abs(steps))):
            std = None if spread is None else spread * scale
            yield finding_of(
                cycling.recording, cycling.specimen, name, abs(drop) * scale, here, method=method, std=std, uses=by_area
            )
