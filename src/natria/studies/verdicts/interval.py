"""The 95 % interval of an answer from the spreads of all its inputs, without rival laws.

Linear where a line through the moved answers describes them and no input is wide (a factor of 1.6 or more), else
sampled: 256 seeded Sobol draws, lognormal, fractions in logit, with every fit made again. Where more than half of the
draws are refused there is no interval. An answer that takes minutes is moved only where its moved answers are kept
(`Asked.moving`); otherwise its interval is that of the standard deviation that it carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...quantity import Finding
from .leverage import Leverage
from .moves import Asked, Moves
from .roots import Root
from .spaces import as_y, from_y, is_ratio

DRAWS = 256
SEED = 20261129
DIMENSIONS = 256
TWO_SIDED = 1.959963984540054  # of a normal distribution: 95 %
OUTER = (0.025, 0.975)
MOST_REFUSED = 0.5

Method = Literal["linear", "sampled", "none"]


@dataclass(frozen=True)
class Interval:
    """`low` and `high` are the 95 % ends in SI; none where the method is "none".

    `refused` is the share of draws without an answer, `draws` the sampled y.
    """

    method: Method
    low: float | None = None
    high: float | None = None
    refused: float = 0.0
    y: float = 0.0
    spread: float = 0.0
    draws: NDArray[np.float64] | None = field(default=None, repr=False, compare=False)


def interval_of_std(answer: Finding) -> Interval | None:
    """The interval of an answer by its own standard deviation alone; None where it has none."""
    name = answer.question.name
    if answer.std is None or answer.bound is not None or (is_ratio(name) and answer.value <= 0):
        return None
    y = as_y(name, answer.value)
    spread = float(np.sqrt(np.log1p((answer.std / answer.value) ** 2))) if is_ratio(name) else answer.std
    return _linear(name, y, spread)


def interval_of(asked: Asked, moves: Moves, leverage: Leverage, *, sample: bool) -> Interval:
    """The interval of an answer. `sample` allows draws where a line does not do."""
    name, y, spread = leverage.name, leverage.y, leverage.spread
    if asked.answerer.cost == "minutes" and not asked.moving:
        return interval_of_std(asked.answer) or Interval("none", y=y)
    is_cheap = asked.answerer.cost == "cheap" and not asked.moving
    if not ((leverage.is_curved or leverage.is_wide) and sample and is_cheap):
        return _linear(name, y, spread)
    roots = [e.root for e in leverage.effects if e.root is not None]
    drawn = _draw(asked, moves, roots)
    found = np.array([one for one in drawn if one is not None])
    refused = 1 - len(found) / len(drawn)
    if refused > MOST_REFUSED:
        return Interval("none", refused=refused, y=y, spread=spread)
    low, high = np.quantile(found, OUTER)
    return Interval("sampled", from_y(name, float(low)), from_y(name, float(high)), refused, y, spread, found)


def facts_alone(leverage: Leverage, facts: Sequence[str]) -> Interval:
    """Return the linear interval of an answer from the spreads of some facts alone (by id)."""
    roots = [e for e in leverage.effects if e.root is not None and e.root.finding.id in facts]
    return _linear(leverage.name, leverage.y, float(sum(e.half**2 for e in roots) ** 0.5))


def _linear(name: str, y: float, spread: float) -> Interval:
    ends = (from_y(name, y - TWO_SIDED * spread), from_y(name, y + TWO_SIDED * spread))
    return Interval("linear", *ends, y=y, spread=spread)


def _draw(asked: Asked, moves: Moves, roots: Sequence[Root]) -> list[float | None]:
    """The answer of each draw. A root has one column of draws, so answers that share it move together."""
    columns = {root.finding.id: moves.column(root.finding.id) for root in roots}
    normal = _normal()
    found = []
    for k in range(DRAWS):
        values = {root.finding.id: root.at(float(normal[k, columns[root.finding.id]])) for root in roots}
        found.append(moves.y(asked, values))
    return found


def normal_column(count: int) -> NDArray[np.float64]:
    """Draws for the noise of a target: the last column, which no root has."""
    return np.resize(_normal()[:, -1], count)


@cache
def _normal() -> NDArray[np.float64]:
    """Draws of independent standard normal numbers, evenly spread."""
    from scipy.special import ndtri
    from scipy.stats.qmc import Sobol

    uniform = Sobol(DIMENSIONS, scramble=True, seed=SEED).random(DRAWS)
    return np.asarray(ndtri(np.clip(uniform, 1e-6, 1 - 1e-6)), float)
