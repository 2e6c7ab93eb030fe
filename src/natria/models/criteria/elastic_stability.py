"""Stability of a flat sodium front under elastic stress alone, with the limits of the modulus ratio.

    r = G_layer/G_Na;  stability_index = (a2 r^2 + a1 r + a0)/(1 + r)^2,  below zero stable

The neutral polynomial of `laws.stability`, with the ratio v of the cation's volume in the layer to the metal atom's.
Monroe and Newman, J. Electrochem. Soc. 152, A396 (2005): with a large v a stiff layer is stable, above about twice the
metal's modulus. Ahmad and Viswanathan, Phys. Rev. Lett. 119, 056003 (2017): with a small v, as in dense inorganic
layers, it is the soft one that is stable. At one v and pair of Poisson ratios there is one limit or none, never two.

`elastic_pressures` answers the index from the same displacement with the potential in its other form,
V_M dp_Na - V_+ dp_layer, into which no balance of normal forces was put. It finds no stable ratio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import isinf

from ...answers import Answerer, Reader, Refuse
from ...laws import (
    neutral_coefficients,
    pressure_coefficients,
    pressure_index,
    stability_index,
    stable_interval,
)
from ...laws.numbers import Numbers
from ...quantity import Span
from ..reading.conduction import at_reference
from ..reading.layers import layer_asked, own_or_usual
from ..reading.solids import FLOWING, kinds_of, shear_moduli, span_of, usual_of


def _layer(read: Reader) -> str:
    layer = layer_asked(read)
    kinds = kinds_of(read, layer)
    if flowing := [kind for kind in kinds if kind in FLOWING]:
        raise Refuse(f"{read.part} is a {flowing[0]}: it bears no shear")
    at_reference(read, "the shear modulus")
    return layer


def volume_ratio(read: Reader, layer: str) -> Span:
    """Return the volume ratio of a layer, its own or the usual one.

    The usual one holds in dense inorganic solids; that of a polymer must be given.
    """
    own = f"{layer}.cation_volume_ratio"
    if "polymer" in kinds_of(read, layer) and not read.has(own):
        raise Refuse(
            f"the usual cation_volume_ratio holds for dense inorganic solids; give that of {read.part}, a polymer"
        )
    return usual_of(read, layer, "cation_volume_ratio")


def _materials(read: Reader, layer: str) -> Iterator[tuple[float, float, float]]:
    """Return (v, nu_metal, nu_layer) at every corner of the known intervals of the layer."""
    metal = own_or_usual(read, "working", "poisson_ratio")
    corners = product(volume_ratio(read, layer), usual_of(read, layer, "poisson_ratio"))
    yield from dict.fromkeys((v, metal, nu) for v, nu in corners)


def _ratio(read: Reader, layer: str) -> Span:
    metal = read("working.shear_modulus")
    least, most = shear_moduli(read, layer)
    return least / metal, most / metal


def _turning(r: Span, coefficients: tuple[Numbers, Numbers, Numbers]) -> Iterator[float]:
    """Return the ends of a span of ratios, and where the index turns between them.

    The index is quadratic in r/(1 + r).
    """
    yield from r
    a2, a1, a0 = (float(a) for a in coefficients)
    up, down = 2 * a0 - a1, 2 * a2 - a1
    if up * down > 0 and r[0] < (turn := up / down) < r[1]:
        yield turn


def _index(read: Reader) -> Span:
    """Return the interval of the index.

    It is linear in v and in the Poisson ratio of the layer, so its extremes are at their corners.
    """
    return _over_corners(read, stability_index, neutral_coefficients)


def _over_corners(
    read: Reader, index: Callable[..., Numbers], coefficients: Callable[..., tuple[Numbers, Numbers, Numbers]]
) -> Span:
    layer = _layer(read)
    ratio = _ratio(read, layer)
    return span_of(
        float(index(r, *corner)) for corner in _materials(read, layer) for r in _turning(ratio, coefficients(*corner))
    )


def _limits(read: Reader) -> tuple[list[float], list[float]]:
    """Return (up to which, from which) modulus ratio the front is stable, at every corner with a limit."""
    found = [stable_interval(*corner) for corner in _materials(read, _layer(read))]
    if not any(found):
        raise Refuse("with these volumes and Poisson ratios no modulus makes a flat front stable")
    if not all(found):
        raise Refuse("whether any modulus makes a flat front stable is open: its phases are on either side")
    below = [high for ((_, high),) in found if not isinf(high)]
    above = [low for ((low, high),) in found if isinf(high)]
    if below and above:
        raise Refuse("whether a stiff or a soft layer is stable is open: its phases are on either side")
    return below, above


def _below(read: Reader) -> Span:
    below, above = _limits(read)
    if above:
        raise Refuse(f"a stiff layer is stable here: from {min(above):.2f} times sodium's shear modulus without an end")
    return span_of(below)


def _above(read: Reader) -> Span:
    below, above = _limits(read)
    if below:
        raise Refuse(f"only a soft layer is stable here: up to {max(below):.2f} times sodium's shear modulus")
    return span_of(above)


def _shear_ratio(read: Reader) -> Span:
    return _ratio(read, _layer(read))


ANSWERS = {
    "shear_modulus_ratio": _shear_ratio,
    "stability_index": _index,
    "stable_below_modulus_ratio": _below,
    "stable_above_modulus_ratio": _above,
}


def _run(read: Reader) -> Span:
    return ANSWERS[read.term](read)


def _pressures(read: Reader) -> Span:
    return _over_corners(read, pressure_index, pressure_coefficients)


OBJECTION = (
    "The ripple is an imposed displacement, and the normal stresses of its two sides do not balance, although the "
    "published form of the potential was derived with that balance: for kumar2020's layer (r = 6.6) the jump of "
    "the pressure should equal that of the deviatoric normal stress, and is three times as large with the "
    "opposite sign. In the other form, V_M dp_Na - V_+ dp_layer from the two pressures of the same field, no "
    "ratio is stable. Surface tension and plastic flow are left out, and sodium flows at an elastic strain of "
    "5e-5. To settle this, one would have to measure whether a ripple of known wavelength grows or decays during "
    "plating under layers of known modulus."
)

MODELS = (
    Answerer(
        "elastic_stability",
        1,
        tuple(ANSWERS),
        _run,
        "linear, isotropic, small ripple; no plastic flow, no cracks, no surface tension",
        ("current", "areal_capacity", "thickness", "pressure"),
        objection=OBJECTION,
    ),
    Answerer(
        "elastic_pressures",
        1,
        ("stability_index",),
        _pressures,
        "as elastic_stability; the potential from the two pressures alone, at a fixed electrode potential",
        ("current", "areal_capacity", "thickness", "pressure"),
        objection=OBJECTION,
    ),
)
