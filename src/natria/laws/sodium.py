"""Charge and thickness of sodium metal (Faraday's law). SI floats in and out."""

from __future__ import annotations

from .constants import FARADAY


def charge_of_sodium(thickness: float, molar_volume: float) -> float:
    """Charge per area (C/m^2) of a dense sodium foil, F h / V_m: one electron an atom."""
    return FARADAY * thickness / molar_volume


def thickness_of_charge(charge: float, molar_volume: float) -> float:
    """Thickness (m) of dense sodium that a charge per area (C/m^2) plates, Q V_m / F."""
    return charge * molar_volume / FARADAY
