"""Chemical formulas in subjects, and masses of atoms, as `laws` has them."""

from ...laws import atoms as atoms
from ...laws import molar_mass as molar_mass
