"""The fields of a run: the last states, the one that is tried, and room for the parts of a step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....quantity import ModelError
from ..boundary_kernels import FarSide
from ..devices.device import Device, DeviceArray
from ..front_kernels import Rates
from ..grid_kernels import cast_down
from ..inputs import LayerOnFront
from ..layer_kernels import cover
from ..multigrid import Shape
from .setup import RunSetup


@dataclass(eq=False)
class StepFields:
    """Fields of the device. Of each list, the first is the present state and the last the tried one."""

    xi: list[DeviceArray]
    c: list[DeviceArray]
    phi: list[DeviceArray]
    total: list[DeviceArray]
    rates: Rates
    right: DeviceArray
    u: DeviceArray
    scale: DeviceArray
    cells: DeviceArray
    far: FarSide
    nowhere: DeviceArray  # a row of zeros, where a field of metal is asked for
    sums: DeviceArray
    layer: DeviceArray
    extra: list[DeviceArray]  # sources of xi, phi and c

    def accept(self) -> None:
        """Take over the state that was tried."""
        for name in ("xi", "c", "phi", "total"):
            states = getattr(self, name)
            setattr(self, name, [states[-1], *states[:-1]])


def fields_of(shape: Shape, device: Device, real: type, layer: LayerOnFront | None, *, sources: bool) -> StepFields:
    """Return the fields of a run, zero but for a layer that stays."""

    nx, ny, nz = shape

    def fields(count: int) -> list[DeviceArray]:
        return [device.zeros((nx, ny, nz + 2), real) for _ in range(count)]

    row = (1, ny, nz + 2)
    nowhere = device.zeros((1, 1, nz + 2), real)
    xi, c, phi, total, rates = fields(5), fields(5), fields(4), fields(3), Rates(*fields(3))
    right, u, scale, cells = fields(4)
    far = FarSide(*(device.zeros(row, real) for _ in range(3)))
    sums = device.zeros((2 * nx,), np.float64)
    share = fields(1)[0] if layer else nowhere
    made = StepFields(
        xi, c, phi, total, rates, right, u, scale, cells, far, nowhere, sums, share, fields(3 if sources else 0)
    )
    if layer is not None and layer.share is not None:
        write(device, made.layer, layer.share, shape)
    return made


def write(device: Device, field: DeviceArray, values: np.ndarray, shape: Shape) -> None:
    """Write the values of the cells, and into the columns at the ends those of their neighbours."""
    if values.shape != shape:
        raise ModelError(f"a field of the shape {values.shape} on a grid of {shape}", "give both the same shape")
    device.put(np.pad(values, ((0, 0), (0, 0), (1, 1)), mode="edge"), field)


def move_layer(run: RunSetup, fields: StepFields) -> None:
    """Set the share of a layer that keeps its thickness on the metal, after each step that is kept."""
    layer = run.physics.layer
    if layer is not None and layer.thickness is not None:
        run.whole(cover, fields.xi[0], fields.layer, layer.thickness / run.grid.spacing)


def copy(run: RunSetup, values: DeviceArray, to: DeviceArray) -> None:
    """Copy a field."""
    run.each(cast_down, values, to)
