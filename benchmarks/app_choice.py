"""Time of the plots of chosen cycles of a stored recording of 1,000,000 readings: python benchmarks/app_choice.py."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

import natria
from natria.app.measure.parts import pick, write_parts
from natria.app.views import store_arrays
from natria.record import Recording
from natria.report.described.readings import stored_columns

READINGS, HALF_CYCLES, REPEATS = 1_000_000, 600, 5
CHOICES = ("1", "1, 150, 300", "10:100:10", "all")


def full_cell() -> Recording:
    """Return the recording of a full cell with a step in its voltage."""
    per = READINGS // HALF_CYCLES
    time = np.arange(READINGS) * 10.0
    sign = np.where((np.arange(READINGS) // per) % 2 == 0, 1.0, -1.0)
    share = (np.arange(READINGS) % per) / per
    noise = np.random.default_rng(1).normal(0, 2e-4, READINGS)
    voltage = np.where(sign > 0, 2.8 + 0.9 * share + 0.05 * np.tanh(20 * (share - 0.5)), 3.6 - 0.9 * share) + noise
    return Recording(
        "full.csv", "", {"test_time_second": time, "voltage_volt": voltage, "current_ampere": 1e-3 * sign}
    )


def main() -> None:
    recording = full_cell()
    measured = natria.measure(recording).value
    with TemporaryDirectory() as folder:
        out = Path(folder)
        store_arrays(stored_columns(recording), out)
        began = perf_counter()
        write_parts(measured, len(recording), float(np.ptp(recording.time)), out)
        print(f"list of {len(measured.halves) // 2} cycles written   {perf_counter() - began:.3f} s")
        for choice in CHOICES:
            times = []
            for _ in range(REPEATS):
                began = perf_counter()
                found = pick(str(out), choice)
                times.append(perf_counter() - began)
            print(f"choice {choice!r:14} {len(found['chosen']):4} cycles   median {np.median(times):.3f} s")


if __name__ == "__main__":
    main()
