"""Synthetic short: a metallic path through the electrolyte with its onset, voltage drop and healing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .path import CurrentPath
from .steps import Rows, Steps
from .truth import TrueShort, insist

HARD = 0.9  # loss of |V| from which a short is hard
WANDER = 0.35  # largest change of ln R_path from its initial value, in either direction
BURST = 8  # mean duration of a noise burst, in readings


@dataclass(frozen=True)
class Short:
    """Parameters of a short.

    `at`: onset in half-cycles from the start (41.37: after 37 % of the 42nd). Either `drop`, the loss of |V| at the
    onset with uniform current, or `resistance` (ohm). `lasts`: duration in half-cycles, None if lasting. `wander`:
    change of ln R_path per square root of a half-cycle (filaments grow and burn). `bursts`: additional standard
    deviation of ln R_path during half of the time (bad contact).
    """

    at: float
    drop: float | None = None
    resistance: float | None = None
    lasts: float | None = None
    wander: float = 0.0
    bursts: float = 0.0

    def __post_init__(self) -> None:
        insist(
            "short",
            (self.at >= 0, "at", "zero half-cycles or more"),
            ((self.drop is None) != (self.resistance is None), "drop", "either a drop or a resistance"),
            (self.drop is None or 0 < self.drop < 1, "drop", "a share between 0 and 1"),
            (self.resistance is None or self.resistance > 0, "resistance", "above 0 ohm"),
            (self.lasts is None or self.lasts > 0, "lasts", "above zero half-cycles, or none"),
            (min(self.wander, self.bursts) >= 0, "wander", "zero or above, as for bursts"),
        )


def shorted(
    shorts: tuple[Short, ...], rng: np.random.Generator, steps: Steps, rows: Rows, path: CurrentPath
) -> tuple[np.ndarray, tuple[TrueShort, ...]]:
    """Return |V| (V) with all metallic paths parallel to the ionic one, and the truth of each short."""
    size = np.abs(steps.current)[rows.step]
    healthy = path.voltage(size)
    if not shorts:
        return healthy, ()
    beside = np.zeros(len(size))
    moments = [(_moment(s.at, steps), _moment(s.at + s.lasts, steps) if s.lasts else np.inf) for s in shorts]
    inside = [np.flatnonzero((rows.time > on) & (rows.time <= off) & (size > 0)) for on, off in moments]
    resistances = []
    for short, (onset, _), at in zip(shorts, moments, inside, strict=True):
        resistance = short.resistance
        if resistance is None:
            resistance = path.at(at).even.resistance_for_drop(short.drop or 0.0, size[at]) if len(at) else np.inf
        step = np.diff(rows.time[at], prepend=onset) / np.median(steps.duration[steps.flowing])
        beside[at] += np.exp(-_fluctuation(short, rng, step)) / resistance
        resistances.append(resistance)
    on = np.flatnonzero(beside)
    voltage = healthy.copy()
    voltage[on] = path.at(on).voltage_beside(size[on], beside[on])
    lost = [float(1 - np.median(voltage[at] / healthy[at])) if len(at) else 0.0 for at in inside]
    begun = steps.start[steps.flowing]
    return voltage, tuple(
        TrueShort(
            what="hard short" if drop >= HARD else "soft short",
            time=onset,
            half_cycle=int(short.at),
            into=onset - float(begun[int(short.at)]),
            drop=drop,
            resistance=resistance,
            until=off if np.isfinite(off) else None,
        )
        for short, (onset, off), drop, resistance in zip(shorts, moments, lost, resistances, strict=True)
    )


def _moment(at: float, steps: Steps) -> float:
    """Return the time (s) after this number of half-cycles; infinite after the end of the test."""
    half, flowing = int(at), steps.flowing
    if half >= len(flowing):
        return float("inf")
    return float(steps.start[flowing[half]] + (at - half) * steps.duration[flowing[half]])


def _fluctuation(short: Short, rng: np.random.Generator, step: np.ndarray) -> np.ndarray:
    """Return the change of ln R_path: a bounded random walk, and bursts of noise. `step` in half-cycles."""
    log = np.zeros(len(step))
    if short.wander:
        walk = np.cumsum(short.wander * np.sqrt(np.maximum(step, 0.0)) * rng.standard_normal(len(step)))
        log += np.abs((walk - WANDER) % (4 * WANDER) - 2 * WANDER) - WANDER
    if short.bursts:
        in_burst = np.cumsum(rng.random(len(step)) < 1 / BURST) % 2 == 1
        log += np.where(in_burst, short.bursts * rng.standard_normal(len(step)), 0.0)
    return log
