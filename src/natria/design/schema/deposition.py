"""The schema of a deposition: the box in which metal grows, its start, its drive, its layer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ..values import Value
from .tables import Law, SchemaTable, known, setting

WITH_NUCLEI = ("nucleus_radius_least", "nucleus_radius_most")
PATTERNS = {  # what each pattern needs beside its period
    "wave": ("amplitude",),
    "ridges": ("relief_height", "relief_width"),
    "pillars": ("relief_height", "relief_width"),
    "balls": ("ball_radius",),
}


class DepositionLayerTable(Law):
    """Where an interphase is while metal grows."""

    law: Literal["moves", "stays", "under", "none"] = Field(
        description="it moves with the metal and keeps its thickness; stays and is covered by the metal that grows "
        "through it; lies under all of the deposit; or there is none",
        examples=['"moves"'],
    )
    interphase: str = Field(
        default="", description="the interphase of the design; the only one if left out", examples=['"ici"']
    )
    displacement_energy: Annotated[
        Value, known("displacement_energy", "of the layer; from its modulus and `displacement_strain` if left out")
    ] = None
    displacement_strain: Annotated[
        Value, known("displacement_strain", "of the layer where metal pushes it away; none if left out")
    ] = None


class DepositionPatternTable(Law):
    """A relief of metal at the start that repeats itself over the electrode."""

    law: Literal["wave", "ridges", "pillars", "balls"] = Field(
        description="a sine, ridges or pillars of rectangular section, or balls on the flat metal",
        examples=['"ridges"'],
    )
    period: Annotated[Value, setting("relief_period", "of the pattern, along the electrode", "8 um", "above zero")] = (
        Field(examples=['"8 um"'])
    )
    amplitude: Annotated[Value, setting("relief_height", "of a wave, from its mean", "0.5 um", "above zero")] = None
    relief_height: Annotated[Value, setting("relief_height", "of ridges or pillars", "4 um", "above zero")] = None
    relief_width: Annotated[Value, setting("relief_width", "of ridges or pillars", "4 um", "above zero")] = None
    ball_radius: Annotated[Value, setting("deposit_nucleus_radius", "of the balls", "1 um", "above zero")] = None

    @model_validator(mode="after")
    def _has_its_sizes(self) -> DepositionPatternTable:
        self._need(self.law, PATTERNS[self.law])
        return self


class DepositionSupplyTable(Law):
    """Where the sodium of the far side comes from."""

    law: Literal["bath", "counter"] = Field(
        description="the concentration at the far side stays, as in a cell far higher than the box; or a counter "
        "electrode of sodium is there, and a cation enters for each charge",
        examples=['"counter"'],
    )


class DepositionStripTable(SchemaTable):
    """What follows the plating: a rest, and stripping; both in cycles."""

    voltage: Annotated[
        Value,
        setting(
            "voltage", "over the box, negative strips; the current of the protocol, reversed, if left out", "-0.2 V"
        ),
    ] = None
    time: Annotated[Value, setting("deposition_time", "at which a strip ends at the latest", "60 s", "above zero")] = (
        Field(examples=['"60 s"'])
    )
    charge: Annotated[
        Value,
        setting("plated_charge", "at which a strip ends; what was plated if left out", "0.5 mAh/cm^2", "above zero"),
    ] = None
    rest: Annotated[
        Value, setting("deposition_time", "without current before each strip; none if left out", "5 s", "above zero")
    ] = None
    cycles: Annotated[
        Value, setting("deposit_cycles", "of plating and stripping; one if left out", "1", "one or more")
    ] = None


class DepositionElectronsTable(Law):
    """Where electrons are while metal grows."""

    law: Literal["field", "metal"] = Field(
        description="a field of their own in metal and layer; or all of the metal is at one potential, and there are "
        "none elsewhere",
        examples=['"field"'],
    )
    nucleation_sites: Annotated[
        Value, setting("nuclei_in_box", "on a layer that stays, where metal can appear; none if left out", "3")
    ] = None
    site_radius: Annotated[
        Value, setting("deposit_nucleus_radius", "of the metal that appears at a site", "0.5 um", "above zero")
    ] = None
    nucleation_overpotential: Annotated[
        Value, known("nucleation_overpotential", "that of the layer's top, or the usual one, if left out")
    ] = None

    @model_validator(mode="after")
    def _is_whole(self) -> DepositionElectronsTable:
        if self.nucleation_sites is not None:
            self._need(self.law, ("site_radius",))
        return self


class DepositionTable(SchemaTable):
    """A box of electrolyte on the working electrode in which metal is deposited."""

    height: Annotated[
        Value, setting("deposition_height", "of the box, from the bottom of the metal", "32 um", "above zero")
    ] = Field(examples=['"32 um"'])
    width: Annotated[Value, setting("deposition_width", "of the box, along the electrode", "32 um", "above zero")] = (
        Field(examples=['"32 um"'])
    )
    depth: Annotated[
        Value, setting("deposition_depth", "of the box in the third dimension; two where it is 0 or left out", "32 um")
    ] = None
    front_width: Annotated[
        Value, setting("front_width", "over which metal turns into electrolyte, 10 to 90 %", "1.5 um", "above zero")
    ] = Field(examples=['"1.5 um"'])
    cells_across_front: Annotated[Value, setting("cells_across_front", "of the grid", "6", "above zero")] = None
    cells: Annotated[
        Value, setting("cells_along_height", "of the grid, in place of cells_across_front", "128", "above zero")
    ] = None
    first_front: Annotated[Value, setting("first_front", "height of the metal at the start", "4 um", "above zero")] = (
        Field(examples=['"4 um"'])
    )
    nuclei: Annotated[Value, setting("nuclei_in_box", "on the flat metal at the start; none if left out", "6")] = None
    nucleus_radius_least: Annotated[
        Value, setting("deposit_nucleus_radius", "of the smallest", "1 um", "above zero")
    ] = None
    nucleus_radius_most: Annotated[Value, setting("deposit_nucleus_radius", "of the largest", "2 um", "above zero")] = (
        None
    )
    deposition_seed: Annotated[Value, setting("deposition_seed", "of nuclei and noise", "1")] = None
    reaction_noise: Annotated[Value, known("reaction_noise", "of the rate of the reaction; none if left out")] = None
    noise_time: Annotated[Value, known("noise_time", "over which the noise changes")] = None
    growth_anisotropy: Annotated[
        Value, known("growth_anisotropy", "of the rate of the reaction, of fourfold symmetry; none if left out")
    ] = None
    voltage: Annotated[
        Value, setting("voltage", "over the box, positive deposits; the current of the protocol if left out", "0.5 V")
    ] = None
    time: Annotated[Value, setting("deposition_time", "at which the run ends at the latest", "60 s", "above zero")] = (
        Field(examples=['"60 s"'])
    )
    charge: Annotated[
        Value, setting("plated_charge", "at which the run ends; no limit if left out", "0.5 mAh/cm^2", "above zero")
    ] = None
    front_mobility: Annotated[
        Value, known("front_mobility", "with which the front takes its profile; from the first current if left out")
    ] = None
    layer: DepositionLayerTable | None = None
    electrons: DepositionElectronsTable | None = None
    device: Literal["cpu", "cuda"] | None = Field(
        default=None, description="where the run computes; the CPU if left out", examples=['"cuda"']
    )
    precision: Literal["double", "single"] | None = Field(
        default=None, description="in which it keeps fields; double if left out", examples=['"single"']
    )
    pattern: DepositionPatternTable | None = None
    supply: DepositionSupplyTable | None = None
    strip: DepositionStripTable | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> DepositionTable:
        missing = [name for name in WITH_NUCLEI if self.nuclei is not None and getattr(self, name) is None]
        if missing:
            what = f"has nuclei and no {missing[0]}"
            raise PydanticCustomError("natria", "{what}", {"what": what, "fix": f'add {missing[0]} = "1 um"'})
        return self
