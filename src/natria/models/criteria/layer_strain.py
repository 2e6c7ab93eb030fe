"""Strain and stress that plating demands of the layer above, and the island that it tolerates.

    layer_strain            = sqrt(1 + (w/R)^2) - 1 + h w/(R^2 + w^2)    over an island of radius R and height w
    layer_stress            = E/(1 - nu) times the strain
    hoop_strain             = d/rho                                       even plating of d on a bent electrode
    tolerated_island_height : the w at which the strain is the Griffith strain

A half-cycle plates d = Q V_m/F of sodium. Plated evenly on a flat face it lifts the layer as a whole and demands no
strain in the plane, however thick it is: the lower end of the answer is zero. Plated in islands that cover a share of
the face, it stretches and bends a layer that is clamped at their rims: the upper end. Geometry alone; elastic.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import film_stress, hoop_strain, island_height, island_strain, thickness_of_charge, tolerated_island_height
from ...quantity import Span
from ..reading.layers import by_law, layer_asked, layer_thickness, own_or_usual
from ..reading.solids import span_of, usual_of
from .cell_budget import half_cycle_charge
from .griffith import strain_at_flaw, young_modulus


def plated_thickness(read: Reader) -> float:
    """Return the mean thickness of the sodium that a half-cycle plates."""
    return thickness_of_charge(half_cycle_charge(read), read("working.molar_volume"))


def strain_over_island(read: Reader, layer: str) -> float:
    """Return the strain over an island that holds its part of the charge."""
    radius = own_or_usual(read, layer, "island_radius")
    mean = plated_thickness(read) / own_or_usual(read, layer, "island_share")
    height = by_law(island_height, mean, radius)
    return by_law(island_strain, height, radius, layer_thickness(read, layer))


def _strain(read: Reader) -> Span:
    most = strain_over_island(read, layer_asked(read, "interphase"))
    return 0 * most, most


def _stress(read: Reader) -> Span:
    layer = layer_asked(read, "interphase")
    strain = strain_over_island(read, layer)
    moduli = zip(young_modulus(read, layer), usual_of(read, layer, "poisson_ratio"), strict=True)
    most = max(by_law(film_stress, young, poisson, strain) for young, poisson in moduli)
    return 0 * most, most


def _hoop(read: Reader) -> float:
    layer_asked(read, "interphase")
    if not read.has("working.curvature_radius"):
        raise Refuse("the electrode is flat: even plating lifts the layer as a whole and strains it by nothing")
    return by_law(hoop_strain, plated_thickness(read), read("working.curvature_radius"))


def _tolerated(read: Reader) -> Span:
    layer = layer_asked(read, "interphase")
    radius, thickness = own_or_usual(read, layer, "island_radius"), layer_thickness(read, layer)
    return span_of(by_law(tolerated_island_height, e, radius, thickness) for e in strain_at_flaw(read, layer))


ANSWERS: dict[str, Callable[[Reader], float | Span]] = {
    "layer_strain": _strain,
    "layer_stress": _stress,
    "hoop_strain": _hoop,
    "tolerated_island_height": _tolerated,
}


def _run(read: Reader) -> float | Span:
    return ANSWERS[read.term](read)


OBJECTION = (
    "Radius and coverage of the islands are guesses, and they decide between no strain and 21 % for 1 mAh/cm^2 "
    "below 3 um. A layer need not be clamped: sodium that yields at 0.235 MPa holds it by friction to some 2 MPa "
    "over 50 um, so it slides towards the island before it stretches, and the elastic stress of some GPa is never "
    "reached. Once the layer has cracked, sodium also plates through the crack. To settle this, one would have to "
    "measure the profile of the face and the spacing of cracks after plating a known charge."
)

MODELS = (
    Answerer(
        "layer_strain",
        1,
        tuple(ANSWERS),
        _run,
        "one half-cycle below an intact layer, islands as spherical caps, layer clamped at their rims, elastic",
        ("current", "pressure"),
        objection=OBJECTION,
    ),
)
