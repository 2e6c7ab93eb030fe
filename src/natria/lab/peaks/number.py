"""How many peaks a spectrum supports.

A further peak starts where the fit misses most, or from a peak that is split in two; the best of these starts is kept
as long as the criterion of Schwarz (BIC) falls by more than `WORTH`. All have one width. Peaks that overlap more than
the noise allows are not found: "one peak" never says that there is one species only.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from .active import ActiveBackground
from .fit import PeakFit, fit_peaks
from .specification import PeakGuess

MOST = 8
WORTH = 6.0  # BIC: odds of 20 to 1 for the further peak
APART = 0.4  # of the width: what a split peak has to either side


def find_peaks(
    x: Vector,
    y: Vector,
    background: Vector | ActiveBackground,
    width: float,
    *,
    lorentzian: float | None = None,
    most: int = MOST,
    counting: bool = False,
) -> PeakFit:
    """Return the fit with as many peaks of about one width as the spectrum supports."""
    best: PeakFit | None = None

    def tried(guesses: list[PeakGuess]) -> PeakFit | None:
        try:
            return fit_peaks(x, y, background, guesses, lorentzian=lorentzian, counting=counting)
        except FitError:
            if importlib.util.find_spec("lmfit") is None:
                raise
            return None

    held = background.columns @ background.start if isinstance(background, ActiveBackground) else background
    for _ in range(most):
        made = [tried(one) for one in _starts(x, y, held, best, width)]
        fit = min((one for one in made if one is not None), key=lambda one: one.criterion, default=None)
        if fit is None or (best is not None and fit.criterion > best.criterion - WORTH):
            break
        best = fit
    if best is None:
        raise FitError("no peak stands above the background", "choose another range or another background")
    named = sorted(best.peaks, key=lambda one: one.place)
    order = [best.peaks.index(one) for one in named]
    peaks = tuple(replace(one, name=f"peak {n}") for n, one in enumerate(named, 1))
    return replace(
        best,
        peaks=peaks,
        covariance=best.covariance[np.ix_(order, order)],
        lines=tuple(best.lines[k] for k in order),
        guesses=tuple(replace(best.guesses[k], name=one.name) for k, one in zip(order, peaks, strict=True)),
    )


def _starts(x: Vector, y: Vector, background: Vector, best: PeakFit | None, width: float) -> Iterator[list[PeakGuess]]:
    """Yield the starts with one peak more."""
    missed = y - (background if best is None else best.curve)
    kept = [] if best is None else [_guess(n, one.place, one.width) for n, one in enumerate(best.peaks)]
    size = kept[0].width if kept else width
    yield [*kept, _guess(len(kept), float(x[int(np.argmax(missed))]), size)]
    for n, one in enumerate(kept):
        pair = (_guess(n, one.place - APART * size, size), _guess(len(kept), one.place + APART * size, size))
        yield [*kept[:n], *kept[n + 1 :], *pair]


def _guess(number: int, place: float, width: float) -> PeakGuess:
    return PeakGuess(str(number), place, within=width, width=width, width_group="all")
