"""The microstructure of a layer as a field: phases, potential and current density in its voxels."""

from __future__ import annotations

import numpy as np

from .....answers import Reader
from .....record import Field, FieldArray, Grid
from ..conductor import VoxelCurrent
from ..energies import conduct_layer
from ..sheet_current import SheetCurrent, sheet_flow
from .reading import conductors_of, two_phase_layer


def microstructure_field(read: Reader) -> Field:
    """Return the first structure with potential over voltage and current density over its mean.

    x leads from the sodium to the electrolyte.
    """
    layer = two_phase_layer(read)
    phases = layer.phases(layer.seeds[0])
    found = conduct_layer(phases, conductors_of(read, layer), read("temperature"))
    axes = tuple(layer.voxel * np.arange(n + 1) for n in phases.shape)
    arrays = (
        FieldArray("phase", "1", phases.astype(float), "cells"),
        FieldArray("potential", "1", found.potential, "cells"),
        FieldArray("relative_current_density", "1", relative_current(found.conduction), "cells"),
    )
    return Field(Grid(axes), arrays, f"Microstructure of {layer.host} and {layer.second}: {layer.composition(phases)}")


def relative_current(done: VoxelCurrent | SheetCurrent) -> np.ndarray:
    """Return the current density in each voxel over that through the layer: means over its faces."""
    if isinstance(done, SheetCurrent):
        flow = sheet_flow(done)
        along: np.ndarray = flow / (flow[..., 0].mean() or 1.0)
        return along
    x, y, z = (g * drop for g, drop in zip(done.faces.sides, done.drops, strict=True))
    mean = x[-1].mean()
    if done.faces.length > len(y):  # nodes as electrodes: no current along them
        x = np.concatenate((x[:1], x, x[-1:]))
        y, z = (np.pad(one, ((1, 1), (0, 0), (0, 0))) for one in (y, z))
    parts = ((x[:-1] + x[1:]) / 2, (y + np.roll(y, 1, 1)) / 2, (z + np.roll(z, 1, 2)) / 2)
    found: np.ndarray = np.stack(parts, -1) / (mean or 1.0)
    return found
