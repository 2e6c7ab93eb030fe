"""Moduli of an isotropic phase, or of a layer of one phase, from two of E, G, K and nu.

    E = 2 G (1 + nu) = 3 K (1 - 2 nu) = 9 K G / (3 K + G)
    K = E / (3 (1 - 2 nu)),  G = E / (2 (1 + nu)),  G/K = 3 (1 - 2 nu) / (2 (1 + nu))

The modulus that is asked about is never read.
"""

from __future__ import annotations

from ....answers import Answerer, Reader, Refuse
from ....laws import bulk_and_shear, young_and_poisson
from ...reading.layers import layer_asked
from ...reading.solids import moduli_of_phase

PAIRS = (  # two of these are enough, in this order
    ("shear_modulus", "poisson_ratio"),
    ("young_modulus", "poisson_ratio"),
    ("bulk_modulus", "shear_modulus"),
    ("bulk_modulus", "poisson_ratio"),
)


def _from(read: Reader, pair: tuple[str, str]) -> tuple[float, float]:
    """Return (K, G) from two moduli."""
    one, other = (read(f"phase.{name}") for name in pair)
    match pair:
        case ("bulk_modulus", "shear_modulus"):
            return one, other
        case ("shear_modulus", _):
            young = 2 * one * (1 + other)
        case ("young_modulus", _):
            young = one
        case _:
            young = (2 + 1) * one * (1 - 2 * other)
    bulk, shear = bulk_and_shear(young, other)
    return float(bulk), float(shear)


def _value(term: str, bulk: float, shear: float) -> float:
    match term:
        case "bulk_modulus":
            return bulk
        case "shear_modulus":
            return shear
        case "pugh_ratio":
            return shear / bulk
    return float(young_and_poisson(bulk, shear)[0])


def _of_phase(read: Reader) -> float:
    if read.term == "pugh_ratio":
        poisson = read("phase.poisson_ratio")
        return _value(read.term, *map(float, bulk_and_shear(1, poisson)))  # the ratio does not depend on E
    for pair in PAIRS:
        if read.term not in pair and all(read.has(f"phase.{name}") for name in pair):
            return _value(read.term, *_from(read, pair))
    raise Refuse("the card has no two of bulk, shear and Young's modulus and Poisson's ratio besides the one asked for")


def _of_layer(read: Reader) -> float:
    layer = layer_asked(read, "interphase")
    phases = read.names(f"{layer}.phases")
    if len(phases) != 1:
        raise Refuse(f"{read.part} is not of one phase")
    return _value(read.term, *moduli_of_phase(read, phases[0]))


MODULI = ("young_modulus", "shear_modulus", "bulk_modulus")

MODELS = (
    Answerer(
        "isotropic_moduli",
        1,
        (*MODULI, "pugh_ratio"),
        _of_phase,
        "an isotropic elastic solid",
        of_phase=True,
        objection=(
            "Crystals are anisotropic: E of sodium along [111] is more than twice that of the polycrystal, so a "
            "computed modulus depends on the direction of the strain. To settle this, one would have to measure "
            "the speeds of longitudinal and transverse sound in a dense polycrystal, at the temperature of the "
            "cell."
        ),
    ),
    Answerer(
        "one_phase",
        1,
        MODULI,
        _of_layer,
        "a dense layer of one isotropic phase",
        objection=(
            "A layer that has grown in a cell has pores, boundaries and liquid in them: 10 % of round pores lower "
            "Young's modulus by about a fifth. To settle this, one would have to measure the stiffness of the "
            "layer by indentation, at depths that the metal below does not affect, together with its density."
        ),
    ),
)
