"""The tables of reported lives: survival, effects, errors, limits, a design and its bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan, log

from ...explore.lives.analysis import STANDING, CurveOfLives, LifeAnalysis, LifeModel
from ...explore.lives.bounds import PhysicalBound, efficiency_for
from ...explore.lives.effects import LifeEffect
from ...explore.lives.expected import ExpectedLife
from ...quantity import Finding, Reported, number, show_value, term
from ..common.limits import TABLE_ROWS
from .wording import NONE, effect_name, life, life_ends, ratio, ratio_ends

COLUMNS = 4  # models side by side


@dataclass(frozen=True)
class Tabled:
    """A table of text; `says` stands below it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    says: str = ""


def tables_of(made: LifeAnalysis) -> Iterator[Tabled]:
    """Yield the tables of an analysis: survival, effects, errors, limits."""
    yield _survival(made)
    models = [*made.alone, *([made.together] if made.together else [])]
    if made.alone:
        yield _effects("Effects, one covariate at a time", made.alone)
    if made.together:
        yield _effects("Effects, all covariates at once", (made.together,))
    if fitted := [model for model in models if model.error]:
        yield _errors(fitted)
        yield _failures(fitted, made.rows.quantity)
    yield Tabled("What these rows cannot tell", ("limit", "why"), tuple((one.code, one.says) for one in made.limits))


def _survival(made: LifeAnalysis) -> Tabled:
    quantity = made.rows.quantity
    rows = tuple(_curve_row(one, quantity) for one in (made.every, *made.classes))
    heads = ("class", "cells", "failed", "papers", "median life (Kaplan-Meier)", "95 %", "longest")
    says = ""
    if made.median:
        weibull = f"{life(made.median.value, quantity)} (95 %: {life_ends(made.median.ends, quantity)})"
        says = f"Median of all cells by a Weibull law: {weibull}. Every number here is {STANDING}, and no prediction."
    return Tabled("Survival", heads, rows, says)


def _curve_row(one: CurveOfLives, quantity: str) -> tuple[str, ...]:
    curve = one.curve
    ends = [None if end is None else life(end, quantity) for end in curve.median_interval]
    median = "not reached" if curve.median is None else life(curve.median, quantity)
    interval = f"{ends[0] or 'not reached'} to {ends[1] or NONE}" if ends[0] or ends[1] else ""
    counts = (str(len(one.rows)), str(int(one.failed.sum())), str(len({row.group for row in one.rows})))
    return (one.name, *counts, median, interval, life(float(one.time.max()), quantity) if len(one.rows) else "")


def _effects(title: str, models: tuple[LifeModel, ...]) -> Tabled:
    if all(model.why_not for model in models):
        rows_refused = tuple((", ".join(model.covariates), model.why_not) for model in models)
        return Tabled(title, ("covariates", "refused"), rows_refused)
    heads = ("effect", "cells", "failed", "papers", "life", "95 %, rows", "95 %, papers", "hazard", "95 %")
    rows: list[tuple[str, ...]] = []
    for model in models:
        if model.why_not:
            rows.append((", ".join(model.covariates), "", "", "", "", model.why_not, "", "", ""))
        rows += [_effect_row(one) for one in model.effects]
    says = (
        "Ratios of lives (Weibull) and of hazards (Cox). 95 %, rows: all rows taken as independent. 95 %, papers: with "
        "papers as clusters; the wider end counts. The last column is the hull of both for the hazard."
    )
    return Tabled(title, heads, tuple(rows), says)


def _effect_row(e: LifeEffect) -> tuple[str, ...]:
    lives, hazards = ("", "", ""), ("", e.why_not)
    if e.life is not None:
        lives = (ratio(e.life.value), ratio_ends(e.life.profile), ratio_ends(e.life.clustered))
    if e.hazard is not None:
        hazards = (ratio(e.hazard.value), ratio_ends(e.hazard.ends))
    return (effect_name(e), str(e.rows), str(e.failures), str(e.papers), *lives, *hazards)


def _errors(models: list[LifeModel]) -> Tabled:
    heads = ("covariates", "rows told", "gain, rows out", "gain, papers out", "pairs in order", "factor at failures")
    rows = []
    for model in models:
        e = model.error
        assert e is not None
        order = f"{100 * e.in_order:.0f} % of {e.pairs}" if e.pairs else ""
        factor = "" if isnan(e.factor) else ratio(e.factor)
        counted = f"{e.rows} of {len(model.design.rows)}"
        rows.append((", ".join(e.covariates), counted, _nats(e.gain_by_row), _nats(e.gain_by_paper), order, factor))
    says = (
        "Leave-one-out error. The gain is the mean log likelihood of a row that was left out, above a fit without "
        "covariates: above 0 where the covariates help, below 0 where they mislead. The factor lies between the median "
        "that the other papers give a cell and its reported failure. Pairs in order: 100 % is right, 50 % or less is "
        "chance."
    )
    return Tabled("Leave-one-out error", heads, tuple(rows), says)


def _nats(value: float) -> str:
    return "" if isnan(value) else f"{value:+.3f}"


def _failures(models: list[LifeModel], quantity: str) -> Tabled:
    """Return the failures that the last of some models tells worst, with the medians that each gives them."""
    some = [*models[: COLUMNS - 1], models[-1]] if len(models) > COLUMNS else models
    told = [{f.id: f for f in model.error.failures} for model in some if model.error]
    known = {name: f for one in reversed(told) for name, f in one.items()}
    worst = sorted(known, key=lambda name: -abs(log(max(known[name].median, 1e-300) / known[name].reported)))
    heads = ("failure", "reported", *(f"by {', '.join(model.covariates)}" for model in some))
    rows = tuple(
        (
            name,
            life(known[name].reported, quantity),
            *(life(one[name].median, quantity) if name in one else "" for one in told),
        )
        for name in worst[:TABLE_ROWS]
    )
    more = f" {len(worst) - TABLE_ROWS} more are in the JSON." if len(worst) > TABLE_ROWS else ""
    says = f"Medians from the other papers, the furthest from the reported life first.{more}"
    return Tabled("Failures that were left out", heads, rows, says)


def expected_table(expected: tuple[ExpectedLife, ...], quantity: str) -> Tabled:
    """Return the median lives that reported cells give a design."""
    rows: list[tuple[str, ...]] = []
    for one in expected:
        name = ", ".join(one.covariates) or "none"
        if one.estimate is None:
            rows.append((name, "refused", one.why_not, "", ""))
        else:
            ends = [life_ends(end, quantity) for end in (one.estimate.profile, one.estimate.clustered)]
            beyond = f"extrapolated in {', '.join(one.beyond)}" if one.beyond else ""
            rows.append((name, life(one.estimate.value, quantity), *ends, beyond))
    heads = ("covariates", "median life", "95 %, rows", "95 %, papers", "remark")
    says = f"Standing: {STANDING}. Cells of this system may be among the rows; the answer is no prediction of them."
    return Tabled("Median life of cells like this design", heads, tuple(rows), says)


def bounds_table(bounds: tuple[PhysicalBound, ...], reported: tuple[Finding, ...] = ()) -> Tabled:
    """Return the bounds that physics gives a design; `reported` are numbers of cycles of the same system."""
    rows: list[tuple[str, ...]] = []
    for one in bounds:
        if isinstance(one.answer, Finding):
            model = getattr(one.answer.origin, "model", "")
            rows.append((one.about, term(one.answer.question.name).name, show_value(one.answer), model))
        else:
            rows.append((one.about, one.answer.question.name, "refused", one.answer.why))
    share = next(
        (
            b.answer.value
            for b in bounds
            if b.answer.question.name == "inventory_share" and isinstance(b.answer, Finding)
        ),
        None,
    )
    cycles = max((f for f in reported if f.question.name == "cycle_life"), key=lambda f: f.value, default=None)
    says = ""
    if share and cycles and share * cycles.value > 1 and isinstance(cycles.origin, Reported):
        need = 100 * efficiency_for(share, cycles.value)
        needs = f"need a mean Coulombic efficiency of at least {need:.2f} %"
        says = f"The {number(cycles.value)} cycles of {cycles.id} {needs}."
    return Tabled("What physics bounds", ("mechanism", "quantity", "value", "by"), tuple(rows), says)
