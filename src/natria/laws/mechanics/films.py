"""Strain and stress of a thin layer on a metal, by plating below it and by growth.

SI in and out, scalars or arrays. Isotropic, linear elastic. Strains are in the plane, tension is positive. `height` and
`radius` are those of an island of metal below the layer, a spherical cap over whose rim the layer is clamped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array, not_negative, positive


def biaxial_modulus(young_modulus: ArrayLike, poisson_ratio: ArrayLike) -> Numbers:
    """E/(1 - nu) (Pa): in-plane stress over equal strain in both directions (Hooke, plane stress)."""
    return array(positive(young_modulus, "Young's modulus") / (1 - poisson(poisson_ratio)))


def plane_strain_modulus(young_modulus: ArrayLike, poisson_ratio: ArrayLike) -> Numbers:
    """E/(1 - nu^2) (Pa): stress over strain in one direction, none in the other (Hooke, plane strain)."""
    return array(positive(young_modulus, "Young's modulus") / (1 - poisson(poisson_ratio) ** 2))


def film_stress(young_modulus: ArrayLike, poisson_ratio: ArrayLike, strain: ArrayLike) -> Numbers:
    """Stress (Pa) of a layer with the same strain in both directions, E eps/(1 - nu)."""
    return array(biaxial_modulus(young_modulus, poisson_ratio) * array(strain))


def hoop_strain(displacement: ArrayLike, radius_of_curvature: ArrayLike) -> Numbers:
    """Strain of a layer that even plating lifts off a curved electrode, u/R.

    A ring of radius R that moves outwards by u. On a flat electrode R is infinite: even plating lifts the layer as a
    whole and demands no strain in the plane.
    """
    lifted = not_negative(displacement, "displacement")
    return array(lifted / positive(radius_of_curvature, "radius of curvature"))


def island_height(mean_height: ArrayLike, radius: ArrayLike) -> Numbers:
    """Height (m) of a spherical cap of this base radius whose volume over its base is the mean height.

    V = pi w (3 R^2 + w^2)/6 solved for w: 2 R sinh(asinh(3 d/R)/3). About 2 d for a flat cap.
    """
    base, mean = positive(radius, "island radius"), not_negative(mean_height, "mean height")
    return array(2 * base * np.sinh(np.arcsinh(3 * mean / base) / 3))


def island_curvature(height: ArrayLike, radius: ArrayLike) -> Numbers:
    """Curvature (1/m) of a layer over a spherical cap, 2 w/(R^2 + w^2)."""
    top, base = not_negative(height, "island height"), positive(radius, "island radius")
    return array(2 * top / (base**2 + top**2))


def island_strain(height: ArrayLike, radius: ArrayLike, layer_thickness: ArrayLike) -> Numbers:
    """Largest in-plane strain of a layer clamped over an island: sqrt(1 + (w/R)^2) - 1 + h w/(R^2 + w^2).

    The first part stretches the membrane: the area of the cap, pi (R^2 + w^2), over that of its base, spread evenly.
    The second bends it: half the thickness times the curvature. A layer that slips over the rim is strained less; a
    layer over an island with a steep side is strained more.
    """
    top, base = not_negative(height, "island height"), positive(radius, "island radius")
    steep = (top / base) ** 2
    stretched = steep / (1 + np.sqrt(1 + steep))  # sqrt(1 + x) - 1 without cancellation
    return array(stretched + positive(layer_thickness, "layer thickness") * island_curvature(top, base) / 2)


def tolerated_island_height(strain: float, radius: float, layer_thickness: float) -> float:
    """Height (m) of the island that strains a layer by this much; `island_strain` solved for the height."""
    from scipy.optimize import brentq

    if strain <= 0:
        raise ValueError("the strain that a layer tolerates is above zero")
    if strain >= float(island_strain(radius, radius, layer_thickness)):
        raise ValueError("the layer tolerates a hemisphere of this radius below it")
    return float(
        brentq(lambda w: float(island_strain(w, radius, layer_thickness)) - strain, 0.0, radius, xtol=1e-12 * radius)
    )


def pilling_bedworth_ratio(volume_per_atom_of_metal: ArrayLike, metal_volume: ArrayLike) -> Numbers:
    """Volume of a layer over that of the metal in it; both molar volumes (m^3/mol) per mole of metal.

    Pilling and Bedworth, J. Inst. Met. 29, 529 (1923). Above 1 a layer that grows into the metal is compressed, below 1
    it is stretched and does not cover the metal without pores.
    """
    layer = positive(volume_per_atom_of_metal, "molar volume of the layer")
    return array(layer / positive(metal_volume, "molar volume of the metal"))


def growth_strain(ratio: ArrayLike) -> Numbers:
    """In-plane elastic strain of a layer held to the metal that it grew from, 1/PBR^(1/3) - 1.

    The layer would be PBR^(1/3) times as long in every direction; below zero it is compressed. A bound: nothing of the
    mismatch goes into thickness, pores, or flow of the metal.
    """
    return array(positive(ratio, "Pilling-Bedworth ratio") ** (-1 / 3) - 1)


def biaxial_energy(young_modulus: ArrayLike, poisson_ratio: ArrayLike, strain: ArrayLike) -> Numbers:
    """Elastic energy (J/m^3) of a film under equal biaxial strain eps in its plane, E eps^2/(1 - nu).

    Twice sigma eps/2 with sigma = E eps/(1 - nu).
    """
    return array(biaxial_modulus(young_modulus, poisson_ratio) * array(strain) ** 2)


def stress_transfer_length(stress: ArrayLike, layer_thickness: ArrayLike, metal_yield_strength: ArrayLike) -> Numbers:
    """Distance (m) over which a yielding metal builds up a stress, sqrt(3) sigma h/sigma_y.

    From an edge or a crack. Shear lag: the face bears the shear yield strength sigma_y/sqrt(3) at most (von Mises). A
    layer that is shorter than twice this length, or cracked so closely, does not reach the stress (Agrawal and Raj,
    Acta Metall. 37, 1265 (1989)).
    """
    force = not_negative(np.abs(array(stress)), "stress") * positive(layer_thickness, "layer thickness")
    return array(np.sqrt(3) * force / positive(metal_yield_strength, "yield strength"))


def poisson(ratio: ArrayLike) -> Numbers:
    """The argument as numbers; raises unless a stable material has it."""
    nu = array(ratio)
    if not np.all((nu > -1) & (nu <= 0.5)):
        raise ValueError("Poisson's ratio of a stable material lies between -1 and 1/2")
    return nu
