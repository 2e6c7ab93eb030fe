"""Fits of one number by a simulated cell: a secant of few simulations, each of which the store keeps.

One parameter meets one datum. The secant is taken in the logarithm of the parameter and ends where the answer is within
`MET` of the datum, well inside the digits of reported numbers and above the noise of a run that skips cycles. Trial
values are rounded, so that a fit that is made again asks for exactly the simulations that are stored.

A study simulates for a fit only where its model is named. Otherwise the simulations come from the store, and a fit of
which one is missing has no result. Such a fit is not made again for each input that is moved, so its answers are not
moved either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

from ..answers import Answerer
from ..answers.ask import as_number
from ..answers.stored import ask_stored, look_up
from ..design import Design, FitTable
from ..quantity import Finding, FitError, Question, Refused, in_unit, number, show_value, term
from ..store import Store
from .fit import DECADES, Covariance, FitSolution, aims, fitted_findings, start_of, trial_of

MET = 1e-4  # relative residual at which the secant ends
STEP = 0.1  # its first step, in the logarithm
LONGEST = 2.0  # and its longest
MOST = 16  # simulations
DIGITS = 6  # of trial values


@dataclass(frozen=True)
class Trials:
    """How a fit asks its model: the answers of a store, and simulations where the model is named."""

    store: Store
    named: tuple[str, ...] = ()
    case: str = ""

    def __call__(self, model: Answerer, design: Design, question: Question) -> Finding | Refused:
        if model.name in self.named:
            return as_number(ask_stored(model, design, question, self.store, case=self.case), model)
        found = look_up(model, design, question, self.store)
        if found is None:
            case = self.case or "CASE"
            raise FitError(
                f"its simulations are not stored; make it with natria study {case} --with {model.name} --store FOLDER"
            )
        return as_number(found, model)


def fit_simulated(
    name: str,
    table: FitTable,
    model: Answerer,
    data: tuple[Finding, ...],
    design_of: Callable[[Question], Design],
    *,
    trials: Trials,
) -> dict[str, Finding]:
    """Return the fitted parameter by name; FitError where it has no solution or is not stored."""
    if len(table.parameters) != 1 or len(data) != 1:
        what = f"the fit {name!r} by {model.name} has {len(table.parameters)} parameters and {len(data)} data"
        raise FitError(what, "fit one parameter to one datum, or use natria calibrate")
    (datum,), (target, scale, weighted) = data, aims(data)
    (start,) = start_of(table)
    tried: list[tuple[float, Finding]] = []  # values with their answers

    def miss(x: float) -> float:
        value = float(f"{exp(x):.{DIGITS}g}")
        design = design_of(datum.question).with_fits(trial_of(name, table, [value]))
        answer = trials(model, design, datum.question)
        if isinstance(answer, Refused):
            raise FitError(f"the fit {name!r} cannot ask {model.name} for its datum: {answer.why}")
        if answer.bound is not None:
            raise FitError(f"the fit {name!r} cannot use {model.name}: it answers {answer.question.name} by a range")
        tried.append((value, answer))
        return float((answer.value - target[0]) / scale[0])

    slope = _secant(miss, log(start), tolerance=MET * abs(target[0]) / scale[0])
    value, final = tried[-1]
    if slope is None:
        reached = f"{number(in_unit(final.value, final.question.name))} {term(final.question.name).shown}"
        what = f"the fit {name!r} has no solution: {datum.id} is {show_value(datum)}, the model reaches {reached}"
        raise FitError(what, "start closer to the solution, or check the inputs held fixed")
    covariance: Covariance = ((value * value / slope**2,),) if weighted else None
    spread = "from the datum, fixed inputs taken as exact" if weighted else "unknown, as there is one datum"
    method = f"secant in the log parameter, {len(tried)} simulations; spread {spread}"
    solution = FitSolution((value,), covariance, method)
    return fitted_findings(name, table, model, data, final=[final], solution=solution)


def _secant(miss: Callable[[float], float], start: float, tolerance: float) -> float | None:
    """Return the slope of a miss at its root, which is the last place asked; None where none is found."""
    before, here = start, start + STEP
    was, reach = miss(before), DECADES * log(10)
    for _ in range(MOST - 1):
        now = miss(here)
        slope = (now - was) / (here - before)
        if slope == 0 or abs(here - start) > reach:
            return None
        if abs(now) < tolerance:
            return slope
        before, was = here, now
        here += max(-LONGEST, min(LONGEST, -now / slope))
    return None
