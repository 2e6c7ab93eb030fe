"""What an answerer is: the terms it answers and a function that reads a design.

A closed form, the simulated cell, a fit of a spectrum, a field model and an atomistic run are all answerers. The
function gets a `Reader` and returns an SI number, a range, or an artefact (a table, a spectrum, a field, a structure),
or one of these with the conditions that it found itself. It states neither inputs nor verdict: what it read is
recorded, and a comparison derives what the answer is worth.

An *observable* is an answerer that reads an artefact: the resistance of an arc in a spectrum, the largest value of a
field. It is defined once, and whoever made the artefact stands in the ancestry of the number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..quantity import Bound, Finding, Refused, Span
from ..record import AnyArtefact
from .reader import Reader

ENGINE = "cell"  # the name of the simulated cell
Cost = Literal["cheap", "seconds", "minutes"]


@dataclass(frozen=True)
class Answered:
    """A value with conditions that the answerer determined itself.

    An example is the current of the step from which a number was read. `bound` is the sense of a censored value: hours
    from a number of cycles that a cell has survived.
    """

    value: float | Span | AnyArtefact
    at: Mapping[str, float | Span] = field(default_factory=dict)
    bound: Bound | None = None


@dataclass(frozen=True)
class Answerer:
    """`valid` says where the answer holds, `ignores` which conditions of a question cannot change it.

    `takes` names conditions that have no place in a design and that `run` reads with `read.asked`. `needs` names
    packages that `run` imports and that natria does not bring. A study asks a cheap answerer and one of seconds
    always, one of minutes when it is named or when its answer is stored. `of_artefact` is the term of the artefact that
    an observable reads with `read.artefact`. `of_phase` says that it answers about a phase and not about a cell: it
    reads the material card of the phase, at `phase.TERM`. `widened` says that the ends of a range are moved outwards by
    the spread of the inputs; otherwise a range is that of what is not known about the model alone. `draws` says that
    the answerer moves the inputs itself: its quantiles and probabilities have no spread of their own. `objection` is
    what an expert would say against the model, with the measurement that would settle it in its last sentence.
    """

    name: str
    version: int  # raised by hand when the equation changes
    answers: tuple[str, ...]
    run: Callable[[Reader], float | Span | AnyArtefact | Answered]
    valid: str
    ignores: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    cost: Cost = "cheap"
    of_artefact: str = ""
    of_phase: bool = False
    widened: bool = False
    draws: bool = False
    objection: str = ""


Answer = Finding | Refused | AnyArtefact
