"""Charge that a layer on fresh sodium takes in each cycle, and the efficiency that it leaves.

    sei_charge                   = x F h / V           Faraday's law
    plating_stripping_efficiency = 1 - x F h / (V Q)   of a half cell, Q the charge of a half-cycle
    sei_thickness                = (1 - CE) Q V / (x F)   that a given efficiency allows, if it takes all that is lost

h is the thickness of the layer, V its molar volume per electron, x the fresh surface over the area of the face: one on
flat sodium that was covered anew in each cycle, the roughness on mossy sodium, less where the layer survives stripping.
Sodium that loses contact is another loss, so this efficiency is an upper limit.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import efficiency_of_loss, sei_charge, sei_thickness_of_efficiency
from ..reading.layers import by_law


def _volume(read: Reader) -> float:
    return read("working.molar_volume_per_electron")


def _charge(read: Reader) -> float:
    return by_law(sei_charge, read("working.sei_thickness"), _volume(read), read("working.fresh_area_ratio"))


def _efficiency(read: Reader) -> float:
    if (kind := read.word("cell")) != "half":
        raise Refuse(f"holds for half cells, sodium on another metal; this one is {kind}")
    return by_law(efficiency_of_loss, _charge(read), read("protocol.areal_capacity"))


def _thickness(read: Reader) -> float:
    return by_law(
        sei_thickness_of_efficiency,
        read("working.plating_stripping_efficiency"),
        read("protocol.areal_capacity"),
        _volume(read),
        read("working.fresh_area_ratio"),
    )


ANSWERS: dict[str, Callable[[Reader], float]] = {
    "sei_charge": _charge,
    "plating_stripping_efficiency": _efficiency,
    "sei_thickness": _thickness,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "The layer is a mixture of salts and polymers, of which neither thickness nor volume per electron is known "
    "within a factor of three, and most of it may survive a cycle. Fresh surface is not geometry: the electrolyte "
    "reacts on, and solved products take charge without any layer. To settle this, one would have to measure the "
    "efficiency against the charge of a half-cycle at one current: a loss that does not depend on the charge is "
    "one of the surface."
)

MODELS = (
    Answerer(
        "fresh_sei",
        1,
        tuple(ANSWERS),
        _run,
        "a dense layer of one product, formed anew on the fresh surface of each cycle; no sodium loses contact",
        ("current",),
        objection=OBJECTION,
    ),
)
