"""Remarks on fitted spectra: what was assumed, what the errors leave out, what is suspect."""

from __future__ import annotations

from ..peaks import PeakPlan, SpectrumMethod
from ..results import Remark
from .measured import MeasuredSpectrum

AREAS = {
    "xps": "Shares are of the area; give each peak a sensitivity for shares of atoms.",
    "raman": "Shares are of the area: cross sections differ among species, so they are no amounts.",
    "nmr": "Shares are of the area: amounts only where all nuclei relaxed between the pulses.",
}
PARAMETERS = {"x": "place", "w": "width", "a": "area"}


def remarks_of(one: MeasuredSpectrum, method: SpectrumMethod, plan: PeakPlan) -> list[Remark]:
    """Return the remarks on one spectrum."""
    found = [Remark("reader", note) for note in one.curve.notes]
    if not plan.guesses:
        n = len(one.fit.peaks)
        text = f"No peaks given: {n} of one width found by the criterion of Schwarz, without assignment (--peaks)."
        found.append(Remark("peaks-found", f"{text} Peaks that overlap more than the noise allows are not found."))
    scatter = "counts (in proportion to the root of the curve)" if one.is_counting else "white noise"
    text = f"Pseudo-Voigt lines and a {one.background} background, fitted together; scatter of the readings: {scatter}."
    found.append(Remark("errors", f"{text} The errors leave out that lines and background may have another shape."))
    if len(one.fit.peaks) > 1 and not plan.is_of_atoms:
        found.append(Remark("shares-of-area", AREAS[method.kind]))
    if plan.shift:
        found.append(Remark("shifted", f"The axis was shifted by {plan.shift:+g} {method.unit}, as given."))
    if limits := _limits(one):
        text = f"At a bound after the fit: {', '.join(limits)}. The errors beside a bound are too small."
        found.append(Remark("at-limits", text))
    return found


def _limits(one: MeasuredSpectrum) -> list[str]:
    words = []
    for name in one.fit.at_limits:
        number, _, which = name.partition("_")
        if which:
            words.append(f"{PARAMETERS[which]} of {one.fit.peaks[int(number[1:])].name}")
        else:
            words.append(f"the share of the Lorentzian ({round(one.fit.lorentzian, 4):g})")
    return words
