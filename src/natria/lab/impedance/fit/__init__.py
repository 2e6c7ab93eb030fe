"""Fits of circuits to spectra without an initial guess, with intervals and with what cannot be told apart."""

from .fit import fit_spectra as fit_spectra
from .result import SpectrumFit as SpectrumFit
