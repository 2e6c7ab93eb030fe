"""How large a nucleus a layer holds down, against its thickness; SI in and out.

A nucleus pushes with the pressure p at which its own metal flows. It lifts the layer where the energy that a blister of
its radius frees exceeds what the bond still costs:

    G(p, a, h) = Gamma - sigma^2 h (1 - nu)/E

The right side is what adhesion leaves once the layer gives back the elastic energy of its own stress, all of it: an
upper bound, exact where the layer is cut. Bending stiffness makes the radius grow with the thickness (h^(3/4), h^(1/4)
for a membrane), the stored energy ends it at h_c = Gamma E/((1 - nu) sigma^2). So there is a best thickness, between
h_c/4 (membrane) and 3 h_c/4 (plate), and without own stress there is none.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .blister import ElasticSheet, lifting_radius
from .film_cracks import delamination_energy_release_rate
from .films import biaxial_modulus

LEAST = 1e-4  # of the thickness at which a layer comes off by itself: where the search for the best begins
NEAR = 1e-9  # how near to that thickness the search ends


def adhesion_left(sheet: ElasticSheet, adhesion: float) -> float:
    """Return Gamma less the elastic energy of the layer's own stress (J/m^2); below zero it comes off by itself."""
    return adhesion - float(
        delamination_energy_release_rate(sheet.stress, sheet.thickness, sheet.young, sheet.ratio)
    )


def held_radius(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the radius (m) of the largest nucleus that a layer holds down; zero where it comes off by itself."""
    left = adhesion_left(sheet, adhesion)
    return lifting_radius(replace(sheet, stress=0.0), pressure, left) if left > 0 else 0.0


def free_thickness(sheet: ElasticSheet, adhesion: float) -> float:
    """Return the thickness (m) from which a layer comes off by itself, Gamma E/((1 - nu) sigma^2)."""
    if sheet.stress == 0:
        raise ValueError("a layer without own stress comes off by itself at no thickness")
    return float(adhesion * biaxial_modulus(sheet.young, sheet.ratio) / sheet.stress**2)


def best_thickness(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the thickness (m) at which a layer holds down the largest nucleus."""
    from scipy.optimize import minimize_scalar

    most = np.log(free_thickness(sheet, adhesion))

    def less(log_thickness: float) -> float:
        radius = held_radius(replace(sheet, thickness=float(np.exp(log_thickness))), pressure, adhesion)
        return -float(np.log(radius)) if radius > 0 else np.inf

    low, high = most + np.log(LEAST), most + np.log1p(-NEAR)
    return float(np.exp(minimize_scalar(less, bounds=(low, high), method="bounded", options={"xatol": 1e-6}).x))


def stress_of_best(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the own stress (Pa) with which the layer's thickness is the best; either sign."""
    from scipy.optimize import brentq

    full = float(np.sqrt(adhesion * biaxial_modulus(sheet.young, sheet.ratio) / sheet.thickness))

    def off(share: float) -> float:
        return float(np.log(best_thickness(replace(sheet, stress=share * full), pressure, adhesion) / sheet.thickness))

    return float(brentq(off, 0.3, 0.95, xtol=1e-5)) * full
