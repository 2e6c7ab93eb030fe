"""Grading the answers of a study: every input moved, the interval, and what would meet the target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from ...quantity import Finding
from .compare import Grade
from .interval import interval_of
from .leverage import NO_TRIALS, Leverage, Rival, leverage_of
from .moves import Asked, Moves
from .spaces import as_y
from .trial import Tested

REACH = 3.0  # spreads to either side in which a value that meets the target is looked for
STEPS = 12
CLOSE = 1e-3  # of a spread


def grade(
    asked: Asked,
    moves: Moves,
    *,
    target: Finding | None = None,
    of_paper: bool = True,
    rivals: Sequence[Rival] = (),
    trials: Mapping[str, tuple[Tested, ...]] = NO_TRIALS,
    sample: bool = True,
    first: Sequence[str] = (),
) -> Grade | None:
    """The grade of an answer; None for a range or a bound, which have no leverage."""
    leverage = leverage_of(asked, moves, of_paper=of_paper, target=target, rivals=rivals, trials=trials, first=first)
    if leverage is None:
        return None
    interval = interval_of(asked, moves, leverage, sample=sample)
    meets = None if target is None or not sample else _meeting(asked, moves, leverage, target)
    return Grade(leverage, interval, meets)


def _meeting(asked: Asked, moves: Moves, leverage: Leverage, target: Finding) -> tuple[Finding, float] | None:
    """The strongest guess with the value, within a few spreads, at which the answer meets the target."""
    top = next((e.root for e in leverage.effects if e.in_line and e.root is not None), None)
    if top is None or target.bound is not None or asked.answerer.cost != "cheap" or asked.moving:
        return None
    try:
        aim = as_y(target.question.name, target.value)
    except ValueError:
        return None
    root = top

    def miss(steps: float) -> float | None:
        y = moves.y(asked, {root.finding.id: root.at(steps)})
        return None if y is None else y - aim

    low, high = _bracket(miss)
    if low is None or high is None:
        return None
    begun = miss(low)
    while high - low > CLOSE and begun is not None:
        middle = (low + high) / 2
        here = miss(middle)
        if here is None:
            return None
        low, high = (low, middle) if (here > 0) != (begun > 0) else (middle, high)
    return root.finding, root.at((low + high) / 2)


def _bracket(miss: Callable[[float], float | None]) -> tuple[float | None, float | None]:
    """The two neighbouring places nearest to the present value between which the miss changes sign."""
    places = [REACH * k / STEPS for k in range(-STEPS, STEPS + 1)]
    found = [(a, b) for a, b in pairwise(places) if _crosses(miss(a), miss(b))]
    return min(found, key=lambda ends: abs(ends[0] + ends[1])) if found else (None, None)


def _crosses(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and (one > 0) != (other > 0)
