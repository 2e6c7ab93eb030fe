"""Fields of a deposition in single precision against those in double precision, and the time of a step.

    python benchmarks/deposit_precision.py [--device cpu] [--time 1.0]

The same box, start and control of the error; each run takes its own steps. Differences are the largest over the cells
in front of the metal (over all cells for the order parameter), each over the size of its field.
"""

from __future__ import annotations

import argparse
import time
import warnings

import numpy as np
from deposit_cuda import stepper

from natria.models.deposit.run import DepositState, through
from natria.models.deposit.settings import DEVICES, PRECISIONS

BOXES = ((64, 2), (256, 2), (16, 3))  # cells along an edge, dimensions


def last_state(chosen: argparse.Namespace) -> tuple[DepositState, float, float]:
    """Return the last state, sodium that is missing over that of the box, and the time of a step (ms)."""
    made = stepper(chosen)
    states = through(made, made.settings, np.array([chosen.time / 10, chosen.time]))
    next(states)
    next(states)  # all kernels are compiled now
    begun, before = time.perf_counter(), made.steps
    state = next(states)
    each = (time.perf_counter() - begun) / (made.steps - before)
    return state, state.missing * state.plated / made.balances[0].total, 1e3 * each


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=DEVICES, default="cpu")
    parser.add_argument("--time", type=float, default=1.0, help="simulated, s")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    for chosen.cells, chosen.dim in BOXES:
        found = []
        for chosen.precision in PRECISIONS:
            state, missing, each = last_state(chosen)
            found.append(state)
            of = f"{missing:.1e} of all, {state.missing:.1e} of what was plated"
            print(
                f"{chosen.cells}^{chosen.dim}, {chosen.precision}: {state.steps} steps of {each:.2f} ms; missing {of}"
            )
        one, two = found
        ahead = one.xi < 0.5
        xi = np.abs(two.xi - one.xi).max()
        c = np.abs(two.concentration - one.concentration)[ahead].max() / 1000
        phi = np.abs(two.potential - one.potential)[ahead].max() / np.abs(one.potential).max()
        print(f"  differences: xi {xi:.1e}, c {c:.1e}, phi {phi:.1e}, plated {abs(two.plated / one.plated - 1):.1e}")


if __name__ == "__main__":
    main()
