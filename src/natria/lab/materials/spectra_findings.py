"""Findings of the peaks of a spectrum, and the reported lines near them."""

from __future__ import annotations

import numpy as np

from ...quantity import Finding
from ..peaks import FittedPeak, PeakPlan, SpectrumMethod, mean_of, suggest
from .measured import CurveSettings, MeasuredPeaks, curve_finding

HOW = "pseudo-Voigt lines on a {} background, fitted together"
MEANS = (("bridges", "bridges_per_former"), ("reacted", "degree_of_polymerisation"))  # of the plan, with their terms


def findings_of(one: MeasuredPeaks, method: SpectrumMethod, of: str, plan: PeakPlan) -> list[Finding]:
    """Return places, shares, widths and means of a spectrum; peaks without an assignment have numbers."""
    how = HOW.format(one.background)
    share = "atomic_fraction" if plan.is_of_atoms else "peak_area_share"
    stds = np.sqrt(np.clip(np.diag(one.covariance), 0, None))
    found: list[Finding] = []
    several = len(one.fit.peaks) > 1
    for name, term in MEANS:
        numbers = getattr(plan, name)
        if numbers:
            value, std = mean_of(one.shares, one.covariance, numbers)
            found.append(curve_finding(one.curve, of, term, value, method=how, std=std))
    for n, (peak, std) in enumerate(zip(one.fit.peaks, stds, strict=True), 1):
        subject = f"{peak.name} in {of}" if plan.guesses else of
        at = {} if plan.guesses else {"peak": float(n)}
        place, width = method.scale * peak.place, method.scale * peak.width
        rows = [
            (method.term, place, method.scale * peak.place_std),
            (method.width, width, method.scale * peak.width_std),
            *([(share, one.shares[peak.name], float(std))] if several else []),
        ]
        found += [curve_finding(one.curve, subject, name, v, at, method=how, std=s) for name, v, s in rows]
    return found


def nearby(one: MeasuredPeaks, method: SpectrumMethod, settings: CurveSettings) -> list[tuple[object, ...]]:
    """Return rows of the reported lines near each peak, the nearest first."""
    nucleus = settings.plan.nucleus or one.curve.nucleus
    if method.kind == "nmr" and not nucleus:
        return []
    return [row for peak in one.fit.peaks for row in _near(peak, method, settings, nucleus)]


def _near(peak: FittedPeak, method: SpectrumMethod, settings: CurveSettings, nucleus: str) -> list[tuple[object, ...]]:
    found = suggest(method.term, method.scale * peak.place, settings.reported, nucleus=nucleus)
    return [(peak.name, peak.place, one.of, one.away / method.scale, one.source) for one in found]
