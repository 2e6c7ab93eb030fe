"""Measure recordings of kinetics: Tafel sweeps, voltammograms, direct-current polarisation."""

from .analyse import measure_kinetics as measure_kinetics
from .measured import FAMILIES as FAMILIES
from .measured import DirectionShare as DirectionShare
from .measured import Family as Family
from .measured import KineticInput as KineticInput
from .measured import KineticSettings as KineticSettings
from .measured import MeasuredKinetics as MeasuredKinetics
from .measured import MeasuredScan as MeasuredScan
from .measured import MeasuredStep as MeasuredStep
from .measured import MeasuredTafel as MeasuredTafel
from .measured import PeakExponent as PeakExponent
