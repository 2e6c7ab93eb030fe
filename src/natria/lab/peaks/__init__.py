"""Peaks of XPS, Raman and NMR: backgrounds, fits with constraints, their number, shares of species."""

from .active import ActiveBackground as ActiveBackground
from .active import active_background as active_background
from .backgrounds import BACKGROUNDS as BACKGROUNDS
from .backgrounds import background_of as background_of
from .fit import FittedPeak as FittedPeak
from .fit import PeakFit as PeakFit
from .fit import fit_peaks as fit_peaks
from .methods import METHODS as METHODS
from .methods import SpectrumKind as SpectrumKind
from .methods import SpectrumMethod as SpectrumMethod
from .number import find_peaks as find_peaks
from .plan import PeakPlan as PeakPlan
from .positions import Suggestion as Suggestion
from .positions import suggest as suggest
from .references import ReferenceLine as ReferenceLine
from .references import reference_lines as reference_lines
from .shares import mean_of as mean_of
from .shares import shares_of as shares_of
from .specification import PeakGuess as PeakGuess
