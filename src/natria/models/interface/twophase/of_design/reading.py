"""A layer of two phases of a design as a recipe of its microstructure and its conductors."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import numpy as np
from scipy.constants import R

from .....answers import Reader, Refuse
from ....reading.conduction import reference_temperature
from ....reading.layers import first, layer_asked, layer_thickness
from ....reading.solids import phases_of, property_of
from ..energies import Conductors, Law
from ..structures import StructureRecipe, fractions, microstructure

IMAGE, GRADIENT = "image", "gradient"
LEAST_THROUGH = 4  # voxels through a layer
OFF = 0.05  # of the layer, by which the share of the second phase in a slice may differ from that of the design
NANO = 1e9


@dataclass(frozen=True)
class TwoPhaseLayer:
    """A layer as its design gives it. Lengths in m; `zone_share` of the thickness is in voxels.

    `share` is that of the second phase in the solid of the layer; `thickness` is 0 where it has no part.
    """

    path: str
    host: str
    second: str
    recipe: StructureRecipe
    image: str
    digest: str
    voxel: float
    zone_share: float
    share: float
    thickness: float
    seeds: tuple[int, ...]

    def phases(self, seed: int) -> np.ndarray:
        """Return the phases of the voxels: of an image, or generated."""
        if not self.image:
            return microstructure(self.recipe, seed)
        found = _phases_of_image(self.image, self.digest)
        shown, tall = fractions(found)[0], len(found) * self.voxel
        if abs(shown - self.share) > OFF:
            raise Refuse(
                f"the image shows {shown:.1%} of {self.second}, the design has {self.share:.1%}: more than {OFF:.0%} "
                f"apart; correct the phases of {self.path} or give another slice"
            )
        if tall > self.thickness + self.voxel:
            raise Refuse(
                f"the image has {len(found)} rows of {_nm(self.voxel)}, {_nm(tall)} in a layer of "
                f"{_nm(self.thickness)}: correct voxel_size, or crop the image to the layer"
            )
        return found

    def composition(self, phases: np.ndarray) -> str:
        """Return the share of the second phase in voxels and design, and the part that a slice shows."""
        met, pores = fractions(phases)
        text = f"{met * self.zone_share:.2%} of {self.second} in the voxels, {self.share:.2%} in the design"
        if pores:
            text += f", {pores:.1%} pores"
        if self.image:
            text += f"; a slice of {_nm(len(phases) * self.voxel)} of {_nm(self.thickness)}"
        return text

    @property
    def mixed(self) -> StructureRecipe:
        """The recipe of a mixture of the same grains over all voxels, which a sweep varies."""
        edge = max(self.recipe.shape)
        kind = "random" if self.recipe.kind == GRADIENT or self.image else self.recipe.kind
        return StructureRecipe(
            kind, (edge, edge, edge), self.recipe.fraction, self.recipe.grain, 0.0, self.recipe.porosity
        )


def two_phase_layer(read: Reader) -> TwoPhaseLayer:
    """Return the layer that is asked about; refused without a microstructure or without two phases."""
    layer = layer_asked(read, "interphase")
    table = f"{layer}.microstructure"
    if not read.has(f"{table}.voxel_size"):
        raise Refuse(f"the layer has no microstructure: add [{table}] with its kind and voxel_size")
    shares = phases_of(read, layer)
    if len(shares) != 2:
        raise Refuse(f"the layer has {len(shares)} phases, its microstructure two: {', '.join(shares)}")
    host, second = sorted(shares, key=lambda name: -shares[name])
    kind, voxel = read.word(f"{table}.kind"), read(f"{table}.voxel_size")
    edge = round(first(read, f"{table}.voxels_per_edge", "usual.voxels_per_edge"))
    grain = read(f"{table}.grain_size") / voxel if read.has(f"{table}.grain_size") else 1.0
    porosity = read(f"{table}.porosity") if read.has(f"{table}.porosity") else 0.0
    image = read.word(f"{table}.image") if kind == IMAGE else ""
    thickness = layer_thickness(read, layer) if kind in (GRADIENT, IMAGE) else 0.0
    depth = read(f"{table}.second_phase_depth") if kind == GRADIENT else 0.0
    through = _through(edge, voxel, thickness, depth) if kind == GRADIENT else edge
    zone = min(1.0, edge * voxel / thickness) if kind == GRADIENT else 1.0
    share = shares[second] / zone
    if share > 1:
        raise Refuse(
            f"{shares[second]:.2%} of the layer is a sheet of {_nm(shares[second] * thickness)}, more than the {edge} "
            f"voxels of {_nm(voxel)} at the electrolyte hold: raise voxels_per_edge or voxel_size"
        )
    recipe = StructureRecipe(
        "random" if image else kind, (through, edge, edge), share, max(1.0, grain), depth / voxel, porosity
    )
    count = (
        1
        if image or kind.startswith("lamellae")
        else round(first(read, f"{table}.microstructure_seeds", "usual.microstructure_seeds"))
    )
    digest = read.word(f"{table}.image_sha256") if image else ""
    return TwoPhaseLayer(
        layer, host, second, recipe, image, digest, voxel, zone, shares[second], thickness, tuple(range(count))
    )


def _through(edge: int, voxel: float, thickness: float, depth: float) -> int:
    """Return the voxels through a layer with a gradient: all of a layer that is thinner than the box."""
    if depth > thickness:
        raise Refuse(f"second_phase_depth is {_nm(depth)} in a layer of {_nm(thickness)}: give the thickness at most")
    found = min(edge, round(thickness / voxel))
    if found < LEAST_THROUGH:
        raise Refuse(
            f"the layer of {_nm(thickness)} is {found} voxels of {_nm(voxel)} thick: lower voxel_size, to "
            f"{LEAST_THROUGH} voxels at least"
        )
    if round(depth / voxel) > found:
        raise Refuse(
            f"second_phase_depth is {_nm(depth)}, more than {found} voxels of {_nm(voxel)}: raise voxels_per_edge or "
            "voxel_size"
        )
    return found


def _nm(length: float) -> str:
    return f"{length * NANO:.4g} nm"


def conductors_of(read: Reader, layer: TwoPhaseLayer) -> Conductors:
    """Return prefactor and energy of host, second phase, pores and interface."""
    table = f"{layer.path}.microstructure"
    (host, at_host), (second, at_second) = (_of_phase(read, name) for name in (layer.host, layer.second))
    pore, at_pore = _of_pores(read, read.word(f"{table}.pores_filled_by")) if layer.recipe.porosity else (0.0, 0.0)
    if not read.has(f"{table}.interface_energy"):
        return Conductors((host, second, pore, 0.0), (at_host, at_second, at_pore, 0.0), "series")
    law = cast("Law", read.law(f"{table}.interface"))
    width = first(read, f"{table}.interface_width", "usual.interface_width") / layer.voxel if law == "sheets" else 1.0
    ratio = first(read, f"{table}.interface_prefactor_ratio", "usual.interface_prefactor_ratio")
    energies = (at_host, at_second, at_pore, read(f"{table}.interface_energy"))
    return Conductors((host, second, pore, host * ratio), energies, law, width)


def _of_phase(read: Reader, phase: str) -> tuple[float, float]:
    """Return prefactor and energy of a phase.

    From its conductivity at the reference temperature where it is known, else by the prefactor that is usual.
    """
    energy = first(read, property_of(phase, "arrhenius_energy"), property_of(phase, "migration_barrier"))
    if read.has(property_of(phase, "ionic_conductivity")):
        known = read(property_of(phase, "ionic_conductivity"))
        return known * float(np.exp(energy / (R * reference_temperature(read)))), energy
    return first(read, property_of(phase, "conductivity_prefactor"), "usual.conductivity_prefactor"), energy


def _of_pores(read: Reader, filling: str) -> tuple[float, float]:
    """Return prefactor and energy of the liquid in the pores; an insulator where nothing fills them."""
    if not filling:
        return 0.0, 0.0
    if filling not in read.names("electrolyte"):
        raise Refuse(f"pores are filled by {filling!r}, which is no electrolyte layer of the design")
    energy = read(f"electrolyte.{filling}.conduction.arrhenius_energy")
    known = read(f"electrolyte.{filling}.ionic_conductivity")
    return known * float(np.exp(energy / (R * reference_temperature(read)))), energy


def _phases_of_image(name: str, digest: str) -> np.ndarray:
    """Return the phases of the pixels; refused where the file is not the one that the design names."""
    from ..image import image_phases

    path = Path(name)
    if not path.is_file():
        raise Refuse(f"there is no image {name}: its path starts at the working folder")
    found = sha256(path.read_bytes()).hexdigest()
    if not found.startswith(digest):
        raise Refuse(
            f"the image {name} is another than the design names: image_sha256 is {digest}, the file has {found}"
        )
    return image_phases(path)
