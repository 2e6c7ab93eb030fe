"""Voltammograms and steps of known truth for the tests, from formulas of their own."""

from __future__ import annotations

import numpy as np

from natria.record import Recording


def triangle(low: float, high: float, rate: float, sweeps: int, step: float = 0.001):
    """Time and voltage of sweeps between two voltages, from the lower one up."""
    each = round((high - low) / step)
    up = np.linspace(low, high, each + 1)
    parts = [up if k % 2 == 0 else up[::-1] for k in range(sweeps)]
    voltage = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    return np.arange(len(voltage)) * step / rate, voltage


def surface_couple(
    *, low=0.0, high=1.0, rate=0.01, sweeps=4, anodic=0.55, cathodic=0.45, noise=0.0, seed=0, width=0.03
):
    """Bell-shaped peaks of a charge at the surface: 1 mC each, over a double layer of 1 mF.

    The current of a bell of charge Q and scan rate v is Q v/(4 w) / cosh^2((V - V0)/2w).
    """
    time, voltage = triangle(low, high, rate, sweeps)
    way = np.sign(np.gradient(voltage))
    centre = np.where(way > 0, anodic, cathodic)
    bell = 1e-3 * rate / (4 * width) / np.cosh((voltage - centre) / (2 * width)) ** 2
    current = way * (bell + 1e-3 * rate)
    return time, voltage, current + np.random.default_rng(seed).normal(0, noise, len(time))


def as_recording(time, voltage, current, file="made.csv", **metadata) -> Recording:
    columns = {"test_time_second": time, "voltage_volt": voltage, "current_ampere": current}
    return Recording(file, "0" * 64, {k: np.asarray(v, float) for k, v in columns.items()}, metadata=metadata)
