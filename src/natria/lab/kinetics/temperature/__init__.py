"""Resistances and conductivities over temperature: Arrhenius and Vogel-Fulcher-Tammann."""

from .arrhenius import ArrheniusFit as ArrheniusFit
from .arrhenius import fit_arrhenius as fit_arrhenius
from .findings import arrhenius_findings as arrhenius_findings
from .findings import vft_findings as vft_findings
from .forms import FORMS as FORMS
from .forms import ThermalForm as ThermalForm
from .points import ThermalPoints as ThermalPoints
from .vft import VftFit as VftFit
from .vft import fit_vft as fit_vft
