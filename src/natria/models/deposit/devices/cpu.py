"""The CPU as a device: numpy arrays and a team of threads."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np

from ..multigrid import Elliptic, Shape
from ..sweep_kernels import front_sweeps
from ..team import Team
from .device import Device

PAGE, APART, BLOCK = 4096, 11 * 64, 64 * 2**20  # bytes


def cpu(threads: int = 1) -> Device:
    """Return the CPU with a number of threads."""
    team = Team(threads)

    def solver(shape: Shape, real: type) -> Elliptic:
        return Elliptic(shape, team, real)

    return Device("cpu", team.each, _spaced_zeros(), _write, np.asarray, solver, team.close, front_sweeps)


def _write(values: np.ndarray, array: np.ndarray) -> None:
    array[:] = values


def _spaced_zeros() -> Callable[[tuple[int, ...], type], np.ndarray]:
    """Return a function for arrays of zeros from large blocks, each at another place of its page.

    Large arrays all begin at the same place of a page. Those that a kernel reads side by side then share few lines of
    the cache, and push each other out. Large blocks get large pages where the system has them, for which numpy asks.
    """
    made, block, used = count(1), np.zeros(0, np.uint8), 0

    def zeros(shape: tuple[int, ...], kind: type) -> np.ndarray:
        nonlocal block, used
        size = np.dtype(kind).itemsize * int(np.prod(shape))
        if used + size + 2 * PAGE > block.size:
            block, used = np.zeros(max(size + 2 * PAGE, BLOCK), np.uint8), 0
        address = block.ctypes.data
        begin = used + (next(made) * APART - address - used) % PAGE
        used = begin + size
        return block[begin:used].view(kind).reshape(shape)

    return zeros
