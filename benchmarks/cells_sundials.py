"""What the direct calls into SUNDIALS gain over the class of scikit-sundae: CPU time of the same legs, in one run.

    python benchmarks/cells_sundials.py [--cycles 100]

A symmetric cell at 1 mA/cm^2, 1 h + 1 h, with and without a voltage limit. Both ways take the same steps. The direct
calls stay as long as the ratio is above 1.5 (`solvers/cvode.py`).
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np

from natria.models.cell.equations.layout import pack
from natria.models.cell.failure.limits import Limits
from natria.models.cell.pybamm.values import SYMMETRIC
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.cvode import BY_CLASS, DIRECT, SETTING

TIMES = np.linspace(0.0, 3600.0, 49)
CURRENT = 10.0  # A/m^2


def cycles(solver: Adaptive, y: np.ndarray, volts: float | None, count: int) -> np.ndarray:
    for _ in range(count):
        for sign in (1.0, -1.0):
            limits = Limits().array(None if volts is None else sign * volts)
            y = solver.go(y, sign * CURRENT, TIMES, limits).last
    return y


def cpu_per_leg(setting: str, volts: float | None, count: int) -> tuple[float, np.ndarray]:
    """CPU time (s) of a leg, after one cycle that builds the solver, and the last state."""
    os.environ[SETTING] = setting
    solver = Adaptive(pack(SYMMETRIC))
    y = cycles(solver, solver.packed.start, volts, 1)
    begun = time.process_time()
    y = cycles(solver, y, volts, count)
    return (time.process_time() - begun) / (2 * count), y


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cycles", type=int, default=100)
    count = parser.parse_args().cycles
    print("| legs | direct, ms | class, ms | ratio | same states |")
    print("| --- | --- | --- | --- | --- |")
    for name, volts in (("by time", None), ("with a voltage limit", 1.0)):
        (direct, mine), (by_class, theirs) = (cpu_per_leg(each, volts, count) for each in (DIRECT, BY_CLASS))
        same = bool(np.array_equal(mine, theirs))
        print(f"| {name} | {1e3 * direct:.2f} | {1e3 * by_class:.2f} | {by_class / direct:.2f} | {same} |")


if __name__ == "__main__":
    main()
