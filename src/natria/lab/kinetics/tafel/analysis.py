"""Analysis of a Tafel sweep: fit of the whole sweep, both Tafel lines, implied overpotential."""

from __future__ import annotations

from dataclasses import dataclass
from math import asinh

import numpy as np
from numpy.typing import ArrayLike

from ....laws.constants import FARADAY, GAS
from ....quantity import FitError
from ...results import Remark
from ..inputs import number_above_zero, optional_std, same_length, vector
from .butler_volmer import ButlerVolmerFit, KineticSweep, fit_butler_volmer
from .region import FULL_SPAN, CorrectionStds, TafelBranch, tafel_branch

ONE_ELECTRON = (0.3, 0.7)  # transfer coefficients of a single step of one electron; far outside a film bends the line
DIFFERENT = 1.5  # ratio of the exchange currents of two methods
NOT_I0 = (
    "A slope on a filmed metal is not the exchange current: the film's own conduction can give the same curve, and a "
    "sweep over hundreds of mV changes the film. Fast sweeps on fresh metal or small-signal resistances test it."
)


@dataclass(frozen=True, eq=False)
class TafelResult:
    """Results of a Tafel sweep.

    The fit of the whole sweep is the better answer, the lines are what papers report.
    `positive` and `negative` are the branches by the sign of the current; None where no region is linear.
    """

    sweep: KineticSweep
    temperature: float
    fit: ButlerVolmerFit
    positive: TafelBranch | None
    negative: TafelBranch | None
    remarks: tuple[Remark, ...]

    @property
    def branches(self) -> tuple[TafelBranch, ...]:
        return tuple(branch for branch in (self.positive, self.negative) if branch is not None)


def implied_overpotential(exchange_current: float, current: float, temperature: float, faces: int = 2) -> float:
    """Return the overpotential (V) that faces in series would have by an exchange current alone.

    n (2RT/F) asinh(i/2 i0), Butler-Volmer with alpha = 1/2. Currents in one unit.
    """
    return faces * 2 * GAS * temperature / FARADAY * asinh(abs(current) / (2 * exchange_current))


def analyse_tafel(
    potential: ArrayLike,
    current: ArrayLike,
    *,
    temperature: float,
    faces: int = 1,
    resistance: float | None = None,
    resistance_std: float | None = None,
    equilibrium: float | None = None,
    alpha: float | None = None,
    at_current: float | None = None,
) -> TafelResult:
    """Return exchange current, transfer coefficient and Tafel slopes of a sweep through equilibrium.

    `potential` (V) and `current` rise together; `current` in A with `resistance` in ohm, or in A/m^2 with ohm m^2.
    `faces` is 1 against a reference, 2 for a symmetric cell (alpha is then 1/2). A `resistance` that is given is held,
    otherwise it is fitted. `at_current` is a working current: the remarks say what both faces would cost there.
    """
    volts, flow = vector(potential, "potential (V)"), vector(current, "current")
    same_length(potential=volts, current=flow)
    if len(volts) > 1 and np.ptp(volts) > 0 and float(np.sum((volts - volts.mean()) * flow)) < 0:
        what = "the current falls while the potential rises"
        raise FitError(what, "turn the sign of the current: potential and current must rise together")
    if faces not in (1, 2):
        raise FitError(f"{faces} faces, expected 1 or 2", "1 against a reference electrode, 2 for a symmetric cell")
    f = FARADAY / (GAS * number_above_zero(temperature, "temperature (K)"))
    held_alpha = 0.5 if faces == 2 and alpha is None else alpha
    if held_alpha is not None and not 0 < held_alpha < 1:
        raise FitError(f"alpha = {held_alpha:g}, expected between 0 and 1", "leave it out to fit it")
    if resistance is not None and not 0 <= resistance < float("inf"):
        raise FitError(f"resistance = {resistance:g}, expected zero or above", "leave it out to fit it")
    spread = optional_std(resistance_std, "standard deviation of the resistance")
    sweep = KineticSweep(volts, flow, f, faces, resistance, spread, equilibrium, held_alpha)
    fit = fit_butler_volmer(sweep)
    fitted = (fit.std("ln_resistance") or 0.0) * fit.state.resistance
    stds = CorrectionStds(fit.std("equilibrium") or 0.0, fitted if resistance is None else spread)
    positive, negative = (tafel_branch(sweep, fit.state, fit.noise, stds, sign) for sign in (1, -1))
    remarks = (*fit.remarks, *_remarks(sweep, fit, positive, negative), *_warning(fit, temperature, at_current))
    return TafelResult(sweep, float(temperature), fit, positive, negative, remarks)


def _remarks(
    sweep: KineticSweep, fit: ButlerVolmerFit, positive: TafelBranch | None, negative: TafelBranch | None
) -> list[Remark]:
    found = []
    for branch, name in ((positive, "positive"), (negative, "negative")):
        if branch is None:
            text = f"The branch of {name} current has no linear region of half a decade: no Tafel line."
            found.append(Remark("no-linear-region", text))
            continue
        if branch.decades < FULL_SPAN:
            text = f"The Tafel line of {name} current spans {branch.decades:.2g} decades; less than one proves no law."
            found.append(Remark("short-linear-region", text))
        if not ONE_ELECTRON[0] <= branch.alpha <= ONE_ELECTRON[1]:
            text = (
                f"The slope of {name} current, {1e3 * branch.slope:.3g} mV per decade, corresponds to alpha = "
                f"{branch.alpha:.2g}: not a single step of one electron. A film or a resistance is likely."
            )
            found.append(Remark("slope-of-no-single-step", text))
        ratio = branch.exchange_current / fit.state.exchange_current
        if not 1 / DIFFERENT < ratio < DIFFERENT:
            text = f"The Tafel line of {name} current gives {ratio:.3g} times the exchange current of the whole sweep."
            found.append(Remark("line-differs-from-fit", text))
    if sweep.faces == 2:
        text = (
            "Symmetric cell: two equal faces are assumed, and a transfer coefficient of 1/2, which a sum cannot show."
        )
        found.append(Remark("alpha-assumed", text))
    return found


def _warning(fit: ButlerVolmerFit, temperature: float, at_current: float | None) -> list[Remark]:
    text = NOT_I0
    if at_current is not None:
        i0 = fit.state.exchange_current
        cost = 1e3 * implied_overpotential(i0, at_current, temperature)
        text += f" Two faces with {i0:.3g} would cost {cost:.3g} mV at {at_current:.3g} (same unit): compare."
    return [Remark("tafel-not-exchange-current", text)]
