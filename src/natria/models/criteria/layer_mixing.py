"""Moduli and conductivity of a layer of several phases: bounds, and one effective medium.

    young, shear and bulk modulus, ionic conductivity: Hashin-Shtrikman bounds of an isotropic mixture
    `bruggeman`: the conductivity of grains that are all alike, sum f_k (s_k - s)/(s_k + 2 s) = 0

The bounds hold for any isotropic arrangement without a further phase: a measured conductivity above them shows that
something else conducts, such as the interface between the grains. A layer of sheets is refused (`layered_film`).
Young's modulus rises with K and with G, so its bounds are those of both. Sources in `laws.mixing`.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import bruggeman, hashin_shtrikman
from ...quantity import Span
from ..reading.conduction import at_reference
from ..reading.layers import layer_asked
from ..reading.solids import is_of_sheets, moduli_of_mixture, phases_of, property_of, span_of, young_moduli


def _young(read: Reader, layer: str) -> Span:
    return young_moduli(read, layer)


def _shear(read: Reader, layer: str) -> Span:
    return moduli_of_mixture(read, layer)[1]


def _bulk(read: Reader, layer: str) -> Span:
    return moduli_of_mixture(read, layer)[0]


def _conductivities(read: Reader, layer: str) -> tuple[list[float], list[float]]:
    """Return the values and shares of the phases."""
    shares = phases_of(read, layer)
    return [read(property_of(phase, "ionic_conductivity")) for phase in shares], list(shares.values())


def _conductivity(read: Reader, layer: str) -> Span:
    return span_of(map(float, hashin_shtrikman(*_conductivities(read, layer))))


ANSWERS = {
    "young_modulus": _young,
    "shear_modulus": _shear,
    "bulk_modulus": _bulk,
    "ionic_conductivity": _conductivity,
}


def _layer(read: Reader) -> str:
    layer = layer_asked(read, "interphase")
    if is_of_sheets(read, layer):
        raise Refuse(f"{read.part} lies in sheets: bounds of an isotropic mixture do not hold; see layered_film")
    at_reference(read, "the properties of the phases")
    return layer


def _bounds(read: Reader) -> Span:
    return ANSWERS[read.term](read, _layer(read))


def _medium(read: Reader) -> float:
    found = float(bruggeman(*_conductivities(read, _layer(read))))
    if not found:
        raise Refuse("too little of the layer conducts to make a path through it")
    return found


IGNORES = ("current", "areal_capacity", "thickness", "pressure")
OBJECTION = (
    "An isotropic mixture over the whole layer is assumed, and a profile that is known may say otherwise: "
    "kumar2020's puts NaNH2 into the outer 10 to 15 nm, 0.5 % of 3 um at most. The layer is then NaOH with 30.9 "
    "GPa, not 29.2 GPa, and isotropic bounds do not hold for a bilayer. Pores and the liquid in them are not "
    "among the phases. To settle this, one would have to measure the composition through the whole thickness, and "
    "the density of the layer."
)

MODELS = (
    Answerer(
        "layer_mixing",
        1,
        tuple(ANSWERS),
        _bounds,
        "an isotropic, dense mixture; the phases as they are in bulk, nothing at the interfaces between them",
        IGNORES,
        objection=OBJECTION,
    ),
    Answerer(
        "bruggeman",
        1,
        ("ionic_conductivity",),
        _medium,
        "dense grains that are all alike in shape and place; nothing at the interfaces between them",
        IGNORES,
        objection=OBJECTION,
    ),
)
