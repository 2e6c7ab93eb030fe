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


def _young(read: Reader, layer: str) -> Span:
    """Return Young's modulus of a layer: its own or its only material's, else bounds from its phases."""
    own = f"{layer}.young_modulus"
    if read.has(own) or len(read.names(f"{layer}.phases")) < 2:
        return span_of([read(own)])
    return young_moduli(read, layer)


def _run(read: Reader) -> Span:
    layer = layer_asked(read)
    at_reference(read, "the strength")
    soft, stiff = _young(read, layer)
    weak, tough = span_of(of_each_phase(read, layer, "surface_energy").values())
    flaw = flaw_size(read, layer)
    if read.term == "griffith_stress":
        return by_law(griffith_stress, soft, weak, flaw), by_law(griffith_stress, stiff, tough, flaw)
    return by_law(griffith_strain, stiff, weak, flaw), by_law(griffith_strain, soft, tough, flaw)


MODELS = (
    Answerer(
        "griffith",
        1,
        ("griffith_stress", "griffith_strain"),
        _run,
        "linear elastic, brittle, one sharp surface flaw; no plastic work, no residual stress, no support by the metal",
        ("current", "areal_capacity", "pressure"),
    ),
)
