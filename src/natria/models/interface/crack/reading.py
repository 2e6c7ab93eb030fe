"""Reading a layer of a design as an elastic sheet on its bond. No model of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from ....answers import Reader, Refuse
from ....laws import ElasticSheet
from ...criteria.griffith import young_modulus
from ...reading.layers import first, own_or_usual, positive_thickness
from ...reading.solids import usual_of
from .cohesive import Bond, Law


def of_bond(read: Reader, layer: str, name: str) -> float:
    """Return a number of the bond of a layer: as given under `adhesion`, else the usual one."""
    return own_or_usual(read, f"{layer}.adhesion", name)


def bond_of(read: Reader, layer: str) -> Bond:
    """Return the bond of a layer to its metal."""
    law = cast("Law", read.word(f"{layer}.adhesion.law") or "exponential")
    return Bond(of_bond(read, layer, "cohesive_strength"), of_bond(read, layer, "adhesion_energy"), law)


def elastic_of(read: Reader, layer: str) -> ElasticSheet:
    """Return a layer without own stress, with the middles of the bounds of its moduli."""
    young, ratio = (sum(ends) / 2 for ends in (young_modulus(read, layer), usual_of(read, layer, "poisson_ratio")))
    return ElasticSheet(young, ratio, positive_thickness(read, layer))


def sheet_of(read: Reader, layer: str) -> ElasticSheet:
    """Return a layer with the middles of the bounds of its moduli, and its own stress."""
    return replace(elastic_of(read, layer), stress=stress_left(read, layer))


def ends_of(read: Reader, layer: str) -> tuple[ElasticSheet, ...]:
    """Return the softest and the stiffest that a layer may be, with its own stress."""
    thickness, stress = positive_thickness(read, layer), stress_left(read, layer)
    moduli = zip(young_modulus(read, layer), usual_of(read, layer, "poisson_ratio"), strict=True)
    return tuple(ElasticSheet(young, ratio, thickness, stress) for young, ratio in dict.fromkeys(moduli))


def stress_left(read: Reader, layer: str) -> float:
    """Return the stress in a layer as a nucleus lifts it, for closed forms and elements alike.

    As given under `adhesion`, else that of the layer, else the usual one, which is none: the bound by its growth is a
    multiple of what the metal can hold.
    """
    return first(read, f"{layer}.adhesion.residual_stress", f"{layer}.residual_stress", "usual.residual_stress")


def flow_pressure_of_nucleus(read: Reader, layer: str) -> float:
    """Return the pressure (Pa) at which the metal of a nucleus flows instead of lifting: its hardness."""
    if not read.has("working.yield_strength"):
        raise Refuse("the yield strength of the metal is not known: give working.properties.yield_strength")
    return of_bond(read, layer, "indentation_factor") * read("working.yield_strength")
