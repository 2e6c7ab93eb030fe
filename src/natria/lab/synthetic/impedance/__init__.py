"""Synthetic impedance spectra: cells, instruments, series, and their truth."""

from .analyser import Analyser as Analyser
from .analyser import AnalyserSweep as AnalyserSweep
from .cell import SPECTRUM_CELLS as SPECTRUM_CELLS
from .cell import CellProcess as CellProcess
from .cell import SpectrumCell as SpectrumCell
from .cell import TrueArc as TrueArc
from .cell import TrueTail as TrueTail
from .cell import cell_impedance as cell_impedance
from .cell import processes_of as processes_of
from .cell import spectrum_cell as spectrum_cell
from .growth import InterphaseGrowth as InterphaseGrowth
from .spectra import SpectrumSeries as SpectrumSeries
from .spectra import SyntheticSpectrum as SyntheticSpectrum
from .spectra import synthetic_series as synthetic_series
from .spectra import synthetic_spectrum as synthetic_spectrum
from .temperature import TrueTemperatureLaw as TrueTemperatureLaw
from .truth import SpectrumTruth as SpectrumTruth
from .truth import TrueProcess as TrueProcess
