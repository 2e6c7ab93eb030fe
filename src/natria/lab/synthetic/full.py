"""Synthetic full cell: plateaus, polarisation, formation, fade and rates.

Also soft shorts on charge (see `full_course`).
"""

from __future__ import annotations

import numpy as np

from .full_course import REST_READINGS, FullCell, FullTest, Half, halves_of, polarisation, voltages
from .instrument import PERFECT, Instrument, read
from .plateaus import RestingVoltage
from .steps import Steps, rows_of, with_rests
from .truth import Synthetic, TruePeak, TrueShort, Truth, recorded

NAME = "synthetic_full_cell"
USUAL_CELL, USUAL_TEST = FullCell(), FullTest()


def full_cell(
    seed: int, *, cell: FullCell = USUAL_CELL, test: FullTest = USUAL_TEST, instrument: Instrument = PERFECT
) -> Synthetic:
    """Return a recording of a full cell with its true capacities, efficiencies and voltages."""
    rng = np.random.default_rng(seed)
    resting = RestingVoltage(cell.plateaus, test.lower, test.upper)
    halves = halves_of(cell, test, resting)
    density = np.array([h.density for h in halves])
    flowing = Steps(
        density * test.area, np.array([h.duration for h in halves]), np.full(len(halves), float(test.samples))
    )
    steps = with_rests(flowing, test.rest, REST_READINGS)
    rows = rows_of(steps)
    voltage, means = voltages(cell, test, resting, halves, rng)
    seen = read(instrument, rng, steps, rows, voltage)
    charge = np.abs(density) * test.area * flowing.duration
    up, down = density > 0, density < 0
    ratio = charge[down] / charge[up] if cell.as_assembled == "discharged" else charge[up] / charge[down]
    truth = Truth(
        kind="full",
        half_cycles=len(halves),
        area=test.area,
        **instrument.truth,
        gaps=seen.gaps,
        currents=tuple((density * test.area).tolist()),
        charges=tuple(charge.tolist()),
        overpotential=polarisation(cell, test.current_density),
        shorts=_shorts(halves, steps),
        efficiencies=tuple(ratio.tolist()),
        peaks=tuple(TruePeak(p.voltage, p.share) for p in cell.plateaus),
        charge_capacities=tuple(charge[up].tolist()),
        discharge_capacities=tuple(charge[down].tolist()),
        charge_voltages=tuple(means[up].tolist()),
        discharge_voltages=tuple(means[down].tolist()),
    )
    return Synthetic(recorded(NAME, seed, seen.columns, cell=cell, test=test, instrument=instrument), truth)


def _shorts(halves: list[Half], steps: Steps) -> tuple[TrueShort, ...]:
    """Return the short of a failing cell, lasting from the first failed charge."""
    failing = [k for k, one in enumerate(halves) if one.stuck is not None]
    if not failing:
        return ()
    start = float(steps.start[steps.flowing[failing[0]]])
    return (TrueShort("soft short", start, failing[0], 0.0, None, None),)
