"""Schema of the study of a design file: variants, fits, questions, what-ifs, sweeps, maps."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .tables import SchemaTable


class Patched(SchemaTable):
    """A change of a design. TOML has no null, so removed paths are listed separately."""

    says: str = ""
    patch: dict[str, Any] = Field(default={}, description="paths of the design and their new values")
    remove: list[str] = Field(default=[], description="paths that are taken away")

    @property
    def words(self) -> str:
        """Return its description, or else what it changes."""
        changed = [f"with another {path}" for path in self.patch] + [f"without {path}" for path in self.remove]
        return self.says or ", ".join(changed)

    @property
    def changes(self) -> dict[str, Any]:
        return {**self.patch, **dict.fromkeys(self.remove)}


class Variant(Patched):
    """Another system: the same design with something changed."""


class FitParameter(SchemaTable):
    term: str = Field(examples=['"ionic_conductivity"'])
    start: str = Field(description="a first guess with its unit", examples=['"1e-4 S/cm"'])


class FitTable(SchemaTable):
    """Properties of a design, fitted so that a model reproduces reported or measured numbers."""

    model: str = Field(examples=['"layered_cell"'])
    data: list[str] = Field(min_length=1, description="ids of facts", examples=['["kumar2020:eta-3um"]'])
    parameters: dict[str, FitParameter] = Field(description="by the name that {fit = ..} refers to")


class AskTable(SchemaTable):
    """A question that no paper answered."""

    name: str = Field(examples=['"sand_time"'])
    of: str = Field(examples=['"kumar2020/bpi"'])
    at: dict[str, str] = {}


class WhatIf(Patched):
    """The same questions of the same designs, with something changed."""

    fit: dict[str, FitTable] = Field(default={}, description="fits that replace those of the study, by name")
    systems: dict[str, dict[str, Any]] = Field(default={}, description="changes of one system alone, by its name")


class Sweep(SchemaTable):
    """A curve: one answer as one condition changes."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    name: str
    of: list[str] = Field(min_length=1, description="systems; a curve each")
    at: dict[str, str] = {}
    over: str = Field(description="the condition on the x axis, or the path of a number of the design")
    start: str = ""
    stop: str = ""
    values: list[str] = Field(default=[], description="the points, in place of start, stop and points")
    points: int = Field(default=60, ge=2, le=10_000)
    scale: Literal["linear", "log"] = "linear"
    what_if: list[str] = Field(default=[], description="a further curve for each")
    patch: dict[str, Any] = Field(
        default={}, description="changes of the designs for this curve alone, as in a variant"
    )
    models: list[str] = Field(default=[], description="answerers to ask, also simulations; default: all closed forms")
    profile: bool = Field(default=False, description="also draw the voltage of the full cell over its capacity")
    when_asked: bool = Field(default=False, description="draw it only with `natria study --all-curves`: it takes long")


class Axis(SchemaTable):
    """One axis of a map: a path of the design, or a condition."""

    over: str
    start: str
    stop: str
    points: int = Field(default=60, ge=2, le=400)
    scale: Literal["linear", "log"] = "log"


class Map(SchemaTable):
    """One answer as a function of two numbers of a design."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    name: str
    of: str
    at: dict[str, str] = {}
    x: Axis
    y: Axis
    mark: list[str] = Field(default=[], description="systems whose own place in the map is marked")


class StudyTable(SchemaTable):
    """What to ask of the designs of this file, and which facts to compare the answers with."""

    targets: list[str] = Field(default=[], description="papers (all their results) or single facts")
    stands_for: dict[str, str] = Field(
        default={}, description="a subject of a paper, and the system of this file that is asked in its place"
    )
    fit: dict[str, FitTable] = {}
    ask: list[AskTable] = []
    what_if: dict[str, WhatIf] = {}
    sweep: list[Sweep] = []
    map: list[Map] = []
    budget: list[str] = Field(default=[], description="systems whose resistance is shown part by part")
