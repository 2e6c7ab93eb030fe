"""Planes and densities of crystals from their unit cells. SI."""

from __future__ import annotations

from .constants import AVOGADRO


def cubic_spacing(edge: float, h: int, k: int, l: int) -> float:  # noqa: E741 - Miller indices
    """Spacing of the planes (hkl) of a cubic crystal, d = a / sqrt(h^2 + k^2 + l^2) (m)."""
    squares = h * h + k * k + l * l
    if not squares:
        raise ValueError("the planes (000) do not exist")
    return float(edge / squares**0.5)


def cell_density(formulas: float, molar_mass: float, a: float, c: float) -> float:
    """Density of a cubic or tetragonal crystal without defects, rho = Z M / (N_A a^2 c) (kg/m^3)."""
    return formulas * molar_mass / (AVOGADRO * a * a * c)
