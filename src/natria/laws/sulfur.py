"""Reduction of sulfur by S -> Na2S4 -> Na2S2 -> Na2S: shares of the charge, and the sum rule.

The potentials of the couples obey sum(z_k U_k) = U of the whole, since the Gibbs energy of 2 Na + S -> Na2S does not
depend on the way. So one of three potentials follows from the others.
"""

from __future__ import annotations

SULFUR_ELECTRONS = 2.0  # of one atom of sulfur
SULFUR_SHARES = (0.25, 0.25, 0.5)  # of its charge: 1/2, 1/2 and 1 electron an atom
TO_TETRASULFIDE = {"Na2S4": 1.0, "Na": -2.0, "S": -4.0}  # each reaction takes two electrons
TO_DISULFIDE = {"Na2S2": 2.0, "Na": -2.0, "Na2S4": -1.0}
TO_SULFIDE = {"Na2S": 1.0, "Na": -2.0, "S": -1.0}  # the whole


def last_potential(mean: float, first: float, second: float) -> float:
    """Return the potential of the third couple, which follows from the mean and the other two (V, or V/K)."""
    a, b, c = SULFUR_SHARES
    return (mean - a * first - b * second) / c
