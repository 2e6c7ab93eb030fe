"""Analysis of a voltammogram: sweeps, peaks, pairs and, for a single sweep, the onset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from numpy.typing import ArrayLike

from ....laws.constants import FARADAY, GAS
from ...results import Remark
from .peaks import SweepPeak, sweep_peaks
from .sweeps import PotentialSweep, split_sweeps

REVERSIBLE = 2.218  # RT/F: peak separation of a reversible couple of one electron (Nicholson & Shain 1964)
UNEVEN = 0.02  # of the scan rate: a larger difference between sweeps
ROOM = 298.15  # K, where no temperature is given


@dataclass(frozen=True)
class PeakPair:
    """An anodic and a cathodic peak of neighbouring sweeps. `sweeps` are their indices, anodic first."""

    anodic: SweepPeak
    cathodic: SweepPeak
    sweeps: tuple[int, int]

    @property
    def separation(self) -> float:
        """Anodic less cathodic peak voltage (V)."""
        return self.anodic.voltage - self.cathodic.voltage

    @property
    def midpoint(self) -> float:
        return (self.anodic.voltage + self.cathodic.voltage) / 2

    @property
    def voltage_std(self) -> float:
        """The standard deviation of the separation; half of it is that of the midpoint."""
        return hypot(self.anodic.voltage_std, self.cathodic.voltage_std)

    @property
    def current_ratio(self) -> float:
        return abs(self.anodic.height / self.cathodic.height)


@dataclass(frozen=True, eq=False)
class Voltammogram:
    """Sweeps of a voltammogram with the peaks of each, and the pairs."""

    sweeps: tuple[PotentialSweep, ...]
    peaks: tuple[tuple[SweepPeak, ...], ...]  # by sweep
    pairs: tuple[PeakPair, ...]
    remarks: tuple[Remark, ...]

    @property
    def scan_rate(self) -> float | None:
        """The mean scan rate (V/s); None without a sweep."""
        return sum(s.scan_rate for s in self.sweeps) / len(self.sweeps) if self.sweeps else None


def analyse_voltammogram(
    time: ArrayLike, voltage: ArrayLike, current: ArrayLike, *, temperature: float | None = None
) -> Voltammogram:
    """Return sweeps, peaks and pairs of a cyclic voltammogram or a linear sweep (s, V, A)."""
    sweeps = split_sweeps(time, voltage, current)
    peaks = tuple(sweep_peaks(sweep) for sweep in sweeps)
    pairs = peak_pairs(sweeps, peaks)
    return Voltammogram(sweeps, peaks, pairs, tuple(_remarks(sweeps, peaks, pairs, temperature)))


def peak_pairs(sweeps: Sequence[PotentialSweep], peaks: Sequence[Sequence[SweepPeak]]) -> tuple[PeakPair, ...]:
    """Return the pairs of each sweep with the next, the nearest peaks first."""
    found: list[PeakPair] = []
    for k in range(0, len(sweeps) - 1, 2):
        if sweeps[k].direction == sweeps[k + 1].direction:
            continue
        up, down = (k, k + 1) if sweeps[k].direction > 0 else (k + 1, k)
        choices = sorted(
            ((abs(a.voltage - c.voltage), n, m) for n, a in enumerate(peaks[up]) for m, c in enumerate(peaks[down])),
        )
        taken: set[tuple[str, int]] = set()
        for _, n, m in choices:
            if ("a", n) in taken or ("c", m) in taken:
                continue
            taken |= {("a", n), ("c", m)}
            found.append(PeakPair(peaks[up][n], peaks[down][m], (up, down)))
    return tuple(found)


def _remarks(
    sweeps: Sequence[PotentialSweep],
    peaks: Sequence[Sequence[SweepPeak]],
    pairs: Sequence[PeakPair],
    temperature: float | None,
) -> list[Remark]:
    if not sweeps:
        return [Remark("no-sweep", "No sweep: the voltage is not run at a constant rate over more than its noise.")]
    found = []
    rates = [s.scan_rate for s in sweeps]
    if max(rates) - min(rates) > UNEVEN * max(rates):
        text = f"The sweeps have scan rates from {1e3 * min(rates):.3g} to {1e3 * max(rates):.3g} mV/s."
        found.append(Remark("several-scan-rates", text))
    if not any(peaks):
        text = "No peak above the noise. A peak that merges with the turn of the sweep cannot be seen."
        found.append(Remark("no-peaks", text))
    elif len(sweeps) > 1 and not pairs:
        found.append(Remark("no-pairs", "Peaks in one direction only: no pair."))
    kelvin = temperature or ROOM
    for pair in pairs[:1]:
        times = pair.separation / (GAS * kelvin / FARADAY)
        if times > 2 * REVERSIBLE:
            least = 1e3 * REVERSIBLE * GAS * kelvin / FARADAY
            text = (
                f"The peaks lie {1e3 * pair.separation:.3g} mV apart; a reversible couple of one electron has "
                f"{least:.3g} mV. Slow kinetics or a resistance (which grows with the scan rate) widen it."
            )
            found.append(Remark("not-reversible", text))
    return found
