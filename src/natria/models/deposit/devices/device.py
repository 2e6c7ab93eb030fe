"""What a step needs of a device: arrays, kernels over their cells, copies to and from the host.

A kernel is named by its CPU version, a function of `*_kernels.py` that takes a band of rows and then arrays of the
device and plain numbers. The device runs its own version of that name. Sums and largest values are left row by row in
an array `sums`, which the host brings back and combines in one order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np

DeviceArray = Any  # an array of the device: of numpy on the CPU


class Solver(Protocol):
    """What solves -div(g grad u) + q u = b on a device; a caller fills the faces and q of the operator."""

    faces: tuple[DeviceArray, DeviceArray, DeviceArray]
    q: DeviceArray
    iterations: int  # of all solves

    @property
    def cells(self) -> int:
        """Return the number of cells."""

    def prepare(self) -> None:
        """Take over the operator."""

    def solve(self, u: DeviceArray, b: DeviceArray, tolerance: float, most: int, /) -> int:
        """Improve u; return the number of iterations."""


def _nothing() -> None:
    """Release nothing."""


@dataclass(frozen=True, eq=False)
class Device:
    """Functions of a device. Inside `with`, its threads and memory are held; at the end they are released."""

    name: str
    each: Callable[..., None]  # (kernel, rows, cells, *arguments): runs it over all rows
    zeros: Callable[[tuple[int, ...], type], DeviceArray]
    put: Callable[[np.ndarray, DeviceArray], None]  # writes values of the host into an array
    bring: Callable[[DeviceArray], np.ndarray]  # the values of an array on the host; on the CPU the array itself
    solver: Callable[[tuple[int, int, int], type], Solver]  # for a grid, and the type of its numbers
    close: Callable[[], None] = _nothing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
