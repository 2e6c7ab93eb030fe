"""Synthetic recordings of kinetics: Tafel sweeps, DC polarisation, cyclic voltammetry."""

from .noise import CurrentNoise as CurrentNoise
from .polarisation import BruceVincentTruth as BruceVincentTruth
from .polarisation import ElectronicTruth as ElectronicTruth
from .polarisation import MixedConductor as MixedConductor
from .polarisation import SaltCell as SaltCell
from .polarisation import SyntheticPolarisation as SyntheticPolarisation
from .polarisation import VoltageStep as VoltageStep
from .polarisation import bruce_vincent as bruce_vincent
from .polarisation import electronic_polarisation as electronic_polarisation
from .tafel import FilmedElectrode as FilmedElectrode
from .tafel import SyntheticTafel as SyntheticTafel
from .tafel import TafelSweep as TafelSweep
from .tafel import TafelTruth as TafelTruth
from .tafel import tafel_sweep as tafel_sweep
from .voltammetry import SyntheticVoltammetry as SyntheticVoltammetry
from .voltammetry import TriangularScans as TriangularScans
from .voltammetry import VoltammetryCell as VoltammetryCell
from .voltammetry import VoltammetryTruth as VoltammetryTruth
from .voltammetry import voltammetry as voltammetry
