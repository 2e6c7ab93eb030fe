"""Stress at which a crack runs on through a layer, thickness that stops it, energy to come off.

    channel_cracking_stress  = sqrt(Gamma E'/(Z h));  strain = (1 - nu)/E times it
    critical_layer_thickness = Gamma E'/(Z sigma^2)       sigma: the layer's own stress, in tension
    delamination_energy      = sigma^2 h (1 - nu)/E

Hutchinson and Suo, Adv. Appl. Mech. 29, 63 (1992): Z = 1.976 for a channel in steady state, E' = E/(1 - nu^2), layer
and substrate of equal moduli. Gamma = K_IC^2/E', else 2 gamma. Propagation depends on the thickness and on no flaw;
`griffith` is initiation, which depends on the flaw. A layer cracks where both are exceeded.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import (
    biaxial_modulus,
    critical_thickness,
    delamination_energy_release_rate,
    fracture_energy,
    propagation_stress,
)
from ...quantity import Span
from ..reading.conduction import at_reference
from ..reading.layers import by_law, layer_asked, layer_thickness, of_each_phase
from ..reading.solids import span_of, usual_of
from .griffith import young_modulus
from .growth_mismatch import own_stress

Elastic = tuple[float, float]  # Young's modulus and Poisson's ratio


def _ends(read: Reader, layer: str) -> tuple[Elastic, Elastic]:
    """Return the softest and the stiffest that the layer may be."""
    (soft, stiff), (low, high) = young_modulus(read, layer), usual_of(read, layer, "poisson_ratio")
    return (soft, low), (stiff, high)


def _energies(read: Reader, layer: str) -> Span:
    """Return the fracture energy of the layer: of its toughness where it is known, else of two surfaces."""
    own = f"{layer}.fracture_toughness"
    if read.has(own):
        return span_of(by_law(fracture_energy, read(own), *elastic) for elastic in _ends(read, layer))
    return span_of(2 * one for one in of_each_phase(read, layer, "surface_energy").values())


def _stress(read: Reader, layer: str) -> Span:
    thickness, energies = layer_thickness(read, layer), _energies(read, layer)
    return span_of(
        by_law(propagation_stress, energy, thickness, *elastic)
        for energy, elastic in zip(energies, _ends(read, layer), strict=True)
    )


def _strain(read: Reader, layer: str) -> Span:
    thickness, (weak, tough), (soft, stiff) = layer_thickness(read, layer), _energies(read, layer), _ends(read, layer)
    return span_of(
        by_law(propagation_stress, energy, thickness, *elastic) / by_law(biaxial_modulus, *elastic)
        for energy, elastic in ((weak, stiff), (tough, soft))
    )


def _thickness(read: Reader, layer: str) -> Span:
    least, most = own_stress(read, layer)
    if least <= 0:
        raise Refuse("the layer's own stress is compressive: no crack opens; it could buckle where it comes off")
    weak, tough = _energies(read, layer)
    return span_of(
        by_law(critical_thickness, energy, stress, *elastic)
        for energy, stress in ((weak, most), (tough, least))
        for elastic in _ends(read, layer)
    )


def _delamination(read: Reader, layer: str) -> Span:
    thickness = layer_thickness(read, layer)
    return span_of(
        by_law(delamination_energy_release_rate, stress, thickness, *elastic)
        for stress in own_stress(read, layer)
        for elastic in _ends(read, layer)
    )


ANSWERS: dict[str, Callable[[Reader, str], Span]] = {
    "channel_cracking_stress": _stress,
    "channel_cracking_strain": _strain,
    "critical_layer_thickness": _thickness,
    "delamination_energy": _delamination,
}


def _run(read: Reader) -> Span:
    layer = layer_asked(read, "interphase")
    at_reference(read, "the strength")
    return ANSWERS[read.term](read, layer)


OBJECTION = (
    "Layer and substrate have equal moduli in the table that is used; a layer that is stiffer than its substrate "
    "frees more energy, so cracks run at less stress than the answer, and a substrate that flows frees more "
    "still. Two surface energies are the least that a crack can cost: a toughness of 0.3 MPa m^0.5 would make "
    "kumar2020's 0.6 J/m^2 into 2.8 J/m^2 and raise the stress by a factor of 2.2. The answer asks for even "
    "tension, which only uneven plating or growth can bring. To settle this, one would have to measure the "
    "density of cracks against strain for layers of two thicknesses on a stretched foil."
)

MODELS = (
    Answerer(
        "film_cracking",
        1,
        tuple(ANSWERS),
        _run,
        "linear elastic, brittle, steady state, layer and substrate of equal moduli, even biaxial stress",
        ("current", "areal_capacity", "pressure"),
        objection=OBJECTION,
    ),
)
