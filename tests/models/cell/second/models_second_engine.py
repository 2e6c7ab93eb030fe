"""The engine, driven by the same program of legs as the second solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from natria.models.cell.cell import Cell
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.equations.states import AT_TEMPERATURE
from natria.models.cell.failure.limits import Limits
from natria.models.cell.solvers.adaptive import Adaptive

KELVIN = 298.15


@dataclass(frozen=True)
class Leg:
    """A constant current at one temperature, and when (s since its start) the voltage is read; the last ends it."""

    current: float  # A/m^2
    times: tuple[float, ...]
    temperature: float = KELVIN


def engine_voltage(cell: Cell, program: Sequence[Leg], volumes: int, rtol: float = 1e-9) -> np.ndarray:
    """Return the voltages (V) at all times of all legs, in order."""
    packed = pack(cell, volumes)
    solver, bounds = Adaptive(packed, rtol, 1e-9), Limits().array(None)
    y, found = np.array(packed.start, float), []
    for leg in program:
        y[packed.shape[AT_TEMPERATURE]] = leg.temperature
        times = np.array([0.0, *leg.times])
        done = solver.go(y, leg.current, times, bounds)
        assert done.event == "", done.event
        made = rows(done.time, done.states, leg.current, (1, 1), packed.shape, packed.p)
        found.append(made[1:, PLACE["voltage"]])
        y = np.array(done.last, float)
    return np.concatenate(found)
