"""What else a recording shows where a short begins: noise, a resistance below that of the electrolyte, a rest.

Each sign takes what is known of the half-cycles and the place of the onset, and gives evidence or None. Noise and
rests have other causes too, so they support a drop and are never an alarm by themselves.
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
FEW = 4  # without so many before the onset nothing is usual
REGULAR = 0.9  # of the intervals, that must be about the same for noise to be told from the sampling
OHMIC = 0.1  # of the resistance before: what is left of a hard short varies by less, through time and direction


@dataclass(frozen=True)
class Least:
    """The least resistance (ln ohm) that ions leave a cell, how well it is known, and from where."""

    log: float
    spread: float
    words: str
    uses: tuple[Finding, ...]


def least_resistances(specimen: Specimen, impedance: Finding | None) -> tuple[Least, ...]:
    """Of the electrolyte that the design has, and of the cell as its impedance was measured."""
    given = (
        (specimen.electrolyte_resistance, "of the electrolyte by itself"),
        (impedance, "that the impedance shows"),
    )
    found = (_least(each, specimen, words) for each, words in given if each is not None)
    return tuple(each for each in found if each is not None)


def _least(given: Finding, specimen: Specimen, words: str) -> Least | None:
    """What is only known to be at most something says nothing of what is least."""
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
    """|V| well below the current times a resistance that cannot be less."""
    if level >= least.log:
        return None
    words = f"|V|/|I| is {exp(level):.3g} ohm, below {least.words} (known to {least.spread:.0%})"
    return Evidence(words, float(weight(np.array((least.log - level) / least.spread))))


def reading_noise(cycling: Cycling, flowing: Flow, half: int) -> np.ndarray | None:
    """V by half-cycle around one, nan elsewhere: how far readings lie from the mean of their neighbours, a mean of
    roots so that single spikes hardly move it. None where readings are not taken in equal steps of time: there it
    shows the instrument's rule."""
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
    """The readings scatter more after the onset than in any usual half-cycle before."""
    noise = reading_noise(cycling, flowing, half)
    if noise is None:
        return None
    return _risen(noise, half, lambda more: f"readings scatter {more:.1f} times as much as before")


def residual_polarisation(cycling: Cycling) -> np.ndarray:
    """By half-cycle: the share of its last |V| that is still there at the second reading of the rest after it."""
    halves, v = cycling.halves, cycling.recording.voltage
    at = np.minimum(halves.stop + 1, len(v) - 1)
    resting = (halves.on[np.minimum(halves.stop, len(v) - 1)] == 0) & (halves.on[at] == 0) & (halves.stop + 1 < len(v))
    last = np.where(np.abs(halves.voltage_last) > 0, halves.voltage_last, np.nan)
    return np.where(resting, v[at] / last, np.nan)


def collapses(left: np.ndarray, half: int) -> Evidence | None:
    """What polarisation a rest leaves is gone at once with a metallic path beside it."""
    if not np.isfinite(left).any():
        return None
    usual = (
        np.nanmedian(left[max(0, half - BEFORE) : half]) if np.isfinite(left[max(0, half - BEFORE) : half]).any() else 0
    )
    if not usual > 0.05:  # nothing was left before either
        return None
    return _risen(1 / np.maximum(left, 1e-3), half, lambda more: f"at rest {1 / more:.0%} of the usual voltage is left")


def _risen(values: np.ndarray, half: int, words: Callable[[float], str]) -> Evidence | None:
    before, after = np.log(values[max(0, half - BEFORE) : half]), np.log(values[half + 1 : half + 1 + AFTER])
    before, after = before[np.isfinite(before)], after[np.isfinite(after)]
    if len(before) < FEW or not len(after):
        return None
    usual, more = float(np.median(before)), float(np.median(after))
    spread = max(MAD * float(np.median(np.abs(before - usual))), 0.05)
    heavy = float(weight(np.array((more - usual) / spread)))
    if heavy < 1:
        return None
    return Evidence(words(exp(more - usual)), min(heavy, SUPPORT))


def ohmic(trace: ResistanceTrace, drop: Drop) -> Evidence | None:
    """Next to nothing is left, the same in both directions and through the half-cycle."""
    after = trace.level[drop.half + 1 :][:AFTER]
    if drop.size < HARD or not len(after):
        return None
    rest = np.exp(trace.remainder[drop.half + 1 :][:AFTER] + trace.shape[drop.half + 1 :][:AFTER])
    varies = float(np.nanmax(rest) - np.nanmin(rest)) if np.isfinite(rest).any() else np.inf
    if varies > OHMIC * exp(drop.before):
        return None
    return Evidence("what is left is ohmic: the same in both directions and through the half-cycle", SUPPORT)
