"""Stability of phases: hulls, windows against sodium, reactions at interfaces, errors of energies."""

from .composition import PhaseReaction as PhaseReaction
from .composition import balance as balance
from .composition import composition as composition
from .hull import above_hull as above_hull
from .hull import equilibrium as equilibrium
from .hull import equilibrium_at as equilibrium_at
from .interface import ContactReaction as ContactReaction
from .interface import contact as contact
from .passivation import ElectronDatum as ElectronDatum
from .passivation import Passivation as Passivation
from .passivation import passivation as passivation
from .phases import PhaseEnergy as PhaseEnergy
from .phases import PhaseSet as PhaseSet
from .phases import phase_set as phase_set
from .uncertainty import WindowSpread as WindowSpread
from .uncertainty import window_spread as window_spread
from .windows import PhaseWindow as PhaseWindow
from .windows import Stage as Stage
from .windows import stages as stages
from .windows import window as window
