"""A protocol as legs: its steps one after the other, each with its current and its end condition.

A leg is found by its number alone, so a run that was stopped can be continued.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import inf

from ....answers import Refuse
from ....design.protocol import Block, Step
from ..cell import CellKind


@dataclass(frozen=True)
class Leg:
    """A `current` (A/m^2, positive plates the working electrode) for at most `seconds`, or until `volts`.

    `volts` is the voltage of the counter against the working electrode at which the leg ends.
    """

    number: int  # from 0, over the whole run
    cycle: int  # from 1: one pass through the steps of a block
    step: int  # from 1, within the block
    verb: str
    current: float
    seconds: float = inf
    volts: float | None = None
    raised: int = 0  # how often the current was raised before

    @property
    def is_rest(self) -> bool:
        return self.current == 0.0


def legs(blocks: Sequence[Block], kind: CellKind, cycles: int | None = None) -> Iterator[Leg]:
    """Yield all legs of a protocol, at most so many cycles; endless where the protocol has no end."""
    number, cycle = 0, 0
    for block in blocks:
        _can_be_run(block)
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


def _can_be_run(block: Block) -> None:
    for step in block.steps:
        if step.verb == "hold" or (step.drive is not None and step.drive.kind == "rate"):
            raise Refuse(
                "the cell model runs currents per area and rests; C-rates and constant voltages are for full cells"
            )


def _leg(step: Step, kind: CellKind, number: int, cycle: int, place: int, more: float, raised: int) -> Leg:
    current = step.sign * (step.drive.value + more) if step.drive is not None else 0.0
    end = step.until
    match end.kind:
        case "seconds":
            return Leg(number, cycle, place, step.verb, current, end.value, raised=raised)
        case "capacity":
            return Leg(number, cycle, place, step.verb, current, end.value / abs(current), raised=raised)
        case _:
            # between electrodes of one kind the voltage has the sign of the current; that of a full cell is its own
            volts = end.value if kind == "full" else step.sign * abs(end.value)
            return Leg(number, cycle, place, step.verb, current, volts=volts, raised=raised)
