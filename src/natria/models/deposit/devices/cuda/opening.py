"""The GPU as a device, where there is one, or Numba's simulator of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import cuda

from .....quantity import ModelError
from ..device import Device
from .arrays import bring, put, zeros
from .covering import covering
from .elliptic import CudaElliptic
from .launching import Launching, Shape, cells_of, is_simulated
from .row_kernels import ROOM
from .table import CELLS, ROWS, missing


def gpu() -> Device:
    """Return the GPU; refuse where there is none that Numba finds."""
    simulated = is_simulated()
    if not simulated and not cuda.is_available():
        raise ModelError(
            "no CUDA device was found",
            "install the extra natria[cuda] and a driver of NVIDIA on a machine with a GPU, or choose the device cpu; "
            "NUMBA_ENABLE_CUDASIM=1 runs the kernels in Numba's simulator, slowly, to test them",
        )
    launching = Launching(simulated, 1 if simulated else ROOM)

    def solver(shape: Shape, real: type) -> CudaElliptic:
        return CudaElliptic(shape, launching, real)

    return Device("cuda", runner(launching, covering(launching)), zeros, put, bring, solver)


def runner(launching: Launching, cover: Callable[..., None]) -> Callable[..., None]:
    """Return what runs the kernel of a name; `cover` is several of them."""

    def each(kernel: Any, rows: int, _cells: int, *given: object) -> None:
        name = kernel.__name__
        if name == "cover":
            cover(*given)
        elif name in ROWS:
            launching.over_rows(ROWS[name], rows, *given)
        elif name in CELLS:
            launching.over_cells(CELLS[name], cells_of(given, rows), *given)
        else:
            raise missing(name)

    return each
