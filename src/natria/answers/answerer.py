"""What an answerer is: the terms it answers and a function that reads a design.

A closed form, the simulated cell, a fit of a spectrum, a field model and an atomistic run are all answerers. The
function gets a `Reader` and returns an SI number, a range, or a number with the conditions that it found itself. It
states neither inputs nor verdict: what it read is recorded, and a comparison derives what the answer is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..quantity import Span
from .reader import Reader

ENGINE = "cell"  # the name of the simulated cell
Cost = Literal["cheap", "seconds", "minutes"]


@dataclass(frozen=True)
class Answered:
    """A value with conditions that the answerer found itself: the current of the step that a number was read from."""

    value: float | Span
    at: Mapping[str, float | Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Answerer:
    """`valid` says where the answer holds, `ignores` which conditions of a question cannot change it.

    `takes` names conditions that have no place in a design and that `run` reads with `read.asked`. `needs` names
    packages that `run` imports and that natria does not bring. A study asks a cheap answerer and one of seconds
    always, one of minutes when it is named or when its answer is stored.
    """

    name: str
    version: int  # raised by hand when the equation changes
    answers: tuple[str, ...]
    run: Callable[[Reader], float | Span | Answered]
    valid: str
    ignores: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    cost: Cost = "cheap"
