"""What a step needs of a device: arrays, kernels over their cells, copies to and from the host.

A kernel is named by its CPU version, a function of `*_kernels.py` that takes a band of rows and then arrays of the
device and plain numbers. The device runs its own version of that name. Sums and largest values are left row by row in
an array `sums`, which the host brings back and combines in one order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

DeviceArray = Any  # an array of the device: of numpy on the CPU


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
    close: Callable[[], None] = _nothing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
