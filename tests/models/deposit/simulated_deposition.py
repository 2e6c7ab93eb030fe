"""Runs of a small box on the CPU and on the CUDA device, as a program of its own.

    NUMBA_ENABLE_CUDASIM=1 python simulated_deposition.py STEPS PRECISION [CASE...]

It prints as JSON, for each case, the largest differences of the fields over their size, and the iterations. Numba's
simulator is chosen before numba.cuda is imported, so these runs need a process of their own.
"""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import replace

import numpy as np
from deposit_cases import BATH, DX, METAL

from natria.models.deposit.inputs import DepositPhysics, Disturbance, Driven, LayerOnFront
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, layer_on, metal_of
from natria.models.deposit.stepping import Stepper

EDGE = 2 * DX
SOLVED = 1e-10  # tolerance of solves: below it the cycle in single precision would amplify differences of rounding
LAYER = {"diffusivity": 3e-11, "conductivity": 0.01, "exchange_factor": 0.2, "mobility_factor": 0.5}
CASES = {
    "layer that stays, noise, anisotropy": ((8, 1, 8), {"noisy": True, "layer": "stays", "drive": Driven(voltage=0.1)}),
    "layer that moves, film, counter electrode": (
        (8, 1, 4),
        {"layer": "moves", "film": 1e-3, "drive": Driven(current=30, supply="counter")},
    ),
    "literal form": (
        (8, 1, 8),
        {"formulation": "literal", "literal_uptake": 42_000, "metal": replace(METAL, conductivity=1e6)},
    ),
    "three dimensions": ((8, 8, 8), {"drive": Driven(current=30)}),
}


def box(name):
    """Return grid, physics and the order parameter of a case."""
    shape, given = CASES[name]
    given = dict(given)
    grid = DepositGrid(shape, EDGE)
    kind = given.pop("layer", None)
    if kind == "stays":
        given["layer"] = LayerOnFront(**LAYER, share=layer_on(grid, 0.6e-6, 0.4e-6, EDGE))
    if kind == "moves":
        given["layer"] = LayerOnFront(**LAYER, thickness=0.4e-6)
    if given.pop("noisy", False):
        given["disturbance"] = Disturbance(noise=0.3, seed=5, noise_time=0.05, anisotropy=0.2)
    physics = DepositPhysics(replace(METAL, steepness=METAL.steepness / 2), BATH, Driven(voltage=0.1))
    physics = replace(physics, **given)
    middle = shape[2] * EDGE / 2
    xi = metal_of(grid, physics.metal.steepness, 0.4e-6, [Nucleus(0.4e-6, (middle, middle), 0.4e-6)])
    return grid, physics, xi


def stepped(name, steps, **settings):
    """Return the fields after some steps, and the iterations of all solves."""
    grid, physics, xi = box(name)
    settings = {"potential": SOLVED, "concentration": SOLVED, **settings}
    made = Stepper(grid, physics, DepositSettings(**settings), xi, np.full(grid.shape, 1000.0))
    for _ in range(steps):
        made.accept(0.01, made.advance(0.01))
    return np.array([made.xi, made.c, made.phi]), made.elliptic.iterations


def differences(name, steps, precision):
    """Return the largest differences of the fields over their size on both devices, and the iterations of each."""
    one, iterations = stepped(name, steps, precision=precision)
    two, others = stepped(name, steps, precision=precision, device="cuda")
    size = np.abs(one).max(axis=(1, 2, 3))
    return {"fields": (np.abs(two - one).max(axis=(1, 2, 3)) / size).tolist(), "iterations": [iterations, others]}


def trees():
    """Return how far sums and largest values of rows by blocks of four threads are from those of numpy."""
    from natria.models.deposit.devices.cuda.arrays import bring, zeros
    from natria.models.deposit.devices.cuda.row_kernels import inner, largest_change, overdrawn

    draw = np.random.default_rng(1)
    a, b = draw.normal(size=(2, 3, 2, 7))
    out, cells = zeros((3,), np.float64), np.s_[:, :, 1:-1]
    found = {}
    for kernel, expected in (
        (inner, (a * b)[cells].sum(axis=(1, 2))),
        (largest_change, np.abs(a - b)[cells].max(axis=(1, 2))),
        (overdrawn, np.where(a < 0.5, -b, -np.inf)[cells].max(axis=(1, 2))),
    ):
        kernel[2, 4](a, b, out)
        found[kernel.__name__] = float(np.abs(bring(out) - expected).max())
    return found


def main() -> None:
    steps, precision, *names = sys.argv[1:]
    warnings.simplefilter("ignore")
    found = {"trees": trees()}
    sys.setswitchinterval(0.05)  # the simulator polls its threads: let each run to its end
    for name in names or CASES:
        found[name] = differences(name, int(steps), precision)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
