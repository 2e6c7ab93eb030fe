"""Tafel sweeps: Butler-Volmer fit of the whole sweep, Tafel lines of both branches, findings."""

from .analysis import TafelResult as TafelResult
from .analysis import analyse_tafel as analyse_tafel
from .analysis import implied_overpotential as implied_overpotential
from .butler_volmer import ButlerVolmerFit as ButlerVolmerFit
from .findings import tafel_findings as tafel_findings
from .law import KineticState as KineticState
from .law import kinetic_current as kinetic_current
from .region import TafelBranch as TafelBranch
