"""A protocol as legs: its steps one after the other, each with its current and its end condition.

A leg is found by its number alone, so a run that was stopped can be continued.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import inf

from ....answers import Refuse
from ....design.protocol import Amount, Block, Step
from ..cell import CellKind


@dataclass(frozen=True)
class Leg:
    """A `current` (A/m^2, positive plates the working electrode) for at most `seconds`, or until `volts`.

    `volts` is the voltage of the counter against the working electrode at which the leg ends. At a voltage that is
    `held` the current follows from it (and `current` is zero); the leg ends by its time, or where it has tapered to
    `taper` (A/m^2).
    """

    number: int  # from 0, over the whole run
    cycle: int  # from 1: one pass through the steps of a block
    step: int  # from 1, within the block
    verb: str
    current: float
    seconds: float = inf
    volts: float | None = None
    raised: int = 0  # how often the current was raised before
    held: float | None = None
    taper: float | None = None

    @property
    def is_rest(self) -> bool:
        return self.current == 0.0 and self.held is None


def legs(blocks: Sequence[Block], kind: CellKind, cycles: int | None = None) -> Iterator[Leg]:
    """Yield all legs of a protocol, at most so many cycles; endless where the protocol has no end."""
    number, cycle = 0, 0
    for block in blocks:
        _can_be_run(block, kind)
        for turn in range(block.times) if block.times is not None else count():
            cycle += 1
            if cycles is not None and cycle > cycles:
                return
            for place, step in enumerate(block.steps, start=1):
                yield _leg(step, kind, number, cycle, place, turn * block.raise_by, turn if block.raise_by else 0)
                number += 1


def cycles_of(blocks: Sequence[Block], cycles: int | None = None) -> int | None:
    """Return the number of cycles of a protocol; None where only a short ends it."""
    if any(block.times is None for block in blocks):
        return cycles
    whole = sum(block.times or 0 for block in blocks)
    return whole if cycles is None else min(whole, cycles)


def _can_be_run(block: Block, kind: CellKind) -> None:
    for step in block.steps:
        rated = any(amount is not None and amount.kind == "rate" for amount in (step.drive, step.until))
        if rated or (step.verb == "hold" and kind != "full"):
            raise Refuse(
                "the cell model runs currents per area and rests; C-rates and constant voltages are for full cells"
            )


def at_rate(blocks: Sequence[Block], one_c: float) -> tuple[Block, ...]:
    """Return the protocol with its C-rates as currents; 1C passes `one_c` (C/m^2) in an hour."""

    def current(amount: Amount) -> Amount:
        return Amount("current", one_c * amount.value) if amount.kind == "rate" else amount

    def step(s: Step) -> Step:
        return replace(s, drive=current(s.drive) if s.drive else None, until=current(s.until))

    return tuple(replace(block, steps=tuple(map(step, block.steps))) for block in blocks)


def _leg(step: Step, kind: CellKind, number: int, cycle: int, place: int, more: float, raised: int) -> Leg:
    end = step.until
    if step.verb == "hold" and step.drive is not None:
        seconds, taper = (end.value, None) if end.kind == "seconds" else (inf, end.value)
        return Leg(number, cycle, place, step.verb, 0.0, seconds, raised=raised, held=step.drive.value, taper=taper)
    current = step.sign * (step.drive.value + more) if step.drive is not None else 0.0
    match end.kind:
        case "seconds":
            return Leg(number, cycle, place, step.verb, current, end.value, raised=raised)
        case "capacity":
            return Leg(number, cycle, place, step.verb, current, end.value / abs(current), raised=raised)
        case _:
            # between electrodes of one kind the voltage has the sign of the current; that of a full cell is its own
            volts = end.value if kind == "full" else step.sign * abs(end.value)
            return Leg(number, cycle, place, step.verb, current, volts=volts, raised=raised)
