"""The schema of an electrode that takes sodium up: particles, pores, depth, reactions, ageing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..values import Value
from .tables import Law, SchemaTable, known


class InsertionTable(Law):
    """Particles that take sodium up in one plateau; the law says how sodium moves inside them."""

    law: Literal["fick", "shell"] = Field(examples=['"fick"'])
    particle_size: Annotated[Value, known("particle_size", "diameter of the particles")]
    insertion_diffusivity: Annotated[Value, known("insertion_diffusivity", "of sodium in the particles")]
    phase_solubility: Annotated[Value, known("phase_solubility", "of the two phases of the plateau")] = None
    insertion_diffusion_energy: Annotated[
        Value, known("insertion_diffusion_energy", "E in D = A exp(-E/RT); constant if left out")
    ] = None
    usable_share: Annotated[Value, known("usable_share", "of the active mass; all of it if left out")] = None
    composite_resistance: Annotated[Value, known("composite_resistance", "of the electrons' way; none if left out")] = (
        None
    )


class PoresTable(Law):
    """The electrolyte in the pores of an electrode; the law says where in its depth sodium reacts."""

    law: Literal["uniform", "front"] = Field(examples=['"uniform"'])
    porosity: Annotated[Value, known("porosity", "of the electrode")]
    macmullin_number: Annotated[Value, known("macmullin_number", "of the pores of the electrode")]
    filled_by: str = Field(
        default="",
        description="the electrolyte layer whose salt is simulated in the pores; none where it stays as at the face",
        examples=['"gel"'],
    )


class DepthTable(Law):
    """Conduction through the depth of an electrode; the law says whether it reacts evenly."""

    law: Literal["even", "conduction"] = Field(
        description="whether it reacts alike in all its depth, or where ions and electrons are conducted to",
        examples=['"conduction"'],
    )
    electronic_conductivity: Annotated[Value, known("electronic_conductivity", "of the electrode, through its depth")]


class CoupleTable(Law):
    """The redox couple of the electrolyte in a composite of sulfur; its charge follows from composition.

    The law is a choice that nobody measures directly: what of the couple is there when the cell is built.
    """

    law: Literal["reduced", "oxidised"] = Field(
        description="what the electrolyte is when the cell is built", examples=['"reduced"']
    )
    material: str = Field(description="a material card, one of the composite's", examples=['"Na3SbS4"'])
    potential: Annotated[Value, known("electrode_potential", "of the couple at rest, half reduced")] = Field(
        examples=['{value = .., unit = "V", why = ".."}']
    )
    exchange_current_density: Annotated[Value, known("exchange_current_density", "of the couple, per face area")] = None
    transfer_coefficient: Annotated[Value, known("transfer_coefficient", "of its reduction")] = None


class ConversionTable(Law):
    """Sulfur that is reduced in three couples; the law is that of the film of product.

    The potential of the last couple is no input: it follows from the formation of Na2S and the other two.
    """

    law: Literal["ohmic", "tunnelling", "none"] = Field(examples=['"ohmic"'])
    exchange_current_density: Annotated[
        Value, known("exchange_current_density", "of each couple of sulfur, per face area; left out without sulfur")
    ] = None
    transfer_coefficient: Annotated[Value, known("transfer_coefficient", "of the reductions of sulfur")] = None
    exchange_arrhenius_energy: Annotated[
        Value, known("exchange_arrhenius_energy", "of the exchange currents; constant if left out")
    ] = None
    first_potential: Annotated[
        Value, known("electrode_potential", "of S to Na2S4, instead of that from formation data")
    ] = None
    second_potential: Annotated[
        Value, known("electrode_potential", "of Na2S4 to Na2S2, instead of that from formation data")
    ] = None
    usable_share: Annotated[Value, known("usable_share", "of the sulfur; all of it if left out")] = None
    reaction_area_ratio: Annotated[
        Value, known("reaction_area_ratio", "area of sulfur on carbon over that of the face")
    ] = None
    ionic_conductivity: Annotated[Value, known("ionic_conductivity", "of an ohmic product film")] = None
    decay_length: Annotated[Value, known("decay_length", "of the current through a tunnelling product film")] = None
    porosity: Annotated[Value, known("porosity", "of the composite")] = None
    pore_exponent: Annotated[
        Value, known("pore_exponent", "b of the MacMullin number, share of the electrolyte^-b")
    ] = None
    electrolyte: CoupleTable | None = None

    @model_validator(mode="after")
    def _complete(self) -> ConversionTable:
        film = {
            "none": (),
            "ohmic": ("reaction_area_ratio", "ionic_conductivity"),
            "tunnelling": ("reaction_area_ratio", "decay_length"),
        }
        self._need(self.law, film[self.law] if self.electrolyte else ("exchange_current_density", *film[self.law]))
        return self


class AgeingTable(SchemaTable):
    """What an electrode loses in use; each loss is absent where it is left out."""

    contact_loss_per_cycle: Annotated[
        Value, known("contact_loss_per_cycle", "of what reacts, per equivalent full cycle")
    ] = None
    polysulfide_loss_rate: Annotated[Value, known("polysulfide_loss_rate", "of the sulfur that is Na2S4")] = None
    irreversible_share: Annotated[
        Value, known("irreversible_share", "of what the electrolyte of the composite takes up")
    ] = None


class PressedContactTable(Law):
    """The share of an electrode that is in contact, by the stack pressure."""

    law: Literal["plastic", "elastic"] = Field(examples=['"plastic"'])
    full_contact_pressure: Annotated[Value, known("full_contact_pressure", "H of the law")] = Field(
        examples=['{value = .., unit = "MPa", why = ".."}']
    )
