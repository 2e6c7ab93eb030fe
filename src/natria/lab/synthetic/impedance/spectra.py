"""Synthetic impedance spectra: one sweep, or a series over temperature or time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....quantity import Computed
from ....record import Spectrum
from ..truth import insist, origin_of
from . import parts
from .analyser import Analyser, AnalyserSweep, analyse
from .cell import SpectrumCell, cell_impedance, processes_of
from .growth import InterphaseGrowth
from .truth import SpectrumTruth, circuit_of, true_process

NAME, SERIES_NAME = "synthetic_spectrum", "synthetic_spectra"
USUAL_SWEEP, USUAL_ANALYSER = AnalyserSweep(), Analyser()
MOST_SPECTRA = 10_000


@dataclass(frozen=True, eq=False)
class SyntheticSpectrum:
    """A spectrum in ohm as written, the time (s) of each point in its sweep, and its truth."""

    spectrum: Spectrum
    time: np.ndarray
    truth: SpectrumTruth


@dataclass(frozen=True)
class SpectrumSeries:
    """A series: one temperature (K) and one start (s) for each sweep."""

    temperatures: tuple[float, ...]
    starts: tuple[float, ...]

    def __post_init__(self) -> None:
        insist(
            "spectrum series",
            (1 <= len(self.starts) <= MOST_SPECTRA, "starts", f"from 1 to {MOST_SPECTRA} sweeps"),
            (len(self.temperatures) == len(self.starts), "temperatures", "one for each sweep"),
            (min(self.temperatures, default=1.0) > 0, "temperatures", "above 0 K"),
            (bool((np.diff(self.starts) >= 0).all()), "starts", "in the order of time"),
        )


def synthetic_spectrum(
    seed: int,
    *,
    cell: SpectrumCell,
    sweep: AnalyserSweep = USUAL_SWEEP,
    analyser: Analyser = USUAL_ANALYSER,
    temperature: float = 298.15,
    drift: float = 0.0,
) -> SyntheticSpectrum:
    """Return one spectrum and its truth.

    `drift`: growth of the interphase resistance while it is measured, linear in time, relative to its value at the
    start.
    """
    insist(
        NAME,
        (temperature > 0, "temperature", "above 0 K"),
        (drift > -1, "drift", "above -100 %"),
        (not drift or cell.interphase is not None, "drift", "none, as this cell has no interphase"),
    )
    growth = InterphaseGrowth(0.0, sweep.duration, 1.0, 1 + drift, "linear") if drift else None
    origin = origin_of(NAME, seed, cell=cell, sweep=sweep, analyser=analyser, temperature=temperature, growth=growth)
    setup = _Setup(cell, sweep, analyser, growth, origin)
    return _measured(setup, np.random.default_rng(seed), temperature, 0.0, f"{NAME}-{seed}")


def synthetic_series(
    seed: int,
    *,
    cell: SpectrumCell,
    series: SpectrumSeries,
    sweep: AnalyserSweep = USUAL_SWEEP,
    analyser: Analyser = USUAL_ANALYSER,
    growth: InterphaseGrowth | None = None,
) -> tuple[SyntheticSpectrum, ...]:
    """Return a series of spectra of one cell, whose interphase may grow between the sweeps and in them."""
    insist(SERIES_NAME, (growth is None or cell.interphase is not None, "growth", "a cell with an interphase"))
    origin = origin_of(SERIES_NAME, seed, cell=cell, series=series, sweep=sweep, analyser=analyser, growth=growth)
    setup, rng = _Setup(cell, sweep, analyser, growth, origin), np.random.default_rng(seed)
    points = zip(series.temperatures, series.starts, strict=True)
    return tuple(_measured(setup, rng, t, start, f"{SERIES_NAME}-{seed}-{k}") for k, (t, start) in enumerate(points, 1))


@dataclass(frozen=True)
class _Setup:
    cell: SpectrumCell
    sweep: AnalyserSweep
    analyser: Analyser
    growth: InterphaseGrowth | None
    origin: Computed


def _measured(
    setup: _Setup, rng: np.random.Generator, temperature: float, start: float, title: str
) -> SyntheticSpectrum:
    cell, sweep, growth = setup.cell, setup.sweep, setup.growth
    frequency, time = sweep.frequency, sweep.time
    cable = parts.inductor(2 * np.pi * frequency, setup.analyser.inductance)
    exact = cable + cell_impedance(cell, frequency, temperature=temperature, time=start + time, growth=growth)
    still = cable + cell_impedance(cell, frequency, temperature=temperature, time=start, growth=growth)
    seen = analyse(setup.analyser, rng, sweep, exact)
    row = seen.row
    at_start = 1.0 if growth is None else float(growth.factor(start))
    at_end = 1.0 if growth is None else float(growth.factor(start + time[row[-1]]))
    processes = tuple(true_process(p, cell.area, at_start) for p in processes_of(cell, temperature))
    circuit, values = circuit_of(processes, setup.analyser.inductance)
    bulk = processes[0].resistance
    total = bulk + sum(p.resistance for p in processes if p.name == "grain boundary")
    truth = SpectrumTruth(
        area=cell.area,
        thickness=cell.thickness,
        temperature=temperature,
        start=start,
        conductivity=cell.thickness / (bulk * cell.area),
        total_conductivity=cell.thickness / (total * cell.area),
        processes=processes,
        circuit=circuit,
        parameters=values,
        frequency=_numbers(frequency[row]),
        time=_numbers(time[row]),
        exact_real=_numbers(exact.real[row]),
        exact_imaginary=_numbers(exact.imag[row]),
        at_start_real=_numbers(still.real[row]),
        at_start_imaginary=_numbers(still.imag[row]),
        std=_numbers(seen.std),
        inductance=setup.analyser.inductance,
        drift=at_end / at_start - 1,
        outliers=seen.outliers,
        disturbed=seen.disturbed,
        missing=seen.missing,
        repeated=seen.repeated,
        aborted=setup.analyser.aborted_after is not None and setup.analyser.aborted_after < sweep.points,
    )
    spectrum = Spectrum(frequency[row], seen.impedance, "ohm", title, origin=setup.origin)
    return SyntheticSpectrum(spectrum, time[row], truth)


def _numbers(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
