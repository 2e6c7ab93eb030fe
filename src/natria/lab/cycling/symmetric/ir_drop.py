"""iR drop: the step of the voltage when the current is switched, and its resistance.

A cycler writes a reading when a step ends, so the last reading before a switch gives the switching time, and the first
reading after it gives the delay. With a longer delay, more of charge transfer and diffusion is included: after 1 ms the
step is nearly ohmic, after a minute it is not. Delay and sampling interval are therefore conditions of every iR drop. A
delay is at least one tick of the clock in the file. With at least five readings in the first second, the step is
extrapolated to the switching time along

    V(t) = V(0) + b sqrt(t),

the initial behaviour of diffusion (Cottrell).

    resistance = step of the voltage / step of the current
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from ..half_cycles import runs
from ..reading_noise import voltage_step

STEPPED = 0.2  # of the usual current: a smaller change of current is not a switch
SLOW = 1.0  # s: range of the extrapolation; later readings include diffusion
LATE = 10.0  # s: a longer delay includes mostly diffusion; such steps are in the table only
ENOUGH = 5  # readings needed for the extrapolation
ALIKE = 0.05  # relative difference of delay and of current below which switches are grouped
OF_DROPS = ("ir_drop", "switching_resistance")
TO_ZERO = "extrapolated to the switching time along sqrt(t)"


@dataclass(frozen=True)
class Switch:
    what: str  # "rest to charge", "charge to rest", "charge to discharge", ...
    time: float  # s
    half_cycle: int  # the one that begins; at the start of a rest, the one that ends
    current: float  # A: step of the current
    voltage: float  # V: step of the voltage
    delay: float  # s from the switch to the reading
    sampling: float  # s between the readings after it
    at_switch: float  # V: step extrapolated to zero delay; nan if the readings are too slow

    @property
    def resistance(self) -> float:
        return self.voltage / self.current


def ir_drop(cycling: Cycling) -> Results:
    """Return a table of all switches, and findings per group of equal kind, current and delay."""
    found_ = tuple(switches(cycling))
    if not found_:
        return Results()
    cycle = cycling.halves.cycle
    rows = table(
        cycling.recording,
        "ir_drops",
        "iR drops: voltage steps at current switching",
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
    words = (
        f"{slow} of {len(found_)} iR drops were read more than {SLOW:g} s after switching; "
        "they include charge transfer and diffusion."
    )
    return Results(findings, (rows,), remarks=(Remark("slow-ir-drops", words),) if slow else ())


def switches(cycling: Cycling) -> Iterator[Switch]:
    """Yield every switch of the current between two successive readings."""
    recording, halves = cycling.recording, cycling.halves
    if not len(halves):
        return
    first, stop = runs(halves.on)
    usual = float(np.median(np.abs(halves.current)))
    ticks = np.diff(recording.time)
    clock = float(ticks[ticks > 0].min())  # a reading at the switching time was taken within one tick
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
    """Return the voltage step extrapolated to zero delay; nan if the readings do not allow it.

    This is the case for coarse times, and if the extrapolation exceeds the first reading or changes sign.
    """
    number = int(np.searchsorted(after[: 50 * ENOUGH], SLOW, side="right"))
    size = np.abs(current[:number])
    if number < ENOUGH or (np.diff(after[:number], prepend=0.0) <= 0).any() or np.ptp(size) > ALIKE * size.max():
        return float("nan")
    step = float(np.polyfit(np.sqrt(after[:number]), rise[:number], 1)[1])
    return step if 0 < step * np.sign(rise[0]) <= (1 + ALIKE) * abs(rise[0]) else float("nan")


def _groups(every: tuple[Switch, ...]) -> Iterator[list[Switch]]:
    """Group switches of one kind, current and delay.

    Switching off is in the table only: it is the same current step as switching on the opposite current, and one
    question must not have two answers.
    """
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
        if drop * steps <= 0:  # the voltage changed in the opposite direction: the drop is not resolved
            continue
        spread = max(float(np.std(values, ddof=1)), rounding) if len(values) > 2 else None
        method = f"{group[0].what}, {how}; median of {len(values)}"
        here = {**at, "delay": delay}
        for name, scale in zip(OF_DROPS, (1.0, 1 / abs(steps)), strict=True):
            std = None if spread is None else spread * scale
            yield finding_of(
                cycling.recording, cycling.specimen, name, abs(drop) * scale, here, method=method, std=std, uses=by_area
            )
