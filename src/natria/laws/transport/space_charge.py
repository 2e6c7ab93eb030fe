"""Ramified deposits in a salt solution: growth velocity and diffusion length. SI floats in and out.

Chazalviel, Phys. Rev. A 42, 7355 (1990): above the limiting current the anions leave the plating face at their drift
velocity, the space charge left behind cannot stay flat, and the tips of the deposit follow the edge of the salt. This
is a law of dilute, binary, unstirred salt far above J_lim and after Sand's time (`limiting_current_density`,
`sand_time`), between tips that stand close against the gap. Below J_lim deposits can be rough for other reasons, and
this velocity says nothing about them.
"""

from __future__ import annotations

from math import sqrt

from ..constants import FARADAY


def ramified_growth_velocity(current: float, concentration: float, t_anion: float) -> float:
    """v = mu_a E = t_a J/(F c0) (m/s): drift of the anions in the field of the bulk.

    The field is J/(F c0 (mu_a + mu_c)).

    A balance: the front sweeps the anions c0 that the current takes away, t_a J/F. It does not know the metal: the
    denser the branches, the fewer there are. In a separator J is per area of the cell and c0 per volume of the
    separator, porosity times that of the liquid.
    """
    if t_anion <= 0:
        raise ValueError("a single-ion conductor has no anions that leave a space charge behind")
    if concentration <= 0 or current < 0:
        raise ValueError("the salt concentration is above zero, and the current density plates: it is not negative")
    return t_anion * current / (FARADAY * concentration)


def gap_crossing_time(gap: float, velocity: float) -> float:
    """L/v (s): time of straight ramified growth to the other electrode, after Sand's time."""
    if velocity <= 0:
        raise ValueError("deposits that do not grow never cross the gap")
    if gap < 0:
        raise ValueError("a gap is not negative")
    return gap / velocity


def diffusion_length(diffusivity: float, time: float) -> float:
    """sqrt(D t) (m), without the factors 2 or sqrt(pi) of some definitions."""
    if diffusivity < 0 or time < 0:
        raise ValueError("a diffusivity and a time are not negative")
    return sqrt(diffusivity * time)
