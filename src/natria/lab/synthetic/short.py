"""A metallic path through the electrolyte: when it forms, how far it pulls the voltage down, whether it heals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .truth import TrueShort, insist

HARD = 0.9  # of |V| lost, or more, is called a hard short here
WANDER = 0.35  # how far the logarithm of a path's resistance may wander from where it formed, either way
BURST = 8  # readings that a burst of noise lasts, on average


@dataclass(frozen=True)
class Short:
    """`at` counts half-cycles from the start: 41.37 forms after 37 % of the 42nd. Either `drop`, the share of |V| that
    it takes where the current is spread evenly, or `resistance` (ohm). `lasts` is in half-cycles, None for good.
    `wander` is the step of ln R_path per square root of a half-cycle (filaments grow and burn), `bursts` the extra
    standard deviation of ln R_path in the half of the time in which the contact is bad."""

    at: float
    drop: float | None = None
    resistance: float | None = None
    lasts: float | None = None
    wander: float = 0.0
    bursts: float = 0.0

    def __post_init__(self) -> None:
        insist(
            "short",
            ((self.drop is None) != (self.resistance is None), "drop", "either a drop or a resistance"),
            (self.drop is None or 0 < self.drop < 1, "drop", "a share between 0 and 1"),
            (self.resistance is None or self.resistance > 0, "resistance", "above 0 ohm"),
            (self.lasts is None or self.lasts > 0, "lasts", "above zero half-cycles, or none"),
            (min(self.wander, self.bursts) >= 0, "wander", "zero or above, as for bursts"),
        )


def conductance(
    short: Short,
    resistance: float,
    rng: np.random.Generator,
    time: np.ndarray,
    starts: np.ndarray,
    durations: np.ndarray,
) -> tuple[float, float | None, np.ndarray]:
    """When it forms and heals (s), and the conductance (1/ohm) of its path at each reading."""
    onset = _moment(short.at, starts, durations)
    end = None if short.lasts is None else short.at + short.lasts
    until = None if end is None or end >= len(starts) else _moment(end, starts, durations)
    first = int(np.searchsorted(time, onset, side="right"))
    last = len(time) if until is None else int(np.searchsorted(time, until, side="right"))
    path = np.zeros(len(time))
    number = last - first
    if number <= 0:
        return onset, until, path
    log = np.zeros(number)
    if short.wander:
        step = np.diff(time[first:last], prepend=onset) / np.median(durations)
        log += _folded(np.cumsum(short.wander * np.sqrt(np.maximum(step, 0)) * rng.standard_normal(number)), WANDER)
    if short.bursts:
        changes = rng.random(number) < 1 / BURST
        log += np.where(np.cumsum(changes) % 2 == 1, short.bursts * rng.standard_normal(number), 0.0)
    path[first:last] = np.exp(-log) / resistance
    return onset, until, path


def true_short(
    short: Short, resistance: float, onset: float, until: float | None, starts: np.ndarray, drop: float
) -> TrueShort:
    half = int(short.at)
    what = "hard short" if drop >= HARD else "soft short"
    return TrueShort(what, onset, half, onset - float(starts[half]), drop, resistance, until)


def _moment(at: float, starts: np.ndarray, durations: np.ndarray) -> float:
    half = int(at)
    return float(starts[half] + (at - half) * durations[half])


def _folded(walk: np.ndarray, limit: float) -> np.ndarray:
    """A walk between two walls that throw it back."""
    return np.asarray(np.abs((walk - limit) % (4 * limit) - 2 * limit) - limit)
