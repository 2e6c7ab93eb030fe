"""The schema of the parts of a cell: electrodes, layers, protocol, what is reported about it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from ...laws import GROWTH_LAWS
from ...quantity import did_you_mean
from ..values import Value
from .adhesion import AdhesionTable
from .counter import AgeingTable, ConversionTable, DepthTable, InsertionTable, PoresTable, PressedContactTable
from .microstructure import MicrostructureTable
from .mixed import MixedTable
from .tables import Facts, Law, Properties, SchemaTable, known, setting


class Conduction(Law):
    """Temperature dependence of the conductivity of a layer, from its value at the reference temperature."""

    law: Literal["arrhenius", "vft"] = Field(examples=['"arrhenius"'])
    reference_temperature: Annotated[
        Value, setting("temperature", "temperature of the given conductivity", "298.15 K")
    ] = Field(examples=['"298.15 K"'])
    arrhenius_energy: Annotated[Value, known("arrhenius_energy", "E in exp(-E/RT)")] = None
    vft_energy: Annotated[Value, known("vft_energy", "E in exp(-E/R(T - T0))")] = None
    vft_temperature: Annotated[Value, known("vft_temperature", "T0 in exp(-E/R(T - T0))")] = None
    vft_temperature_most: Annotated[
        Value, known("vft_temperature", "upper end of T0 where it is known as a band from 0 K")
    ] = None

    @model_validator(mode="after")
    def _complete(self) -> Conduction:
        self._need(self.law, {"arrhenius": ("arrhenius_energy",), "vft": ("vft_energy", "vft_temperature")}[self.law])
        return self


def _growth_law(law: str) -> str:
    if law not in GROWTH_LAWS:
        fix = did_you_mean(law, GROWTH_LAWS) or f"write one of: {', '.join(GROWTH_LAWS)}"
        raise PydanticCustomError("natria", "{what}", {"what": f"{law!r} is not a choice here", "fix": fix})
    return law


class GrowthTable(Law):
    """Thickness of a layer that grows by a law."""

    law: Annotated[str, AfterValidator(_growth_law)] = Field(
        examples=['"linear"'], json_schema_extra={"enum": list(GROWTH_LAWS)}
    )
    time: Annotated[Value, setting("duration", "how long the process lasts", "30 s")] = Field(examples=['"30 s"'])
    during: Literal["process", "cell"] = Field(
        default="process", description="whether the layer grows before the cell is built, or in it"
    )
    initial_thickness: Annotated[
        Value,
        setting("layer_thickness", "of a layer that grows in the cell, when it is built; bare if left out", "5 nm"),
    ] = None
    growth_rate: Annotated[Value, known("growth_rate", "k in h = k t")] = None
    parabolic_constant: Annotated[Value, known("parabolic_constant", "k in h^2 = k t")] = None
    growth_prefactor: Annotated[Value, known("growth_prefactor", "h1 in h = h1 (t / 1 s)^n")] = None
    growth_exponent: Annotated[Value, known("growth_exponent", "n in h = h1 (t / 1 s)^n")] = None
    logarithmic_length: Annotated[Value, known("logarithmic_length", "h1 in h = h1 ln(1 + t/t1)")] = None
    logarithmic_time: Annotated[Value, known("logarithmic_time", "t1 in h = h1 ln(1 + t/t1)")] = None
    final_thickness: Annotated[Value, known("final_thickness", "h_end in h = h_end (1 - exp(-t/tau))")] = None
    growth_time: Annotated[Value, known("growth_time", "tau in h = h_end (1 - exp(-t/tau))")] = None
    ionic_conductivity: Annotated[Value, known("ionic_conductivity", "of the growing product")] = None
    electronic_conductivity: Annotated[Value, known("electronic_conductivity", "of the growing product")] = None
    driving_voltage: Annotated[Value, known("driving_voltage", "across the growing product")] = None
    molar_volume_per_electron: Annotated[Value, known("molar_volume_per_electron", "product per mole of electrons")] = (
        None
    )

    @model_validator(mode="after")
    def _complete(self) -> GrowthTable:
        self._need(self.law, GROWTH_LAWS[self.law].parameters)
        return self


class ShortLaw(Law):
    """The law by which plated sodium shorts a simulated cell."""

    law: Literal["crack", "none"] = Field(examples=['"crack"'])


class VoidLaw(Law):
    """The law by which stripped sodium is replaced at the face of a solid in a simulated cell."""

    law: Literal["vacancies", "pressure-line", "creep", "none"] = Field(examples=['"vacancies"'])


class FailureTable(SchemaTable):
    """The laws that act on a simulated cell. Without a choice they are monitored and do not act."""

    short: ShortLaw | None = None
    void: VoidLaw | None = None


class ElectrodeTable(SchemaTable):
    material: str = Field(description="a material card", examples=['"Na"'])
    thickness: Annotated[Value, setting("layer_thickness", "of the metal foil or of the composite", "400 um")] = None
    exchange_current_density: Annotated[Value, known("exchange_current_density", "Butler-Volmer i0 of the face")] = None
    mass_loading: Annotated[Value, setting("mass_loading", "active mass per face area", "0.82 mg/cm^2")] = None
    mass: Annotated[Value, setting("mass", "of the whole electrode", "40 mg")] = None
    fractions: dict[str, Annotated[Value, setting("mass_fraction", "share of the mass", "70 wt%")]] = Field(
        default={}, description="mass shares of a composite, by material; they sum to one"
    )
    conversion: ConversionTable | None = None
    insertion: InsertionTable | None = None
    pores: PoresTable | None = None
    depth: DepthTable | None = None
    ageing: AgeingTable | None = None
    contact: PressedContactTable | None = None
    properties: Properties = Field(default={}, description="further properties by term")


class InterphaseLayer(SchemaTable):
    """A layer on the sodium."""

    on: Literal["both", "working", "counter"] = Field(default="both", description="which electrodes carry it")
    phases: dict[str, Annotated[Value, known("volume_fraction", "share of the volume")]] = Field(
        default={}, description="volume shares by material card; they sum to one"
    )
    arrangement: Literal["isotropic", "sheets"] = Field(
        default="isotropic", description="how the phases lie: mixed without a direction, or as sheets on each other"
    )
    thickness: Annotated[Value, setting("layer_thickness", "of the layer on one electrode", "3 um")] = Field(
        examples=['"3 um"']
    )
    ionic_conductivity: Annotated[Value, known("ionic_conductivity", "of the layer as a whole")] = Field(
        examples=['{value = .., unit = "S/cm", why = ".."}']
    )
    filled_by: str = Field(
        default="",
        description="the electrolyte layer whose liquid fills the pores of this layer; none where it is dense",
        examples=['"separator"'],
    )
    porosity: Annotated[Value, known("porosity", "of a layer that is filled")] = None
    macmullin_number: Annotated[Value, known("macmullin_number", "of a layer that is filled")] = None
    conduction: Conduction | None = None
    growth: GrowthTable | None = None
    microstructure: MicrostructureTable | None = None
    adhesion: AdhesionTable | None = None
    mixed: MixedTable | None = None
    properties: Properties = Field(default={}, description="further properties by term")


class ElectrolyteLayer(SchemaTable):
    """A layer between the electrodes: a liquid (in a separator or free), a gel or a solid."""

    material: str = Field(description="a material card: the liquid or solid", examples=['"NaCF3SO3 in diglyme"'])
    separator: str | None = Field(
        default=None, description="a material card: the porous matrix; none: free liquid or solid"
    )
    thickness: Annotated[Value, setting("layer_thickness", "from electrode to electrode", "25 um", "above zero")] = None
    mass: Annotated[Value, setting("mass", "of a dense layer, in place of its thickness", "150 mg")] = None
    salt_concentration: Annotated[Value, setting("salt_concentration", "of the salt", "1 mol/L")] = None
    ionic_conductivity: Annotated[Value, known("ionic_conductivity", "instead of the material card's")] = None
    salt_diffusivity: Annotated[Value, known("salt_diffusivity", "instead of the material card's")] = None
    cation_transference_number: Annotated[
        Value, known("cation_transference_number", "instead of the material card's")
    ] = None
    macmullin_number: Annotated[Value, known("macmullin_number", "instead of the separator card's")] = None
    porosity: Annotated[Value, known("porosity", "instead of the separator card's")] = None
    conduction: Conduction | None = None
    properties: Properties = Field(default={}, description="further properties by term")

    @model_validator(mode="after")
    def _has_size(self) -> ElectrolyteLayer:
        if self.thickness is None and self.mass is None:
            raise PydanticCustomError(
                "natria", "{what}", {"what": "has neither thickness nor mass", "fix": 'add thickness = "25 um"'}
            )
        if self.thickness is None and self.separator is not None:
            what = "has a mass, which gives the thickness of a dense layer only, and a separator"
            raise PydanticCustomError("natria", "{what}", {"what": what, "fix": 'add thickness = "25 um"'})
        return self


class Protocol(SchemaTable):
    """The protocol of a cell. The names of the settings may stand in the steps instead of numbers."""

    current: Annotated[Value, setting("current_density", "per face area, positive plates", "1 mA/cm^2")] = None
    areal_capacity: Annotated[Value, setting("areal_capacity", "passed in one half-cycle", "1 mAh/cm^2")] = None
    half_cycle_time: Annotated[Value, setting("half_cycle_time", "how long one half-cycle lasts", "1 h")] = None
    rate: Annotated[Value, setting("c_rate", "of a full cell", "0.5C")] = None
    lower_voltage: Annotated[Value, setting("voltage", "lower cut-off", "0.6 V")] = None
    upper_voltage: Annotated[Value, setting("voltage", "upper cut-off", "2.6 V")] = None
    steps: list[str] = Field(default=[], description="sentences, such as 'plate 1 mA/cm^2 for 1 h' or 'repeat 500'")


class StepTable(SchemaTable):
    """A step of the deposition of sodium in series with the others: desolvation, the layer, the transfer."""

    step_area_resistance: Annotated[Value, known("step_area_resistance", "of one electrode, at low current")] = None
    resistance_arrhenius_energy: Annotated[Value, known("resistance_arrhenius_energy", "E in T/R = A exp(-E/RT)")] = (
        None
    )
    step_prefactor: Annotated[Value, known("step_prefactor", "B in R = B T exp(E/RT), instead of a resistance")] = None


class InactivePart(SchemaTable):
    """An inactive part of a cell: a current collector, a tab."""

    areal_mass: Annotated[Value, setting("areal_mass", "per face area", "4 mg/cm^2")] = Field(examples=['"4 mg/cm^2"'])
    thickness: Annotated[Value, setting("layer_thickness", "of the part", "15 um")] = Field(examples=['"15 um"'])


class Reaction(SchemaTable):
    """The reaction of a full cell, per formula of its product; for theoretical energies."""

    product: str = Field(description="a material card", examples=['"Na2S"'])
    reactants: dict[str, float] = Field(description="material card and how many of it", examples=["{ Na = 2, S = 1 }"])
    electrons: float = Field(gt=0, description="that one formula of the product takes", examples=["2"])
    reaction_voltage: Annotated[Value, known("reaction_voltage", "instead of the one from formation energies")] = None


class Reporting(SchemaTable):
    """What a result reports beside the settings, so that others can compare it."""

    mass_basis: str | None = Field(default=None, description="capacities are per mass of this", examples=['"S"'])
    rate_basis: Literal["theoretical", "measured"] | None = Field(default=None, description="what 1C is taken from")
    one_c: Annotated[Value, setting("specific_capacity", "that 1C stands for", "1675 mAh/g")] = None
    reference_electrode: str | None = Field(default=None, description='reference of potentials; "none" is allowed')
    as_assembled: Literal["charged", "discharged", "symmetric"] | None = None
    replicates: Annotated[int, Field(ge=1)] | None = Field(default=None, description="number of cells per result")
    electrolyte_volume: Annotated[Value, setting("volume", "of the liquid in the cell", "80 uL")] = None
    conditioning: str | None = Field(default=None, description="cycles before the test, in words")
    facts: Facts = Field(
        default=(),
        description="reported numbers of this cell from which others follow by arithmetic",
        examples=['["kumar2020:life-1"]'],
    )
