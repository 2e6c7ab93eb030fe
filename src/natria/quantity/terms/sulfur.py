"""Inputs and answers of composites of sulfur."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("reaction_area_ratio", "1", "1", "area of sulfur on carbon over that of the face", domain="not negative"),
    T("decay_length", "m", "nm", "thickness over which a current through a film falls to 1/e"),
    T("composite_thickness", "m", "um", "of a composite electrode, from its masses and densities and its pores"),
    T(
        "composite_ionic_resistance",
        "ohm m^2",
        "ohm cm^2",
        "of ions in a composite electrode",
        convention="a third of that across it: the reaction is even",
    ),
    T(
        "least_electronic_conductivity",
        "S/m",
        "S/cm",
        "of a composite, at which electrons cost in it what ions do",
    ),
    T(
        "electrolyte_capacity",
        "C/kg",
        "mAh/g",
        "of the electrolyte in a composite of sulfur, per mass of sulfur",
        convention="its electrons by composition; what of them react is not in it",
    ),
    T("electrolyte_capacity_share", "1", "%", "charge of the electrolyte in that of a discharge", domain="fraction"),
    T("last_couple_potential", "V", "V", "of Na2S2 to Na2S at rest, by the sum rule", "difference", step=0.01),
    T(
        "product_film_thickness",
        "m",
        "nm",
        "of Na2S on the reaction area once all sulfur has reacted",
    ),
)
