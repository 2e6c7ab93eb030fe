"""Schema of a design file: which keys there are, their meaning and units. Exported as JSON Schema.

Names of properties are terms of the vocabulary. Named tables (layers, variants) keep the order of the file: interphase
layers go from the sodium outwards, electrolyte layers from the working to the counter electrode.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ..values import Value
from .defect import DefectTable
from .deposition import DepositionTable
from .parts import (
    ElectrodeTable,
    ElectrolyteLayer,
    FailureTable,
    InactivePart,
    InterphaseLayer,
    Protocol,
    Reaction,
    Reporting,
    StepTable,
)
from .study import StudyTable, Variant
from .tables import Name, Properties, SchemaTable, known, setting


class DesignTable(SchemaTable):
    """A cell."""

    name: str = Field(examples=['"lab/cell-7"'])
    title: str = ""
    cell: Literal["symmetric", "half", "full"] = Field(examples=['"symmetric"'])
    temperature: Annotated[Value, setting("temperature", "of the cell", "298.15 K")] = Field(examples=['"298.15 K"'])
    reference_temperature: Annotated[
        Value,
        setting("temperature", "at which properties without a law hold; the design's own if left out", "298.15 K"),
    ] = None
    stack_pressure: Annotated[Value, setting("pressure", "on the stack", "7 MPa")] = None
    reference_pressure: Annotated[
        Value,
        setting("pressure", "at which contacts without a law are known; the stack pressure if left out", "7 MPa"),
    ] = None
    area: Annotated[Value, setting("face_area", "geometric, of one electrode", "1.13 cm^2")] = None
    electronic_conductance: Annotated[
        Value, known("electronic_conductance", "of a path for electrons between the electrodes; none if left out")
    ] = None
    working: ElectrodeTable
    counter: ElectrodeTable | None = Field(default=None, description="the same as working where left out")
    interphase: dict[Name, InterphaseLayer] = {}
    electrolyte: dict[Name, ElectrolyteLayer] = {}
    defect: dict[Name, DefectTable] = Field(default={}, description="defects at a face, whose current is simulated")
    deposition: dict[Name, DepositionTable] = Field(
        default={}, description="boxes in which the deposition of metal is simulated as a phase field"
    )
    inactive: dict[Name, InactivePart] = {}
    step: dict[Name, StepTable] = {}
    reaction: Reaction | None = None
    usual: Properties = Field(
        default={}, description="in place of what natria usually assumes (its card `usual`), by term"
    )
    reporting: Reporting = Reporting()
    material: dict[str, dict[str, Any]] = Field(
        default={}, description="material cards of this design, by name: kind, says, properties by term"
    )
    protocol: Protocol = Protocol()
    failure: FailureTable = FailureTable()
    bind: dict[str, str] = Field(default={}, description="where a condition of a question lands in this design")


class CaseFile(DesignTable):
    """A design file: a cell, its variants, and what to study."""

    papers: list[str] = Field(
        default=[],
        description="TOML files and folders of papers beside those of natria, from the folder of this file",
        examples=['["papers"]'],
    )
    variant: dict[str, Variant] = {}
    study: StudyTable | None = None


class Card(SchemaTable):
    """A material card. Properties are named by terms and refer to facts; nothing is copied."""

    name: str
    kind: Literal[
        "metal",
        "alloy",
        "phase",
        "liquid",
        "gel",
        "polymer",
        "solid electrolyte",
        "separator",
        "active material",
        "conductor",
        "binder",
        "convention",
    ]
    says: str = ""
    properties: dict[str, Any] = {}
