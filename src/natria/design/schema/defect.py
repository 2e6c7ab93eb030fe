"""The schema of a defect at the interface of an electrode, whose current focusing is simulated."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ..values import Value
from .tables import Law, SchemaTable, known, setting

FLAT = ("contact loss", "island")


class StressTable(Law):
    """How a pressure of the metal at a defect acts on the transfer; two laws differ in sign."""

    law: Literal["none", "prefactor", "prefactor and shift"] = Field(
        description="a factor of the exchange current alone, or also the shift V dP/F of the potential at rest",
        examples=['"prefactor and shift"'],
    )
    defect_pressure: Annotated[Value, known("defect_pressure", "of the metal at the defect, over that elsewhere")] = (
        None
    )
    stress_reach: Annotated[
        Value, known("stress_reach", "along the flat contact from the edge; on a bump its surface alone if left out")
    ] = None

    partial_molar_volume: Annotated[
        Value,
        known("partial_molar_volume", "of sodium in the electrode; that of the metal if left out at sodium metal"),
    ] = None

    @model_validator(mode="after")
    def _complete(self) -> StressTable:
        self._need(self.law, () if self.law == "none" else ("defect_pressure",))
        return self


class DefectTable(SchemaTable):
    """A defect where an electrode meets the electrolyte."""

    shape: Literal["pore", "contact loss", "island", "bump", "inclusion"] = Field(
        description="a pore in the electrolyte, contact lost or left, a bump of metal, a ball that protrudes",
        examples=['"pore"'],
    )
    symmetry: Literal["axisymmetric", "planar"] = Field(
        default="axisymmetric", description="round, or as long as the cell is wide"
    )
    face: Literal["working", "counter"] = Field(default="working", description="the electrode at whose face it lies")
    direction: Literal["plating", "stripping"] = Field(
        default="plating", description="what the current does at that face"
    )
    radius: Annotated[Value, setting("defect_radius", "where it meets the contact", "10 um", "above zero")] = Field(
        examples=['"10 um"']
    )
    height: Annotated[
        Value, setting("defect_height", "into the electrolyte; as large as the radius if left out", "10 um")
    ] = None
    spacing: Annotated[
        Value, setting("defect_spacing", "between neighbours of an array; alone if left out", "50 um", "above zero")
    ] = None
    stress: StressTable | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> DefectTable:
        if self.shape == "island" and self.spacing is None:
            what = "is an island and has no spacing"
            fix = "give the spacing of the islands: it says how much of the face is lost"
            raise PydanticCustomError("natria", "{what}", {"what": what, "fix": fix})
        if self.shape not in FLAT or self.height is None:
            return self
        what = f"is a flat {self.shape} and has a height"
        fix = "leave the height out, or write shape = 'pore' or 'bump'"
        raise PydanticCustomError("natria", "{what}", {"what": what, "fix": fix})
