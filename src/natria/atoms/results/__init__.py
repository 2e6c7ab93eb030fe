"""Stored results as answers of a study, and as the rows of a table."""

from .barriers import STORED_BARRIER as STORED_BARRIER
from .energies import STORED_ENERGIES as STORED_ENERGIES
from .gaps import STORED_GAP as STORED_GAP
from .strains import STORED_STRAIN as STORED_STRAIN
from .surfaces import STORED_SURFACE as STORED_SURFACE
from .tensors import MODULUS_OF_DIRECTIONS as MODULUS_OF_DIRECTIONS
from .tensors import POLYCRYSTAL_MODULUS as POLYCRYSTAL_MODULUS
from .tensors import STORED_TENSOR as STORED_TENSOR
