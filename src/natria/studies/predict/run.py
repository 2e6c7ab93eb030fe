"""Predict a spec: every question in every combination of alternatives, with all inputs moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..._version import __version__
from ...quantity import Computed, Finding, Question, Refused
from ...store import Store
from ..studio import Studio
from ..verdicts.moves import Moves
from ..verdicts.spaces import as_y
from .baseline import baseline_of
from .blind import ensure_blind, leak_in
from .bundles import Answers, MemberJob, answers_of
from .draws import Draws, Inputs, inputs_of
from .evidence import evidence_of, fits_used
from .forecast import Branch, Forecast, Prediction
from .members import Tell, asked_of, stand_in, why_not
from .mixture import Vector
from .spec import Asking, PredictionSpec
from .summarise import Sampled, summarised
from .weighed import weighed
from .weighing import AskedCondition, Met, asked_conditions, likelihoods, met_by
from .worlds import FEWEST, World, worlds_of

STEP = 64  # columns; with conditions, a question of a few more inputs leaves the members of the others as they are
BOUND = "the answer is only a bound or a range, and a prediction needs a number"


@dataclass(frozen=True)
class MemberCosts:
    """Where members are kept, how many processes compute them, and who is told of the progress."""

    store: Store
    workers: int | None = None
    tell: Tell | None = None

    @property
    def words(self) -> dict[str, Any]:
        return {"store": self.store, "workers": self.workers, "tell": self.tell}


@dataclass(frozen=True)
class AskedWorld:
    """A combination of alternatives with its fits, made once for all questions."""

    world: World

    @cached_property
    def moves(self) -> Moves:
        return Moves(self.studio.fit_tasks, self.studio.design_of)

    @property
    def studio(self) -> Studio:
        return self.world.studio


@dataclass(frozen=True, eq=False)
class AskedBranch:
    """A combination and an answerer: its answer, and the one whose inputs are moved.

    That is a stand-in where the answer is refused.
    """

    of: AskedWorld
    model: str
    question: Question
    weight: float
    options: Mapping[str, str]
    answer: Finding | None
    asked: Finding | None
    inputs: Inputs | None

    @property
    def studio(self) -> Studio:
        return self.of.studio

    @property
    def world(self) -> World:
        return self.of.world


def predict_spec(
    spec: PredictionSpec,
    *,
    store: Store | None = None,
    plugins: bool = False,
    workers: int | None = None,
    tell: Tell | None = None,
    commit: str = "",
    today: date | None = None,
) -> Prediction:
    """Return the prediction of a spec; raises where a training fact gives an answer away.

    Members of answerers that take longer than a closed form are kept in `store` and continued from there. `commit` is
    that of natria where it is known, `today` the day (UTC) of the prediction.
    """
    hidden = ensure_blind(spec)
    costs = MemberCosts(store or Store(None), workers, tell)
    worlds = tuple(map(AskedWorld, worlds_of(spec, hidden, costs.store, plugins=plugins)))
    forecasts = tuple(_forecast(spec, ask, worlds, hidden, costs) for ask in spec.asks)
    answers = [b.answer for f in forecasts for b in f.branches if b.answer is not None]
    answers += [one for f in forecasts for one in f.weighed_by]
    return Prediction(
        spec.name,
        spec.title,
        spec.case.name,
        {"file": spec.source.replace("\\", "/").rpartition("/")[2], "sha256": spec.digest}
        | {"members": spec.members, "seed": spec.seed, "baseline": spec.baseline, "calibrated": list(spec.calibrated)},
        tuple(_group(spec, place) for place in range(len(spec.groups))),
        spec.training,
        tuple(sorted(hidden)),
        fits_used([one.studio for one in worlds]),
        forecasts,
        evidence_of(answers, spec.training, [fact for one in spec.conditions for fact in one.facts]),
        __version__,
        commit,
        today or datetime.now(UTC).date(),
    )


def _group(spec: PredictionSpec, place: int) -> Mapping[str, object]:
    group = spec.groups[place]
    options = [
        {"name": name, "says": option.words, "changes": sorted(option.paths), "weight": option.weight}
        for name, option in group.option.items()
    ]
    return {"name": group.name, "why": group.why, "weights": group.weights or "equal", "options": options}


def _forecast(
    spec: PredictionSpec, ask: Asking, worlds: Sequence[AskedWorld], hidden: frozenset[str], costs: MemberCosts
) -> Forecast:
    """Return the forecast of one question."""
    given = [_answers(spec, ask, one.studio, hidden) for one in worlds]
    models = tuple(dict.fromkeys(model for answers, _ in given for model in answers))
    if spec.conditions and not models:
        models = ask.models  # members that meet the conditions may have an answer
    branches = [
        _branch(spec, ask, one, hidden, (model, answers.get(model)), rivals=len(models))
        for one, (answers, _) in zip(worlds, given, strict=True)
        for model in models
    ]
    draws = Draws(spec.members, spec.seed, step=STEP if spec.conditions else 1)
    conditions = [asked_conditions(spec, one.studio, one.world.name, one.model, hidden) for one in branches]
    for inputs in (*(c.inputs for several in conditions for c in several), *(one.inputs for one in branches)):
        if inputs is not None:
            draws.take(inputs)
    normal = draws.normal() if branches else np.empty((0, 0))
    rows = [normal[: max(FEWEST, round(spec.members * one.weight))] for one in branches]
    met = _met(branches, conditions, draws, rows, costs) if spec.conditions else []
    counted = likelihoods(met, [one.weight for one in branches]) if met else [np.ones(len(mine)) for mine in rows]
    jobs = [_job(one, mine[worth > 0]) for one, mine, worth in zip(branches, rows, counted, strict=True)]
    told = iter(answers_of([job for job in jobs if job], draws, **costs.words))
    found = [next(told)[0] if job else None for job in jobs]
    sampled = [
        _sampled(one, mine, worth, answers, _why_none(ask, one.of, one.model, hidden, spec) if answers is None else "")
        for one, mine, worth, answers in zip(branches, rows, counted, found, strict=True)
    ]
    if not met:
        sampled = [replace(one, branch=replace(one.branch, likelihood=None)) for one in sampled]
    refusals = [(one.world.weight, why) for one, (_, why) in zip(worlds, given, strict=True)] if not models else []
    baseline = baseline_of(ask, spec.training, worlds[0].studio.library, spec.baseline)
    forecast = summarised(ask.question, sampled, draws.columns, refusals, baseline)
    if not met:
        return forecast
    asked = tuple(c.asked.answer for several in conditions for c in several)
    return replace(weighed(forecast, spec.conditions, met), weighed_by=asked)


def _branch(
    spec: PredictionSpec,
    ask: Asking,
    one: AskedWorld,
    hidden: frozenset[str],
    answer: tuple[str, Finding | None],
    *,
    rivals: int,
) -> AskedBranch:
    """Return a combination and an answerer; what a refused simulation read stands in for its answer.

    Conditions may leave members for which the simulation gives one.
    """
    model, given = answer
    options = {**one.world.options, **({"model": model} if rivals > 1 else {})}
    asked = stand_in(one.studio, ask.question, model) if given is None and spec.conditions else given
    if asked is not None and _unusable(asked, hidden, spec):
        asked = None
    weight = one.world.weight / rivals
    return AskedBranch(one, model, ask.question, weight, options, given, asked, _inputs(one, ask, asked))


def _met(
    branches: Sequence[AskedBranch],
    conditions: Sequence[tuple[AskedCondition, ...]],
    draws: Draws,
    rows: Sequence[NDArray[np.float64]],
    costs: MemberCosts,
) -> list[Met]:
    """Return how the members of each combination meet the conditions."""
    jobs = [
        MemberJob(tuple(c.asked for c in several), one.of.moves, tuple(c.inputs for c in several), mine)
        for one, several, mine in zip(branches, conditions, rows, strict=True)
    ]
    told = answers_of(jobs, draws, **costs.words)
    return [met_by(c, [one.y for one in answers]) for c, answers in zip(conditions, told, strict=True)]


def _job(one: AskedBranch, rows: NDArray[np.float64]) -> MemberJob | None:
    """Return the question to the members of a combination; None where it has no answer that can be moved."""
    if one.asked is None or one.inputs is None:
        return None
    made = asked_of(one.studio, one.question, one.asked)
    return MemberJob((made,), one.of.moves, (one.inputs,), rows)


def _sampled(
    one: AskedBranch, rows: NDArray[np.float64], worth: Vector, answers: Answers | None, why_none: str
) -> Sampled:
    """Return the members of a combination; those without weight were not asked."""
    y = np.full(len(rows), np.nan)
    if answers is None:
        why = {why_none: float(worth.sum())}
        return Sampled(Branch(one.options, one.model, one.weight, None, y, why, worth), None, rows)
    kept = worth > 0
    y[kept] = answers.y
    whys: dict[str, float] = {}
    for reason, share in zip(answers.reasons, worth[kept].tolist(), strict=True):
        if reason:
            whys[reason] = whys.get(reason, 0.0) + share
    return Sampled(Branch(one.options, one.model, one.weight, one.answer, y, whys, worth), one.inputs, rows)


def _answers(
    spec: PredictionSpec, ask: Asking, studio: Studio, hidden: frozenset[str]
) -> tuple[dict[str, Finding], str]:
    """Return the answers of a studio that may be used, by answerer, and why there are none."""
    found: dict[str, Finding] = {}
    whys: dict[str, None] = {}
    for answer in studio.answers(ask.question):
        if isinstance(answer, Refused):
            whys[" ".join(answer.why.split())] = None
            continue
        assert isinstance(answer.origin, Computed)
        model = answer.origin.model
        if ask.models and model not in ask.models:
            continue
        why = _unusable(answer, hidden, spec)
        if why:
            whys[f"{model}: {why}"] = None
        else:
            found[model] = answer
    return found, "; ".join(whys) or "none of the named answerers has an answer"


def _unusable(answer: Finding, hidden: frozenset[str], spec: PredictionSpec) -> str:
    """Return why an answer cannot be a member; empty where it can."""
    if answer.bound is not None:
        return BOUND
    if why := leak_in(answer, hidden, frozenset(spec.training)):
        return why
    try:
        as_y(answer.question.name, answer.value)
    except ValueError:
        return "the answer is not above zero, and its term is compared by ratio"
    return ""


def _inputs(one: AskedWorld, ask: Asking, answer: Finding | None) -> Inputs | None:
    if answer is None:
        return None
    of_paper = one.studio.library.system(ask.question.of) is not None
    return inputs_of(answer, one.studio.fit_tasks, of_paper=of_paper)


def _why_none(ask: Asking, one: AskedWorld, model: str, hidden: frozenset[str], spec: PredictionSpec) -> str:
    """Return why an answerer that answers elsewhere does not answer under these alternatives."""
    for answer in one.studio.answers(ask.question):
        if isinstance(answer, Finding) and isinstance(answer.origin, Computed) and answer.origin.model == model:
            return f"{model}: {_unusable(answer, hidden, spec)}"
    return f"{model}: {why_not(one.studio, ask.question, model)}"
