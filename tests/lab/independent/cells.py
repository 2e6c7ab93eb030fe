"""A symmetric Na|Na cell that is cycled: its voltage in closed form, step by step.

Electrolyte and interphase are ohmic, each face follows eta = (2RT/F) asinh(I/(2 I0)) (Butler-Volmer with both transfer
coefficients 1/2). Concentration profiles follow the step response of a layer of finite length with its far side held
constant, V = I R_d [1 - sum 8/(pi k)^2 exp(-k^2 t/tau)] over odd k (the diffusion equation by separation of
variables). It rises with the root of time and then saturates; its modes remember earlier steps. Nucleation adds an
overshoot that decays with time. Interphase and 1/I0 grow with the cycles, decline from the first cycle on where the
cell activates, and follow Arrhenius over the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .instrument import InstrumentSettings, noisy, reading_times, spiked, surviving, triggered
from .paths import PathSettings, share_of
from .truth import CellTruth, MadeCell, recording_of

GAS, FARADAY, ROOM = 8.314462618, 96485.33212, 298.15
DAY = 86400.0
MODES = np.array([1.0, 3.0, 5.0, 7.0])
WEIGHTS = 8 / (np.pi * MODES) ** 2 / (8 / (np.pi * MODES) ** 2).sum()


@dataclass(frozen=True)
class SymmetricSettings:
    """Cell and test. Growth is relative to the start, after 100 cycles; `law` "linear" or "sqrt".

    The currents follow one another, `block` cycles each, and begin again from the first. Half-cycles pass `charge`, or
    last as long as at the first current if `equal_time`. Every `interrupt_every` cycles the test stops for `interrupt`
    seconds, between cycles or inside a half-cycle, with readings at zero current or none.
    """

    electrolyte: float = 10.0  # ohm
    interphase: float = 30.0  # ohm, both faces
    exchange: tuple[float, float] = (2e-3, 2e-3)  # A, working and counter
    diffusion: float = 4.0  # ohm, in the steady state
    diffusion_time: float = 1200.0  # s
    nucleation: float = 0.005  # V
    nucleation_time: float = 60.0  # s
    growth: float = 0.2
    law: str = "linear"
    activation: float = 0.0  # excess of the interphase at the start, relative
    activation_cycles: float = 5.0
    swing: float = 0.0  # K, amplitude over the day
    phase: float = 0.0
    barrier: float = 35e3  # J/mol
    scatter: float = 0.002  # relative, from half-cycle to half-cycle
    offset: float = 0.0  # V, of the voltmeter and between the electrodes
    currents: tuple[float, ...] = (1e-3,)  # A
    block: int = 10
    charge: float = 3.6  # C
    equal_time: bool = False
    half_cycles: int = 100
    rest: float = 0.0  # s after each half-cycle
    interrupt_every: int = 0
    interrupt: float = 1800.0
    interrupt_inside: bool = False
    interrupt_read: bool = False
    first: int = 1


class Step(NamedTuple):
    start: float
    end: float
    current: float
    half: int  # -1 in a rest
    begins: float  # 1 where a half-cycle begins, less where it resumes
    is_read: bool


def steps_of(cell: SymmetricSettings) -> list[Step]:
    """The steps of the test in time: half-cycles, rests, interruptions."""
    now, found, sign = 0.0, [], cell.first
    stops = cell.interrupt_every * 2

    def pause(seconds: float, is_read: bool) -> None:
        nonlocal now
        if seconds > 0:
            found.append(Step(now, now + seconds, 0.0, -1, 0.0, is_read))
            now += seconds

    for half in range(cell.half_cycles):
        current = cell.currents[half // (2 * cell.block) % len(cell.currents)]
        seconds = cell.charge / (cell.currents[0] if cell.equal_time else current)
        stop = bool(stops) and half > 0 and half % stops == 0
        parts = [(0.4 * seconds, 1.0), (0.6 * seconds, 0.3)] if stop and cell.interrupt_inside else [(seconds, 1.0)]
        if stop and not cell.interrupt_inside:
            pause(cell.interrupt, cell.interrupt_read)
        for i, (length, begins) in enumerate(parts):
            if i:
                pause(cell.interrupt, cell.interrupt_read)
            found.append(Step(now, now + length, sign * current, half, begins, True))
            now += length
        pause(cell.rest, True)
        sign = -sign
    return found


def onset_time(steps: list[Step], half: int, share: float) -> float:
    """The time at which `share` of half-cycle `half` has passed."""
    first = next(s for s in steps if s.half == half)
    last = [s for s in steps if s.half == half][-1]
    return first.start + share * (last.end - first.start)


def healthy_voltage(cell: SymmetricSettings, steps: list[Step], times: list[np.ndarray], seed: int) -> np.ndarray:
    """The voltage without a path at the times of each step, all steps in one array."""
    factors = np.exp(np.random.default_rng([seed, 5]).normal(0, cell.scatter, cell.half_cycles))
    profile = np.zeros(len(MODES))  # V, what each mode of the diffusion has reached
    found = []
    for step, time in zip(steps, times, strict=True):
        into = time - step.start
        target = WEIGHTS * cell.diffusion * step.current
        decay = np.exp(-np.outer(into, MODES**2) / cell.diffusion_time)
        diffusion = (target + (profile - target) * decay).sum(axis=1)
        profile = target + (profile - target) * np.exp(-(step.end - step.start) * MODES**2 / cell.diffusion_time)
        voltage = diffusion + cell.offset
        if step.half >= 0:
            aged = _aged(cell, time, step.half / 2) * factors[step.half]
            warm = ROOM + _kelvin(cell, time)
            faces = sum(np.arcsinh(step.current * aged / (2 * i0)) for i0 in cell.exchange)
            voltage = voltage + step.current * (cell.electrolyte * factors[step.half] + cell.interphase * aged)
            voltage = voltage + 2 * GAS * warm / FARADAY * faces
            extra = cell.nucleation * step.begins * (3.0 if step.half < 2 else 1.0)
            voltage = voltage + np.sign(step.current) * extra * np.exp(-into / cell.nucleation_time)
        found.append(voltage)
    return np.concatenate(found)


def _kelvin(cell: SymmetricSettings, time: np.ndarray) -> np.ndarray:
    return cell.swing * np.sin(2 * np.pi * time / DAY + cell.phase)


def _aged(cell: SymmetricSettings, time: np.ndarray, cycle: float) -> np.ndarray:
    """Interphase and 1/I0 over those of the fresh, activated cell at room temperature."""
    grown = 1 + cell.growth * ((cycle / 100) if cell.law == "linear" else (cycle / 100) ** 0.5)
    active = 1 + cell.activation * np.exp(-cycle / cell.activation_cycles)
    warm = ROOM + _kelvin(cell, time)
    return grown * active * np.exp(cell.barrier / GAS * (1 / warm - 1 / ROOM))


def symmetric_recording(
    cell: SymmetricSettings,
    instrument: InstrumentSettings,
    path: PathSettings | None = None,
    *,
    seed: int = 0,
    disturbances: tuple[str, ...] = (),
) -> MadeCell:
    """Cycle the cell, with a path or without, and read it with the instrument."""
    rng = np.random.default_rng([seed, 1])
    steps = steps_of(cell)
    times = [reading_times(s.start, s.end, instrument) for s in steps]
    time = np.concatenate(times)
    of = np.repeat(np.arange(len(steps)), [len(t) for t in times])
    current = np.array([s.current for s in steps])[of]
    whole = healthy_voltage(cell, steps, times, seed) * (1 - share_of(path, time, seed))
    scale = float(np.median(np.abs(whole[current != 0])))
    voltage = noisy(whole, instrument, rng)
    keep = triggered(voltage, of, instrument) & np.array([s.is_read for s in steps])[of]
    time, voltage, current = time[keep], voltage[keep], current[keep]
    voltage = spiked(voltage, instrument.spikes, scale, rng)
    current = current * (1 + rng.normal(0, instrument.current_noise, len(current)))
    keep = surviving(time, instrument, rng)
    half = float(np.median([s.end - s.start for s in steps if s.half >= 0]))
    truth = CellTruth(half, scale, path.truth if path else None, disturbances)
    name = f"symmetric-{seed}.csv"
    return MadeCell(recording_of(name, time[keep], voltage[keep], current[keep]), truth)
