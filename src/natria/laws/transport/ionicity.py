"""Nernst-Einstein conductivity of a salt, and the ionicity of an electrolyte.

SI floats in and out. One binary salt of ions with one charge each.
"""

from __future__ import annotations

from ..constants import FARADAY, GAS


def nernst_einstein_conductivity(
    diffusivity: float, t_cation: float, factor: float, concentration: float, temperature: float
) -> float:
    """Return kappa_NE = F^2 c (D+ + D-) / (R T) (S/m), of ions that all move freely.

    With t+ = D+/(D+ + D-) and the diffusivity of the salt D = 2 D+ D-/(D+ + D-) times the thermodynamic factor, so that
    D+ + D- = D / (2 t+ (1 - t+) factor). Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 11. Not
    defined for a single-ion conductor, t+ = 1.
    """
    ions = diffusivity / (2 * t_cation * (1 - t_cation) * factor)
    return FARADAY**2 * concentration * ions / (GAS * temperature)


def ionicity(conductivity: float, nernst_einstein: float) -> float:
    """Return kappa / kappa_NE: 1 where all ions move freely, lower where they are paired."""
    return conductivity / nernst_einstein
