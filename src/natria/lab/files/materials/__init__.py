"""Files of material tests: tables over displacement, pressure, temperature, or the axis of a spectrum."""

from .files import curve_kinds as curve_kinds
from .files import read_curves as read_curves
from .kinds import CurveKind as CurveKind
from .read import MaterialCurve as MaterialCurve
from .read import read_curve as read_curve
from .spectra import SPECTRA_SUFFIXES as SPECTRA_SUFFIXES
