"""Propagation of cracks in a thin layer, and its loss from the substrate.

SI in and out, scalars or arrays.

Hutchinson and Suo, Adv. Appl. Mech. 29, 63 (1992), table I: G = Z sigma^2 h (1 - nu^2)/E, for a layer and a substrate
of equal moduli, the layer in biaxial tension sigma. On a softer substrate G is larger. Initiation from a flaw is
Griffith's (`griffith_stress`), and depends on the flaw; propagation depends on the thickness, and on no flaw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array, positive
from .films import biaxial_modulus, plane_strain_modulus

SURFACE = 3.951  # Z of a crack through the thickness, all along at once: pi (1.1215)^2
CHANNEL = 1.976  # Z of a crack that runs through the layer as a channel, in steady state


def energy_release_rate(
    stress: ArrayLike,
    thickness: ArrayLike,
    young_modulus: ArrayLike,
    poisson_ratio: ArrayLike,
    shape: float = CHANNEL,
) -> Numbers:
    """G (J/m^2) of a crack in a layer under tension, Z sigma^2 h (1 - nu^2)/E; `shape` is Z."""
    tension = positive(stress, "tension")
    return array(
        shape * tension**2 * positive(thickness, "layer thickness") / plane_strain_modulus(young_modulus, poisson_ratio)
    )


def fracture_energy(toughness: ArrayLike, young_modulus: ArrayLike, poisson_ratio: ArrayLike) -> Numbers:
    """Gamma = K_IC^2 (1 - nu^2)/E (J/m^2) (Irwin, plane strain)."""
    return array(positive(toughness, "toughness") ** 2 / plane_strain_modulus(young_modulus, poisson_ratio))


def propagation_stress(
    energy: ArrayLike,
    thickness: ArrayLike,
    young_modulus: ArrayLike,
    poisson_ratio: ArrayLike,
    shape: float = CHANNEL,
) -> Numbers:
    """Tension (Pa) at which a crack goes on by itself, G = Gamma: sqrt(Gamma E/((1 - nu^2) Z h))."""
    stiffness = plane_strain_modulus(young_modulus, poisson_ratio)
    paid = positive(energy, "fracture energy") * stiffness
    return array(np.sqrt(paid / (shape * positive(thickness, "layer thickness"))))


def critical_thickness(
    energy: ArrayLike,
    stress: ArrayLike,
    young_modulus: ArrayLike,
    poisson_ratio: ArrayLike,
    shape: float = CHANNEL,
) -> Numbers:
    """Thickness (m) up to which no crack goes on under a tension, Gamma E/((1 - nu^2) Z sigma^2)."""
    stiffness = plane_strain_modulus(young_modulus, poisson_ratio)
    return array(positive(energy, "fracture energy") * stiffness / (shape * positive(stress, "tension") ** 2))


def delamination_energy_release_rate(
    stress: ArrayLike, thickness: ArrayLike, young_modulus: ArrayLike, poisson_ratio: ArrayLike
) -> Numbers:
    """G (J/m^2) that a layer gives back where it comes off, sigma^2 h (1 - nu)/E.

    All of its elastic energy: twice sigma eps/2 in biaxial stress, of either sign. An upper bound for a layer that
    stays flat; a compressed layer must buckle first.
    """
    work = array(stress) ** 2 * positive(thickness, "layer thickness")
    return array(work / biaxial_modulus(young_modulus, poisson_ratio))
