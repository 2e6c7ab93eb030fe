"""Rates, voltage and events of cells side by side.

None has a chemistry or a path for electrons: all of the current passes as ions. The terms are those of `equations` and
`electrodes`; here they are put together. Compiled.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..electrodes.dispatch import contact_share, polarised_metal
from ..electrodes.metal import EMPTY
from ..equations.compiled import compiled
from ..equations.layout import COUNTER, HEAT_CAPACITY, WORKING
from ..equations.rates import film_rates, layers_voltage, sodium_rates_of_metal, total_of, warming
from ..equations.salt import least_at_walls, salt_rates
from ..equations.states import AT_SODIUM, AT_TEMPERATURE
from ..equations.voltage_parts import EQUILIBRIUM, FACE_C, FACE_W, N_PARTS
from ..failure.limits import CONTACT, CRACK_COUNTER, CRACK_WORKING, DEPLETED, HOTTEST, VOLTS
from .choices import empty_for


@compiled
def voltage_of_metals(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Return what `ionic_voltage` returns."""
    first, last = layers_voltage(y, current, shape, p, parts)
    face, working = polarised_metal(WORKING, current, first, y, shape, p)
    parts[FACE_W] = -face
    parts[FACE_C], counter = polarised_metal(COUNTER, -current, last, y, shape, p)
    parts[EQUILIBRIUM] = counter - working
    return total_of(parts)


@compiled
def rates_of_metals(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write what `rates_at` writes."""
    salt_rates(y, current, y[shape[AT_TEMPERATURE]], shape, p, dy)
    film_rates(WORKING, y, shape, p, dy)
    film_rates(COUNTER, y, shape, p, dy)
    sodium_rates_of_metal(WORKING, current, y, shape, p, dy)
    sodium_rates_of_metal(COUNTER, -current, y, shape, p, dy)
    dy[shape[AT_TEMPERATURE]] = 0.0
    if p[HEAT_CAPACITY] > 0.0:
        parts = empty_for(y, N_PARTS)
        volts = voltage_of_metals(y, current, shape, p, parts)
        dy[shape[AT_TEMPERATURE]] = warming(current * (volts - parts[EQUILIBRIUM]), y, shape, p)


@compiled
def past_any(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, limits: np.ndarray, parts: np.ndarray
) -> Any:
    """Return a mask of the cells in which an event of `limits.distances` has happened.

    `parts` are those of the voltage at this state.
    """
    volts, plates, strips = total_of(parts), current > 0.0, current < 0.0
    past = plates & (limits[VOLTS] - volts <= 0.0) | strips & (volts - limits[VOLTS] <= 0.0)  # nan: none
    past = past | (plates | strips) & (least_at_walls(y, current, shape, p, 1.0) - DEPLETED <= 0.0)
    for electrode in range(2):
        stripped = strips if electrode == 0 else plates
        past = past | stripped & (y[shape[AT_SODIUM] + electrode] - EMPTY <= 0.0)
        past = past | stripped & (contact_share(electrode, y, shape, p) - limits[CONTACT] <= 0.0)
    past = past | (limits[HOTTEST] - y[shape[AT_TEMPERATURE]] <= 0.0)
    past = past | plates & (limits[CRACK_WORKING] - parts[FACE_W] <= 0.0)
    return past | strips & (limits[CRACK_COUNTER] + parts[FACE_C] <= 0.0)
