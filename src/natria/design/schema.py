"""The schema of a design file: what may stand where, what it means, in which unit. Editors get it as JSON Schema.

Names of properties are terms of the vocabulary. Named tables (layers, variants) keep the order of the file: interphase
layers go from the sodium outwards, electrolyte layers from the working to the counter electrode.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ..laws import GROWTH_LAWS
from .paths import split
from .values import Number, Value


def setting(term: str, says: str, example: str) -> Number:
    return Number(term, "setting", says, f'"{example}"')


def known(term: str, says: str) -> Number:
    return Number(term, "property", says, '{value = .., unit = "..", why = ".."}')


# Names of layers are words in paths, so they are bare keys; names of materials may have dots and stand in quotes.
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]


def _said(why: str) -> str:
    if not why.strip():
        raise PydanticCustomError("natria", "{what}", {"what": "is empty", "fix": "say why in a few words"})
    return why


Reason = Annotated[str, AfterValidator(_said)]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Law(Table):
    """A table whose law is chosen by a word: the choice is an assumption and says why."""

    why: Reason = Field(examples=['"the reason for this law"'])

    def _need(self, word: str, needed: tuple[str, ...]) -> None:
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise PydanticCustomError(
                "natria",
                "{what}",
                {"what": f"the law {word!r} needs {', '.join(missing)}", "fix": f"add {missing[0]} = .."},
            )


class Conduction(Law):
    """How the conductivity of a layer changes with temperature, from its value at the reference temperature."""

    law: Literal["arrhenius", "vft"] = Field(examples=['"arrhenius"'])
    reference_temperature: Annotated[
        Value, setting("temperature", "at which the conductivity is given", "298.15 K")
    ] = Field(examples=['"298.15 K"'])
    arrhenius_energy: Annotated[Value, known("arrhenius_energy", "E in exp(-E/RT)")] = None
    vft_energy: Annotated[Value, known("vft_energy", "E in exp(-E/R(T - T0))")] = None
    vft_temperature: Annotated[Value, known("vft_temperature", "T0 in exp(-E/R(T - T0))")] = None

    @model_validator(mode="after")
    def _complete(self) -> Conduction:
        self._need(self.law, {"arrhenius": ("arrhenius_energy",), "vft": ("vft_energy", "vft_temperature")}[self.law])
        return self


class Growth(Law):
    """How thick the layer becomes in its process."""

    law: Literal["linear", "parabolic", "power"] = Field(examples=['"linear"'])
    time: Annotated[Value, setting("duration", "how long the process lasts", "30 s")] = Field(examples=['"30 s"'])
    growth_rate: Annotated[Value, known("growth_rate", "k in h = k t")] = None
    parabolic_constant: Annotated[Value, known("parabolic_constant", "k in h^2 = k t")] = None
    growth_prefactor: Annotated[Value, known("growth_prefactor", "h1 in h = h1 (t / 1 s)^n")] = None
    growth_exponent: Annotated[Value, known("growth_exponent", "n in h = h1 (t / 1 s)^n")] = None

    @model_validator(mode="after")
    def _complete(self) -> Growth:
        self._need(self.law, GROWTH_LAWS[self.law].parameters)
        return self


class Electrode(Table):
    material: str = Field(description="a material card", examples=['"Na"'])
    thickness: Annotated[Value, setting("layer_thickness", "of the metal foil or of the composite", "400 um")] = None
    exchange_current_density: Annotated[Value, known("exchange_current_density", "Butler-Volmer i0 of the face")] = None
    mass_loading: Annotated[Value, setting("mass_loading", "active mass per face area", "0.82 mg/cm^2")] = None
    fractions: dict[str, Annotated[Value, setting("mass_fraction", "share of the mass", "70 wt%")]] = Field(
        default={}, description="mass shares of a composite, by material; they sum to one"
    )


class InterphaseLayer(Table):
    """A layer on the sodium."""

    on: Literal["both", "working", "counter"] = Field(default="both", description="which electrodes carry it")
    phases: dict[str, Annotated[Value, known("volume_fraction", "share of the volume")]] = Field(
        default={}, description="volume shares by material card; they sum to one"
    )
    thickness: Annotated[Value, setting("layer_thickness", "of the layer on one electrode", "3 um")] = Field(
        examples=['"3 um"']
    )
    ionic_conductivity: Annotated[Value, known("ionic_conductivity", "of the layer as a whole")] = Field(
        examples=['{value = .., unit = "S/cm", why = ".."}']
    )
    conduction: Conduction | None = None
    growth: Growth | None = None


class ElectrolyteLayer(Table):
    """A layer between the electrodes: a liquid (in a separator or free), a gel or a solid."""

    material: str = Field(description="a material card: the liquid or solid", examples=['"NaCF3SO3 in diglyme"'])
    separator: str | None = Field(
        default=None, description="a material card: the porous matrix; none: free liquid or solid"
    )
    thickness: Annotated[Value, setting("layer_thickness", "from electrode to electrode", "25 um")] = Field(
        examples=['"25 um"']
    )
    salt_concentration: Annotated[Value, setting("salt_concentration", "of the salt", "1 mol/L")] = None
    ionic_conductivity: Annotated[Value, known("ionic_conductivity", "instead of the material card's")] = None
    salt_diffusivity: Annotated[Value, known("salt_diffusivity", "instead of the material card's")] = None
    cation_transference_number: Annotated[
        Value, known("cation_transference_number", "instead of the material card's")
    ] = None
    macmullin_number: Annotated[Value, known("macmullin_number", "instead of the separator card's")] = None
    porosity: Annotated[Value, known("porosity", "instead of the separator card's")] = None


class Protocol(Table):
    """What the cell goes through. The names of the settings may stand in the steps instead of numbers."""

    current: Annotated[Value, setting("current_density", "per face area, positive plates", "1 mA/cm^2")] = None
    areal_capacity: Annotated[Value, setting("areal_capacity", "passed in one half-cycle", "1 mAh/cm^2")] = None
    half_cycle_time: Annotated[Value, setting("half_cycle_time", "how long one half-cycle lasts", "1 h")] = None
    rate: Annotated[Value, setting("c_rate", "of a full cell", "0.5C")] = None
    lower_voltage: Annotated[Value, setting("voltage", "lower cut-off", "0.6 V")] = None
    upper_voltage: Annotated[Value, setting("voltage", "upper cut-off", "2.6 V")] = None
    steps: list[str] = Field(default=[], description="sentences, such as 'plate 1 mA/cm^2 for 1 h' or 'repeat 500'")


class Patched(Table):
    """Something changed: TOML has no word for nothing, so what is taken away is listed by itself."""

    says: str = ""
    patch: dict[str, Any] = Field(default={}, description="paths of the design and their new values")
    remove: list[str] = Field(default=[], description="paths that are taken away")

    @property
    def words(self) -> str:
        """What it says, or what it changes."""
        changed = [f"with another {path}" for path in self.patch] + [f"without {path}" for path in self.remove]
        return self.says or ", ".join(changed)

    @property
    def changes(self) -> dict[str, Any]:
        return {**self.patch, **dict.fromkeys(self.remove)}


class Variant(Patched):
    """Another system: the same design with something changed."""


class FitParameter(Table):
    term: str = Field(examples=['"ionic_conductivity"'])
    start: str = Field(description="a first guess with its unit", examples=['"1e-4 S/cm"'])


class FitTable(Table):
    """Properties of a design, found by making a model meet reported or measured numbers."""

    model: str = Field(examples=['"layered_cell"'])
    data: list[str] = Field(min_length=1, description="ids of facts", examples=['["kumar2020:eta-3um"]'])
    parameters: dict[str, FitParameter] = Field(description="by the name that {fit = ..} refers to")


class AskTable(Table):
    """A question that no paper answered."""

    name: str = Field(examples=['"sand_time"'])
    of: str = Field(examples=['"kumar2020/bpi"'])
    at: dict[str, str] = {}


class WhatIf(Patched):
    """The same questions of the same designs, with something changed."""

    fit: dict[str, FitTable] = Field(default={}, description="fits that replace those of the study, by name")


class Sweep(Table):
    """A curve: one answer as one condition changes."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    name: str
    of: list[str] = Field(min_length=1, description="systems; a curve each")
    at: dict[str, str] = {}
    over: str = Field(description="the condition on the x axis")
    start: str
    stop: str
    points: int = Field(default=60, ge=2, le=10_000)
    scale: Literal["linear", "log"] = "linear"
    what_if: list[str] = Field(default=[], description="a further curve for each")


class StudyTable(Table):
    """What to ask of the designs of this file, and what to compare the answers with."""

    targets: list[str] = Field(default=[], description="papers (all their results) or single facts")
    stands_for: dict[str, str] = Field(
        default={}, description="a subject of a paper, and the system of this file that is asked in its place"
    )
    fit: dict[str, FitTable] = {}
    ask: list[AskTable] = []
    what_if: dict[str, WhatIf] = {}
    sweep: list[Sweep] = []
    budget: list[str] = Field(default=[], description="systems whose resistance is shown part by part")


class DesignTable(Table):
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
    area: Annotated[Value, setting("face_area", "geometric, of one electrode", "1.13 cm^2")] = None
    working: Electrode
    counter: Electrode | None = Field(default=None, description="the same as working where left out")
    interphase: dict[Name, InterphaseLayer] = {}
    electrolyte: dict[Name, ElectrolyteLayer] = {}
    material: dict[str, dict[str, Any]] = Field(
        default={}, description="material cards of this design's own, by name: kind, says, properties by term"
    )
    protocol: Protocol = Protocol()
    bind: dict[str, str] = Field(default={}, description="where a condition of a question lands in this design")


class CaseFile(DesignTable):
    """A design file: a cell, its variants, and what to study."""

    variant: dict[str, Variant] = {}
    study: StudyTable | None = None


class Card(Table):
    """A material card. Properties are named by terms and refer to facts; nothing is copied."""

    name: str
    kind: Literal[
        "metal", "phase", "liquid", "solid electrolyte", "separator", "active material", "conductor", "binder"
    ]
    says: str = ""
    properties: dict[str, Any] = {}


@lru_cache(maxsize=4096)
def number_at(path: str) -> Number | None:
    """The number that stands at a path of a design, by the schema; None where the schema has none."""
    from ..quantity.validation import models_at

    keys: list[str | int] = list(split(path))
    if not keys:
        return None
    for model in models_at(DesignTable, keys[:-1]):
        field = model.model_fields.get(str(keys[-1]))
        if field is not None:
            return next((m for m in field.metadata if isinstance(m, Number)), None)
    return _entry_number(keys)


def _entry_number(keys: list[str | int]) -> Number | None:
    """The number of an entry of a table of numbers (phases, fractions)."""
    from typing import get_args

    from ..quantity.validation import models_at

    if len(keys) < 2:
        return None
    for model in models_at(DesignTable, keys[:-2]):
        field = model.model_fields.get(str(keys[-2]))
        for argument in get_args(field.annotation) if field else ():
            for extra in getattr(argument, "__metadata__", ()):
                if isinstance(extra, Number):
                    return extra
    return None


@lru_cache(maxsize=4096)
def default_at(path: str) -> Any:
    """What the schema gives where a design says nothing."""
    from ..quantity.validation import models_at

    keys: list[str | int] = list(split(path))
    for model in models_at(DesignTable, keys[:-1]) if keys else ():
        field = model.model_fields.get(str(keys[-1]))
        if field is not None and not field.is_required():
            return field.default
    return None
