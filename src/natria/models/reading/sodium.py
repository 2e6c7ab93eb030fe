"""Reading the metal of an electrode: its creep at the temperature of the cell, and its disc."""

from __future__ import annotations

from math import pi, sqrt

from ...answers import Reader
from ...laws import PowerLawCreep, arrhenius_factor
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


def disc_radius(read: Reader) -> float:
    """Return the radius of a disc of the area of the cell."""
    return sqrt(read("area") / pi)
