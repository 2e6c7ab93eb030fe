"""The voltage of the simulated full cell over its capacity: a table of its first cycle.

The cell is that of `full_cell`. In the same process, one that was asked for a capacity under the same conditions is
not run again.
"""

from __future__ import annotations

import numpy as np

from ...answers import Answerer, NoOutcome, Reader, Refuse
from ...models.cell import prepared_from
from ...models.cell.prepare import VALID, VERSION
from ...models.reading.contact import at_reference_pressure
from ...record import Table, numbers, words
from ..curves.profiles import PROFILE, PROFILE_MODEL
from .full_cell import CATHODES, OBJECTION, SUBJECT, active_loading, first_cycles
from .halves import CURRENT, TIME, VOLTAGE, HalfCycleLegs, first_halves

WAYS = {1: "charge", -1: "discharge"}


def voltage_profile(read: Reader) -> Table:
    """Return voltage and capacity of the charge and the discharge of the first cycle, in their order.

    Capacities count from zero in each of the two, per area and per mass of what is active. A rest adds nothing. A run
    that ends early gives the half-cycles that are whole.
    """
    if read.word("cell") != "full":
        raise Refuse("this is about full cells")
    at_reference_pressure(read)
    prepared = prepared_from(read, SUBJECT)
    rows, _, stopped = first_cycles(prepared)
    halves: dict[int, HalfCycleLegs] = {}
    for half in first_halves(prepared, rows, stopped):
        halves.setdefault(half.sign, half)
    if not halves:
        raise NoOutcome(stopped) if stopped else Refuse("the first cycle has no current")
    parts = [_curve(half) for half in halves.values()]
    ways, charge, volts = map(np.concatenate, zip(*parts, strict=True))
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


def _curve(half: HalfCycleLegs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return direction, charge (C/m^2) and voltage of the readings of a half-cycle, without its rests."""
    passed, charges, volts = 0.0, [], []
    for rows in half.legs:
        current = np.abs(rows[:, CURRENT])
        if not current.any():
            continue
        steps = (current[1:] + current[:-1]) / 2 * np.diff(rows[:, TIME])
        charges.append(passed + np.append(0.0, np.cumsum(steps)))
        volts.append(rows[:, VOLTAGE])
        passed = charges[-1][-1]
    charge = np.concatenate(charges)
    return np.full(len(charge), half.sign), charge, np.concatenate(volts)


FULL_CELL_PROFILE = Answerer(
    PROFILE_MODEL,
    VERSION + CATHODES,
    (PROFILE,),
    voltage_profile,
    VALID,
    ("mass_loading",),
    cost="seconds",
    objection=OBJECTION,
)
