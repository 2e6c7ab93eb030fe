"""A design to the depth of an electrode: resistances of ions and electrons, and the law."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .....answers import Reader, Refuse
from .....laws import even_reaction_resistance
from ....reading.conduction import at_reference
from ....reading.sulfur import CONVERSION, composite_of, electrolyte_of
from ..deep import DeepConversion, DeepInsertion
from ..insertion import Insertion
from ..sulfur import Conversion
from .insertion import electrode_thickness


def with_depth(read: Reader, table: str, chemistry: Conversion | Insertion) -> Any:
    """Return the electrode with the depth that its design gives it; as it is without one.

    Ions cross what they cross without a depth; electrons L/sigma. The law `even` adds a third of the latter.
    """
    own = f"{table}.depth"
    if not read.has(own):
        return chemistry
    at_reference(read, f"the electronic conductivity of the {table} electrode")
    even, through = read.law(own) == "even", f"{own}.electronic_conductivity"
    if isinstance(chemistry, Conversion):
        thickness, ions = _composite(read, own)
        more = even_reaction_resistance(thickness, read(through))
        if even:
            return replace(chemistry, resistance=chemistry.resistance + more)
        return DeepConversion(chemistry, ions, thickness / read(through))
    thickness = _thickness(read, table, own)
    if even:
        more = even_reaction_resistance(thickness, read(through))
        return replace(chemistry, contact=chemistry.contact + more)
    _refuse_other_laws(chemistry, table, own)
    return DeepInsertion(chemistry, chemistry.pores, thickness / read(through))


def _composite(read: Reader, own: str) -> tuple[float, float]:
    """Return the thickness (m) of a composite of sulfur and what ions cross in it (ohm m^2)."""
    if not electrolyte_of(read) or not read.has(f"{CONVERSION}.porosity"):
        raise Refuse(
            f"[{own}] needs the resistance of ions in the composite: give {CONVERSION}.porosity, and a solid "
            "electrolyte among the fractions of the electrode"
        )
    layer = composite_of(read)
    return layer.thickness, layer.thickness / layer.conductivity


def _thickness(read: Reader, table: str, own: str) -> float:
    if not read.has(f"{table}.pores"):
        raise Refuse(f"[{own}] needs the resistance of ions in the electrode: give [{table}.pores]")
    return electrode_thickness(read, table)


def _refuse_other_laws(chemistry: Insertion, table: str, own: str) -> None:
    """Refuse a law beside the depth that says where sodium reacts, or that cannot reverse within a slice."""
    if chemistry.depth != "uniform":
        raise Refuse(
            f"{table}.pores.law = 'front' says where sodium reacts, and [{own}] computes it: choose 'uniform', or "
            f"leave [{own}] out"
        )
    if chemistry.particle != "fick":
        raise Refuse(
            f"{table}.insertion.law = 'shell' keeps nothing of a reversal, and slices of a depth exchange sodium: "
            f"choose 'fick', or leave [{own}] out"
        )
