"""Remarks on fitted spectra: what was assumed, what the errors leave out, what is suspect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..peaks import PeakPlan, SpectrumMethod
from ..peaks.number import MOST as MOST_FOUND
from ..results import Remark
from .measured import MeasuredPeaks

AREAS = {
    "xps": "Shares are of the area; give each peak a sensitivity for shares of atoms.",
    "raman": "Shares are of the area: cross sections differ among species, so they are no amounts.",
    "nmr": "Shares are of the area: amounts only where all nuclei relaxed between the pulses.",
}
NEAREST, MOST_NAMED = 2, 6  # lines of a peak, peaks
MISFIT = 1.3
PARAMETERS = {"x": "place", "w": "width", "a": "area"}


def remarks_of(one: MeasuredPeaks, method: SpectrumMethod, plan: PeakPlan) -> list[Remark]:
    """Return the remarks on one spectrum."""
    found = [Remark("reader", note) for note in one.curve.notes]
    if not plan.guesses:
        n = len(one.fit.peaks)
        text = f"No peaks given: {n} of one width found by the criterion of Schwarz, without assignment (--peaks)."
        found.append(Remark("peaks-found", f"{text} Peaks that overlap more than the noise allows are not found."))
    if (ratio := _structure(one)) > MISFIT:
        text = f"The residuals are {ratio:.2g} times what neighbouring readings differ by: the peaks miss structure,"
        found.append(Remark("misfit", f"{text} or the readings were smoothed. The errors are too small."))
    if not plan.guesses and len(one.fit.peaks) == MOST_FOUND:
        found.append(Remark("most-peaks", f"The search ends at {MOST_FOUND} peaks; there may be more."))
    scatter = "counts (in proportion to the root of the curve)" if one.is_counting else "white noise"
    below = one.background.replace("shirley", "Shirley")
    text = f"Pseudo-Voigt lines and a {below} background, fitted together; scatter of the readings: {scatter}."
    found.append(Remark("errors", f"{text} The errors leave out that lines and background may have another shape."))
    if len(one.fit.peaks) > 1 and not plan.is_of_atoms:
        found.append(Remark("shares-of-area", AREAS[method.kind]))
    if plan.shift:
        found.append(Remark("shifted", f"The axis was shifted by {plan.shift:+g} {method.unit}, as given."))
    if limits := _limits(one):
        text = f"At a bound after the fit: {', '.join(limits)}. The errors beside a bound are too small."
        found.append(Remark("at-limits", text))
    return found


def _structure(one: MeasuredPeaks) -> float:
    """Return the scatter of the residuals over that of neighbours: 1 where they are independent."""
    root = np.sqrt(np.clip(one.fit.curve, 1e-3 * float(np.abs(one.fit.curve).max()), None)) if one.is_counting else 1.0
    left = (one.values - one.fit.curve) / root
    apart = float(np.sqrt(np.mean(np.diff(left) ** 2) / 2))
    return float(np.sqrt(np.mean(left**2))) / apart if apart > 0 else 1.0


def suggested_text(near: Sequence[tuple[object, ...]]) -> str:
    """Return the sentence on reported lines near the peaks: the nearest ones of the first peaks, by name."""
    by_peak: dict[object, list[str]] = {}
    for peak, _, of, _, source in near:
        by_peak.setdefault(peak, []).append(f"{of} ({source})")
    shown = [f"{peak}: {', '.join(lines[:NEAREST])}" for peak, lines in list(by_peak.items())[:MOST_NAMED]]
    return f"Reported near, as a suggestion that decides nothing: {'; '.join(shown)}. The table has all."


def _limits(one: MeasuredPeaks) -> list[str]:
    words = []
    for name in one.fit.at_limits:
        number, _, which = name.partition("_")
        if which:
            words.append(f"{PARAMETERS[which]} of {one.fit.peaks[int(number[1:])].name}")
        else:
            words.append(f"the share of the Lorentzian ({round(one.fit.lorentzian, 4):g})")
    return words
