"""Supporting evidence at the onset of a short.

Evidence: noise, residual polarisation, ohmic remainder, too low a resistance.

Each function returns evidence or None. Noise and the voltage at rest have other causes too, so they support a drop but
are never an event alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

import numpy as np

from ....quantity import Finding
from ...results import Cycling
from ...specimen import Specimen
from .evidence import SUPPORT, UNSTATED, Evidence, weight
from .resistance import Flow, ResistanceTrace
from .search import HARD, Drop

MAD = 1.4826
BEFORE, AFTER = 12, 6  # half-cycles that are compared
FEW = 4  # fewest half-cycles before the onset for a usual value
REGULAR = 0.9  # share of equal sampling intervals, needed to separate noise from sampling
OHMIC = 0.1  # of the resistance before: a hard short varies by less, over time and direction


@dataclass(frozen=True)
class Least:
    """Lower limit of the ionic resistance of the cell (ln ohm), its relative spread, and its source."""

    log: float
    spread: float
    source: str
    uses: tuple[Finding, ...]


def least_resistances(specimen: Specimen, impedance: Finding | None) -> tuple[Least, ...]:
    """Return the lower limits of the resistance.

    They follow from the design's electrolyte and from a measured impedance.
    """
    given = (
        (specimen.electrolyte_resistance, "of the electrolyte alone"),
        (impedance, "from impedance"),
    )
    found = (_least(each, specimen, words) for each, words in given if each is not None)
    return tuple(each for each in found if each is not None)


def _least(given: Finding, specimen: Specimen, words: str) -> Least | None:
    """Return a lower limit of the resistance.

    None if the finding is an upper bound or the area is unknown.
    """
    if given.bound in ("at most", "under"):
        return None
    value = given.bound[0] if isinstance(given.bound, tuple) else given.value
    uses: tuple[Finding, ...] = (given,)
    if given.question.name != "cell_resistance":
        if specimen.area is None or specimen.area.bound is not None:
            return None
        value, uses = value / specimen.area.value, (given, specimen.area)
    if value <= 0:
        return None
    spread = given.std / given.value if given.std is not None else UNSTATED
    return Least(log(value), max(spread, 0.02), f"the {value:.3g} ohm {words}", uses)


def beneath(level: float, least: Least) -> Evidence | None:
    """Return evidence for a |V|/|I| below the ionic resistance."""
    if level >= least.log:
        return None
    text = f"|V|/|I| is {exp(level):.3g} ohm, below {least.source} (relative spread {least.spread:.0%})"
    return Evidence("below-ionic-resistance", text, float(weight(np.array((least.log - level) / least.spread))))


def reading_noise(cycling: Cycling, flowing: Flow, half: int) -> np.ndarray | None:
    """Return the voltage noise (V) of the half-cycles around one, nan elsewhere.

    None with uneven sampling.

    Noise is the deviation of readings from the mean of their neighbours, averaged as square roots so that single spikes
    have little weight. With sampling on changes of voltage it would reflect the sampling rule.
    """
    number = len(cycling.halves)
    part = flowing.of(max(0, half - BEFORE), min(half + AFTER, number - 1))
    rows, of = flowing.row[part], flowing.member[part]
    t, v = cycling.recording.time[rows], cycling.recording.voltage[rows]
    if len(t) < 3:
        return None
    inside = of[:-2] == of[2:]
    step = np.diff(t)[:-1][inside]
    if not len(step) or (np.abs(step / np.median(step) - 1) < 0.1).mean() < REGULAR:
        return None
    root = np.sqrt(np.abs(v[1:-1] - (v[:-2] + v[2:]) / 2))[inside]
    member = of[1:-1][inside]
    count = np.bincount(member, minlength=number)
    mean = np.divide(np.bincount(member, root, number), count, out=np.full(number, np.nan), where=count > 2)
    quantum = np.abs(np.diff(v))
    least = float(quantum[quantum > 0].min(initial=np.inf))
    return np.asarray(np.maximum(mean**2, least if np.isfinite(least) else 1e-9))


def noisier(cycling: Cycling, flowing: Flow, half: int) -> Evidence | None:
    """Return evidence for increased voltage noise after the onset."""
    noise = reading_noise(cycling, flowing, half)
    if noise is None:
        return None
    return _risen("noise", noise, half, lambda more: f"voltage noise {more:.1f} times as large as before")


def residual_polarisation(cycling: Cycling) -> np.ndarray:
    """Return the residual polarisation of each half-cycle, as a share of its last |V|.

    It is the share that remains at the second reading of the following rest.
    """
    halves, v = cycling.halves, cycling.recording.voltage
    at = np.minimum(halves.stop + 1, len(v) - 1)
    resting = (halves.on[np.minimum(halves.stop, len(v) - 1)] == 0) & (halves.on[at] == 0) & (halves.stop + 1 < len(v))
    last = np.where(np.abs(halves.voltage_last) > 0, halves.voltage_last, np.nan)
    return np.where(resting, v[at] / last, np.nan)


def collapses(left: np.ndarray, half: int) -> Evidence | None:
    """Return evidence for a sudden loss of the residual polarisation at rest, as with an electronic path."""
    if not np.isfinite(left).any():
        return None
    usual = (
        np.nanmedian(left[max(0, half - BEFORE) : half]) if np.isfinite(left[max(0, half - BEFORE) : half]).any() else 0
    )
    if not usual > 0.05:  # no residual polarisation before the onset either
        return None
    return _risen(
        "polarisation-collapses",
        1 / np.maximum(left, 1e-3),
        half,
        lambda more: f"residual voltage at rest is {1 / more:.0%} of the usual one",
    )


def _risen(code: str, values: np.ndarray, half: int, text: Callable[[float], str]) -> Evidence | None:
    """Return evidence if the values after half-cycle `half` exceed those before it."""
    before, after = np.log(values[max(0, half - BEFORE) : half]), np.log(values[half + 1 : half + 1 + AFTER])
    before, after = before[np.isfinite(before)], after[np.isfinite(after)]
    if len(before) < FEW or not len(after):
        return None
    usual, more = float(np.median(before)), float(np.median(after))
    spread = max(MAD * float(np.median(np.abs(before - usual))), 0.05)
    heavy = float(weight(np.array((more - usual) / spread)))
    if heavy < 1:
        return None
    return Evidence(code, text(exp(more - usual)), min(heavy, SUPPORT))


def ohmic(trace: ResistanceTrace, drop: Drop) -> Evidence | None:
    """Return evidence for an ohmic remainder after a hard short.

    Such a remainder is equal in both directions and constant in time.
    """
    after = trace.level[drop.half + 1 :][:AFTER]
    if drop.size < HARD or not len(after):
        return None
    rest = np.exp(trace.remainder[drop.half + 1 :][:AFTER] + trace.shape[drop.half + 1 :][:AFTER])
    varies = float(np.nanmax(rest) - np.nanmin(rest)) if np.isfinite(rest).any() else np.inf
    if varies > OHMIC * exp(drop.before):
        return None
    text = "remaining resistance is ohmic: equal in both directions and throughout the half-cycle"
    return Evidence("ohmic-remainder", text, SUPPORT)
