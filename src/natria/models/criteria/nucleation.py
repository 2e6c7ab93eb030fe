"""Nucleation of sodium on a host: critical radius, barrier, and the overpotential that it asks for.

    critical_nucleus_radius  r* = 2 gamma V_m / (F eta)
    nucleation_barrier       = 16 pi gamma^3 V_m^2 / (3 (F eta)^2) f(theta)
    nucleation_rate_exponent = barrier / RT
    nucleation_threshold     = the eta at which this exponent has fallen to B

Classical nucleation of a cap with contact angle theta, f = (2 + cos)(1 - cos)^2 / 4; sources in `laws.nucleation`. The
contact angle is the host's, and what wets it (an alloy, an oxide) is not known from its name. B is usually assumed.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader
from ...laws import (
    critical_nucleus_radius,
    nucleation_barrier,
    nucleation_overpotential,
    nucleation_rate_exponent,
)
from ..reading.conduction import at_reference
from ..reading.layers import by_law, own_or_usual
from ..reading.solids import property_of

METAL = "Na"


def _metal(read: Reader) -> tuple[float, float]:
    """Return surface energy and molar volume of the metal that plates, whatever the host."""
    at_reference(read, "the surface energy of sodium")
    return read(property_of(METAL, "surface_energy")), read(property_of(METAL, "molar_volume"))


def _overpotential(read: Reader) -> float:
    return read("working.nucleation_overpotential")


def _radius(read: Reader) -> float:
    return by_law(critical_nucleus_radius, *_metal(read), _overpotential(read))


def _barrier(read: Reader) -> float:
    return by_law(nucleation_barrier, *_metal(read), _overpotential(read), read("working.contact_angle_cosine"))


def _exponent(read: Reader) -> float:
    return by_law(nucleation_rate_exponent, _barrier(read), read("temperature"))


def _threshold(read: Reader) -> float:
    exponent = own_or_usual(read, "working", "threshold_rate_exponent")
    cosine = read("working.contact_angle_cosine")
    return by_law(nucleation_overpotential, *_metal(read), cosine, exponent, read("temperature"))


ANSWERS: dict[str, Callable[[Reader], float]] = {
    "critical_nucleus_radius": _radius,
    "nucleation_barrier": _barrier,
    "nucleation_rate_exponent": _exponent,
    "nucleation_threshold": _threshold,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "The surface energy of sodium against an electrolyte is not known; the threshold goes with its power of 3/2. "
    "Copper is covered by oxide and by a layer from the electrolyte, on which the contact angle means little, and "
    "a spike also holds the charging of the double layer and the growth of the first nuclei. To settle this, one "
    "would have to measure the density of nuclei against the overpotential, by steps of potential and microscopy."
)

MODELS = (
    Answerer(
        "nucleation",
        1,
        tuple(ANSWERS),
        _run,
        "classical nucleation: a cap of bulk metal with one surface energy; no alloying, no steps, no layer between",
        ("current", "areal_capacity", "pressure"),
        objection=OBJECTION,
    ),
)
