"""Arrays of a GPU, and copies between it and the host."""

from __future__ import annotations

import numpy as np
from numba import cuda

from ..device import DeviceArray


def zeros(shape: tuple[int, ...], kind: type) -> DeviceArray:
    """Return an array of zeros."""
    return cuda.to_device(np.zeros(shape, kind))


def put(values: np.ndarray, array: DeviceArray) -> None:
    """Write values of the host into an array."""
    array.copy_to_device(np.ascontiguousarray(values, array.dtype))


def bring(array: DeviceArray) -> np.ndarray:
    """Return the values of an array on the host."""
    found: np.ndarray = array.copy_to_host()
    return found
