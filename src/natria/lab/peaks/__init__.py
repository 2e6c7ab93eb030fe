"""Peaks of XPS, Raman and NMR: backgrounds, fits with constraints, their number, shares of species."""

from .backgrounds import BACKGROUNDS as BACKGROUNDS
from .backgrounds import background_of as background_of
from .fit import FittedPeak as FittedPeak
from .fit import PeakFit as PeakFit
from .fit import fit_peaks as fit_peaks
from .number import find_peaks as find_peaks
from .positions import Suggestion as Suggestion
from .positions import suggest as suggest
from .shares import mean_of as mean_of
from .shares import shares_of as shares_of
from .specification import PeakGuess as PeakGuess
