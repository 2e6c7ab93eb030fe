"""The instrument: when it reads, and what it makes of the voltage and the current."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class InstrumentSettings:
    """A reading every `interval` seconds and, with `step` > 0, whenever the voltage has changed by `step` volts.

    With `step` the interval is the longest time without a reading, and the instrument looks `looks` times in it.
    `noise` is the standard deviation of a reading (V), `resolution` the step of the converter (V). `spikes` is the
    number of single readings that are off, `dropout` the share of readings that are lost singly, `blocks` are lost
    stretches of time (s). Readings within `kept` (s) are never lost in a block.
    """

    interval: float
    step: float = 0.0
    looks: int = 12
    noise: float = 0.0
    resolution: float = 0.0
    current_noise: float = 0.0  # relative
    spikes: int = 0
    dropout: float = 0.0
    blocks: tuple[tuple[float, float], ...] = ()
    kept: tuple[float, float] | None = None


def reading_times(start: float, end: float, instrument: InstrumentSettings) -> np.ndarray:
    """The times at which the instrument looks during a step: the first a hundredth of an interval after its start."""
    spacing = instrument.interval / (instrument.looks if instrument.step else 1)
    times = np.r_[start + 0.01 * spacing, np.arange(start + spacing, end - 0.05 * spacing, spacing), end]
    return times[times <= end]


def triggered(voltage: np.ndarray, step_of: np.ndarray, instrument: InstrumentSettings) -> np.ndarray:
    """Which looks are written: changes by `step`, the longest interval, the ends of every step; all without `step`."""
    keep = np.ones(len(voltage), bool)
    if not instrument.step:
        return keep
    values, steps, most = voltage.tolist(), step_of.tolist(), instrument.looks
    last, since = values[0], 0
    for i in range(1, len(values) - 1):
        since += 1
        at_end = steps[i] != steps[i - 1] or steps[i] != steps[i + 1]
        if at_end or since >= most or abs(values[i] - last) >= instrument.step:
            last, since = values[i], 0
        else:
            keep[i] = False
    return keep


def noisy(voltage: np.ndarray, instrument: InstrumentSettings, rng: np.random.Generator) -> np.ndarray:
    """The voltage with noise and the steps of the converter."""
    read = voltage + rng.normal(0, instrument.noise, len(voltage)) if instrument.noise else voltage.copy()
    return np.round(read / instrument.resolution) * instrument.resolution if instrument.resolution else read


def spiked(voltage: np.ndarray, count: int, scale: float, rng: np.random.Generator) -> np.ndarray:
    """Single readings are zero, of the other sign, several times too high, or a fraction of what they should be."""
    found = voltage.copy()
    if not count:
        return found
    where = rng.choice(len(found), min(count, len(found)), replace=False)
    kind = rng.integers(0, 4, len(where))
    factor = np.choose(kind, [np.zeros(len(where)), -rng.uniform(0.3, 1.5, len(where)), rng.uniform(1.5, 6, len(where)),
                              rng.uniform(0.1, 0.8, len(where))])  # fmt: skip
    found[where] = factor * found[where] + rng.normal(0, 0.02 * scale, len(where))
    return found


def surviving(time: np.ndarray, instrument: InstrumentSettings, rng: np.random.Generator) -> np.ndarray:
    """Which readings are not lost."""
    keep = rng.random(len(time)) >= instrument.dropout
    for start, end in instrument.blocks:
        lost = (time >= start) & (time < end)
        if instrument.kept is not None:
            lost &= (time < instrument.kept[0]) | (time > instrument.kept[1])
        keep &= ~lost
    keep[0] = True
    return keep
