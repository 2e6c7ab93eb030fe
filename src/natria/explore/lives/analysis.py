"""Reported lives analysed: survival by class, effects one by one and together, errors, and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp

import numpy as np

from ...literature import Library, Query
from ...quantity import InputError, ModelError, Problem
from ...studies.groups.survival import SurvivalCurve, survival
from .covariates import LifeDesign, life_design, read_covariates
from .effects import LifeEffect, LifeEstimate, effects, estimate, fits_without
from .laws import WEIBULL, ensure_identified
from .left_out import LeftOutError, left_out_error
from .likelihood import Largest
from .limits import LifeLimit, life_limits
from .rows import LifeRow, LifeRows, life_rows

STANDING = "conditional, statistical"  # of every number here: none of them is a prediction, and none is counted as one
FEWEST = 2  # failures without which there is nothing to fit


@dataclass(frozen=True, eq=False)
class CurveOfLives:
    """The share of surviving cells of one class of layers, or of all."""

    name: str
    rows: tuple[LifeRow, ...]
    curve: SurvivalCurve

    @property
    def time(self) -> np.ndarray:
        return np.array([row.low for row in self.rows])

    @property
    def failed(self) -> np.ndarray:
        return np.array([row.failed for row in self.rows], bool)


@dataclass(frozen=True, eq=False)
class LifeModel:
    """A Weibull and a Cox fit to some covariates; `why_not` where the rows cannot carry them."""

    covariates: tuple[str, ...]
    design: LifeDesign
    effects: tuple[LifeEffect, ...]
    best: Largest | None
    error: LeftOutError | None
    why_not: str = ""

    @property
    def sigma(self) -> float | None:
        """Return the scatter of ln(life); below one failures become more likely with age."""
        return exp(float(self.best.at[-1])) if self.best is not None else None


@dataclass(frozen=True, eq=False)
class LifeAnalysis:
    rows: LifeRows
    covariates: tuple[str, ...]
    every: CurveOfLives
    classes: tuple[CurveOfLives, ...]
    bare: LifeModel  # without covariates
    alone: tuple[LifeModel, ...]  # one covariate at a time
    together: LifeModel | None  # all at once, where there are several
    papers: Mapping[str, int]  # rows of each

    @cached_property
    def median(self) -> LifeEstimate | None:
        """Return the median life of all rows by the Weibull law, with its intervals."""
        return median_of(self.bare)

    @cached_property
    def limits(self) -> tuple[LifeLimit, ...]:
        models = [*self.alone, *([self.together] if self.together else [])]
        fitted, refused = ([m.design for m in models if (m.best is None) == lacks] for lacks in (False, True))
        return life_limits(self.rows, fitted, refused)


def analyse_lives(
    within: Library, quantity: str = "cycling_time", by: str = "", wanted: Query | None = None
) -> LifeAnalysis:
    """Return what reported lives depend on; `by` names covariates, as in "current,class,phase:NaF"."""
    rows = life_rows(within, quantity, wanted)
    if rows.failures < FEWEST:
        what = f"{rows.failures} failures among {len(rows.rows)} reported lives: nothing can be fitted"
        raise InputError("the literature", [Problem(quantity, what, "widen the search, or add rows with --papers")])
    covariates = read_covariates(by, rows.rows)
    classes = dict.fromkeys(row.layer_class for row in rows.rows if row.layer_class)
    shown = [(name, tuple(row for row in rows.rows if row.layer_class == name)) for name in classes]
    papers = {group: sum(row.group == group for row in rows.rows) for group in rows.groups}
    return LifeAnalysis(
        rows,
        covariates,
        _curve("all", rows.rows),
        tuple(_curve(name, some) for name, some in shown),
        life_model(life_design(rows.rows, ()), ()),
        tuple(life_model(life_design(rows.rows, (name,)), (name,)) for name in covariates),
        life_model(life_design(rows.rows, covariates), covariates) if len(covariates) > 1 else None,
        papers,
    )


def life_model(design: LifeDesign, covariates: tuple[str, ...]) -> LifeModel:
    """Return the fits of a design of covariates, or why its rows cannot carry it."""
    try:
        ensure_identified(design)
    except ModelError as no:
        return LifeModel(covariates, design, (), None, None, no.what)
    return LifeModel(covariates, design, effects(design), WEIBULL.fit(design, None), left_out_error(design))


def median_of(model: LifeModel) -> LifeEstimate | None:
    """Return the median life (SI) where all columns are zero."""
    if model.best is None:
        return None
    found = estimate(WEIBULL, model.design, model.best, fits_without(WEIBULL, model.design, model.best), 0)
    scale = model.design.scale
    profile, clustered = ((low * scale, high * scale) for low, high in (found.profile, found.clustered))
    return LifeEstimate(found.value * scale, profile, clustered)


def _curve(name: str, rows: tuple[LifeRow, ...]) -> CurveOfLives:
    """Return the survival of rows; those that failed in a range have no place on it."""
    some = tuple(row for row in rows if not row.is_ranged)
    time, failed = np.array([row.low for row in some]), np.array([row.failed for row in some], bool)
    return CurveOfLives(name, some, survival(time, failed))
