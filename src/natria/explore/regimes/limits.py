"""The limits of a design itself: how far each is used, with its range over what is not known.

The utilisation of a limit is that of a map of regimes (`criteria`), 1 at failure, at one point. Inputs that are not
known are drawn together from their spreads, the same draws for every limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...answers import Refuse, ask, ready
from ...design import Design, Unanswerable
from ...quantity import Finding, NatriaError, Question, Refused
from ..answers.drawn import DrawnInputs, drawn_inputs
from ..answers.many_values import ManyValues, many_values
from .criteria import TERM, FailureCriterion, criteria_of
from .evaluate import RegimeSettings

ENDS = (0.05, 0.95)  # quantiles of the draws that are given as a range


@dataclass(frozen=True)
class DesignLimit:
    """A limit of a design: `use` is its utilisation, 1 at failure.

    `use` is None where the limit is refused, for the reason `why`. `answer` is the closed form's, `beside` the
    number it is compared with. `low` and `high` are quantiles of the draws, `failing` the share of them that
    fails.
    """

    criterion: FailureCriterion
    of: str
    use: float | None = None
    answer: Finding | None = None
    beside: Finding | None = None
    why: str = ""
    low: float | None = None
    high: float | None = None
    failing: float | None = None

    @property
    def layer(self) -> str:
        """Return the layer that is asked about, empty for the cell."""
        return self.of.partition("#")[2]

    @property
    def name(self) -> str:
        """Return the mode, with the layer."""
        return f"{self.criterion.mode}{f' of {self.layer}' if self.layer else ''}"


def limits_of(design: Design, settings: RegimeSettings | None = None) -> tuple[DesignLimit, ...]:
    """Return every limit of a design: by utilisation, then warnings, then those that are refused.

    Without `settings` nothing is drawn, and the limits have no range.
    """
    found = [_limit(design, criterion, of) for criterion, of in criteria_of(design)]
    asked = [f for one in found for f in (one.answer, one.beside) if f is not None]
    if asked and settings is not None:
        drawn = drawn_inputs(asked, (), settings.members, settings.seed)
        found = [_with_draws(design, one, drawn) for one in found]
    return tuple(sorted(found, key=lambda one: (one.use is None, one.criterion.kind == "warns", -(one.use or 0.0))))


def _limit(design: Design, criterion: FailureCriterion, of: str) -> DesignLimit:
    """Return a limit with the inputs as designed."""
    answer = ask(criterion.answerer, design, Question(criterion.term, of))
    beside = ask(criterion.beside, design, Question(TERM, of), spread=False)
    for one in (answer, beside):
        if not isinstance(one, Finding):
            return DesignLimit(criterion, of, why=one.why if isinstance(one, Refused) else "the answer is no number")
    assert isinstance(answer, Finding)
    assert isinstance(beside, Finding)
    use = float(criterion.used(_one(answer), _one(beside))[0])
    return DesignLimit(criterion, of, use, answer, beside)


def _one(finding: Finding) -> ManyValues:
    low, high = finding.bound if isinstance(finding.bound, tuple) else (finding.value, finding.value)
    return ManyValues(np.array([finding.value]), np.array([low]), np.array([high]), {}, frozenset(), 1)


def _with_draws(design: Design, one: DesignLimit, drawn: DrawnInputs) -> DesignLimit:
    """Return a limit with its range over the draws; as it is where nothing that it reads is drawn."""
    values = drawn.at(drawn.draws.normal())
    if one.use is None or not values:
        return one
    criterion = one.criterion
    try:
        sides = [
            many_values(ready(form, design, Question(name, one.of)), values)
            for form, name in ((criterion.answerer, criterion.term), (criterion.beside, TERM))
        ]
    except (Refuse, Unanswerable, NatriaError, ValueError):  # a draw that no material can have
        return one
    uses = criterion.used(*sides)
    there = uses[np.isfinite(uses)]
    if not len(there):
        return one
    low, high = np.quantile(there, ENDS)
    failing = float((there >= 1).mean())
    return DesignLimit(criterion, one.of, one.use, one.answer, one.beside, "", float(low), float(high), failing)
