"""Score of a prediction against known values: coverage, CRPS, ratio, skill against the baseline.

    skill = 1 - mean CRPS / mean CRPS of the baseline

The value counts with its own spread: it lies in an interval of 95 % where the mixture with this spread gives a
probability between 2.5 and 97.5 % to lower values. CRPS is that of y = ln(answer), or of the answer for terms that are
compared by difference; exp(CRPS) is then a factor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

import numpy as np

from ...quantity import (
    InputError,
    Problem,
    Question,
    match,
    question_to_json,
    same_condition,
    show_condition,
    show_question,
    term,
)
from ..document_parts import digest_of_document
from ..verdicts.score import crps
from ..verdicts.spaces import as_y, is_ratio
from .document import Predicted, PredictionFile
from .mixture import NINETY_FIVE, SIXTY_EIGHT, crps_of_members, probability_below
from .values import KnownValue

SCORE = "natria.score/1"


@dataclass(frozen=True)
class ScoredValue:
    """A value against its forecast.

    `ratio` is value over median, or value less median (SI) of terms compared by difference; `below` the probability
    that the forecast gives to lower values; `unstated` are conditions that only the value states.
    """

    question: Question
    value: float
    noise: float
    fact: str
    median: float
    ratio: float
    below: float
    in_68: bool
    in_95: bool
    crps: float
    baseline: float | None
    baseline_crps: float | None
    unstated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scored:
    """The score of a prediction; `refused` are questions with a value and without an answer."""

    name: str
    digest: str
    values: tuple[ScoredValue, ...]
    refused: tuple[Question, ...]

    @property
    def coverage_68(self) -> float | None:
        return mean(v.in_68 for v in self.values) if self.values else None

    @property
    def coverage_95(self) -> float | None:
        return mean(v.in_95 for v in self.values) if self.values else None

    @property
    def crps(self) -> float | None:
        return mean(v.crps for v in self.values) if self.values else None

    @property
    def skill(self) -> float | None:
        """1 - CRPS / CRPS of the baseline, of values that have one; None where it is zero or missing."""
        pairs = [(v.crps, v.baseline_crps) for v in self.values if v.baseline_crps is not None]
        base = mean(b for _, b in pairs) if pairs else 0.0
        return 1 - mean(a for a, _ in pairs) / base if base else None


def score_values(prediction: PredictionFile, values: Sequence[KnownValue], source: str = "the values") -> Scored:
    """Return the score of values against a prediction; raises where a value is of another question."""
    problems: list[Problem] = []
    scored: list[ScoredValue] = []
    refused: list[Question] = []
    seen: dict[int, str] = {}
    for value in values:
        place = next((k for k, one in enumerate(prediction.predicted) if _is_same(one.question, value.question)), None)
        if place is None:
            problems.append(_no_question(prediction, value))
        elif place in seen:
            what = f"is of the same question as {seen[place]}"
            problems.append(Problem(value.where, what, "give one value for each question"))
        else:
            seen[place] = value.where
            one = prediction.predicted[place]
            if one.is_answered:
                scored.append(_scored(one, value))
            else:
                refused.append(one.question)
    if problems:
        raise InputError(source, problems)
    return Scored(prediction.name, prediction.document["digest"], tuple(scored), tuple(refused))


def _is_same(asked: Question, known: Question) -> bool:
    """Whether a value is of a question: same term and subject, every condition of the question as asked."""
    return bool(match(asked, known)) and all(key in known.at for key in asked.at)


def _no_question(prediction: PredictionFile, value: KnownValue) -> Problem:
    """Say why no question of the prediction is that of a value."""
    asked = [one.question for one in prediction.predicted]
    near = [q for q in asked if (q.name, q.of) == (value.question.name, value.question.of)]
    if not near:
        what = f"{value.question.name} of {value.question.of} is not a question of {prediction.name}"
        return Problem(value.where, what, "it asks: " + "; ".join(map(show_question, asked)))
    return Problem(value.where, _why_not(near[0], value.question), f"it asks: {'; '.join(map(show_question, near))}")


def _why_not(asked: Question, known: Question) -> str:
    for key, wanted in asked.at.items():
        name = key.replace("_", " ")
        if key not in known.at:
            return f"does not state its {name}, which the question gives as {show_condition(key, wanted)}"
        if not same_condition(key, wanted, known.at[key]):
            return f"the {name} is {show_condition(key, known.at[key])}, not {show_condition(key, wanted)}"
    return match(asked, known).why_not or "is of another question"


def _scored(one: Predicted, known: KnownValue) -> ScoredValue:
    name = one.question.name
    seen, median = as_y(name, known.value), one.row["median"]
    below = probability_below(one.y, one.w, seen, known.noise)
    base = one.row["baseline"]
    spread = float(np.hypot(base["spread"] or 0.0, known.noise))
    return ScoredValue(
        one.question,
        known.value,
        known.noise,
        known.fact,
        median,
        known.value / median if is_ratio(name) else known.value - median,
        below,
        SIXTY_EIGHT[0] <= below <= SIXTY_EIGHT[1],
        NINETY_FIVE[0] <= below <= NINETY_FIVE[1],
        crps_of_members(one.y, one.w, seen, known.noise),
        base["value"],
        None if base["value"] is None else crps(as_y(name, base["value"]), spread, seen),
        tuple(sorted(set(known.question.at) - set(one.question.at))),
    )


def score_document(scored: Scored, natria: str) -> dict[str, Any]:
    """Return the JSON of a score (natria.score/1)."""
    document: Mapping[str, Any] = {
        "schema": SCORE,
        "natria": natria,
        "prediction": scored.name,
        "prediction_digest": scored.digest,
        "values": [_value(v) for v in scored.values],
        "refused": [question_to_json(q) for q in scored.refused],
        "coverage_68": scored.coverage_68,
        "coverage_95": scored.coverage_95,
        "crps": scored.crps,
        "skill": scored.skill,
    }
    return {**document, "digest": digest_of_document(document)}


def _value(v: ScoredValue) -> dict[str, Any]:
    return {
        **question_to_json(v.question),
        "unit": term(v.question.name).unit,
        "value": v.value,
        "noise": v.noise,
        "fact": v.fact,
        "median": v.median,
        "ratio": v.ratio,
        "below": v.below,
        "in_68": v.in_68,
        "in_95": v.in_95,
        "crps": v.crps,
        "baseline": v.baseline,
        "baseline_crps": v.baseline_crps,
        "unstated": list(v.unstated),
    }
