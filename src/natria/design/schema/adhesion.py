"""The schema of the bond between an interphase layer and its metal, and of what grows between them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..values import Value
from .tables import SchemaTable, known


class AdhesionTable(SchemaTable):
    """The bond of a layer to its metal, the roughness of the face, and a nucleus below the layer."""

    law: Literal["bilinear", "exponential"] = Field(
        default="exponential", description="how the traction of the bond falls with its opening"
    )
    adhesion_energy: Annotated[Value, known("adhesion_energy", "to part layer and metal")] = None
    cohesive_strength: Annotated[Value, known("cohesive_strength", "largest traction of the bond")] = None
    residual_stress: Annotated[
        Value, known("residual_stress", "left in the layer as it comes off; none is assumed where it is left out")
    ] = None
    roughness_amplitude: Annotated[Value, known("roughness_amplitude", "of the face below the layer")] = None
    roughness_wavelength: Annotated[Value, known("roughness_wavelength", "of the face below the layer")] = None
    plating_unevenness: Annotated[Value, known("plating_unevenness", "of the plated thickness")] = None
    nucleus_radius: Annotated[Value, known("nucleus_radius", "of the patch from which a nucleus grows")] = None
    nucleus_height: Annotated[Value, known("nucleus_height", "up to which a nucleus grows")] = None
