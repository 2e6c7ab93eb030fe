"""Reading the metal of an electrode: its creep at the temperature of the cell, and its disc."""

from __future__ import annotations

from math import pi, sqrt

from ...answers import Reader, Refuse
from ...laws import PowerLawCreep, arrhenius_factor
from ...quantity import in_unit, number
from .conduction import at_reference
from .layers import by_law


def creep_of(read: Reader, metal: str = "working") -> PowerLawCreep:
    """Return the creep law of a metal at the temperature of the cell.

    Without an activation energy it holds at the temperature of the design only.
    """
    rate = read(f"{metal}.creep_rate")
    if read.has(f"{metal}.creep_energy"):
        energy, given = read(f"{metal}.creep_energy"), read(f"{metal}.creep_temperature")
        rate *= by_law(arrhenius_factor, energy, read("temperature"), given)
    else:
        at_reference(read, "the creep of the metal")
    return PowerLawCreep(rate, read(f"{metal}.creep_stress"), read(f"{metal}.creep_exponent"))


def within_creep_data(read: Reader, stress: float, metal: str = "working") -> None:
    """Refuse a stress above the one up to which tests support the creep law.

    A power law that is carried on above it answers any current: five times the stress is three thousand times the rate.
    """
    limit = f"{metal}.creep_stress_limit"
    if read.has(limit) and stress > (most := read(limit)):
        asked, known = (number(in_unit(value, "creep_stress_limit")) for value in (stress, most))
        raise Refuse(
            f"the metal would have to flow at {asked} MPa, but tests support its creep law up to {known} MPa "
            f"({limit}); give a creep law that was measured at this stress"
        )


def disc_radius(read: Reader) -> float:
    """Return the radius of a disc of the area of the cell."""
    return sqrt(read("area") / pi)
