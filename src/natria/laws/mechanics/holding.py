"""How large a nucleus a layer holds down, against its thickness; SI in and out.

A nucleus pushes with the pressure p at which its own metal flows. It lifts the layer where the energy that a blister of
its radius frees exceeds what the bond costs. The layer's own stress sigma enters in one of two states:

    intact  G(p, a, h; N) = Gamma                         the tension N = sigma h stays in the blister and stiffens it
    cut     G(p, a, h; 0) = Gamma - sigma^2 h (1 - nu)/E  the layer is cracked through at the rim and lets N go

An intact layer holds more the thicker it is: no thickness is the best. A cut layer gives back the elastic energy of its
stress, which ends the radius at h_c = Gamma E/((1 - nu) sigma^2), so there a best thickness exists: 3 h_c/4 where the
blister bends. The other end, h_c/4, belongs to a blister that stretches. To stretch, it must be held at the rim that is
cut, so that this end is formal. Tension only: a compressed layer buckles by itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .blister import ElasticSheet, blister_energy_release, blister_height, lifting_radius
from .film_cracks import delamination_energy_release_rate
from .films import biaxial_modulus

THINNEST = 3  # thicknesses in a radius: below that shear makes a plate too stiff
LEAST = 1 / 8  # of the thickness at which a layer comes off by itself: below the best of any layer, h_c/4
SMALLEST = 1 / 4  # of the radius without own stress: below that at the best thickness, where G is Gamma/4 or more
STEP = 1e-4  # of the thickness, for the exponent


def is_thin(sheet: ElasticSheet, radius: float) -> bool:
    """Whether a patch is wide enough for plate theory: a radius of three thicknesses or more."""
    return radius >= THINNEST * sheet.thickness * (1 - 1e-9)


def adhesion_left(sheet: ElasticSheet, adhesion: float) -> float:
    """Return Gamma less the elastic energy of own stress (J/m^2); below zero a cut layer comes off."""
    return adhesion - float(delamination_energy_release_rate(sheet.stress, sheet.thickness, sheet.young, sheet.ratio))


def radius_held_intact(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the radius (m) of the largest nucleus that an intact layer holds down, its tension kept."""
    if sheet.stress < 0:
        raise ValueError("a compressed layer buckles by itself: what an intact one holds down holds for tension only")
    return lifting_radius(sheet, pressure, adhesion)


def radius_held_cut(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the radius (m) of the largest nucleus a cut layer holds; zero where it comes off."""
    left = adhesion_left(sheet, adhesion)
    return lifting_radius(replace(sheet, stress=0.0), pressure, left) if left > 0 else 0.0


def free_thickness(sheet: ElasticSheet, adhesion: float) -> float:
    """Return the thickness (m) from which a cut layer comes off by itself, Gamma E/((1 - nu) sigma^2)."""
    if sheet.stress == 0:
        raise ValueError("a layer without own stress comes off by itself at no thickness")
    return float(adhesion * biaxial_modulus(sheet.young, sheet.ratio) / sheet.stress**2)


def stress_of_best(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the own stress (Pa) with which the thickness of a cut layer is the best; either sign.

    At the best thickness the radius does not change with it: dG/dh = -s at G = Gamma - s h, s = sigma^2 (1 - nu)/E, so
    G (1 + n) = Gamma with n = -d ln G/d ln h, 3 for a plate and 1/3 for a membrane.
    """
    from scipy.optimize import brentq

    flat = replace(sheet, stress=0.0)

    def off(log_radius: float) -> float:
        radius = float(np.exp(log_radius))
        return float(np.log(_freed(flat, pressure, radius) * (1 + _falls(flat, pressure, radius)) / adhesion))

    most = np.log(lifting_radius(flat, pressure, adhesion))
    radius = float(np.exp(brentq(off, most + np.log(SMALLEST), most, xtol=1e-12)))
    n = _falls(flat, pressure, radius)
    stored = adhesion * n / (1 + n)
    return float(np.sqrt(stored * biaxial_modulus(sheet.young, sheet.ratio) / sheet.thickness))


def best_thickness(sheet: ElasticSheet, pressure: float, adhesion: float) -> float:
    """Return the thickness (m) at which a cut layer holds down the largest nucleus; h_c/4 to 3 h_c/4.

    The root of n G = s h along G = Gamma - s h, in the notation of `stress_of_best`.
    """
    from scipy.optimize import brentq

    most = free_thickness(sheet, adhesion)

    def off(log_share: float) -> float:
        share = float(np.exp(log_share))
        flat = replace(sheet, thickness=share * most, stress=0.0)
        radius = lifting_radius(flat, pressure, adhesion * (1 - share))
        return float(np.log(_falls(flat, pressure, radius) * (1 - share) / share))

    return most * float(np.exp(brentq(off, np.log(LEAST), np.log(1 - LEAST), xtol=1e-10)))


def _falls(flat: ElasticSheet, pressure: float, radius: float) -> float:
    """Return n = -d ln G/d ln h at a pressure and a radius."""
    thin, thick = (replace(flat, thickness=flat.thickness * (1 + way * STEP)) for way in (-1, 1))
    low, high = (_freed(one, pressure, radius) for one in (thin, thick))
    return float(np.log(low / high) / (np.log1p(STEP) - np.log1p(-STEP)))


def _freed(sheet: ElasticSheet, pressure: float, radius: float) -> float:
    return blister_energy_release(sheet, blister_height(sheet, pressure, radius), radius)
