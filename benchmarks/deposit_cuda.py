"""Million cell-steps per second of deposition on a GPU, beside the bandwidth of a copy on it.

    python benchmarks/deposit_cuda.py [--device cuda] [--cells 256] [--dim 3] [--steps 20] [--precision double]

A dendrite grows from a nucleus at a voltage, with steps under control of their error. A step is all of it: predictor,
rates, potential, front, sodium, error and balance. Compiling comes before the clock starts. The copy runs from one
field of the box to another and counts both, as published bandwidths do. Without a GPU it says so and ends.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from natria.models.deposit.inputs import WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.settings import DEVICES, PRECISIONS, DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of
from natria.models.deposit.stepping import Stepper
from natria.models.deposit.steps.fields import copy
from natria.quantity import ModelError

SPACING = 0.25e-6
WARM = 5  # steps before those that are timed
COPIES = 20
ALLOWED = 1.3  # error over the tolerance


def stepper(chosen: argparse.Namespace) -> Stepper:
    """Return a run that begins with a nucleus on a flat front."""
    cells = chosen.cells
    shape = (cells, cells if chosen.dim == 3 else 1, cells)
    grid, steepness = DepositGrid(shape, SPACING), WIDTH_10_90 / (6 * SPACING)
    metal = FrontMetal(42_000, 13, 0.5, 0.2, 4e-7, steepness, 1e7)
    middle, front = cells * SPACING / 2, cells * SPACING / 8
    physics = DepositPhysics(metal, Bath(1000, 3e-10, 1, 298.15), Driven(voltage=0.15))
    xi = metal_of(grid, steepness, front, [Nucleus(front, (middle, middle), front / 2)])
    settings = DepositSettings(device=chosen.device, precision=chosen.precision)
    return Stepper(grid, physics, settings, xi, np.full(shape, 1000.0))


def waited(made: Stepper) -> float:
    """Return the time after all that was launched has ended: a copy to the host waits for it."""
    made.device.bring(made.fields.sums)
    return time.perf_counter()


def copied(made: Stepper) -> float:
    """Return the best rate of a copy of a field, GB/s."""
    rates = []
    for _ in range(COPIES):
        begun = waited(made)
        copy(made.run, made.fields.u, made.fields.scale)
        rates.append(2 * made.fields.u.nbytes / (waited(made) - begun))
    return max(rates) / 1e9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=DEVICES, default="cuda")
    parser.add_argument("--cells", type=int, default=256)
    parser.add_argument("--dim", type=int, default=3, choices=(2, 3))
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--precision", choices=PRECISIONS, default="double")
    chosen = parser.parse_args()
    try:
        made = stepper(chosen)
    except ModelError as bad:
        print(f"{bad.what}: {bad.fix}")
        return
    dt, took, before = 1e-3, [], 0
    while len(took) < chosen.steps:
        before, begun = made.elliptic.iterations, waited(made)
        done = made.advance(dt)
        if done.error <= ALLOWED:
            made.accept(dt, done)
            if made.steps > WARM:
                took.append((waited(made) - begun, made.elliptic.iterations - before))
        dt *= min(1.5, 0.9 * max(done.error, 1e-9) ** (-1 / 3))
    rows, million = np.array(took), chosen.cells**chosen.dim / 1e6
    seconds, iterations = np.median(rows, axis=0)
    print(f"{chosen.cells}^{chosen.dim} on {chosen.device}, {chosen.precision} precision, {made.time:.3g} s simulated")
    print(f"million cell-steps a second: best {million / rows[:, 0].min():.1f}, median {million / seconds:.1f}")
    print(f"a step: median {1e3 * seconds:.2f} ms, {iterations:.0f} iterations")
    print(f"copy of a field: {copied(made):.1f} GB/s")


if __name__ == "__main__":
    main()
