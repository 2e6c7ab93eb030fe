"""Fit properties of designs so that a model reproduces data; the result keeps its provenance.

Least squares on relative residuals (on residuals over their standard deviation where every datum has one), in the
logarithm of the parameters, which are positive. A fit without a solution raises an error; it never returns the point
where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..answers import Answerer, Ready, Refuse, Unanswerable, ask_number
from ..design import Design, FitTable
from ..quantity import (
    Assumed,
    Computed,
    Finding,
    Fit,
    FitError,
    Fitted,
    ModelError,
    NatriaError,
    Question,
    Refused,
    ancestry,
    in_unit,
    number,
    parents,
    parse_quantity,
    show_value,
    term,
)

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

Vector = NDArray[np.float64]
Covariance = tuple[tuple[float, ...], ...] | None
DECADES = 9.0  # how far a parameter may go from its first guess
EXACT = 1e-6  # relative residual of a fit with as many parameters as data
BLIND = 1e-8  # ratio of singular values below which parameters are not identified
MET = 1e-10  # relative residual at which a secant stops
STEP = 1e-3  # its first step, in the logarithm
LONGEST = 1.0  # and its longest
MOST_STEPS = 60
TRIAL = "a trial value of the fit"
UNMOVED: Mapping[str, float] = MappingProxyType({})


def fit_parameters(
    name: str, table: FitTable, model: Answerer, data: tuple[Finding, ...], design_of: Callable[[Question], Design]
) -> dict[str, Finding]:
    """Return the fitted parameters by name. `design_of` returns the design of the subject of a question."""
    names = tuple(table.parameters)
    start = [log(value) for value in start_of(table)]
    if len(data) < len(names):
        raise FitError(
            f"the fit {name!r} has {len(names)} parameters and {len(data)} data",
            "fit fewer parameters, or give more data",
        )
    target, scale, weighted = aims(data)

    def answers(logs: Vector) -> list[Finding]:
        trial = trial_of(name, table, [exp(v) for v in logs])
        return _answers(name, model, data, lambda question: design_of(question).with_fits(trial))

    def residuals(logs: Vector) -> Vector:
        return np.asarray((np.array([a.value for a in answers(logs)]) - target) / scale, float)

    from scipy.optimize import least_squares

    reach = DECADES * log(10)
    low, high = np.array(start) - reach, np.array(start) + reach
    best = least_squares(residuals, start, bounds=(low, high), xtol=1e-14, ftol=1e-14, gtol=1e-14, max_nfev=500)
    final = answers(best.x)
    _converged(name, table, data, final, best)
    covariance = _covariance(best.jac, best.fun, best.x, weighted)
    solution = FitSolution(tuple(exp(v) for v in best.x), covariance, _method(weighted, covariance))
    return fitted_findings(name, table, model, data, final=final, solution=solution)


@dataclass(frozen=True)
class FitSolution:
    """The values of the parameters (SI) where the data are met, their covariance, and how they were found."""

    values: tuple[float, ...]
    covariance: Covariance
    method: str


def fitted_findings(
    name: str,
    table: FitTable,
    model: Answerer,
    data: tuple[Finding, ...],
    *,
    final: list[Finding],
    solution: FitSolution,
) -> dict[str, Finding]:
    """Return the parameters by name, with what the model read for the data held in the fit."""
    names, values, covariance = tuple(table.parameters), solution.values, solution.covariance
    held = {i.id: i for a in final for i in _inputs(a) if not (isinstance(i.origin, Assumed) and i.origin.why == TRIAL)}
    laws = {s.path: s for a in final for s in _computed(a).settings if s.why}
    done = Fit(
        model.name,
        model.version,
        data,
        tuple(held.values()),
        names,
        values,
        covariance,
        solution.method,
        tuple(laws.values()),
    )
    std = [None if covariance is None else covariance[i][i] ** 0.5 for i in range(len(names))]
    return {
        n: Finding(Question(table.parameters[n].term, f"fit {name!r}"), v, Fitted(done, n), s)
        for n, v, s in zip(names, values, std, strict=True)
    }


def trial_of(name: str, table: FitTable, values: Sequence[float]) -> dict[str, Finding]:
    """Return trial values (SI) of the parameters of a fit, as a design takes them."""
    return {
        n: Finding(Question(one.term, f"fit {name!r}"), value, Assumed(TRIAL), 0.0)
        for (n, one), value in zip(table.parameters.items(), values, strict=True)
    }


def start_of(table: FitTable) -> list[float]:
    """Return the first guesses (SI) of the parameters of a fit."""
    return [parse_quantity(one.start, term(one.term).unit)[0] for one in table.parameters.values()]


def _answers(
    name: str, model: Answerer, data: tuple[Finding, ...], design_of: Callable[[Question], Design]
) -> list[Finding]:
    """Return what a model answers to the questions of the data; one without a number ends the fit."""
    try:
        found = [ask_number(model, design_of(d.question), d.question, spread=False) for d in data]
    except ModelError as bad:  # an answerer that breaks its contract ends a fit, not a whole study
        raise FitError(f"the fit {name!r} cannot use {model.name}: {bad.what}", bad.fix) from None
    for one in found:
        if isinstance(one, Refused):
            raise FitError(f"the fit {name!r} cannot ask {model.name} for its data: {one.why}")
        if one.bound is not None:
            raise FitError(f"the fit {name!r} cannot use {model.name}: it answers {one.question.name} by a range")
    return [f for f in found if isinstance(f, Finding)]


def aims(data: tuple[Finding, ...], moved: Mapping[str, float] = UNMOVED) -> tuple[Vector, Vector, bool]:
    """Return the values that a fit meets, the scale of each residual, and whether it is a spread.

    A datum that is known as a range counts with its middle and the standard deviation of a uniform distribution.
    """
    middles = [d.value if isinstance(d.bound, tuple) else d.plain for d in data]
    target = np.array([moved.get(d.id, middle) for d, middle in zip(data, middles, strict=True)])
    spreads = [(d.bound[1] - d.bound[0]) / sqrt(12) if isinstance(d.bound, tuple) else d.std for d in data]
    if all(spreads):
        return target, np.array(spreads, float), True
    return target, np.abs(target), False


def _computed(finding: Finding) -> Computed:
    assert isinstance(finding.origin, Computed)
    return finding.origin


def _inputs(finding: Finding) -> tuple[Finding, ...]:
    return _computed(finding).inputs


def _converged(
    name: str, table: FitTable, data: tuple[Finding, ...], final: list[Finding], best: OptimizeResult
) -> None:
    """Raise where a fit has no result.

    It ran to a bound, stopped early, does not reproduce data although it has enough parameters, or its parameters are
    not identified.
    """
    reached = "; ".join(
        f"{d.id} is {show_value(d)}, the model reaches {number(in_unit(a.value, a.question.name))} "
        f"{term(a.question.name).shown}"
        for d, a in zip(data, final, strict=True)
    )
    names = list(table.parameters)
    if gone := [n for n, at_bound in zip(names, best.active_mask, strict=True) if at_bound]:
        fix = "check the inputs that the fit holds fixed"
        raise FitError(f"the fit {name!r} has no solution: {', '.join(gone)} reaches its bound ({reached})", fix)
    if best.status <= 0:
        raise FitError(f"the fit {name!r} did not converge ({reached})", "start closer to the solution")
    if len(data) == len(names) and float(np.max(np.abs(best.fun))) > EXACT:
        fix = "start closer to the solution, or check the inputs held fixed"
        raise FitError(f"the fit {name!r} does not reproduce its data ({reached})", fix)
    singular = np.linalg.svd(best.jac, compute_uv=False)
    if singular[-1] < BLIND * max(float(singular[0]), 1e-300):
        fix = "fit fewer parameters, or give other data"
        raise FitError(f"the data of the fit {name!r} do not identify its parameters:  {', '.join(names)}", fix)


def _covariance(jacobian: Vector, residual: Vector, x: Vector, weighted: bool) -> Covariance:
    """Return the covariance in SI: (J^T J)^-1 in the logarithms, scaled to the parameters.

    It is multiplied by the residual variance where the data have no standard deviation of their own.
    """
    free = len(residual) - len(x)
    if not weighted and free < 1:
        return None
    scale = 1.0 if weighted else float(residual @ residual) / free
    logs = np.linalg.inv(jacobian.T @ jacobian) * scale
    values = np.exp(x)
    return tuple(tuple(float(v) for v in row) for row in logs * np.outer(values, values))


def _method(weighted: bool, covariance: object) -> str:
    if covariance is None:
        spread = "unknown, as there are as many parameters as data"
    else:
        spread = f"from the {'data' if weighted else 'scatter of the residuals'}, fixed inputs taken as exact"
    return f"least squares in log parameters, {'weighted' if weighted else 'relative'} residuals; spread {spread}"


@dataclass(frozen=True)
class FitTask:
    """A fit that was made, with all that is needed to repeat it.

    `design_of` is that of the file that makes the fit, where it is taken over from another one.
    """

    name: str
    table: FitTable
    model: Answerer
    data: tuple[Finding, ...]
    fitted: Mapping[str, Finding]
    design_of: Callable[[Question], Design] | None = None

    @property
    def is_cheap(self) -> bool:
        """Whether the fit can be made again for each input that is moved."""
        return self.model.cost == "cheap"

    @cached_property
    def rests_on(self) -> frozenset[str]:
        """Return the ids of all findings that the fit was made from."""
        return frozenset(
            one.id for made in self.fitted.values() for parent in parents(made) for one in ancestry(parent)
        )


def refit(task: FitTask, asked: tuple[Ready, ...], moved: Mapping[str, float]) -> dict[str, float]:
    """Return the parameters by the id of their finding, fitted again with moved inputs (by id).

    From the solution on, by a secant where one parameter meets one datum, else by the least squares of
    `fit_parameters`; FitError where there is no solution. `asked` are the questions of the data.
    """
    ids = [task.fitted[name].id for name in task.table.parameters]
    start = np.array([log(task.fitted[name].value) for name in task.table.parameters])
    target, scale, _ = aims(task.data, moved)

    def residuals(logs: Vector) -> Vector:
        values = {**moved, **{i: exp(v) for i, v in zip(ids, logs, strict=True)}}
        try:
            found = [one.value(values) for one in asked]
        except (Refuse, Unanswerable, NatriaError) as no:
            raise FitError(f"the fit {task.name!r} cannot ask {task.model.name}: {no}") from None
        return np.asarray((np.array(found) - target) / scale, float)

    reach = DECADES * log(10)
    if len(ids) == len(task.data) == 1:
        best = _secant(lambda x: float(residuals(np.array([x]))[0]), float(start[0]), reach)
        if best is None:
            raise FitError(f"the fit {task.name!r} has no solution with these inputs")
        return {ids[0]: exp(best)}
    from scipy.optimize import least_squares

    found = least_squares(residuals, start, bounds=(start - reach, start + reach), xtol=1e-10, ftol=1e-10, gtol=1e-10)
    missed = len(ids) == len(task.data) and float(np.max(np.abs(found.fun))) > EXACT
    if missed or found.status <= 0 or np.any(found.active_mask):
        raise FitError(f"the fit {task.name!r} has no solution with these inputs")
    return {name: exp(value) for name, value in zip(ids, found.x, strict=True)}


def _secant(residual: Callable[[float], float], start: float, reach: float) -> float | None:
    """Return the root of a residual near a start; None where it leaves `reach` or does not converge."""
    before, here = start, start + STEP
    was = residual(before)
    if abs(was) < MET:
        return before
    for _ in range(MOST_STEPS):
        now = residual(here)
        if abs(now) < MET:
            return here
        if now == was or abs(here - start) > reach:
            return None
        step = -now * (here - before) / (now - was)
        before, was = here, now
        here += max(-LONGEST, min(LONGEST, step))
    return None
