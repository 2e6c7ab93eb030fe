"""Kernel of nucleation: metal appears at sites where the overpotential exceeds that of nucleation.

    d(xi)/dt = ... + a/tau F (phi - phi_e - eta_n)/RT,   a = t - xi where that is positive, else xi (1 - xi/e)

t is the order parameter of the nuclei that the sites have room for. The rate vanishes at the overpotential of
nucleation, so no metal is made that electrons or ions do not reach. Below it an embryo, xi < e, dissolves. Without that
nothing but the slow reaction of its thin front would hold the potential of an embryo that electrons do not reach.
"""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled
from ..scalar_kernels import slope

Rows = tuple[int, int]
EMBRYO = 0.1  # order parameter below which a nucleus is not formed: less than a hundredth of its metal


@compiled
def nucleate(
    rows: Rows,
    given: tuple[np.ndarray, np.ndarray, np.ndarray],
    rates: tuple[np.ndarray, np.ndarray],
    equation: tuple[np.ndarray, np.ndarray],
    numbers: tuple[float, float, float, float],
) -> None:
    """Add nucleation to the rates (base, gain) and to the equation of the potential (q, right).

    `given` are xi, phi - phi_e and t; `numbers` 1/tau, F/RT, eta_n and F c_s.
    """
    xi, drive, target = given
    base, gain = rates
    q, right = equation
    pace, factor, barrier, charge = numbers
    for i in range(rows[0], rows[1]):
        for j in range(xi.shape[1]):
            for k in range(1, xi.shape[2] - 1):
                missing = target[i, j, k] - xi[i, j, k]
                above = drive[i, j, k] - barrier
                if missing <= 0.0:
                    continue
                x = xi[i, j, k]
                part = missing if above > 0.0 else max(x * (1.0 - x / EMBRYO), 0.0)
                rises = pace * part * factor
                rate = rises * above
                weight = charge * slope(x)
                base[i, j, k] += rate
                gain[i, j, k] += rises
                q[i, j, k] += weight * rises
                right[i, j, k] -= weight * (rate - rises * drive[i, j, k])
