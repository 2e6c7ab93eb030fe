"""Fits of circuits to spectra without an initial guess, with intervals and remarks."""

from .choice import CANDIDATES as CANDIDATES
from .choice import Alternative as Alternative
from .choice import CircuitChoice as CircuitChoice
from .choice import choose_circuit as choose_circuit
from .fit import fit_spectra as fit_spectra
from .result import SpectrumFit as SpectrumFit
from .result import unit_of as unit_of
