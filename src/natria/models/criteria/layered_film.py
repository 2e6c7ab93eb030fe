"""Moduli and conductivity of a film whose phases lie as sheets on each other, a bilayer for example.

    young_modulus, shear_modulus:  the stack of sheets, through and in its plane (Backus 1962, see `laws`)
    ionic_conductivity:            through the sheets, 1 / sum(f_k / sigma_k), their resistances in series

A stack has a direction, so its moduli are a range from the softer direction to the stiffer one, not the bounds of an
unknown arrangement. Shear along the sheets is the mean of Reuss, shear in their plane that of Voigt.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import reuss
from ...quantity import Span
from ..reading.conduction import at_reference
from ..reading.layers import layer_asked
from ..reading.solids import is_of_sheets, phases_of, property_of, shear_moduli, young_moduli


def _conductivity(read: Reader, layer: str) -> float:
    shares = phases_of(read, layer)
    found = float(reuss([read(property_of(phase, "ionic_conductivity")) for phase in shares], list(shares.values())))
    if not found:
        raise Refuse("a sheet that does not conduct lies across the whole film")
    return found


ANSWERS: dict[str, Callable[[Reader, str], float | Span]] = {
    "young_modulus": young_moduli,
    "shear_modulus": shear_moduli,
    "ionic_conductivity": _conductivity,
}


def _run(read: Reader) -> float | Span:
    layer = layer_asked(read, "interphase")
    if not is_of_sheets(read, layer):
        raise Refuse(f'{read.part} is no stack of sheets: write arrangement = "sheets" where it is one')
    at_reference(read, "the properties of the phases")
    return ANSWERS[read.term](read, layer)


OBJECTION = (
    "The profile of kumar2020 reaches 82 nm, so most of the 3 um was not seen, and the moduli are those of "
    "perfect crystals: a grown layer with grains and pores is softer than any of these numbers. A sheet of some "
    "nanometres has no modulus of the bulk. To settle this, one would have to measure the stiffness of a layer by "
    "indentation, and its composition through the whole thickness."
)

MODELS = (
    Answerer(
        "layered_film",
        1,
        tuple(ANSWERS),
        _run,
        "flat, dense sheets that are bonded, each of one isotropic phase as in bulk",
        ("current", "areal_capacity", "thickness", "pressure"),
        objection=OBJECTION,
    ),
)
