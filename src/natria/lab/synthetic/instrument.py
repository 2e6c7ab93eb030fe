"""Instrument model: noise, offset, drift, resolution, sampling, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from ...record import CURRENT, TIME, VOLTAGE
from .steps import Rows, Steps
from .truth import insist


class Seen(TypedDict):
    noise: float
    drift: float
    current_offset: float


@dataclass(frozen=True)
class Instrument:
    """Parameters of the instrument.

    With `on_change` (V), a reading is written when the voltage leaves a band of this width, and otherwise every
    `at_least_every` seconds; None writes every reading. A gap is a period inside one half-cycle without readings. The
    recorded current is the true one plus `current_offset`.
    """

    noise: float = 0.0  # V, standard deviation, white
    quantum: float = 0.0  # V, resolution
    offset: float = 0.0  # V
    drift: float = 0.0  # V over the test
    spikes: int = 0  # number of outlying readings
    spike_size: float = 0.05  # V
    current_offset: float = 0.0  # A
    current_noise: float = 0.0  # A
    on_change: float | None = None  # V
    at_least_every: float = 60.0  # s
    gaps: int = 0

    def __post_init__(self) -> None:
        never_negative = ("noise", "quantum", "spikes", "spike_size", "current_noise", "gaps")
        insist(
            "instrument",
            *((getattr(self, name) >= 0, name, "zero or above") for name in never_negative),
            (self.on_change is None or self.on_change > 0, "on_change", "a band above 0 V, or none"),
            (self.at_least_every > 0, "at_least_every", "above 0 s"),
        )

    @property
    def truth(self) -> Seen:
        """Parameters that are recorded as truth."""
        return {"noise": self.noise, "drift": self.drift, "current_offset": self.current_offset}


PERFECT = Instrument()  # every reading, without error


@dataclass(frozen=True, eq=False)
class SampledReadings:
    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray
    gaps: tuple[tuple[float, float], ...]

    @property
    def columns(self) -> dict[str, np.ndarray]:
        return {TIME: self.time, VOLTAGE: self.voltage, CURRENT: self.current}


def read(
    instrument: Instrument, rng: np.random.Generator, steps: Steps, rows: Rows, voltage: np.ndarray
) -> SampledReadings:
    """Return the readings of a cell with this voltage."""
    seen = voltage + instrument.offset
    if instrument.drift:
        seen = seen + instrument.drift * rows.time / max(rows.time[-1], 1e-9)
    if instrument.noise:
        seen = seen + instrument.noise * rng.standard_normal(len(seen))
    if instrument.spikes:
        at = rng.integers(0, len(seen), instrument.spikes)
        seen[at] += instrument.spike_size * rng.choice((-1.0, 1.0), len(at)) * rng.uniform(0.4, 1.6, len(at))
    if instrument.quantum:
        seen = np.round(seen / instrument.quantum) * instrument.quantum
    amperes = steps.current[rows.step]
    if instrument.current_offset:
        amperes = amperes + instrument.current_offset
    if instrument.current_noise:
        amperes = amperes + instrument.current_noise * rng.standard_normal(len(seen))
    kept, gaps = _kept(instrument, rng, steps, rows, seen)
    return SampledReadings(rows.time[kept], seen[kept], amperes[kept], gaps)


def _kept(
    instrument: Instrument, rng: np.random.Generator, steps: Steps, rows: Rows, seen: np.ndarray
) -> tuple[np.ndarray | slice, tuple[tuple[float, float], ...]]:
    if instrument.on_change is None and not instrument.gaps:
        return slice(None), ()
    kept = np.ones(len(seen), bool)
    if instrument.on_change is not None:
        into = rows.share * steps.duration[rows.step]
        band, tick = np.floor(seen / instrument.on_change), np.floor(into / instrument.at_least_every)
        kept = rows.is_edge | np.r_[True, (band[1:] != band[:-1]) | (tick[1:] != tick[:-1])]
    flowing = np.flatnonzero(steps.current)
    gaps: list[tuple[float, float]] = []
    for k in rng.choice(flowing, min(instrument.gaps, len(flowing)), replace=False):
        from_, long = rng.uniform(0.05, 0.5), rng.uniform(0.05, 0.45)
        gap = tuple(float(steps.start[k] + share * steps.duration[k]) for share in (from_, from_ + long))
        kept &= ~((rows.time > gap[0]) & (rows.time < gap[1]))
        gaps.append((gap[0], gap[1]))
    return kept, tuple(sorted(gaps))
