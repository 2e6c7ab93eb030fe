"""A Na|Na cell that is plated in one direction at constant current until its voltage falls, or until someone stops it.

The voltage is that of `cells` for one step: ohmic parts, two asinh faces, diffusion, a nucleation overshoot. The
plateau drifts by `drift` in all, with the time constant `drift_time` (a share of the test). A cell without sodium or
electrolyte ends at the voltage limit: its resistance goes with 1/(1 - t/t_end) near the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .cells import FARADAY, GAS, MODES, ROOM, WEIGHTS
from .instrument import InstrumentSettings, noisy, reading_times, spiked, surviving, triggered
from .paths import PathSettings, share_of
from .truth import CellTruth, MadeCell, recording_of

LIMIT = 5.0  # V, where the instrument stops
EXHAUSTION = 0.004  # of the test: how near its end the resistance has doubled


@dataclass(frozen=True)
class PlatingSettings:
    """Cell and test; `duration` (s) is without the interruptions for impedance, one every `interrupt_every` seconds."""

    resistance: float = 60.0  # ohm
    exchange: tuple[float, float] = (1e-3, 1e-3)  # A
    diffusion: float = 10.0  # ohm
    diffusion_time: float = 3600.0  # s
    nucleation: float = 0.02  # V
    nucleation_time: float = 300.0  # s
    drift: float = 0.1
    drift_time: float = 1.0
    wander: float = 0.0  # relative, a sinusoid of a day and one of some hours
    current: float = 0.5e-3  # A
    duration: float = 100 * 3600.0
    interrupt_every: float = 0.0
    interrupt: float = 1200.0
    interrupt_read: bool = False
    initial_rest: float = 0.0
    exhausted: bool = False
    sign: int = 1


def plating_voltage(cell: PlatingSettings, plated: np.ndarray, clock: np.ndarray) -> np.ndarray:
    """|V| of the healthy cell by the time with current (s) and the time of the clock."""
    slow = -np.expm1(-plated / (cell.drift_time * cell.duration)) / -np.expm1(-1 / cell.drift_time)
    factor = 1 + cell.drift * slow
    factor = factor * (1 + cell.wander * (np.sin(2 * np.pi * clock / 86400) + 0.5 * np.sin(2 * np.pi * clock / 23000)))
    modes = 1 - np.exp(-np.outer(plated, MODES**2) / cell.diffusion_time)
    faces = sum(np.arcsinh(cell.current * factor / (2 * i0)) for i0 in cell.exchange)
    ohmic = cell.current * (cell.resistance * factor + cell.diffusion * (modes @ WEIGHTS))
    if cell.exhausted:
        left = np.maximum(1 - plated / cell.duration, 1e-9)
        ohmic = ohmic * (1 + EXHAUSTION / left)
    return ohmic + 2 * GAS * ROOM / FARADAY * faces + cell.nucleation * np.exp(-plated / cell.nucleation_time)


def legs_of(cell: PlatingSettings) -> list[tuple[float, float, float, bool]]:
    """Start, end, plated time at the start, and whether current flows, of every leg."""
    now, plated = cell.initial_rest, 0.0
    found = [(0.0, cell.initial_rest, 0.0, False)] if cell.initial_rest else []
    while plated < cell.duration - 1e-6:
        length = min(cell.interrupt_every or cell.duration, cell.duration - plated)
        found.append((now, now + length, plated, True))
        now, plated = now + length, plated + length
        if cell.interrupt_every and plated < cell.duration - 1e-6:
            found.append((now, now + cell.interrupt, plated, False))
            now += cell.interrupt
    return found


def clock_of(cell: PlatingSettings, plated: float) -> float:
    """The time of the clock at which the current has flowed for `plated` seconds."""
    leg = next(x for x in reversed(legs_of(cell)) if x[3] and x[2] <= plated)
    return leg[0] + plated - leg[2]


def plating_recording(
    cell: PlatingSettings,
    instrument: InstrumentSettings,
    path: PathSettings | None = None,
    *,
    seed: int = 0,
    disturbances: tuple[str, ...] = (),
) -> MadeCell:
    """Plate the cell, with a path or without, and read it with the instrument."""
    rng = np.random.default_rng([seed, 2])
    legs = legs_of(cell)
    times = [reading_times(start, end, instrument) for start, end, _, _ in legs]
    time = np.concatenate(times)
    of = np.repeat(np.arange(len(legs)), [len(t) for t in times])
    starts, plated0, flows = (np.array([leg[i] for leg in legs])[of] for i in (0, 2, 3))
    flows = flows.astype(bool)
    volts = plating_voltage(cell, plated0 + np.where(flows, time - starts, 0.0), time)
    relaxed = 0.1 * volts * np.exp(-(time - starts) / 100) * (plated0 > 0)  # what a rest leaves of it
    scale = float(np.median(volts[flows]))
    volts = np.where(flows, volts, relaxed) * (1 - share_of(path, time, seed))
    written = flows | cell.interrupt_read | (time < cell.initial_rest)
    if cell.exhausted:
        above = np.flatnonzero(volts >= LIMIT)
        if len(above):
            written &= np.arange(len(time)) <= above[0]
    voltage = noisy(np.minimum(volts, LIMIT), instrument, rng)
    keep = triggered(voltage, of, instrument) & written
    time, voltage, flows = time[keep], voltage[keep], flows[keep]
    voltage = spiked(voltage, instrument.spikes, scale, rng)
    current = np.where(flows, cell.current, 0.0) * (1 + rng.normal(0, instrument.current_noise, len(time)))
    keep = surviving(time, instrument, rng)
    ended = "short" if path else "voltage limit" if cell.exhausted else "operator"
    truth = CellTruth(cell.duration, scale, path.truth if path else None, disturbances, ended)
    name = f"plating-{seed}.csv"
    return MadeCell(recording_of(name, time[keep], cell.sign * voltage[keep], cell.sign * current[keep]), truth)
