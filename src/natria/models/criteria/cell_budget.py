"""Sodium inventory of a cell, sodium moved by a half-cycle, its thickness, and the time of a cycle.

Q = F h / V_m for the foil, h = Q V_m / F for what is moved (Faraday), t = q / i at constant current.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import charge_of_sodium, thickness_of_charge


def _inventory(read: Reader) -> float:
    return charge_of_sodium(read("working.thickness"), read("working.molar_volume"))


def half_cycle_charge(read: Reader) -> float:
    """Return the charge of one half-cycle: as given, or its current times its time."""
    if read.has("protocol.areal_capacity"):
        return read("protocol.areal_capacity")
    return read("protocol.current") * read("protocol.half_cycle_time")


def _plated(read: Reader) -> float:
    return thickness_of_charge(half_cycle_charge(read), read("working.molar_volume"))


def _share(read: Reader) -> float:
    return half_cycle_charge(read) / _inventory(read)


def _half_cycle(read: Reader) -> float:
    return half_cycle_charge(read) / read("protocol.current")


def _cycle(read: Reader) -> float:
    return 2 * _half_cycle(read)


ANSWERS = {
    "sodium_inventory": _inventory,
    "plated_thickness": _plated,
    "inventory_share": _share,
    "half_cycle_time": _half_cycle,
    "cycle_time": _cycle,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "Charge is counted here, not sodium. At a Coulombic efficiency of 99 % a foil of 400 um (45 mAh/cm^2) lasts "
    "4500 cycles of 1 mAh/cm^2 at most, where the budget sees no loss. A mossy deposit is also thicker than the "
    "8.9 um of dense sodium per mAh/cm^2. To settle this, one would have to titrate the sodium that is left after "
    "cycling and to section the deposit."
)

MODELS = (
    Answerer(
        "cell_budget",
        1,
        tuple(ANSWERS),
        _run,
        "constant current, dense sodium, nothing lost, no rests",
        ("current",),
        objection=OBJECTION,
    ),
)
