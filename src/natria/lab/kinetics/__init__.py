"""Kinetics: resistances over temperature, voltage sweeps, direct current.

Each function takes SI arrays and returns a frozen result with its remarks."""

from .temperature import FORMS as FORMS
from .temperature import ArrheniusFit as ArrheniusFit
from .temperature import ThermalForm as ThermalForm
from .temperature import VftFit as VftFit
from .temperature import arrhenius_findings as arrhenius_findings
from .temperature import fit_arrhenius as fit_arrhenius
from .temperature import fit_vft as fit_vft
from .temperature import vft_findings as vft_findings
