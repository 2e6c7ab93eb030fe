"""Recordings and spectra by equations that share nothing with `natria.lab`: a second way to judge its analyses.

Units: volts, amperes, seconds, ohms, coulombs of the whole cell. A positive current plates the working electrode of a
symmetric cell. Every recording follows from its settings and its seed.
"""

from .aurbach import AurbachSettings as AurbachSettings
from .aurbach import aurbach_recording as aurbach_recording
from .cells import SymmetricSettings as SymmetricSettings
from .cells import symmetric_recording as symmetric_recording
from .draws import DISTURBANCES as DISTURBANCES
from .draws import random_aurbach as random_aurbach
from .draws import random_cycle_efficiency as random_cycle_efficiency
from .draws import random_healthy as random_healthy
from .draws import random_plating as random_plating
from .draws import random_short as random_short
from .efficiency_cycles import CycleSettings as CycleSettings
from .efficiency_cycles import cycle_recording as cycle_recording
from .impedance import FilmedCellSettings as FilmedCellSettings
from .impedance import MadeSpectrum as MadeSpectrum
from .impedance import impedance_at as impedance_at
from .impedance import physical_spectrum as physical_spectrum
from .impedance import random_filmed_cell as random_filmed_cell
from .instrument import InstrumentSettings as InstrumentSettings
from .paths import PathSettings as PathSettings
from .paths import share_of as share_of
from .plating import PlatingSettings as PlatingSettings
from .plating import plating_recording as plating_recording
from .truth import CellTruth as CellTruth
from .truth import EfficiencyTruth as EfficiencyTruth
from .truth import MadeCell as MadeCell
from .truth import MadeEfficiency as MadeEfficiency
from .truth import PathTruth as PathTruth
