"""The CPU as a device: numpy arrays and a team of threads."""

from __future__ import annotations

import numpy as np

from ..multigrid import Elliptic, Shape
from ..team import Team
from .device import Device


def cpu(threads: int = 1) -> Device:
    """Return the CPU with a number of threads."""
    team = Team(threads)

    def solver(shape: Shape, real: type) -> Elliptic:
        return Elliptic(shape, team, real)

    return Device("cpu", team.each, np.zeros, _write, np.asarray, solver, team.close)


def _write(values: np.ndarray, array: np.ndarray) -> None:
    array[:] = values
