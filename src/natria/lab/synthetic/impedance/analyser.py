"""A frequency response analyser: frequencies, times, noise, cable, outliers, lost points, mains.

A point takes `settle` plus `periods` of its frequency, `shortest` seconds at least; its time is that of its end. Both
parts of Z have noise with the standard deviation

    s = sqrt((noise |Z|)^2 + floor^2).

An analyser that correlates over a time t_m responds to a disturbance at f_0 with sinc((f_0 - f) t_m), so the mains
disturb the few points within about 1/t_m of 50 Hz and of its harmonics, and leave the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..truth import insist

HARMONICS = ((1, 1.0), (2, 0.3), (3, 0.5))  # of the mains, with their amplitudes: odd ones are stronger
SHOWN_SHARE = 0.1  # of the amplitude: points that the mains disturb by less are not listed as disturbed


@dataclass(frozen=True)
class AnalyserSweep:
    """Frequencies from `first` to `last` (1/s), equally spaced in their logarithm."""

    first: float = 7e6
    last: float = 0.1
    points: int = 60
    periods: float = 3.0
    shortest: float = 0.2  # s
    settle: float = 0.1  # s

    def __post_init__(self) -> None:
        insist(
            "frequency sweep",
            *((getattr(self, n) > 0, n, "above 0") for n in ("first", "last", "periods", "shortest")),
            (self.first != self.last, "last", "another frequency than the first"),
            (2 <= self.points <= 10_000, "points", "from 2 to 10000"),
            (self.settle >= 0, "settle", "zero or above"),
        )

    @property
    def frequency(self) -> np.ndarray:
        return np.asarray(np.geomspace(self.first, self.last, self.points))

    @property
    def integration_time(self) -> np.ndarray:
        """Time over which each point is correlated (s)."""
        return np.maximum(self.shortest, self.periods / self.frequency)

    @property
    def time(self) -> np.ndarray:
        """Time at the end of each point (s)."""
        return np.asarray(np.cumsum(self.integration_time + self.settle))

    @property
    def duration(self) -> float:
        return float(self.time[-1])


@dataclass(frozen=True)
class Analyser:
    """Parameters of the instrument.

    An outlier is off by `outlier_size` |Z| in a random direction. `missing` points are lost singly, `repeated` ones are
    written twice, each with noise of its own. The sweep is aborted after `aborted_after` points. `mains` is the largest
    disturbance relative to |Z|.
    """

    noise: float = 0.005
    floor: float = 0.0  # ohm
    inductance: float = 0.0  # H, of the cables, in series
    outliers: int = 0
    outlier_size: float = 0.3
    missing: int = 0
    repeated: int = 0
    aborted_after: int | None = None
    mains: float = 0.0
    mains_frequency: float = 50.0  # 1/s

    def __post_init__(self) -> None:
        never_negative = ("noise", "floor", "inductance", "outliers", "missing", "repeated", "mains")
        insist(
            "analyser",
            *((getattr(self, name) >= 0, name, "zero or above") for name in never_negative),
            (self.outlier_size > 0, "outlier_size", "above zero"),
            (self.aborted_after is None or self.aborted_after >= 1, "aborted_after", "1 point or more, or none"),
            (self.mains_frequency > 0, "mains_frequency", "above zero"),
        )


PERFECT_ANALYSER = Analyser(noise=0.0)


@dataclass(frozen=True, eq=False)
class AnalysedPoints:
    """Points as written: indices into the frequencies of the sweep, Z (ohm), and what was done to them."""

    row: np.ndarray
    impedance: np.ndarray
    std: np.ndarray  # ohm, of each part
    outliers: tuple[int, ...]  # rows as written, from 0
    disturbed: tuple[int, ...]  # by the mains
    missing: tuple[int, ...]  # points of the sweep, from 0
    repeated: tuple[int, ...]


def analyse(
    analyser: Analyser, rng: np.random.Generator, sweep: AnalyserSweep, impedance: np.ndarray
) -> AnalysedPoints:
    """Return the points that the instrument writes for a cell with this Z (ohm)."""
    count = sweep.points if analyser.aborted_after is None else min(analyser.aborted_after, sweep.points)
    spare = count - 2  # two points remain
    insist(
        "analyser",
        (analyser.missing <= max(spare, 0), "missing", f"{max(spare, 0)} at most, for {count} points"),
        (analyser.outliers <= count - analyser.missing, "outliers", "no more than the points that are written"),
        (analyser.repeated <= count - analyser.missing, "repeated", "no more than the points that are written"),
    )
    missing = np.sort(rng.choice(count, analyser.missing, replace=False))
    kept = np.setdiff1d(np.arange(count), missing)
    again = np.sort(rng.choice(kept, analyser.repeated, replace=False))
    row = np.sort(np.r_[kept, again])
    size = np.abs(impedance)[row]
    std = np.sqrt((analyser.noise * size) ** 2 + analyser.floor**2)
    seen = impedance[row] + std * (rng.standard_normal(len(row)) + 1j * rng.standard_normal(len(row)))
    pick_up = _mains(analyser, rng, sweep)[row] * size
    outlying = np.sort(rng.choice(len(row), analyser.outliers, replace=False))
    direction = np.exp(2j * np.pi * rng.random(len(outlying)))
    seen = seen + pick_up
    seen[outlying] += analyser.outlier_size * size[outlying] * direction
    disturbed = np.flatnonzero(np.abs(pick_up) > SHOWN_SHARE * analyser.mains * size) if analyser.mains else ()
    return AnalysedPoints(row, seen, std, _places(outlying), _places(disturbed), _places(missing), _places(again))


def _mains(analyser: Analyser, rng: np.random.Generator, sweep: AnalyserSweep) -> np.ndarray:
    """Disturbance by the mains relative to |Z|, with a random phase at each point."""
    found = np.zeros(sweep.points, complex)
    for number, amplitude in HARMONICS if analyser.mains else ():
        detuning = number * analyser.mains_frequency - sweep.frequency
        phase = np.exp(2j * np.pi * rng.random(sweep.points))
        found += analyser.mains * amplitude * np.sinc(detuning * sweep.integration_time) * phase
    return found


def _places(rows: np.ndarray | tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(k) for k in rows)
