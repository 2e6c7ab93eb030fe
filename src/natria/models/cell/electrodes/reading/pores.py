"""A design to the salt in the pores of an electrode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .....answers import Reader, Refuse
from ...cell import Electrode, SaltLayer, SolidLayer
from ..deep import DeepInsertion, FilledInsertion
from .insertion import electrode_thickness


def with_salt_in_pores(
    read: Reader, table: str, electrode: Electrode, electrolyte: Sequence[SaltLayer | SolidLayer]
) -> Electrode:
    """Return the electrode with the salt of the electrolyte that fills its pores, where one is named."""
    own = f"{table}.pores"
    if not read.has(f"{own}.filled_by"):
        return electrode
    filling, beside = read.word(f"{own}.filled_by"), electrolyte[-1]
    if filling != beside.name:
        raise Refuse(
            f"{own}.filled_by is {filling!r}, but {beside.name} lies at the {table} electrode: write the name of that "
            "layer, or leave filled_by out"
        )
    if not isinstance(beside, SaltLayer):
        raise Refuse(
            f"{own}.filled_by is {filling!r}, which conducts sodium ions alone and has no salt: leave filled_by out, "
            "or give the layer a transference number below one"
        )
    chemistry = electrode.chemistry
    if not isinstance(chemistry, DeepInsertion):
        raise Refuse(
            f"{own}.filled_by asks for the salt in the pores, which needs to know where in the depth sodium reacts: "
            f"add [{table}.depth] with law = 'conduction' and electronic_conductivity, or leave filled_by out"
        )
    salt = replace(
        beside,
        name=f"pores of the {table} electrode",
        thickness=electrode_thickness(read, table),
        macmullin=read(f"{own}.macmullin_number"),
        porosity=read(f"{own}.porosity"),
    )
    filled = FilledInsertion(chemistry.even, salt, chemistry.electrons, chemistry.slices)
    return replace(electrode, chemistry=filled)
