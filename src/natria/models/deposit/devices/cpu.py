"""The CPU as a device: numpy arrays and a team of threads."""

from __future__ import annotations

import numpy as np

from ..team import Team
from .device import Device


def cpu(threads: int = 1) -> Device:
    """Return the CPU with a number of threads."""
    team = Team(threads)
    return Device("cpu", team.each, np.zeros, _write, np.asarray, team.close)


def _write(values: np.ndarray, array: np.ndarray) -> None:
    array[:] = values
