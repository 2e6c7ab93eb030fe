"""Launches: how many threads a kernel gets, by the shape of its fields."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

Shape = tuple[int, int, int]
ROOM = 256  # threads in a block over cells
ALONG = 128  # of them along the last axis, at most: neighbours in memory
DEEP = 64  # of them along the first axis, at most: a limit of CUDA
MOST_BLOCKS = 65_535  # along the first two axes, a limit of CUDA; threads then take several cells


@dataclass(frozen=True)
class Launching:
    """How kernels are launched: on a GPU, or by one thread in Numba's simulator, where threads are slow."""

    simulated: bool
    row_threads: int

    def over_cells(self, kernel: Callable[..., None], shape: Shape, *given: object) -> None:
        """Run a kernel with a thread to each cell."""
        cast("Any", kernel)[self.cells(shape)](*given)

    def over_rows(self, kernel: Callable[..., None], rows: int, *given: object) -> None:
        """Run a kernel with a block to each row."""
        cast("Any", kernel)[1 if self.simulated else rows, self.row_threads](*given)

    def cells(self, shape: Shape) -> tuple[Shape, Shape]:
        """Return blocks and threads in a block, the last axis of the fields first."""
        if self.simulated:
            return (1, 1, 1), (1, 1, 1)
        nx, ny, nz = shape
        k = min(_power(nz), ALONG)
        j = min(_power(ny), ROOM // k)
        i = min(_power(nx), ROOM // (k * j), DEEP)
        blocks = (-(-nz // k), min(-(-ny // j), MOST_BLOCKS), min(-(-nx // i), MOST_BLOCKS))
        return blocks, (k, j, i)


def _power(count: int) -> int:
    """Return the smallest power of 2 that is not below a number."""
    return 1 << max(count - 1, 0).bit_length()


def is_simulated() -> bool:
    """Return whether kernels run in Numba's simulator."""
    return os.environ.get("NUMBA_ENABLE_CUDASIM", "0") not in {"", "0"}


def cells_of(given: tuple[object, ...], rows: int) -> Shape:
    """Return the cells that a kernel runs over: rows, and the other axes of its first field."""
    for one in given:
        if isinstance(one, tuple):
            found = cells_of(one, rows)
            if found[0]:
                return found
        elif len(getattr(one, "shape", ())) == 3:
            _, ny, width = cast("Any", one).shape
            return rows, ny, width - 2
    return 0, 0, 0
