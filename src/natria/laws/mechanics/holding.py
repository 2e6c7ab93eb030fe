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

from .blister import ElasticSheet, blister_energy_release, blister_height, lifting_radius
from .film_cracks import delamination_energy_release_rate
from .films import biaxial_modulus

LEAST = 1 / 8  # of the thickness at which a layer comes off by itself: below the best of any layer, h_c/4
SMALLEST = 1 / 4  # of the radius without own stress: below that at the best thickness, where G is Gamma/4 or more
STEP = 1e-4  # of the thickness, for the exponent


def adhesion_left(sheet: ElasticSheet, adhesion: float) -> float:
    """Return Gamma less the elastic energy of own stress (J/m^2); below zero the layer comes off."""
    return adhesion - float(delamination_energy_release_rate(sheet.stress, sheet.thickness, sheet.young, sheet.ratio))


def held_radius(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the radius (m) of the largest nucleus held down; zero where the layer comes off by itself."""
    left = adhesion_left(sheet, adhesion)
    return lifting_radius(replace(sheet, stress=0.0), pressure, left) if left > 0 else 0.0


def free_thickness(sheet: ElasticSheet, adhesion: float) -> float:
    """Return the thickness (m) from which a layer comes off by itself, Gamma E/((1 - nu) sigma^2)."""
    if sheet.stress == 0:
        raise ValueError("a layer without own stress comes off by itself at no thickness")
    return float(adhesion * biaxial_modulus(sheet.young, sheet.ratio) / sheet.stress**2)


def stress_of_best(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the own stress (Pa) with which the layer's thickness is the best; either sign.

    At the best thickness the radius does not change with it: dG/dh = -s at G = Gamma - s h, s = sigma^2 (1 - nu)/E, so
    G (1 + n) = Gamma with n = -d ln G/d ln h, 3 for a plate and 1/3 for a membrane.
    """
    from scipy.optimize import brentq

    flat = replace(sheet, stress=0.0)

    def falls(radius: float) -> float:
        """Return n at this radius."""
        thin, thick = (replace(flat, thickness=sheet.thickness * (1 + way * STEP)) for way in (-1, 1))
        low, high = (_freed(one, pressure, radius) for one in (thin, thick))
        return float(np.log(low / high) / (np.log1p(STEP) - np.log1p(-STEP)))

    def off(log_radius: float) -> float:
        radius = float(np.exp(log_radius))
        return float(np.log(_freed(flat, pressure, radius) * (1 + falls(radius)) / adhesion))

    most = np.log(lifting_radius(flat, pressure, adhesion))
    radius = float(np.exp(brentq(off, most + np.log(SMALLEST), most, xtol=1e-12)))
    n = falls(radius)
    stored = adhesion * n / (1 + n)
    return float(np.sqrt(stored * biaxial_modulus(sheet.young, sheet.ratio) / sheet.thickness))


def best_thickness(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the thickness (m) at which a layer holds down the largest nucleus; h_c/4 to 3 h_c/4."""
    from scipy.optimize import brentq

    most = np.log(free_thickness(sheet, adhesion))

    def off(log_thickness: float) -> float:
        here = replace(sheet, thickness=float(np.exp(log_thickness)))
        return float(np.log(stress_of_best(here, pressure, adhesion) / abs(sheet.stress)))

    return float(np.exp(brentq(off, most + np.log(LEAST), most, xtol=1e-10)))


def _freed(sheet: ElasticSheet, pressure: float, radius: float) -> float:
    return blister_energy_release(sheet, blister_height(sheet, pressure, radius), radius)
