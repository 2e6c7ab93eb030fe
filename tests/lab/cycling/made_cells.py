"""Recordings of full cells with a known truth, for the tests: logistic plateaus, a resistance, rests, noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.results import Cycling
from natria.lab.specimen import Specimen
from natria.quantity import Chosen, Finding, Question
from natria.record import Recording

STEPS = ((2.2, 0.012, 0.4), (1.7, 0.020, 0.5))  # V, width V, share of the charge; the rest slopes
LOW, HIGH = 1.2, 2.6


@dataclass(frozen=True)
class Step:
    """`amount` in C, above zero where it charges; at zero current a rest of so many seconds."""

    current: float
    amount: float


def charge_at(volts: np.ndarray, steps=STEPS) -> np.ndarray:
    """The share of the charge that lies below a voltage."""
    slope = 1 - sum(a for *_, a in steps)
    return sum(a / (1 + np.exp(-(volts - c) / w)) for c, w, a in steps) + slope * (volts - LOW) / (HIGH - LOW)


def density_at(volts: np.ndarray, steps=STEPS) -> np.ndarray:
    slope = 1 - sum(a for *_, a in steps)
    return sum(a / (4 * w) / np.cosh((volts - c) / (2 * w)) ** 2 for c, w, a in steps) + slope / (HIGH - LOW)


def branch_of(readings: int, noise: float = 0.0, rng=None, steps=STEPS, down: bool = False):
    """Voltage and charge of a half-cycle through the whole window, of 1 C."""
    volts = np.linspace(LOW, HIGH, 100_001)
    below = charge_at(volts, steps)
    charge = np.linspace(below[0], below[-1], readings)
    voltage = np.interp(charge, below, volts)
    if down:
        voltage = voltage[::-1]
    if noise:
        voltage = voltage + rng.normal(0, noise, readings)
    return np.round(voltage / 1e-4) * 1e-4, charge - charge[0]


def cell(
    halves: list[tuple[float, float]],
    *,
    resistance: float = 5.0,
    noise: float = 0.0,
    rest: float = 600.0,
    dt: float = 20.0,
    seed: int = 0,
    quick: tuple[float, ...] = (),
    **specimen,
) -> Cycling:
    """A recording of half-cycles of (current A, charge C), each through the whole window, with rests between them.

    The voltage follows the share of the half-cycle that has passed, so capacities are what is asked for. `quick` are
    readings soon after a switch (s)."""
    rng = np.random.default_rng(seed)
    volts = np.linspace(LOW, HIGH, 20_001)
    below = charge_at(volts)
    below = (below - below[0]) / (below[-1] - below[0])
    time, voltage, current = [0.0], [LOW if halves[0][0] > 0 else HIGH], [0.0]
    for flow, charge in halves:
        if rest:
            ticks = np.arange(1, int(rest / dt) + 1) * dt
            time += list(time[-1] + ticks)
            voltage += [voltage[-1] - (current[-1] * resistance)] * len(ticks)
            current += [0.0] * len(ticks)
        length = charge / abs(flow)
        ticks = np.unique(np.r_[quick, np.arange(dt, length, dt), length])
        share = ticks / length
        at = np.interp(share if flow > 0 else 1 - share, below, volts)
        time += list(time[-1] + ticks)
        voltage += list(at + flow * resistance)
        current += [flow] * len(ticks)
    seen = np.array(voltage) + (rng.normal(0, noise, len(voltage)) if noise else 0.0)
    columns = {"test_time_second": time, "voltage_volt": seen, "current_ampere": current}
    recording = Recording("made.csv", "0" * 64, {k: np.array(v) for k, v in columns.items()}, "made")
    return cycling_of(recording, **specimen)


def cycling_of(recording: Recording, **specimen) -> Cycling:
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return Cycling(recording, halves, replace(Specimen("lab/cell"), **specimen))


def known(name: str, value: float) -> Finding:
    return Finding(Question(name, "lab/cell"), value, Chosen("the test"), 0.0)


def values(part, name: str, **at) -> list[float]:
    """The values of the findings of this name whose conditions include these."""
    return [f.value for f in part.findings if f.question.name == name and at.items() <= dict(f.question.at).items()]


def one(part, name: str, **at) -> Finding:
    found = [f for f in part.findings if f.question.name == name and at.items() <= dict(f.question.at).items()]
    assert len(found) == 1, [dict(f.question.at) for f in found]
    return found[0]
