"""Moduli of a layer of two phases over seeds, from the stiffness of its voxels: solved once, read off three times."""

from __future__ import annotations

import numpy as np

from .....answers import Reader, Refuse
from .....laws import young_and_poisson
from .....quantity import ModelError
from .....record import Table, numbers, words
from ....reading.solids import moduli_of_phase
from ..elastic import Stiffness, VoxelElasticSettings, stiffness
from ..percolation import solid_spans
from .answers import STIFFNESS
from .reading import GRADIENT, TwoPhaseLayer, two_phase_layer

POROUS = VoxelElasticSettings(3e-4, 400)  # moduli within 1e-4 of those at 3e-5, with half the work; tested
MEANS = ("stiffness", "compliance")


def moduli_table(read: Reader) -> Table:
    """Return the moduli of each structure, of the means of stiffness and compliance over all orientations."""
    layer = two_phase_layer(read)
    if layer.recipe.kind == GRADIENT:
        raise Refuse(
            "the second phase lies in a zone at the electrolyte: the layer is a sheet on a sheet; see layered_film"
        )
    bulk, shear = zip(*(moduli_of_phase(read, name) for name in (layer.host, layer.second)), strict=True)
    made = [layer.phases(seed) for seed in layer.seeds]
    solved = [_solved(layer, phases, (*bulk, 0.0), (*shear, 0.0)) for phases in made]
    pairs = np.array([pair for one in solved for pair in ((one.bulk, one.shear), one.softest)])
    columns = {
        "seed": numbers("1", np.repeat(layer.seeds, len(MEANS))),
        "mean_of": words([*MEANS] * len(solved)),
        "bulk_modulus": numbers("Pa", pairs[:, 0]),
        "shear_modulus": numbers("Pa", pairs[:, 1]),
        "young_modulus": numbers("Pa", young_and_poisson(*pairs.T)[0]),
        "iterations": numbers("1", np.repeat([one.iterations for one in solved], len(MEANS))),
        "residual": numbers("1", np.repeat([one.residual for one in solved], len(MEANS))),
    }
    return Table(
        STIFFNESS, f"Moduli of {layer.host} and {layer.second} over seeds: {layer.composition(made[0])}", columns
    )


def _solved(layer: TwoPhaseLayer, phases: np.ndarray, bulk: tuple[float, ...], shear: tuple[float, ...]) -> Stiffness:
    """Return the stiffness of a structure; refused where its solid falls apart, or nearly."""
    porosity = layer.recipe.porosity
    if not solid_spans(phases):
        raise Refuse(f"the solid falls apart at a porosity of {porosity:.0%}: no path of it leads through; lower it")
    try:
        return stiffness(phases, np.array(bulk), np.array(shear), POROUS if porosity else None)
    except ModelError as bad:
        if not porosity:
            raise
        raise Refuse(
            f"{bad.what}, at a porosity of {porosity:.0%}: the solid hangs together by few necks of a voxel; lower "
            "the porosity, or resolve the grains: a greater grain_size over voxel_size"
        ) from None
