"""A spectrum without noise, read by the fit of measured spectra: which circuit it shows, and its arcs.

The circuit is chosen as for measured spectra, by the Bayesian information criterion over the same candidates and some
more, with the noise of an instrument that is given. Without a noise even rounding would count as an arc.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from ...lab import Specimen
from ...lab.files.impedance import SpectrumFile
from ...lab.impedance.circuit import Circuit, parse_circuit
from ...lab.impedance.fit import CANDIDATES, SpectrumFit, fit_spectra
from ...lab.impedance.measurement import MeasuredSpectrum
from ...lab.impedance.measurement.arcs import arcs_of_fit
from ...lab.impedance.measurement.findings import findings_of, of_spectrum
from ...lab.impedance.measurement.series import series_of
from ...quantity import Finding
from ...record import Spectrum

SUBJECT = "cell"
RESISTOR = "R0"  # a cell without an arc
SALT = "-Ws9"  # salt between two electrodes


def findings_of_simulated(spectrum: Spectrum, noise: float) -> tuple[Finding, ...]:
    """Return the findings of a spectrum, as those of a measured one.

    They have the terms of a whole cell and the unit of the spectrum. `noise` is that of each part over |Z|.
    """
    return of_spectrum(_read(spectrum, None, shown_circuit(spectrum, noise)), Specimen(SUBJECT))


def findings_of_series(spectra: Mapping[float, Spectrum], noise: float) -> tuple[Finding, ...]:
    """Return the findings of spectra by their temperature (K), with the energies of their arcs.

    All are fitted with the circuit that the first shows, as the arcs of a series are followed by one circuit.
    """
    circuit = shown_circuit(next(iter(spectra.values())), noise).circuit
    read = [_read(one, kelvin, fit_of(one, circuit, noise)) for kelvin, one in spectra.items()]
    return findings_of(read, series_of(read), Specimen(SUBJECT))


def fit_of(spectrum: Spectrum, circuit: str | Circuit, noise: float) -> SpectrumFit:
    """Return the fit of a circuit to a spectrum with a known noise over |Z|."""
    return fit_spectra(spectrum, circuit, noise=noise * np.abs(spectrum.impedance), exclude_outliers=False)[0]


def _read(spectrum: Spectrum, kelvin: float | None, fit: SpectrumFit) -> MeasuredSpectrum:
    file = SpectrumFile(SUBJECT, "", "simulated", ())
    return MeasuredSpectrum(SUBJECT, file, spectrum, kelvin, None, None, None, fit, arcs_of_fit(fit))


def shown_circuit(spectrum: Spectrum, noise: float) -> SpectrumFit:
    """Return the fit of the circuit that a spectrum with this noise would show.

    It has the lowest BIC = chi^2 + k ln n, with n readings of both parts (Schwarz, Ann. Statist. 6, 461 (1978)). A
    circuit with more parameters than one of chi^2 < ln n cannot have a lower one, so the search ends there.
    """
    enough = float(np.log(2 * len(spectrum)))
    best: SpectrumFit | None = None
    for circuit in candidates():
        fit = fit_of(spectrum, circuit, noise)
        if best is None or fit.bic < best.bic:
            best = fit
        if fit.chi2 < enough:
            break
    assert best is not None
    return best


@cache
def candidates() -> tuple[str, ...]:
    """Return a resistor, the circuits of measured spectra, and arcs with finite diffusion."""
    found = (RESISTOR, *CANDIDATES, *(circuit + SALT for circuit in CANDIDATES if circuit.endswith(")")))
    return tuple(sorted(found, key=lambda circuit: len(parse_circuit(circuit).names)))
