"""Answers of closed forms with their inputs drawn: quantiles, and Sobol indices of the inputs.

Inputs are drawn as `explore.answers.drawn` says. The draws are the two base sets of a Sobol plan
(`explore.sensitivity`): their answers give mean, standard deviation and quantiles, all points of the plan the share of
each input in the variance, of a positive answer in that of its logarithm. Indices assume that the columns are
independent, which numbers of one fit are made to be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...answers import Refuse, ask, ready
from ...design import Design
from ...quantity import Computed, Finding, InputError, ModelError, Problem, Setting, term
from ...record import Table, numbers, words
from ..answers.drawn import DrawnInputs, drawn_inputs
from ..answers.many_values import ManyValues, many_values
from ..answers.origins import joined_origin
from ..answers.requests import AnswerRequest, form_of, requested
from ..sensitivity import SensitivityResult, sensitivity, sensitivity_plan
from ..sweeps import SweepAxis

NAME, VERSION = "uncertainty of answers", 1
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FEWEST = 8  # answered draws without which there is no quantile
EDGE = 1e-7  # probabilities nearer to 0 or 1 are not drawn
BASES = 2  # sets of base samples: the first two points of each row of a plan
BASE = 256  # base samples by default
MOST = 20_000_000  # answers


@dataclass(frozen=True, eq=False)
class UncertainAnswer:
    """One answer: as designed, its draws (SI, nan where refused), and the share of each input.

    `matters` is None where the answer does not vary, and where too few draws have one; `why` then says so.
    """

    request: AnswerRequest
    nominal: Finding
    draws: np.ndarray
    reasons: tuple[str, ...]  # of refused draws, each once
    matters: SensitivityResult | None
    why: str = ""

    @property
    def name(self) -> str:
        """Return term, layer and closed form as one word."""
        layer = f"#{self.request.layer}" if self.request.layer else ""
        return f"{self.request.term}{layer}@{self.request.answerer}"

    @property
    def unit(self) -> str:
        """Return the SI unit."""
        return term(self.request.term).unit

    @property
    def answered(self) -> np.ndarray:
        """Return the draws that have an answer."""
        return np.asarray(self.draws[np.isfinite(self.draws)])

    @property
    def quantiles(self) -> np.ndarray:
        """Return the quantiles of QUANTILES."""
        return np.asarray(np.quantile(self.answered, QUANTILES))


@dataclass(frozen=True, eq=False)
class UncertainAnswers:
    """Answers with drawn inputs; `refused` has the reasons of what is not answered as designed."""

    design: Design
    answers: tuple[UncertainAnswer, ...]
    refused: tuple[tuple[str, str], ...]
    drawn: DrawnInputs
    samples: int
    seed: int
    origin: Computed

    @property
    def table(self) -> Table:
        """Return a row for each answer: as designed, mean, standard deviation, quantiles, refused draws (SI)."""
        one = self.answers
        columns = {
            "answer": words([a.name for a in one]),
            "unit": words([a.unit for a in one]),
            "as_designed": numbers("1", [a.nominal.value for a in one]),
            "mean": numbers("1", [a.answered.mean() for a in one]),
            "std": numbers("1", [a.answered.std(ddof=1) for a in one]),
        }
        quantiles = np.stack([a.quantiles for a in one])
        columns |= {f"{100 * q:g} %": numbers("1", quantiles[:, k]) for k, q in enumerate(QUANTILES)}
        columns["draws"] = numbers("1", [len(a.draws) for a in one])
        columns["refused"] = numbers("1", [len(a.draws) - len(a.answered) for a in one])
        return Table("uncertainty", f"{self.design.name}: answers with drawn inputs", columns, self.origin)

    @property
    def draws(self) -> Table:
        """Return the draws of all answers (SI), a row for each draw."""
        columns = {a.name: numbers(a.unit, a.draws) for a in self.answers}
        return Table("draws", f"{self.design.name}: draws of answers", columns, self.origin)


def uncertain_answers(design: Design, terms: Sequence[str], samples: int = BASE, seed: int = 1) -> UncertainAnswers:
    """Return the answers of closed forms to terms with their inputs drawn from their spreads.

    `samples` base samples give twice as many draws, and (inputs + 2) times as many answers for the indices.
    """
    pairs, refused = _asked(design, terms)
    answers = [answer for _, answer in pairs]
    drawn = drawn_inputs(answers, (), 1, seed)
    columns = drawn.columns
    if not columns:
        raise Refuse("no input of these answers has a spread: give standard deviations (std) in the design")
    if samples * (len(columns) + 2) * len(pairs) > MOST:
        raise InputError("--samples", [Problem(f"{samples}", "are too many answers", f"take less than {MOST:,}")])
    axes = [SweepAxis(f"column {k}", EDGE, 1 - EDGE) for k in range(len(columns))]
    plan = sensitivity_plan("sobol", axes, samples, seed)
    given = drawn.at(_normal(plan.points.values))

    def matters(name: str, unit: str, values: np.ndarray) -> SensitivityResult:
        return replace(sensitivity(plan, name, values, seed, unit=unit), paths=columns)

    base = np.arange(len(plan.points)) % (len(columns) + 2) < BASES
    made = [_uncertain(design, request, nominal, given=given, base=base, matters=matters) for request, nominal in pairs]
    settings = (Setting("draws.samples", str(samples)), Setting("draws.seed", str(seed)))
    origin = joined_origin(NAME, VERSION, answers, settings)
    return UncertainAnswers(design, tuple(made), refused, drawn, samples, seed, origin)


def _asked(
    design: Design, terms: Sequence[str]
) -> tuple[list[tuple[AnswerRequest, Finding]], tuple[tuple[str, str], ...]]:
    """Return the answers as designed by request, and the reasons of the others."""
    pairs, refused = [], []
    for request in requested(terms, [design]):
        answer = ask(form_of(request), design, request.question, spread=False)
        if isinstance(answer, Finding):
            pairs.append((request, answer))
        else:
            refused.append((f"{request.term} by {request.answerer}", getattr(answer, "why", "no number")))
    if not pairs:
        raise Refuse("; ".join(f"{name}: {why}" for name, why in refused))
    return pairs, tuple(refused)


def _normal(shares: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri

    return np.asarray(ndtri(shares), float)


def _uncertain(
    design: Design,
    request: AnswerRequest,
    nominal: Finding,
    *,
    given: Mapping[str, np.ndarray],
    base: np.ndarray,
    matters: Callable[[str, str, np.ndarray], SensitivityResult],
) -> UncertainAnswer:
    """Return the draws of one answer and the shares of its inputs."""
    found: ManyValues = many_values(ready(form_of(request), design, request.question), given)
    draws = found.value[base]
    if np.isfinite(draws).sum() < FEWEST:
        why = next(iter(found.refused.values()), "")
        raise Refuse(f"{request.term}: {np.isfinite(draws).sum()} of {len(draws)} draws have an answer ({why})")
    reasons = tuple(dict.fromkeys(found.refused.values()))
    row, in_ln = term(request.term), is_in_ln(request.term, found.value)
    values = np.log(found.value) if in_ln else found.value
    try:
        shares = matters(f"ln {request.term}" if in_ln else request.term, "1" if in_ln else row.unit, values)
    except ModelError as no:
        return UncertainAnswer(request, nominal, draws, reasons, None, no.what)
    return UncertainAnswer(request, nominal, draws, reasons, shares)


def is_in_ln(name: str, values: np.ndarray) -> bool:
    """Whether the variance is that of the logarithm: a term compared by ratio, all answers positive.

    A wide lognormal input would otherwise leave the variance to a few draws.
    """
    there = values[np.isfinite(values)]
    return term(name).compare == "ratio" and len(there) > 0 and bool((there > 0).all())
