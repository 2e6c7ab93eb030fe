"""Impedance spectra of one cell or sample with all that was read off them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ....quantity import Finding
from ....record import Spectrum, Table
from ...files.impedance import SpectrumFile
from ...kinetics import ArrheniusFit, VftFit
from ...results import Remark
from ...specimen import Specimen
from ..fit import SpectrumFit
from ..growth import ResistanceGrowth
from ..joined import JointFit
from ..kramers_kronig import KramersKronig
from ..relaxation import Relaxation


@dataclass(frozen=True)
class Arc:
    """An arc of a fitted circuit, counted from the highest frequency on."""

    name: str  # "arc 1"
    resistance: str  # name of the parameter: "R1", or "ZARC1.R"
    tau: float  # s
    capacitance: float  # F or F/m^2: tau/R
    std: tuple[float, float]  # of tau and of the capacitance
    processes: tuple[str, ...] = ()  # with a capacitance of that size; empty where the area is unknown


@dataclass(frozen=True, eq=False)
class MeasuredSpectrum:
    """A spectrum with its conditions, its test by Kramers and Kronig, its relaxation times and its fit.

    A result is None where the spectrum did not allow it; a remark of the measurement says why.
    """

    name: str  # "cell_25degC.DTA", or "cell.mpt, sweep 3"
    file: SpectrumFile
    spectrum: Spectrum
    temperature: float | None  # K
    time: float | None  # s
    consistency: KramersKronig | None
    relaxation: Relaxation | None
    fit: SpectrumFit | None
    arcs: tuple[Arc, ...] = ()


@dataclass(frozen=True, eq=False)
class SeriesGrowth:
    """Growth of one column of a series, or of the sum ("total"), from values that were not smoothed."""

    name: str
    value: np.ndarray
    std: np.ndarray
    growth: ResistanceGrowth


@dataclass(frozen=True)
class SeriesJump:
    """A step of parameters between two spectra: their x, and the factor of each column that it moves."""

    before: float
    after: float
    factors: tuple[tuple[str, float], ...]  # names of the columns, and the parameter's factor


@dataclass(frozen=True, eq=False)
class SpectraSeries:
    """One circuit through several spectra: the resistance of each arc over temperature or over time.

    Rows are spectra in the order of `x`, columns arcs. `arrhenius` and `vft` have one fit for each arc where there are
    enough temperatures, else None.
    """

    over: Literal["temperature", "time"]
    x: np.ndarray  # K, or s
    names: tuple[str, ...]  # of the columns: "R0", "arc 1", ...
    resistance: np.ndarray
    std: np.ndarray
    arrhenius: tuple[ArrheniusFit | None, ...] = ()
    vft: tuple[VftFit | None, ...] = ()
    not_followed: tuple[str, ...] = ()  # columns that are not one process throughout
    joint: JointFit | None = None  # the fit of all spectra at once that the numbers are from
    growth: tuple[SeriesGrowth, ...] = ()  # over time, of each arc and of the sum
    jumps: tuple[SeriesJump, ...] = ()
    open_arcs: tuple[str, ...] = ()  # columns that another description of the series sees differently


@dataclass(frozen=True, eq=False)
class MeasuredSpectra:
    """All results of the spectra of one cell or sample.

    `folder` is the name of the folder of the files, where there is one. `failed` and `passed_over` are files without
    results, each with the reason.
    """

    files: tuple[SpectrumFile, ...]
    specimen: Specimen
    spectra: tuple[MeasuredSpectrum, ...]
    series: SpectraSeries | None
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    remarks: tuple[Remark, ...]
    folder: str = ""
    failed: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """The unit of the impedances: "ohm" of the cell, "ohm m^2" of a face."""
        return self.spectra[0].spectrum.unit

    @property
    def title(self) -> str:
        first = self.files[0].file
        if self.folder:
            return self.folder
        return first if len(self.files) == 1 else f"{first} and {len(self.files) - 1} more"

    def table(self, name: str) -> Table | None:
        return next((t for t in self.tables if t.id == name), None)
