"""Strain: stress-strain curves of crystals to their ideal strength along given directions."""

from .along import CrystalDirection as CrystalDirection
from .along import crystal_direction as crystal_direction
from .curve import CurveFinding as CurveFinding
from .curve import StrainCurve as StrainCurve
from .curve import curve_findings as curve_findings
from .workflow import StrainResult as StrainResult
from .workflow import StrainSettings as StrainSettings
from .workflow import strain_curves as strain_curves
