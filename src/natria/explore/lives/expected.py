"""The life that reported cells give a design: conditional, statistical, with what it rests on.

The Weibull law is fitted with all covariates shifted to the values of the design, so that its constant is the median
life there and has both intervals. The answer is a finding of a fit with every row as its data, so that it is never
evidence for, nor a prediction of, one of them. Where the rows of the design's own system are among the data, it says
so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...design import Design, Unanswerable
from ...literature import Library
from ...quantity import Finding, Fit, Fitted, ModelError, NatriaError, Question
from .analysis import STANDING, LifeModel, median_of
from .covariates import ALIASES, PHASE, condition_value
from .effects import LifeEstimate
from .rows import BARE, LifeRow

MODEL, VERSION = "weibull_lives", 1
PATHS = {"current": "protocol.current", "areal_capacity": "protocol.areal_capacity", "temperature": "temperature"}


@dataclass(frozen=True)
class ExpectedLife:
    """The median life of cells like a design, by one set of covariates; `why_not` where there is none.

    `beyond` are covariates of which the rows have no value as large or as small: the answer extrapolates.
    """

    covariates: tuple[str, ...]
    finding: Finding | None
    estimate: LifeEstimate | None
    standing: str = STANDING
    beyond: tuple[str, ...] = ()
    why_not: str = ""


def expected_lives(models: Sequence[LifeModel], design: Design, within: Library) -> tuple[ExpectedLife, ...]:
    """Return the median life that each model gives a design."""
    given = given_of(design, within)
    return tuple(_expected(model, design, given) for model in models)


def given_of(design: Design, within: Library) -> Mapping[str, float | str | frozenset[str]]:
    """Return the covariates of a design: conditions in SI, class, whether it has a layer, phases."""
    found: dict[str, float | str | frozenset[str]] = {}
    for name, path in PATHS.items():
        try:
            found[name] = design.finding(path).plain
        except (NatriaError, Unanswerable):
            continue
    layers = design.names("interphase")
    found["layer"] = "layer" if layers else BARE
    system = within.system(design.name)
    if system is not None and system.kind:
        found["class"] = system.kind
    elif not layers:
        found["class"] = BARE
    own = {phase for layer in layers for phase in design.names(f"interphase.{layer}.phases")}
    found["phases"] = frozenset(own | set(system.phases if system else ()))
    return found


def _expected(model: LifeModel, design: Design, given: Mapping[str, float | str | frozenset[str]]) -> ExpectedLife:
    names = model.covariates
    if model.best is None:
        return ExpectedLife(names, None, None, why_not=model.why_not)
    try:
        at = np.array([1.0, *(_value(column.covariate, column.level, given) for column in model.design.columns)])
        _known_levels(model, given)
    except ModelError as no:
        return ExpectedLife(names, None, None, why_not=no.what)
    shift = at.copy()
    shift[0] = 0.0
    moved = replace(model.design, matrix=model.design.matrix - shift)
    best = replace(model.best, at=np.append(model.best.at[:-1] @ at, [*model.best.at[1:-1], model.best.at[-1]]))
    median = median_of(replace(model, design=moved, best=best))
    assert median is not None
    inside = model.design.matrix.min(axis=0) - 1e-9, model.design.matrix.max(axis=0) + 1e-9
    beyond = tuple(c.name for k, c in enumerate(model.design.columns, 1) if not inside[0][k] <= at[k] <= inside[1][k])
    return ExpectedLife(names, _finding(model, design, given, median), median, beyond=beyond)


def _finding(
    model: LifeModel, design: Design, given: Mapping[str, float | str | frozenset[str]], median: LifeEstimate
) -> Finding | None:
    if not np.isfinite(median.value) or median.value <= 0:
        return None
    rows: tuple[LifeRow, ...] = model.design.rows
    quantity = rows[0].quantity
    covariates = ", ".join(model.covariates) or "no covariate"
    method = f"median of a Weibull law of {len(rows)} reported lives over {covariates}; {STANDING}"
    data = tuple(row.fact for row in rows)
    fit = Fit(MODEL, VERSION, data, (), (quantity,), (median.value,), None, method)
    at = {name: value for name in PATHS if isinstance(value := given.get(name), float) and name != "temperature"}
    return Finding(Question(quantity, design.name, at), median.value, Fitted(fit, quantity))


def _value(covariate: str, level: str, given: Mapping[str, float | str | frozenset[str]]) -> float:
    if covariate.startswith(PHASE):
        phases = given["phases"]
        assert isinstance(phases, frozenset)
        return float(covariate.removeprefix(PHASE) in phases)
    key = ALIASES.get(covariate, covariate)
    value = given.get(key)
    if level:
        if value is None:
            raise ModelError(f"the design has no {covariate}", "name its system as a paper does")
        return float(value == level)
    number = condition_value(key, value if isinstance(value, float) else None)
    if number is None:
        raise ModelError(f"the design gives no {key.replace('_', ' ')}", "give it in the design")
    return number


def _known_levels(model: LifeModel, given: Mapping[str, float | str | frozenset[str]]) -> None:
    """Raise where the class of a design is none of those of the rows."""
    for covariate, first in model.design.references.items():
        known = {first, *(column.level for column in model.design.columns if column.covariate == covariate)}
        if given.get(covariate) not in known:
            word = given.get(covariate, "none")
            raise ModelError(f"no row has the {covariate} {word!r}", f"known: {', '.join(sorted(known))}")
