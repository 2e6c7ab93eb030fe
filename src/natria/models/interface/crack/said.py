"""Lengths, stresses and energies in messages, in the unit that suits their size."""

from __future__ import annotations

LENGTHS = ((1e-6, 1e9, "nm"), (1e-3, 1e6, "um"), (float("inf"), 1e3, "mm"))  # below, factor, unit
STRESSES = ((1e3, 1.0, "Pa"), (1e6, 1e-3, "kPa"), (1e9, 1e-6, "MPa"), (float("inf"), 1e-9, "GPa"))
ENERGIES = ((1.0, 1e3, "mJ/m^2"), (1e3, 1.0, "J/m^2"), (float("inf"), 1e-3, "kJ/m^2"))


def length(metres: float) -> str:
    """Return a length in nm, um or mm."""
    return _said(metres, LENGTHS)


def stress(pascals: float) -> str:
    """Return a stress in Pa, kPa, MPa or GPa."""
    return _said(pascals, STRESSES)


def energy(joules: float) -> str:
    """Return an energy per area in mJ/m^2, J/m^2 or kJ/m^2."""
    return _said(joules, ENERGIES)


def _said(value: float, units: tuple[tuple[float, float, str], ...]) -> str:
    factor, unit = next((factor, unit) for below, factor, unit in units if abs(value) < below)
    return f"{value * factor:.3g} {unit}"
