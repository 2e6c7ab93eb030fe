"""Places in the block of numbers of an electrode with a depth, and of its states in the state vector.

The states are the salt in the pores of each slice, where it is simulated, then those of the slices' kind, slice by
slice. Both begin at the electrolyte.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import SALT

# ohm m^2: L/kappa, L/sigma, and in series; then the salt in the pores: slices with it (all or none), width (m) and
# porosity of a slice, MacMullin number of the pores
MADE_OF, SLICES, STRIDE, IONS, ELECTRONS, CONTACT, FILLED, PORE_WIDTH, PORE_POROSITY, PORE_MACMULLIN = range(10)
PORE_SALT = 10  # where its block of a salt layer begins (`layout.SALT`); zeros without one
OWN = PORE_SALT + SALT  # where the numbers of the slices' kind begin


@compiled
def count_of(p: np.ndarray) -> int:
    """Return the number of slices."""
    return int(p[SLICES])


@compiled
def slice_of(y: np.ndarray, k: int, p: np.ndarray) -> np.ndarray:
    """Return the states of the kind of a slice, from the electrolyte on."""
    begin, stride = int(p[FILLED]) + k * int(p[STRIDE]), int(p[STRIDE])
    return y[begin : begin + stride]
