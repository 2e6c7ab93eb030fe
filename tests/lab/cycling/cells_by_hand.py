"""Recordings made step by step, for tests that must know every charge: no part of them comes from the package."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from natria.lab.cycling import half_cycles
from natria.lab.results import Cycling, Results
from natria.lab.specimen import CellKind, Specimen
from natria.quantity import Chosen, Finding, Question
from natria.record import Recording

AREA = Finding(Question("face_area", "cell"), 1e-4, Chosen("the test"), 0.0)
THERMAL = 2 * 2 * 8.314462618 * 298.15 / 96485.33212  # V: two faces, each 2 RT/F

Voltage = Callable[[np.ndarray], np.ndarray]  # of the share of the step that is over
Made = tuple[float, float, Voltage, int]  # current (A), duration (s), voltage, readings


def flat(volts: float) -> Voltage:
    return lambda share: np.full(len(share), volts)


def recorded(steps: Iterable[Made], noise: float = 0.0, seed: int = 0, offset: float = 0.0) -> Recording:
    """A reading at time zero, then readings at even parts of each step, the last when it ends."""
    rng = np.random.default_rng(seed)
    time, volts, amps, now = [np.zeros(1)], [np.zeros(1)], [np.zeros(1)], 0.0
    for current, duration, voltage, readings in steps:
        share = np.arange(1, readings + 1) / readings
        time.append(now + share * duration)
        volts.append(voltage(share))
        amps.append(np.full(readings, current + offset))
        now += duration
    v = np.concatenate(volts)
    columns = {
        "test_time_second": np.concatenate(time),
        "voltage_volt": v + noise * rng.standard_normal(len(v)),
        "current_ampere": np.concatenate(amps),
    }
    return Recording("made.csv", "0" * 64, columns, "by hand")


def cycling(recording: Recording, kind: CellKind | None = None, area: Finding | None = None) -> Cycling:
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return Cycling(recording, halves, Specimen("cell", kind, area))


def butler_volmer(current: float, ohmic: float = 60.0, exchange: float = 4e-4) -> float:
    """V = I R + 2 (2RT/F) asinh(I / 2 i0) of a healthy cell."""
    return float(current * ohmic + THERMAL * np.arcsinh(current / (2 * exchange)))


# --- ramps


def ramp_steps(
    sizes: Iterable[float],
    *,
    seconds: float | Callable[[float], float] = 1800.0,
    ohmic: float = 60.0,
    exchange: float = 4e-4,
    spike: float = 0.3,
    readings: int = 120,
    signs: tuple[int, ...] = (1, -1),
    fall: tuple[int, float, float] | None = None,
    runs_away: int | None = None,
) -> list[Made]:
    """A step a size and sign. `fall` is (step, share, size): from that share of that step on |V| is smaller by so much,
    to the end of the test. In the step `runs_away` the voltage meets a limit of 1 V at 60 % of it, where it is cut."""
    made: list[Made] = []
    for size in sizes:
        for sign in signs:
            number = len(made)
            level = butler_volmer(size, ohmic, exchange)

            def voltage(share: np.ndarray, n: int = number, v: float = level, s: int = sign) -> np.ndarray:
                shape = v * (1 + spike * np.exp(-share / 0.03))
                if fall is not None and n >= fall[0]:
                    shape = np.where((n > fall[0]) | (share > fall[1]), shape * (1 - fall[2]), shape)
                if n == runs_away:
                    shape = np.minimum(v + (1.0 - v) * share**12, 1.0)
                return np.asarray(s * shape)

            length = seconds(size) if callable(seconds) else seconds
            part = 0.6 if number == runs_away else 1.0
            made.append((sign * size, length * part, voltage, int(readings * part)))
    return made


# --- foils


def plated(charge: float, current: float = 1e-3, readings: int = 100, sign: int = -1) -> Made:
    return (sign * current, charge / current, flat(sign * 0.03), readings)


def stripped(
    charge: float, current: float = 1e-3, readings: int = 100, sign: int = 1, cutoff: float | None = None
) -> Made:
    """To the cut-off, where one is given: the voltage rises steeply in the last reading."""

    def voltage(share: np.ndarray) -> np.ndarray:
        return np.asarray(sign * np.where((share == 1) & (cutoff is not None), cutoff or 0.0, 0.03))

    return (sign * current, charge / current, voltage, readings)


def rest(seconds: float = 300.0, readings: int = 20, volts: float = 0.0) -> Made:
    return (0.0, seconds, flat(volts), readings)


def named(part: Results, name: str) -> list[Finding]:
    return [f for f in part.findings if f.question.name == name]
