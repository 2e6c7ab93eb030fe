"""Whether phases conduct electrons, as the material cards know it."""

from __future__ import annotations

from collections.abc import Iterable

from ...design.materials import material_property, materials
from ...quantity import Finding, ModelError
from .energies.handbook import source_of
from .passivation import ElectronDatum

METALS = ("metal", "alloy")  # kinds of cards
USUAL = "usual"  # the card of usual assumptions


def electron_data(formulas: Iterable[str]) -> dict[str, ElectronDatum]:
    """Return what the card of each phase says of its electrons; phases without a datum are left out."""
    return {name: found for name in formulas if (found := _datum(name)) is not None}


def _datum(name: str) -> ElectronDatum | None:
    card = materials().get(name)
    if card is None:
        return None
    if card["kind"] in METALS:
        return ElectronDatum(is_metal=True, source=f"the card of {name}: {card['kind']}")
    gap = material_property(card, "band_gap")
    return None if gap is None else ElectronDatum(gap=gap.value, source=source_of(gap))


def usual_blocking_gap() -> Finding:
    """Return the gap from which a solid counts as blocking electrons, a usual assumption (J)."""
    found = material_property(materials()[USUAL], "blocking_gap")
    if found is None:
        raise ModelError("the card of usual assumptions has no blocking gap", "add blocking_gap to it")
    return found
