"""A film far thinner than the front: its voltage is part of the law of the reaction.

    phi = -eta + R j(eta),   j = i0 [c/c0 exp(-alpha F eta/RT) - exp((1 - alpha) F eta/RT)]

-eta rises from 0 to phi as j does, and the left side is convex for deposition, so Newton's method from above converges.
"""

from __future__ import annotations

from .machine_code import inlined
from .scalar_kernels import depositing, dissolving

MOST = 60
NEAR = 1e-9  # of RT/F


@inlined
def behind_film(phi: float, film: float, ratio: float, factor: float, transfer: float) -> float:
    """Return -eta of a reaction behind a film; `film` is R i0 (V), `ratio` c/c0."""
    drive = phi
    for _ in range(MOST):
        forth = depositing(drive, factor, transfer) * ratio
        back = dissolving(drive, factor, transfer)
        rises = factor * (transfer * forth + (1.0 - transfer) * back)
        change = (drive + film * (forth - back) - phi) / (1.0 + film * rises)
        drive -= change
        if abs(change) * factor < NEAR:
            break
    return drive
