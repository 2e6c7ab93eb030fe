"""Salt between two electrodes: limiting current, Sand's time, depletion in a finite gap.

SI floats in and out.

One binary salt, planar, no convection, constant properties. J is the applied current density, t_a = 1 - t+ the anion's
transference number. In a separator the pores slow the salt down: D_eff = D / N_M (MacMullin), and the storage is the
porosity's share, so that the profile relaxes with D_eff / porosity.
"""

from __future__ import annotations

from math import pi

import numpy as np

from ..constants import FARADAY

SHORT = 0.01  # of L^2/D: the other face is not felt before, as its image enters as exp(-1/(4 * 0.01)), below 1e-11


def limiting_current_density(diffusivity: float, concentration: float, t_anion: float, gap: float) -> float:
    """J_lim = 2 F D c0 / (t_a L) (A/m^2) between two sodium electrodes.

    There the steady, linear profile reaches zero.

    The flux D dc/dx = J t_a / F and the conserved mean c0 give c(0) = c0 - J t_a L / (2 F D). Brissot et al.,
    J. Power Sources 81-82, 925 (1999). `diffusivity` is the effective one of the gap.
    """
    _needs_anions(t_anion)
    return 2 * FARADAY * diffusivity * concentration / (t_anion * gap)


def sand_time(current: float, diffusivity: float, concentration: float, t_anion: float) -> float:
    """tau = pi D (c0 F / (2 J t_a))^2 (s): salt at the face reaches zero, far from the other electrode.

    Sand, Phil. Mag. 1, 45 (1901). Semi-infinite: it only applies above the limiting current, and only while the
    depleted zone is thin against the gap; `depletion_time` knows the gap. In pores D is D_eff times porosity.
    """
    _needs_anions(t_anion)
    return pi * diffusivity * (concentration * FARADAY / (2 * current * t_anion)) ** 2


def depletion_fraction(time: float, relaxation: float) -> float:
    """Share (0 to 1) of its final drop that the salt at the face has made at `time` of the current.

    Series solution of the diffusion equation between two faces with the same flux through both (Carslaw and Jaeger,
    Conduction of Heat in Solids, 2nd ed. (1959), ch. III): 1 - (8/pi^2) sum over odd n of exp(-n^2 pi^2 D t/L^2) / n^2.
    `relaxation` is L^2/D (s). Short times are summed as the semi-infinite solution, 4 sqrt(t/(pi L^2/D)).
    """
    if time <= 0:
        return 0.0
    scaled = time / relaxation
    if scaled < SHORT:
        return 4 * float(np.sqrt(scaled / pi))
    n = np.arange(1, 200, 2)
    return float(1 - 8 / pi**2 * np.sum(np.exp(-((n * pi) ** 2) * scaled) / n**2))


def depletion_time(current: float, limiting: float, relaxation: float) -> float:
    """Time (s) to zero salt at the plating face of a finite gap, J > J_lim.

    `relaxation` is L^2/D.

    Zero is reached when the drop J/J_lim x `depletion_fraction` is 1. J >> J_lim gives Sand's time; at J -> J_lim it
    grows without limit, and at or below J_lim there is none, so asking is an error.
    """
    if current <= limiting:
        raise ValueError("the salt is never used up at or below the limiting current")
    from scipy.optimize import brentq

    share = limiting / current
    if share < depletion_fraction(SHORT, 1.0):
        return relaxation * pi * (share / 4) ** 2
    last = 1.0
    while depletion_fraction(last, 1.0) < share:
        last *= 2
    return relaxation * float(brentq(lambda t: depletion_fraction(t, 1.0) - share, SHORT, last, rtol=1e-12))


def _needs_anions(t_anion: float) -> None:
    if t_anion <= 0:
        raise ValueError("a single-ion conductor has no salt to deplete")
