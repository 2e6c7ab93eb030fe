"""Weights of members by the conditions of a spec: importance sampling from the prior.

A member that answers the conditions with y_1 .. y_k has the likelihood L = product of L_j(y_j). It counts

    w = (weight of its combination) / (members of it) x L,  so a combination has the share  sum w / (sum over all)

which is its posterior probability, and (sum w)^2 / sum w^2 is the effective number of members (Kong, Liu and Wong,
J. Am. Stat. Assoc. 89 (1994) 278). Without conditions L is 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...quantity import Finding, InputError, Problem, Refused, evidence
from ..studio import Studio, answer_of
from ..verdicts.moves import Asked
from .blind import leak_in
from .conditions import FactCondition
from .draws import Inputs, inputs_of
from .forecast import ConditionShare, WorldShare
from .members import asked_of, stand_in
from .mixture import Vector, quantile
from .spec import PredictionSpec

ENOUGH = 30  # effective members, below which there is no prediction
UNMET = 0.0027  # chance of a miss by three standard deviations, or of as large a misfit of several facts
NEGLIGIBLE = 16.0  # ln: members so far below the best (1e-7) are not asked the question


@dataclass(frozen=True, eq=False)
class AskedCondition:
    """A condition with the answer that is asked again for each member."""

    condition: FactCondition
    asked: Asked
    inputs: Inputs


@dataclass(frozen=True, eq=False)
class Met:
    """How the members of one combination answer the conditions: y by condition, and ln L of each member."""

    ys: tuple[Vector, ...]
    ln: Vector


def asked_conditions(
    spec: PredictionSpec, studio: Studio, world: str, model: str, hidden: frozenset[str]
) -> tuple[AskedCondition, ...]:
    """Return the conditions of a spec as questions to a combination; raises where one cannot be asked."""
    made, problems = [], []
    for condition in spec.conditions:
        answer, why = _answer(studio, condition, model)
        if answer is not None:
            why = _unusable(answer, condition, hidden, frozenset(spec.training))
        if answer is None or why:
            fix = "take it out of the conditions, or leave out the alternative"
            problems.append(Problem(f"condition {condition.name}", f"under {world}: {why}", fix))
            continue
        of_paper = studio.library.system(condition.question.of) is not None
        inputs = inputs_of(answer, studio.fit_tasks, of_paper=of_paper)
        made.append(AskedCondition(condition, asked_of(studio, condition.question, answer), inputs))
    if problems:
        raise InputError(spec.source, problems)
    return tuple(made)


def _answer(studio: Studio, condition: FactCondition, model: str) -> tuple[Finding | None, str]:
    """Return the answer of the named answerer, of that of the question, or of the only one."""
    question = condition.question
    able = [one.name for one in studio.answerers_for(question.name)]
    names = [*condition.models] or ([model] if model in able else able)
    given: dict[str, Finding] = {}
    why = f"no model answers {question.name} yet"
    for name in names:
        answer = answer_of(studio.answerers[name], studio.design_of(question), question)
        found = stand_in(studio, question, name) if isinstance(answer, Refused) else answer
        if found is not None:
            given[name] = found
        elif isinstance(answer, Refused):
            why = answer.why
    if len(given) > 1:
        return None, f"{', '.join(given)} answer it; name one of them under models"
    return next(iter(given.values()), None), why


def _unusable(answer: Finding, condition: FactCondition, hidden: frozenset[str], training: frozenset[str]) -> str:
    if shared := sorted(evidence(answer) & {fact.id for fact in condition.facts}):
        return f"the answer rests on {', '.join(shared)} itself, so it meets it by construction"
    return leak_in(answer, hidden, training)


def met_by(conditions: Sequence[AskedCondition], ys: Sequence[Vector]) -> Met:
    """Return ln L of members from their answers to the conditions."""
    ln = sum((one.condition.ln(y) for one, y in zip(conditions, ys, strict=True)), np.zeros(len(ys[0])))
    return Met(tuple(ys), np.asarray(ln, float))


def likelihoods(met: Sequence[Met], weights: Sequence[float]) -> list[Vector]:
    """Return L of the members of each combination, over its mean over all; zeros where no member answers."""
    top = max((float(one.ln.max()) for one in met), default=-np.inf)
    if not np.isfinite(top):
        return [np.zeros(len(one.ln)) for one in met]
    made = [np.where(one.ln > top - NEGLIGIBLE, np.exp(one.ln - top), 0.0) for one in met]
    mean = sum(weight * float(one.mean()) for one, weight in zip(made, weights, strict=True)) / sum(weights)
    return [one / mean for one in made]


def effective(w: Vector) -> float:
    """Return the effective number of weighted members."""
    squares = float(w @ w)
    return float(w.sum()) ** 2 / squares if squares else 0.0


def world_shares(
    options: Sequence[Mapping[str, str]], met: Sequence[Met], weights: Sequence[float]
) -> tuple[WorldShare, ...]:
    """Return prior and posterior share of each combination, and its effective number of members."""
    made = likelihoods(met, weights)
    total = sum(weights)
    means = [weight / total * float(one.mean()) for one, weight in zip(made, weights, strict=True)]
    return tuple(
        WorldShare(each, weight / total, mean, effective(one))
        for each, one, weight, mean in zip(options, made, weights, means, strict=True)
    )


def condition_shares(
    conditions: Sequence[FactCondition], met: Sequence[Met], weights: Sequence[float]
) -> tuple[ConditionShare, ...]:
    """Return how the members meet each condition, before and after they were weighed."""
    rows = []
    after = [v * one for v, one in zip(_each(met, weights), likelihoods(met, weights), strict=True)]
    w, before = np.concatenate(after), np.concatenate(_each(met, weights))
    for place, condition in enumerate(conditions):
        y = np.concatenate([one.ys[place] for one in met])
        found = np.isfinite(y)
        silent = float(before[~found].sum() / before.sum())
        if not found.any():
            rows.append(ConditionShare(condition.name, condition.question.name, condition.says, None, silent))
            continue
        nearest = float(np.abs(condition.z(y[found])).min())
        ends = [quantile(y[found], before[found], p) for p in (0.025, 0.5, 0.975)]
        middle = quantile(y[found], w[found], 0.5) if w[found].sum() > 0 else None
        rows.append(
            ConditionShare(
                condition.name, condition.question.name, condition.says, nearest, silent, tuple(ends), middle
            )
        )
    return tuple(rows)


def contradiction(conditions: Sequence[FactCondition], met: Sequence[Met]) -> str:
    """Return which facts no member meets, one by one or together; empty where some member meets all."""
    from scipy.stats import chi2

    squares = []
    for place, condition in enumerate(conditions):
        y = np.concatenate([one.ys[place] for one in met])
        if not np.isfinite(y).any():
            return f"no member answers {condition.name} ({condition.says})"
        z = np.where(np.isfinite(y), np.abs(condition.z(y)), np.inf)
        squares.append(z**2)
        if chi2.sf(float(z.min()) ** 2, 1) < UNMET:
            return (
                f"no member meets {condition.name} ({condition.says}): "
                f"the nearest is {float(z.min()):.1f} of its spreads away"
            )
    best = float(np.sum(squares, axis=0).min())
    if chi2.sf(best, len(squares)) < UNMET:
        each = np.sqrt([one[int(np.sum(squares, axis=0).argmin())] for one in squares])
        told = ", ".join(f"{c.name} by {z:.1f}" for c, z in zip(conditions, each, strict=True))
        return f"no member meets the conditions together; the nearest misses {told} spreads"
    return ""


def _each(met: Sequence[Met], weights: Sequence[float]) -> list[Vector]:
    return [np.full(len(one.ln), weight / len(one.ln)) for one, weight in zip(met, weights, strict=True)]
