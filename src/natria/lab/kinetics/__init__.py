"""Kinetics: resistances over temperature, voltage sweeps, direct current.

Each function takes SI arrays and returns a frozen result with its remarks."""

from .decay import CurrentDecay as CurrentDecay
from .decay import fit_decay as fit_decay
from .polarisation import CurrentFraction as CurrentFraction
from .polarisation import ElectronicResistance as ElectronicResistance
from .polarisation import WithStd as WithStd
from .polarisation import current_fraction as current_fraction
from .polarisation import electronic_resistance as electronic_resistance
from .polarisation_findings import current_fraction_findings as current_fraction_findings
from .polarisation_findings import electronic_findings as electronic_findings
from .tafel import ButlerVolmerFit as ButlerVolmerFit
from .tafel import KineticState as KineticState
from .tafel import TafelBranch as TafelBranch
from .tafel import TafelResult as TafelResult
from .tafel import analyse_tafel as analyse_tafel
from .tafel import implied_overpotential as implied_overpotential
from .tafel import kinetic_current as kinetic_current
from .tafel import tafel_findings as tafel_findings
from .temperature import FORMS as FORMS
from .temperature import ArrheniusFit as ArrheniusFit
from .temperature import ThermalForm as ThermalForm
from .temperature import VftFit as VftFit
from .temperature import arrhenius_findings as arrhenius_findings
from .temperature import fit_arrhenius as fit_arrhenius
from .temperature import fit_vft as fit_vft
from .temperature import vft_findings as vft_findings
