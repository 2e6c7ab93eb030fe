"""Time to a given error of a deposition on one problem: natria, and FiPy on the same cells.

A front of a sine wave grows at a voltage. Both codes have the same cells and equations, and an error of the order
parameter (largest over the cells, at the end) against their own limit of short steps: for natria a run of a tolerance
far lower, for FiPy the extrapolation of its two finest runs, which are of first order.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from natria.models.deposit.inputs import FARADAY, WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import metal_of
from natria.models.deposit.stepping import Stepper

CELLS, SPACING, TIME = 64, 0.25e-6, 20.0
GRID = DepositGrid((CELLS, 1, CELLS), SPACING)
METAL = FrontMetal(42_000, 13, 0.5, 0.2, 4e-7, WIDTH_10_90 / (6 * SPACING), 1e7)
PHYSICS = DepositPhysics(METAL, Bath(1000, 3e-10, 1, 298.15), Driven(voltage=0.15))
TOLERANCES = (3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5)
FINEST = 1e-6
COUNTS = (25, 50, 100, 200)
ERRORS = (1e-1, 3e-2, 1e-2, 3e-3, 1e-3)


class ErrorRow(NamedTuple):
    """A run: its steps, seconds, and error of the order parameter."""

    steps: int
    seconds: float
    error: float


def start() -> np.ndarray:
    """Return the order parameter of a sine front."""
    across = (np.arange(CELLS) + 0.5) / CELLS
    return metal_of(GRID, METAL.steepness, (4e-6 + 1e-6 * np.cos(2 * np.pi * across))[None, :])


def own(threads: int) -> tuple[list[ErrorRow], np.ndarray]:
    """Return the runs of natria and its best order parameter."""
    times, xi = np.array([TIME]), start()
    found = []
    for tolerance in (TOLERANCES[0], *TOLERANCES, FINEST):  # the first one loads the machine code
        settings, begun = DepositSettings(error=tolerance, threads=threads), time.perf_counter()
        last = list(run(settings, PHYSICS, GRID, (xi, 1000.0), times))[-1]
        found.append((last.steps + last.refused, time.perf_counter() - begun, last.xi))
    best = found[-1][2]
    return [ErrorRow(n, s, float(np.abs(x - best).max())) for n, s, x in found[1:-1]], best[:, 0]


def peer(python: str) -> tuple[list[ErrorRow], np.ndarray]:
    """Return the runs of FiPy and its extrapolated order parameter."""
    metal, bath = PHYSICS.metal, PHYSICS.bath
    made = Stepper(GRID, PHYSICS, DepositSettings(), start(), np.full(GRID.shape, bath.concentration))
    numbers = {
        "spacing": SPACING,
        "xi": made.xi[:, 0].tolist(),
        "phi": made.phi[:, 0].tolist(),
        "time": TIME,
        "counts": COUNTS,
        "bath": bath.concentration,
        "voltage": PHYSICS.drive.voltage,
        "factor": bath.factor,
        "transfer": metal.transfer,
        "spread": metal.mobility * metal.gradient,
        "well": metal.mobility * metal.well,
        "reaction": metal.reaction,
        "sigma": bath.conductivity,
        "diffusivity": bath.diffusivity,
        "charge": FARADAY * metal.concentration,
        "metal": metal.concentration,
        "floor": made.numbers.floor,
        "room": made.numbers.room,
    }
    with tempfile.TemporaryDirectory() as folder:
        given, got = Path(folder) / "given.json", Path(folder) / "got.json"
        given.write_text(json.dumps(numbers))
        script = str(Path(__file__).with_name("deposit_fipy.py"))
        subprocess.run([python, script, str(given), str(got)], check=True)
        runs = json.loads(got.read_text())
    fields = [np.array(one["xi"]) for one in runs]
    best = 2 * fields[-1] - fields[-2]
    errors = [float(np.abs(x - best).max()) for x in fields]
    return [ErrorRow(one["steps"], one["seconds"], e) for one, e in zip(runs, errors, strict=True)], best


def seconds_at(rows: list[ErrorRow], error: float) -> float | None:
    """Return the seconds at an error, between runs on a line of logarithms; None outside of them."""
    x, y = (np.log([getattr(row, name) for row in rows]) for name in ("error", "seconds"))
    order = np.argsort(x)
    if not x.min() <= np.log(error) <= x.max():
        return None
    return float(np.exp(np.interp(np.log(error), x[order], y[order])))


def report(threads: int, python: str | None) -> None:
    """Print the runs, and the ratio of the times at like errors."""
    mine, best = own(threads)
    print(f"\nsine front, {CELLS}^2 cells, {TIME:g} s simulated, {threads} threads: steps, seconds, error of xi")
    for row in mine:
        print(f"  natria  {row.steps:5d} {row.seconds:8.3f} {row.error:9.1e}")
    if python is None:
        return
    theirs, other = peer(python)
    for row in theirs:
        print(f"  FiPy    {row.steps:5d} {row.seconds:8.3f} {row.error:9.1e}")
    print(f"  the two limits differ by {np.abs(best - other).max():.1e}")
    for error in ERRORS:
        a, b = seconds_at(mine, error), seconds_at(theirs, error)
        if a and b:
            print(f"  at an error of {error:g}: natria {a:.3f} s, FiPy {b:.2f} s, {b / a:.0f} times")
    rates = [CELLS**2 * max(row.steps / row.seconds for row in rows) / 1e6 for rows in (mine, theirs)]
    print(f"  million cell-steps a second on these cells: natria {rates[0]:.2f}, FiPy {rates[1]:.4f}")
