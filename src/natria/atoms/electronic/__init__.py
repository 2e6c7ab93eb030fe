"""Electronic states: bands, gaps, densities of states, and layers that stop tunnelling electrons."""

from .density import gaussian_states as gaussian_states
from .density import tetrahedron_states as tetrahedron_states
from .gap import BandGap as BandGap
from .gap import band_gap as band_gap
from .path import BandPath as BandPath
from .path import band_path as band_path
from .replay import replayed_states as replayed_states
from .states import States as States
from .states import StatesEvaluator as StatesEvaluator
from .tunnelling import TunnellingBarrier as TunnellingBarrier
from .tunnelling import TunnellingLayer as TunnellingLayer
from .tunnelling import affinity_barrier as affinity_barrier
from .tunnelling import blocking_layer as blocking_layer
from .tunnelling import ensure_layer_asked as ensure_layer_asked
from .tunnelling import half_gap as half_gap
from .tunnelling import transmission as transmission
from .workflow import DensityOfStates as DensityOfStates
from .workflow import ElectronicBands as ElectronicBands
from .workflow import GapConvergence as GapConvergence
from .workflow import StatesSettings as StatesSettings
from .workflow import electronic_bands as electronic_bands
