"""Spread of the answers of the best designs, and which of them differ by more than it.

An input that is not known well moves the answers of two designs together. What counts for their order is the spread of
the difference,

    s(a - b)^2 = sum over inputs i of (d_i(a) - d_i(b))^2

with d_i the change of an answer when input i is moved by one standard deviation (half of a move to either side).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...answers import Refuse, ready
from ...answers.once import Ready
from ...answers.reader import Record
from ...answers.spread import moves_of
from ...design import Unanswerable
from ...quantity import NatriaError
from ..answers.requests import form_of
from .search import OptimisedDesigns

CLEAR = 2.0  # standard deviations of a difference


@dataclass(frozen=True, eq=False)
class FrontSpread:
    """Standard deviations of the objectives of each best design, and its nearest neighbour on the front.

    `resolved` says whether a design differs from its neighbour by more than two standard deviations of the difference
    in at least one objective.
    """

    std: np.ndarray
    neighbour: np.ndarray  # place on the front; the design itself where it is alone
    resolved: np.ndarray


def front_spread(found: OptimisedDesigns) -> FrontSpread:
    """Return the spread of the answers on the front of a search."""
    objectives = range(len(found.problem.objectives))
    effects = [[_effects(found, int(place), n) for n in objectives] for place in found.front]
    return resolve(found.objectives[found.front], effects)


def resolve(values: np.ndarray, effects: Sequence[Sequence[Mapping[str, float]]]) -> FrontSpread:
    """Return spreads, neighbours, and what is resolved, of values (designs, objectives).

    `effects` has the change of each value by each input that is moved by one standard deviation.
    """
    std = np.array([[_size(one) for one in row] for row in effects])
    wide = np.where(np.ptp(values, axis=0) > 0, np.ptp(values, axis=0), 1.0)
    neighbour, resolved = np.arange(len(values)), np.ones(len(values), bool)
    for k, row in enumerate(values if len(values) > 1 else ()):
        gaps = np.linalg.norm((values - row) / wide, axis=1)
        gaps[k] = np.inf
        other = int(np.argmin(gaps))
        neighbour[k] = other
        spread = np.array([_size(_less(a, b)) for a, b in zip(effects[k], effects[other], strict=True)])
        resolved[k] = bool((np.abs(row - values[other]) > CLEAR * spread).any())
    return FrontSpread(std, neighbour, resolved)


def _effects(found: OptimisedDesigns, place: int, n: int) -> Mapping[str, float]:
    """Return the change of an objective at a point by each input that has a spread."""
    goal, design = found.problem.objectives[n], found.problem.patched(found.points[place])
    request = next(one for one in found.requests if goal.is_asked(one.term, one.layer, one.answerer))
    try:
        asked = ready(form_of(request), design, request.question)
        record = Record()
        middle = _number(asked.run(record=record).value)
        used = {one.id: one for one in record.findings.values()}
        return {name: _half(asked, name, both, middle) for name, both in moves_of(used).items()}
    except (Refuse, Unanswerable, NatriaError):
        return {}


def _half(asked: Ready, name: str, both: tuple[float, float], middle: float) -> float:
    """Return half of the change of an answer as an input moves from down to up."""
    ends: list[float | None] = []
    for value in both:
        try:
            ends.append(_number(asked.run({name: value}).value))
        except (Refuse, Unanswerable, NatriaError):
            ends.append(None)
    up, down = ends
    if up is not None and down is not None:
        return (up - down) / 2
    return up - middle if up is not None else middle - down if down is not None else 0.0


def _number(value: object) -> float:
    """Return a number, or the middle of a range."""
    if isinstance(value, tuple):
        return float(sum(value)) / 2
    if isinstance(value, int | float):
        return float(value)
    raise Refuse("the answer is no number")


def _less(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    return {name: a.get(name, 0.0) - b.get(name, 0.0) for name in {*a, *b}}


def _size(effects: Mapping[str, float]) -> float:
    return float(np.sqrt(sum(one**2 for one in effects.values())))
