"""The voltage of the simulated full cell over its capacity, as an artefact: a table of its first cycle.

The cell is that of `full_cell`, and one that was asked for a capacity under the same conditions is not run again.
"""

from __future__ import annotations

import numpy as np

from ...answers import Answerer, Reader, Refuse
from ...models.cell import prepared_from
from ...models.cell.prepare import VALID, VERSION
from ...models.reading.contact import at_reference_pressure
from ...record import Table, numbers, words
from ..curves.profiles import PROFILE
from .full_cell import CATHODES, OBJECTION, SUBJECT, active_loading, first_cycles

NAME = "full_cell_profile"
WAYS = {1: "charge", -1: "discharge"}


def voltage_profile(read: Reader) -> Table:
    """Return voltage and capacity of the charge and the discharge of the first cycle, in their order.

    Capacities count from zero in each of the two, per area and per mass of what is active. A run that ends early gives
    what it has.
    """
    if read.word("cell") != "full":
        raise Refuse("this is about full cells")
    at_reference_pressure(read)
    rows, columns, _ = first_cycles(prepared_from(read, SUBJECT))
    first = rows[rows[:, columns["cycle"]] == 1]
    halves = [_half(first, columns, sign) for sign in _signs(first[:, columns["current"]])]
    if not halves:
        raise Refuse("the first cycle has no current")
    ways, charge, volts = (np.concatenate([half[k] for half in halves]) for k in range(3))
    return Table(
        PROFILE,
        "Voltage over capacity in the first cycle",
        {
            "half": words([WAYS[int(way)] for way in ways]),
            "areal_capacity": numbers("C/m^2", charge),
            "specific_capacity": numbers("C/kg", charge / active_loading(read)),
            "voltage": numbers("V", volts),
        },
    )


def _signs(current: np.ndarray) -> list[int]:
    """Return the directions of the current in their order."""
    return list(dict.fromkeys(int(sign) for sign in np.sign(current) if sign))


def _half(rows: np.ndarray, columns: dict[str, int], sign: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return direction, charge (C/m^2) and voltage of the readings in one direction."""
    here = rows[np.sign(rows[:, columns["current"]]) == sign]
    time, current = here[:, columns["time"]], np.abs(here[:, columns["current"]])
    charge = np.append(0.0, np.cumsum((current[1:] + current[:-1]) / 2 * np.diff(time)))
    return np.full(len(here), sign), charge, here[:, columns["voltage"]]


FULL_CELL_PROFILE = Answerer(
    NAME, VERSION + CATHODES, (PROFILE,), voltage_profile, VALID, ("mass_loading",), cost="seconds", objection=OBJECTION
)
