"""Elastic tensors: from stresses at strains, and what follows from them."""

from .averages import Averages as Averages
from .averages import averages as averages
from .averages import born_stable as born_stable
from .averages import stability_eigenvalues as stability_eigenvalues
from .directions import Extremes as Extremes
from .directions import extremes as extremes
from .directions import young_modulus as young_modulus
from .lattice import EquationOfState as EquationOfState
from .lattice import Lattice as Lattice
from .lattice import LatticeSettings as LatticeSettings
from .lattice import fit_state as fit_state
from .lattice import lattice as lattice
from .patterns import Pattern as Pattern
from .patterns import choose_patterns as choose_patterns
from .tensors import from_voigt as from_voigt
from .tensors import invariant_basis as invariant_basis
from .tensors import rotated as rotated
from .tensors import stress_vector as stress_vector
from .workflow import ElasticSettings as ElasticSettings
from .workflow import ElasticTensor as ElasticTensor
from .workflow import elastic_tensor as elastic_tensor
