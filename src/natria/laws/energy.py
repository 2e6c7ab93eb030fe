"""Voltage, capacity and energy of a reaction and of a stack. SI in and out (J, C, kg).

3600 J are a watt hour and 3600 C an ampere hour; nothing here converts.
"""

from __future__ import annotations

from collections.abc import Sequence

from .constants import FARADAY, HOUR


def gibbs_energy(enthalpy: float, entropy: float, temperature: float) -> float:
    """dG = dH - T dS (J/mol of reaction); dS is products minus reactants (J/(mol K))."""
    if temperature < 0:
        raise ValueError("an absolute temperature is not negative")
    return enthalpy - temperature * entropy


def reaction_voltage(gibbs: float, electrons: float) -> float:
    """U = -dG/(n F) (V), equilibrium voltage of a reaction of n electrons in standard states.

    Positive for a reaction that runs by itself. Steps of a reaction add by charge, not by voltage: U of the whole is
    sum(n_k U_k)/n.
    """
    _passes_electrons(electrons)
    return -gibbs / (electrons * FARADAY)


def loading_of_rate(current: float, capacity: float) -> float:
    """Mass loading (kg/m^2) of which a current density is 1C: w = i 1 h / q."""
    return current * HOUR / capacity


def theoretical_capacity(electrons: float, molar_mass: float) -> float:
    """Charge per mass of product or reactant (C/kg), n F/M.

    n electrons per formula unit of mass M (kg/mol).
    """
    _passes_electrons(electrons)
    if molar_mass <= 0:
        raise ValueError("a molar mass is above zero")
    return electrons * FARADAY / molar_mass


def theoretical_specific_energy(electrons: float, voltage: float, molar_mass: float) -> float:
    """Energy per mass (J/kg), n F U/M; with M of the product it counts all reactants and nothing else.

    With U of `reaction_voltage` it is -dG/M. No excess sodium, no carbon, electrolyte, foil: `stack_specific_energy`.
    """
    return theoretical_capacity(electrons, molar_mass) * voltage


def stack_specific_energy(areal_capacity: float, voltage: float, areal_masses: Sequence[float]) -> float:
    """Energy per mass of a stack (J/kg), q U / sum(m): C/m^2, mean voltage, and kg/m^2 of every part."""
    return areal_capacity * voltage / _all_of(areal_masses, "areal masses")


def stack_energy_density(areal_capacity: float, voltage: float, thicknesses: Sequence[float]) -> float:
    """Energy per volume of a stack (J/m^3), q U / sum(h): C/m^2, mean voltage, thicknesses (m).

    Sodium is thickest where it is charged; give the thickness of the state for which the volume is to be claimed.
    """
    return areal_capacity * voltage / _all_of(thicknesses, "thicknesses")


def _passes_electrons(electrons: float) -> None:
    if electrons <= 0:
        raise ValueError("a reaction that passes no electrons has no voltage")


def _all_of(parts: Sequence[float], what: str) -> float:
    if any(part < 0 for part in parts) or not sum(parts) > 0:
        raise ValueError(f"the {what} of a stack are not negative, and together above zero")
    return sum(parts)
