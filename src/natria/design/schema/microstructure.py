"""The schema of the microstructure of a layer of two phases."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ..values import Value
from .tables import Law, SchemaTable, known, setting


class InterfaceTable(Law):
    """How the interface between the two phases conducts."""

    law: Literal["sheets", "bonds"] = Field(
        description="sheets with a width, which conduct along themselves; or bonds across the faces of voxels, as a "
        "network of resistors, whose answer depends on the size of the voxel",
        examples=['"sheets"'],
    )


_NEEDED = {
    "gradient": {"second_phase_depth": '"12 nm"'},
    "image": {"image": '"slice.png"', "image_sha256": '"0123456789ab" (of sha256sum slice.png)'},
}


class MicrostructureTable(SchemaTable):
    """How the two phases of a layer lie in voxels, and what the interfaces between them conduct.

    The host is the phase with the greater share. Conductivities of phases without one are `conductivity_prefactor`
    times exp(-E/RT) with their migration barrier.
    """

    kind: Literal["random", "spheres", "separate-spheres", "lamellae", "lamellae-along", "gradient", "image"] = Field(
        description="random grains, spheres that may overlap or not, sheets across or along the current, random grains "
        "in a zone at the electrolyte only, or a slice from an image",
        examples=['"random"'],
    )
    voxel_size: Annotated[Value, setting("voxel_size", "edge of a voxel", "1 nm")] = Field(examples=['"1 nm"'])
    voxels_per_edge: Annotated[Value, setting("voxels_per_edge", "along each edge of the structure", "32")] = None
    microstructure_seeds: Annotated[Value, setting("microstructure_seeds", "random structures compared", "5")] = None
    grain_size: Annotated[
        Value, known("grain_size", "of grains; diameter of spheres, period of lamellae; a voxel if left out")
    ] = None
    second_phase_depth: Annotated[
        Value, known("second_phase_depth", "of the zone at the electrolyte, for a gradient")
    ] = None
    porosity: Annotated[Value, known("porosity", "of the layer; dense if left out")] = None
    pores_filled_by: str = Field(
        default="",
        description="the electrolyte layer whose liquid conducts in the pores; insulating where it is left out",
        examples=['"separator"'],
    )
    interface_energy: Annotated[
        Value, known("arrhenius_energy", "of the interfaces; without it they conduct as the two phases in series")
    ] = None
    interface: InterfaceTable | None = None
    interface_width: Annotated[Value, known("interface_width", "of the interfaces, for the law 'sheets'")] = None
    interface_prefactor_ratio: Annotated[
        Value, known("interface_prefactor_ratio", "conductivity prefactor of the interfaces over that of the host")
    ] = None
    image: str = Field(
        default="",
        description="a PNG or TIFF file with a slice, for the kind 'image'; its path starts at the working folder",
        examples=['"slice.png"'],
    )
    image_sha256: str = Field(
        default="",
        description="the SHA-256 of that file, its first 12 digits or more, so that a changed image is no old result",
        examples=['"0123456789ab"'],
        pattern=r"^([0-9a-f]{12,64})?$",
    )

    @model_validator(mode="after")
    def _complete(self) -> MicrostructureTable:
        for name, example in _NEEDED.get(self.kind, {}).items():
            if not getattr(self, name):
                what = {"what": f"the kind {self.kind!r} needs {name}", "fix": f"add, for example, {name} = {example}"}
                raise PydanticCustomError("natria", "{what}", what)
        if self.interface_energy and not self.interface:
            fix = 'add interface = { law = "sheets", why = ".." }'
            what = {"what": "an interface_energy needs the law of the interface", "fix": fix}
            raise PydanticCustomError("natria", "{what}", what)
        return self
