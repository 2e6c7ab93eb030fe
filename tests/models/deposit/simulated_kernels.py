"""Each kernel of a step on random fields, on the CPU and by Numba's simulator of CUDA, as a program of its own.

    NUMBA_ENABLE_CUDASIM=1 python simulated_kernels.py [CASE...]

It prints as JSON, for each case and kernel, the largest difference of an array that the kernel may write, over the size
of that array. All fields are of double precision, so what differs is rounding.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from simulated_deposition import CASES, box

from natria.models.deposit import boundary_kernels, front_kernels, grid_kernels, layer_kernels, transport_kernels
from natria.models.deposit.boundary_kernels import DriveEnds, FarSide
from natria.models.deposit.constants import numbers_of
from natria.models.deposit.front_kernels import FrontGiven, Rates
from natria.models.deposit.multigrid import faces_of_grid
from natria.models.deposit.steps.formula import StepWeights
from natria.models.deposit.transport_kernels import Sodium

SOURCES = (boundary_kernels, front_kernels, grid_kernels, layer_kernels, transport_kernels)
WEIGHTS = StepWeights(150.0, -200.0, 50.0, relax=0.7, sides=4.0, slower=150.0)
ERRORS = (1.0, -3.0, 3.0, -1.0)
BEAT, SHIFT, THICKNESS = 2.3, 1e-7, 2.5
SIMULATED = (1, 1, 1)  # one thread takes all cells
OF_SOLVER = ("relax_from_zero", "relax", "residual", "direction", "advance")  # a thread to each cell


def givens(name):
    """Return the arguments of each kernel of a step, but for the rows."""
    grid, physics, start = box(name)
    p, draw, (nx, ny, nz) = numbers_of(physics, grid), np.random.default_rng(7), grid.shape
    cells = (nx, ny, nz + 2)

    def field(low=-1.0, high=1.0, shape=cells):
        return draw.uniform(low, high, shape)

    def row(low, high):
        return field(low, high, (1, ny, nz + 2))

    def ends(**changed):
        drive = {"by_current": int(physics.drive.current is not None), "value": physics.drive.current or 0.1}
        drive |= {"counter": int(physics.drive.supply == "counter"), "spacing": grid.spacing}
        return DriveEnds(**{**drive, **changed})

    def metal():
        return np.clip(np.pad(start, ((0, 0), (0, 0), (1, 1)), mode="edge") + field(-0.05, 0.05), -0.01, 1.01)

    def faces():
        return tuple(draw.uniform(1e-3, 1.0, one.shape) for one in faces_of_grid(grid.shape))

    def sodium():
        spent = field(0, 1e-6) if p.literal else np.zeros(cells)
        return Sodium(metal(), field(500, 1500), field(500, 1500), field(0.5, 1), field(500, 42_000), spent)

    layer = field(0, 1) if physics.layer else np.zeros((1, 1, nz + 2))
    sums = np.zeros(2 * nx)
    given = FrontGiven(metal(), field(-50, 1500), field(-0.1, 0.1), layer)
    side = FarSide(row(0, 1), row(500, 1500), row(0, 1))
    return {
        "cast_down": [(field(), field())],
        "combine": [(field(), field(), field(), 1.7, -0.7)],
        "react": [(given, Rates(*(np.zeros(cells) for _ in range(3))), field(), field(), p, BEAT)],
        "front_right": [(Rates(field(), field(), field()), (field(), field()), (field(), field()), WEIGHTS)],
        "front_relax": [(field(-99, 99), layer, metal(), field(), p, WEIGHTS)],
        "conduct": [(metal(), layer, field(), p)],
        "diffuse": [(metal(), layer, field(-0.3, 0.3), field(), field(), p)],
        "join": [(field(1e-7, 1), faces())],
        "join_activities": [(field(1e-7, 1), *_drops(field(-0.3, 0.3), p.factor), faces(), p.factor)],
        "sodium_right": [(sodium(), (field(), field(), field()), field(), field(), p, WEIGHTS)],
        "potential_ends": [(field(1e-7, 1), field(), field(), p, ends(by_current=by)) for by in (0, 1)],
        "far_side": [
            (
                (field(1e-7, 1), layer, field(0.5, 1), field(0, 0.2)),
                side,
                (field(), field(), field()),
                p,
                ends(by_current=by, value=v, counter=counter),
            )
            for by, v in ((0, 0.1), (1, 30.0))
            for counter in (0, 1)
        ],
        "largest_change": [(field(), field(), sums)],
        "largest_error": [((field(), field(), field(), field()), metal(), ERRORS, sums)],
        "overdrawn": [(metal(), field(-10, 1500), sums)],
        "supplied": [(sodium(), side, SHIFT, sums)],
        "sodium_rest": [(sodium(), faces(), (field(), row(0, 1), row(500, 1500)), p, WEIGHTS, sums)],
        "sodium_done": [(sodium(), p, SHIFT, sums)],
        "cover": [(metal(), field(), THICKNESS)],
        "relax_from_zero": [(faces(), field(0, 1), field(), field(), 0.7)],
        "relax": [(faces(), field(0, 1), field(), field(), field(), 0.7)],
        "residual": [(faces(), field(0, 1), field(), field(), field())],
        "through": [(faces(), field(0, 1), field(), field(), sums)],
        "inner": [(field(), field(), sums)],
        "direction": [(field(), field(), 0.3)],
        "advance": [(field(), field(), field(), field(), 0.3)],
    }


def _drops(phi, factor):
    return np.exp(-0.5 * factor * phi), phi


def mapped(change, given):
    """Return arguments with a change of each array, named tuples kept."""
    if isinstance(given, tuple):
        parts = [mapped(change, one) for one in given]
        return type(given)(*parts) if hasattr(given, "_fields") else tuple(parts)
    return change(given) if hasattr(given, "shape") and given.shape else given


def arrays(given):
    """Return the arrays among arguments."""
    found = []
    mapped(found.append, given)
    return found


def difference(one, two):
    """Return the largest difference of the cells of two arrays over their size; inf where one is no number."""
    both = [a[..., 1:-1] if a.ndim == 3 else a for a in (one, two)]
    size = np.abs(both[0][np.isfinite(both[0])]).max(initial=1e-300)
    unlike = both[0] != both[1]  # infinities are equal
    apart = np.abs(both[1][unlike] - both[0][unlike]).max(initial=0.0)
    return float(apart / size) if np.isfinite(apart) else float("inf")


def with_solver(each):
    """Return what runs the kernels of a step and those of the solver."""
    from natria.models.deposit.devices.cuda import grid_kernels as cells
    from natria.models.deposit.devices.cuda import row_kernels
    from natria.models.deposit.devices.cuda.launching import Launching

    launching, sums = Launching(simulated=True, row_threads=1), {"through": cells.through, "inner": row_kernels.inner}

    def run(kernel, rows, n, *given):
        name = kernel.__name__
        if name in sums:
            launching.over_rows(sums[name], rows, *given)
        elif name in OF_SOLVER:
            launching.over_cells(getattr(cells, name), SIMULATED, *given)
        else:
            each(kernel, rows, n, *given)

    return run


def differences(name):
    """Return the largest difference of each kernel of a case; inf where the kernel of the CPU wrote nothing."""
    from numba import cuda

    from natria.models.deposit.devices.cuda.arrays import bring
    from natria.models.deposit.devices.cuda.opening import gpu

    each, rows = with_solver(gpu().each), box(name)[0].shape[0]
    kernels = {kernel: getattr(module, kernel) for module in SOURCES for kernel in dir(module)}
    found = {}
    for kernel, calls in givens(name).items():
        apart = []
        for given in calls:
            cpu, device = mapped(np.copy, given), mapped(cuda.to_device, mapped(np.copy, given))
            kernels[kernel]((0, rows), *cpu)
            each(kernels[kernel], rows, 0, *device)
            apart += [difference(a, bring(b)) for a, b in zip(arrays(cpu), arrays(device), strict=True)]
            wrote = any((a != b).any() for a, b in zip(arrays(cpu), arrays(given), strict=True))
            apart += [] if wrote else [float("inf")]
        found[kernel] = max(apart)
    return found


def main() -> None:
    sys.setswitchinterval(0.05)  # the simulator polls its threads: let each run to its end
    sys.stdout.write(json.dumps({name: differences(name) for name in sys.argv[1:] or CASES}))


if __name__ == "__main__":
    main()
