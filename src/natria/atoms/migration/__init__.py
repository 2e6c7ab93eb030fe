"""Migration of ions: paths and barriers of hops, networks of hops, and rates."""

from .band import Band as Band
from .band import BandSettings as BandSettings
from .band import relax_band as relax_band
from .frozen import frozen_hop as frozen_hop
from .hop import Hop as Hop
from .hop import HopSettings as HopSettings
from .hop import hop_between as hop_between
from .hop import vacancy_hop as vacancy_hop
from .network import HopClass as HopClass
from .network import hop_classes as hop_classes
from .network import percolating_barriers as percolating_barriers
from .network import site_energies as site_energies
from .rates import HopConductivity as HopConductivity
from .rates import attempt_frequency as attempt_frequency
from .rates import hop_conductivity as hop_conductivity
from .rates import hop_diffusivity as hop_diffusivity
from .search import FoundPath as FoundPath
from .search import find_path as find_path
