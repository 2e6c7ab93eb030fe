"""The CPU as a device: numpy arrays and a team of threads."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np

from ..multigrid import Elliptic, Shape
from ..sweep_kernels import front_sweeps
from ..team import Team
from .device import Device

PAGE, APART = 4096, 11 * 64  # bytes


def cpu(threads: int = 1) -> Device:
    """Return the CPU with a number of threads."""
    team = Team(threads)

    def solver(shape: Shape, real: type) -> Elliptic:
        return Elliptic(shape, team, real)

    return Device("cpu", team.each, _spaced_zeros(), _write, np.asarray, solver, team.close, front_sweeps)


def _write(values: np.ndarray, array: np.ndarray) -> None:
    array[:] = values


def _spaced_zeros() -> Callable[[tuple[int, ...], type], np.ndarray]:
    """Return a function for arrays of zeros whose places in a page differ.

    Large arrays all begin at the same place of a page. Those that a kernel reads side by side then share few lines of
    the cache, and push each other out.
    """
    made = count(1)

    def zeros(shape: tuple[int, ...], kind: type) -> np.ndarray:
        size = np.dtype(kind).itemsize * int(np.prod(shape))
        room = np.zeros(size + PAGE, np.uint8)
        begin = (next(made) * APART - room.ctypes.data) % PAGE
        return room[begin : begin + size].view(kind).reshape(shape)

    return zeros
