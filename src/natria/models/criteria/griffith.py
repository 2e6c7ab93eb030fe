"""Stress and strain at which a brittle layer with a surface flaw cracks.

    griffith_stress = sqrt(2 E gamma/(pi c)),  griffith_strain = sqrt(2 gamma/(pi c E))

Griffith, Phil. Trans. R. Soc. A 221, 163 (1921), plane stress; gamma of one of the two surfaces, c the depth of the
largest surface flaw, at most the layer. Of several phases the weakest and the toughest bound the answer. A computed
critical strain is that of a crystal without flaws: the two are to be compared, not one for the other.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import griffith_strain, griffith_stress
from ...quantity import Span
from ..reading.conduction import at_reference
from ..reading.layers import by_law, layer_asked, of_each_phase
from ..reading.solids import flaw_size, span_of, young_moduli


def young_modulus(read: Reader, layer: str) -> Span:
    """Return Young's modulus of a layer: its own or its only material's, else bounds from its phases."""
    own = f"{layer}.young_modulus"
    if read.has(own) or len(read.names(f"{layer}.phases")) < 2:
        return span_of([read(own)])
    return young_moduli(read, layer)


def strain_at_flaw(read: Reader, layer: str) -> Span:
    """Return the strain at which a layer with its flaw cracks."""
    return _strength(read, layer, "griffith_strain")


def _strength(read: Reader, layer: str, term: str) -> Span:
    at_reference(read, "the strength")
    soft, stiff = young_modulus(read, layer)
    weak, tough = span_of(of_each_phase(read, layer, "surface_energy").values())
    flaw = flaw_size(read, layer)
    if term == "griffith_stress":
        return by_law(griffith_stress, soft, weak, flaw), by_law(griffith_stress, stiff, tough, flaw)
    return by_law(griffith_strain, stiff, weak, flaw), by_law(griffith_strain, soft, tough, flaw)


def _run(read: Reader) -> Span:
    return _strength(read, layer_asked(read), read.term)


OBJECTION = (
    "Nobody has measured the flaws of these layers, and from 0.1 to 10 um of flaw the strength changes tenfold. "
    "It is the start of a crack; whether it runs on depends on the thickness: a channel runs through kumar2020's "
    "3 um at 59 MPa, below the 77 MPa at which a flaw of 1 um starts. The metal below, which flows, is not in the "
    "law. To settle this, one would have to measure the strain at which cracks appear in a layer on a foil that "
    "is bent or stretched."
)

MODELS = (
    Answerer(
        "griffith",
        1,
        ("griffith_stress", "griffith_strain"),
        _run,
        "linear elastic, brittle, one sharp surface flaw; no plastic work, no residual stress, no support by the metal",
        ("current", "areal_capacity", "pressure"),
        objection=OBJECTION,
    ),
)
