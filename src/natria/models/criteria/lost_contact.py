"""Spreading resistance of a face that has lost contact: current through islands.

    spreading_area_resistance = pi a (1 - sqrt(s))^(3/2) / (4 sigma s)      one face, s of it in contact
    spreading_overpotential   = i times that

Islands of radius a in parallel, each the disc of Holm on its share of the face (Cooper, Mikic and Yovanovich 1969; see
`laws.transport.contact`). The lines of current have spread at the depth a/sqrt(s); a layer thinner than half of that
is refused. What the islands cost beside it, the transfer over a smaller face, is not in this number.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import spreading_area_resistance, tube_radius
from ..reading.films import film_conductivity
from ..reading.layers import by_law, layer_asked, layer_thickness
from .layered_cell import electrolyte_resistance


def _conductivity(read: Reader, layer: str, thickness: float) -> float:
    """Return the conductivity of a layer as a whole, in pores with the MacMullin number."""
    if layer.startswith("interphase"):
        return film_conductivity(read, layer)
    return thickness / electrolyte_resistance(read, read.part)


def _resistance(read: Reader) -> float:
    layer = layer_asked(read)
    share, radius = read(f"{layer}.contact_share"), read(f"{layer}.contact_radius")
    thickness = layer_thickness(read, layer)
    tube = by_law(tube_radius, radius, share)
    if tube > 2 * thickness:
        raise Refuse(
            f"the current of an island spreads over {tube / thickness:.2g} times the thickness of {read.part}; "
            "above twice the thickness the layer behind it counts"
        )
    return by_law(spreading_area_resistance, _conductivity(read, layer, thickness), radius, share)


ANSWERS: dict[str, Callable[[Reader], float]] = {
    "spreading_area_resistance": _resistance,
    "spreading_overpotential": lambda read: read("protocol.current") * _resistance(read),
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "Neither share nor radius of a contact is known in any of these cells, and the answer is in proportion to the "
    "radius. Islands are not round, not of one size, and they grow together where the current is largest; sodium "
    "that flows closes them again. To settle this, one would have to measure the impedance while stripping, with "
    "the geometry of the voids from tomography of the same cell."
)

MODELS = (
    Answerer(
        "lost_contact",
        1,
        tuple(ANSWERS),
        _run,
        "round islands of one size, spread evenly; ohmic layer of one conductivity, nothing conducts between islands",
        ("areal_capacity",),
        objection=OBJECTION,
    ),
)
