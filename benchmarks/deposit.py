"""Million cell-steps per second of deposition: accepted steps with potential, split by part, beside a memory triad.

    python benchmarks/deposit.py [--cells 512] [--dim 2] [--threads 2] [--steps 40] [--layer]

A dendrite grows from a nucleus at a voltage, with steps under control of their error. A step is all of it: predictor,
rates, potential, front, sodium, error and balance; steps that are refused count as time. On a machine that others use
too, the best of the steps says what the code does and the median what it got; both are printed. The triad
a = b + 3 c runs over 256 MB and counts 24 bytes an element.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable

import numpy as np

from natria.models.deposit.front_kernels import combine
from natria.models.deposit.inputs import WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal, LayerOnFront
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, layer_on, metal_of
from natria.models.deposit.stepping import Stepper
from natria.models.deposit.team import Team

SPACING = 0.25e-6
PARTS = {
    "predictor and rates": ("_predict", "_react"),
    "potential": ("_solve_potential",),
    "front": ("_relax",),
    "sodium": ("_solve_sodium",),
    "error": ("_error",),
}


def triad(threads: int) -> float:
    """Return the best rate of a triad, GB/s."""
    count = 256 * 2**20 // 24 // 512 * 512
    a, b, c = (np.ones((512, 1, count // 512)) for _ in range(3))
    with Team(threads) as team:
        found = []
        for _ in range(15):
            begun = time.perf_counter()
            team.each(combine, 512, count, b, c, a, 1.0, 3.0)
            found.append(24 * count / (time.perf_counter() - begun))
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=512)
    parser.add_argument("--dim", type=int, default=2, choices=(2, 3))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--layer", action="store_true")
    chosen = parser.parse_args()
    made = stepper(chosen.cells, chosen.dim, chosen.threads, layer=chosen.layer)
    spent: dict[str, float] = defaultdict(float)
    timed(made, spent)
    dt, rows, before = 1e-3, [], made.elliptic.iterations
    while made.steps < 20 + chosen.steps:
        spent.clear()
        before, begun, cpu = made.elliptic.iterations, time.perf_counter(), time.process_time()
        done = made.advance(dt)
        kept = done.error <= 1.3
        if kept:
            made.accept(dt, done)
        took = (time.perf_counter() - begun, time.process_time() - cpu)
        if kept and made.steps > 20:
            rows.append((*took, made.elliptic.iterations - before, *(spent[part] for part in PARTS)))
        factor = 0.9 * max(done.error, 1e-9) ** (-1 / 3)
        dt *= min(1.5, factor) if factor > 1.1 or factor < 1 else 1.0
    table, million = np.array(rows), chosen.cells**chosen.dim / 1e6
    best, middle = int(table[:, 0].argmin()), np.median(table, axis=0)
    what = f"{chosen.cells}^{chosen.dim}, {chosen.threads} threads"
    print(f"{what}; step {dt:.3g} s at the end, {made.time:.3g} s simulated")
    print(
        f"million cell-steps a second: best {million / table[best, 0]:.1f}, median {million / middle[0]:.1f}; ", end=""
    )
    print(f"per second of CPU time {million / middle[1]:.1f} (best {million / table[:, 1].min():.1f})")
    print(f"a step: best {1e3 * table[best, 0]:.2f} ms, median {1e3 * middle[0]:.2f} ms, {middle[2]:.1f} iterations")
    for n, part in enumerate(PARTS, 3):
        print(f"  {part}: {1e3 * table[best, n]:.2f} ms in the best step, {1e3 * middle[n]:.2f} ms in the median")
    print(f"triad: {triad(chosen.threads):.1f} GB/s")


if __name__ == "__main__":
    main()
