"""The schema of a layer that conducts ions and electrons: where in it sodium can plate, and how fast."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..values import Value
from .tables import Law, known


class DepositTable(Law):
    """Sodium on top of a mixed conductor: the law says how ions get past it into the layer."""

    law: Literal["dense", "wetted"] = Field(
        description="dense: they plate on it and dissolve again below it; wetted: they enter the layer beside it",
        examples=['"dense"'],
    )


class MixedTable(Law):
    """Plating on top of, within and under a mixed conductor; the law is that of its rates."""

    law: Literal["linear", "butler-volmer"] = Field(examples=['"butler-volmer"'])
    deposit: DepositTable
    exchange_current_top: Annotated[
        Value, known("exchange_current_density", "of sodium on the electrolyte's side of the layer")
    ] = Field(examples=['{value = .., unit = "mA/cm^2", why = ".."}'])
    exchange_current_under: Annotated[
        Value, known("exchange_current_density", "of the metal on the other side of the layer")
    ] = Field(examples=['{value = .., unit = "mA/cm^2", why = ".."}'])
    exchange_current_within: Annotated[
        Value, known("exchange_current_density", "of the surface inside; left out where the layer is dense")
    ] = None
    specific_internal_area: Annotated[
        Value, known("specific_internal_area", "of the surface inside per volume; none where left out")
    ] = None
    porosity: Annotated[Value, known("porosity", "space inside that sodium can fill")] = None
    nucleation_top: Annotated[
        Value, known("nucleation_overpotential", "on top, without sodium there; the usual one if left out")
    ] = None
    nucleation_within: Annotated[
        Value, known("nucleation_overpotential", "inside, without sodium there; the usual one if left out")
    ] = None
    nucleation_under: Annotated[
        Value, known("nucleation_overpotential", "on a collector without sodium; the usual one if left out")
    ] = None
    coverage_charge: Annotated[
        Value, known("coverage_charge", "that covers half of a bare place; the usual one if left out")
    ] = None
    transfer_coefficient: Annotated[Value, known("transfer_coefficient", "of plating; the usual one if left out")] = (
        None
    )

    @model_validator(mode="after")
    def _inside_is_whole(self) -> MixedTable:
        inside = ("specific_internal_area", "exchange_current_within", "porosity")
        if any(getattr(self, name) is not None for name in inside):
            self._need(self.law, inside)
        return self
