"""Circuits: a language, a table of elements, and their impedance with exact derivatives."""

from .elements import ELEMENTS as ELEMENTS
from .elements import Element as Element
from .elements import Parameter as Parameter
from .evaluate import impedance_of as impedance_of
from .evaluate import slopes_of as slopes_of
from .language import CircuitError as CircuitError
from .language import parse_circuit as parse_circuit
from .tree import Circuit as Circuit
from .tree import InParallel as InParallel
from .tree import InSeries as InSeries
from .tree import Part as Part
