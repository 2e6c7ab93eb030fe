"""Million cell-steps per second of deposition: accepted steps, split by part, beside the machine.

    python benchmarks/deposit.py [--cells 512] [--dim 2] [--threads 2] [--steps 40] [--layer] [--pin]
    python benchmarks/deposit.py --sizes [--peer PYTHON] [--pin]

A dendrite grows from a nucleus at a voltage, with steps under control of their error. A step is all of it: predictor,
rates, potential, front, sodium, error and balance; steps that are refused count as time. On a machine that others use
too, the best of the steps says what the code does and the median what it got; both are printed. `--pin` gives each
thread a core of its own, where other processes would push two threads onto one. The triad a = b + 3 c runs over 256 MB
and counts 24 bytes an element; the peak is that of multiply-adds in registers.

`--sizes` runs 512^2, 2048^2 and 128^3, then the time to a given error on one problem (`deposit_error.py`), with
`--peer` also that of FiPy in the environment of that Python.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable

import numpy as np
from deposit_error import report

from natria.models.deposit.front_kernels import combine
from natria.models.deposit.inputs import WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal, LayerOnFront
from natria.models.deposit.machine_code import summing
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, layer_on, metal_of
from natria.models.deposit.stepping import Stepper
from natria.models.deposit.team import Team

SPACING = 0.25e-6
SIZES = ((512, 2, 40), (2048, 2, 12), (128, 3, 12))  # cells, dimensions, steps that count
MOOSE = 370  # cell-steps a second of a published run of MOOSE
ROUNDS, CHAIN = 4000, 16
PARTS = {
    "predictor and rates": ("_predict", "_react"),
    "potential": ("_solve_potential",),
    "front": ("_relax",),
    "sodium": ("_solve_sodium",),
    "error": ("_error",),
}


def pin() -> None:
    """Give each thread of this process a core of its own."""
    cores = range(os.cpu_count() or 1)
    for n, one in enumerate(threading.enumerate()):
        if one.native_id:
            os.sched_setaffinity(one.native_id, {cores[n % len(cores)]})


def triad(threads: int, *, pinned: bool) -> float:
    """Return the best rate of a triad, GB/s."""
    count = 256 * 2**20 // 24 // 512 * 512
    a, b, c = (np.ones((512, 1, count // 512)) for _ in range(3))
    with Team(threads) as team:
        if pinned:
            pin()
        found = []
        for _ in range(15):
            begun = time.perf_counter()
            team.each(combine, 512, count, b, c, a, 1.0, 3.0)
            found.append(24 * count / (time.perf_counter() - begun))
    return max(found) / 1e9


@summing
def multiply_add(rows: tuple[int, int], values: np.ndarray, factor: float, rounds: int) -> None:
    """Run chains of multiply-adds on each row of values, which stay in registers."""
    for i in range(rows[0], rows[1]):
        for _ in range(rounds):
            for k in range(values.shape[1]):
                v = values[i, k]
                for _ in range(CHAIN):
                    v = v * factor + 1e-9
                values[i, k] = v


def peak(threads: int, *, pinned: bool) -> float:
    """Return the best rate of multiply-adds, GFlop/s."""
    values, found = np.ones((threads, 256)), []
    with Team(threads) as team:
        if pinned:
            pin()
        for _ in range(15):
            begun = time.perf_counter()
            team.each(multiply_add, threads, 10**6, values, 0.999, ROUNDS)
            found.append(2 * CHAIN * ROUNDS * values.size / (time.perf_counter() - begun))
    return max(found) / 1e9


def stepper(cells: int, dim: int, threads: int, *, layer: bool) -> Stepper:
    """Return a run that begins with a nucleus on a flat front."""
    shape = (cells, cells if dim == 3 else 1, cells)
    grid = DepositGrid(shape, SPACING)
    steepness = WIDTH_10_90 / (6 * SPACING)
    metal = FrontMetal(42_000, 13, 0.5, 0.2, 4e-7, steepness, 1e7)
    middle, front = cells * SPACING / 2, cells * SPACING / 8
    share = layer_on(grid, front, 2e-6, SPACING) if layer else None
    film = LayerOnFront(3e-11, 0.01, share=share) if layer else None
    physics = DepositPhysics(metal, Bath(1000, 3e-10, 1, 298.15), Driven(voltage=0.15), film)
    xi = metal_of(grid, steepness, front, [Nucleus(front, (middle, middle), front / 2)])
    return Stepper(grid, physics, DepositSettings(threads=threads), xi, np.full(shape, 1000.0))


def timed(made: Stepper, spent: dict[str, float]) -> None:
    """Count the time of each part of a step."""

    def wrapped(part: str, run: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object) -> object:
            begun = time.perf_counter()
            found = run(*given)
            spent[part] += time.perf_counter() - begun
            return found

        return counted

    for part, names in PARTS.items():
        for name in names:
            setattr(made, name, wrapped(part, getattr(made, name)))


def measured(made: Stepper, steps: int) -> tuple[np.ndarray, float]:
    """Return rows of seconds, CPU seconds, iterations and parts of each step, and the last step."""
    spent: dict[str, float] = defaultdict(float)
    timed(made, spent)
    dt, rows, waste = 1e-3, [], 0.0
    while made.steps < 20 + steps:
        spent.clear()
        before, begun, cpu = made.elliptic.iterations, time.perf_counter(), time.process_time()
        done = made.advance(dt)
        kept = done.error <= 1.3
        if kept:
            made.accept(dt, done)
        took = time.perf_counter() - begun
        if kept and made.steps > 20:
            used = time.process_time() - cpu
            rows.append((took + waste, used, made.elliptic.iterations - before, *(spent[part] for part in PARTS)))
        waste = 0.0 if kept else took
        factor = 0.9 * max(done.error, 1e-9) ** (-1 / 3)
        dt *= min(1.5, factor) if factor > 1.1 or factor < 1 else 1.0
    return np.array(rows), dt


def speed(chosen: argparse.Namespace, cells: int, dim: int, steps: int) -> None:
    """Print the speed of one size."""
    made = stepper(cells, dim, chosen.threads, layer=chosen.layer)
    if chosen.pin:
        pin()
    table, dt = measured(made, steps)
    made.device.close()
    million, best, middle = cells**dim / 1e6, int(table[:, 0].argmin()), np.median(table, axis=0)
    print(f"\n{cells}^{dim}, {chosen.threads} threads; step {dt:.3g} s at the end, {made.time:.3g} s simulated")
    print(
        f"million cell-steps a second: best {million / table[best, 0]:.1f}, median {million / middle[0]:.1f}; ", end=""
    )
    print(f"per second of CPU time {million / middle[1]:.1f} (best {million / table[:, 1].min():.1f})")
    print(f"a step: best {1e3 * table[best, 0]:.2f} ms, median {1e3 * middle[0]:.2f} ms, {middle[2]:.1f} iterations")
    for n, part in enumerate(PARTS, 3):
        print(f"  {part}: {1e3 * table[best, n]:.2f} ms in the best step, {1e3 * middle[n]:.2f} ms in the median")
    rate = million / middle[0]
    print(f"  {middle[0] / dt:.2g} s of the clock a simulated second; ", end="")
    print(f"{rate * 1e6 / MOOSE:.2g} times the cell-steps of MOOSE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=512)
    parser.add_argument("--dim", type=int, default=2, choices=(2, 3))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--layer", action="store_true")
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--sizes", action="store_true")
    parser.add_argument("--peer", help="the Python of an environment with FiPy")
    chosen = parser.parse_args()
    for size in SIZES if chosen.sizes else ((chosen.cells, chosen.dim, chosen.steps),):
        speed(chosen, *size)
    fastest, flops = triad(chosen.threads, pinned=chosen.pin), peak(chosen.threads, pinned=chosen.pin)
    print(f"\ntriad: {fastest:.1f} GB/s; peak: {flops:.0f} GFlop/s")
    if chosen.sizes:
        report(chosen.threads, chosen.peer)


if __name__ == "__main__":
    main()
