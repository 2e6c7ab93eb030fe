"""Measure impedance spectra: one spectrum, a file of many, a series over temperature or time."""

from .analyse import measure_spectra as measure_spectra
from .spectra import Arc as Arc
from .spectra import MeasuredSpectra as MeasuredSpectra
from .spectra import MeasuredSpectrum as MeasuredSpectrum
from .spectra import SpectraSeries as SpectraSeries
