"""The impedance of a cell against the exact diffusion impedance and against its own answer to a sine in time.

    python benchmarks/cells_impedance.py

Prints the tables of docs/cells_impedance.md. Nothing is drawn by hand and nothing is random.
"""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import numpy as np

from natria.models.cell import Cell, Packed, pack
from natria.models.cell.analysis.finer import FINEST, finer
from natria.models.cell.analysis.impedance import frequencies, gap_warburg, spectrum
from natria.models.cell.analysis.sine import sine
from natria.models.cell.cell import Electrode, Film, SaltLayer
from natria.models.cell.equations.linear import linearise
from natria.models.cell.equations.voltage_parts import CONCENTRATION
from natria.models.cell.solvers.adaptive import Adaptive
from natria.quantity import Computed

SALT = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
POLAR = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, 2.0, 0.5, relative_permittivity=60.0)
FILM = Film("sei", 20e-9, 1e-5, relative_permittivity=10.0)
WORKING = Electrode((FILM,), exchange_current=20.0, inventory=1e6, double_layer=0.2)
COUNTER = Electrode((), exchange_current=50.0, plating_transfer=0.3, inventory=1e6, double_layer=0.1)
AT = 10.0 ** np.arange(-3, 7)
TEMPERATURE = 298.15


def symmetric(volumes: int) -> Packed:
    return pack(Cell("symmetric", WORKING, WORKING, (SALT,), TEMPERATURE, 1e-4), volumes)


def uneven(volumes: int) -> Packed:
    return pack(Cell("symmetric", WORKING, COUNTER, (POLAR,), TEMPERATURE, 1e-4), volumes)


def row(*cells: object) -> None:
    print("| " + " | ".join(str(c) for c in cells) + " |")


def head(*cells: str) -> None:
    row(*cells)
    row(*["---"] * len(cells))


def warburg() -> None:
    """Error of the diffusion, over itself and over the whole impedance, by grid and frequency."""
    exact = gap_warburg(AT, SALT, TEMPERATURE)
    for finest, name in ((None, "as in the run"), (FINEST, "fine at the walls")):
        print(f"\n{name}: error of the diffusion over itself / over the whole impedance\n")
        grids = [symmetric(n) for n in (40, 80, 160)]
        head("1/s", *(f"N = {g.n} ({finer(g, g.start, 0.0)[0].n if finest else g.n} volumes)" for g in grids))
        found = [linearise(g, g.start, 0.0, finest).impedance(AT) for g in grids]
        for k, f in enumerate(AT):
            wrong = [abs(z[k, CONCENTRATION] - exact[k]) for z in found]
            over = [(w / abs(exact[k]), w / abs(z[k].sum())) for w, z in zip(wrong, found, strict=True)]
            row(f"{f:g}", *(f"{a:.1e} / {b:.1e}" for a, b in over))


def needed() -> None:
    """Width of equal volumes over sqrt(D/omega), and the error of the diffusion that it brings."""
    print("\nwidth of the volumes over sqrt(D/omega), and the error of the diffusion\n")
    head("width", "error")
    packed = symmetric(40)
    linear = linearise(packed, packed.start, 0.0, None)
    width, slow = SALT.thickness / 40, SALT.diffusivity / SALT.macmullin / SALT.porosity
    for ratio in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0):
        at = np.array([slow * (ratio / width) ** 2 / (2 * np.pi)])
        exact = gap_warburg(at, SALT, TEMPERATURE)
        row(ratio, f"{abs(linear.impedance(at)[0, CONCENTRATION] - exact[0]) / abs(exact[0]):.2%}")


def order() -> None:
    at = np.array([1e-2])
    exact = gap_warburg(at, SALT, TEMPERATURE)
    wrong = []
    for n in (20, 40, 80, 160, 320):
        packed = symmetric(n)
        wrong.append(abs(linearise(packed, packed.start, 0.0, None).impedance(at)[0, CONCENTRATION] - exact[0]))
    print("\norder at 10 mHz, N = 20 to 320:", ", ".join(f"{np.log2(a / b):.3f}" for a, b in pairwise(wrong)))


def in_time() -> None:
    print("\nagainst a sine of 0.02 mA/cm^2 in time, N = 20: amplitude / phase (rad)\n")
    packed = uneven(20)
    head("1/s", "at rest", "at 2 mA/cm^2")
    states = []
    for current in (0.0, 20.0):
        solver = Adaptive(packed, rtol=1e-10)
        limits = np.array([np.nan, 0.0, np.inf, np.inf])
        y = solver.go(packed.start, current, np.array([0.0, 4000.0]), limits).states[-1]
        states.append((current, y, linearise(packed, y, current, None)))
    for f in (*AT, 7e6):
        cells = []
        for current, y, linear in states:
            measured = sine(packed, y, f, 0.2, current)
            ratio = measured / linear.impedance(np.array([f]))[0].sum()
            cells.append(f"{abs(ratio) - 1:+.1e} / {np.angle(ratio):+.1e}")
        row(f"{f:g}", *cells)


def strong() -> None:
    print("\namplitude over the small-signal limit at 10 Hz, by the amplitude of the current\n")
    packed = uneven(20)
    small = linearise(packed, packed.start, 0.0, None).impedance(np.array([10.0]))[0].sum()
    head("mA/cm^2", "mV over the cell", "amplitude", "phase (rad)")
    for amplitude in (1.0, 5.0, 20.0, 100.0):
        ratio = sine(packed, packed.start, 10.0, amplitude) / small
        row(
            amplitude / 10,
            f"{1e3 * amplitude * abs(ratio * small):.1f}",
            f"{abs(ratio):.4f}",
            f"{np.angle(ratio):+.4f}",
        )


def cost() -> None:
    print("\nCPU time of a spectrum of 99 frequencies\n")
    head("N", "volumes", "ms")
    for n in (40, 160):
        packed = symmetric(n)
        spectrum(packed, packed.start, Computed("cell", 1))
        begun = process_time()
        for _ in range(5):
            spectrum(packed, packed.start, Computed("cell", 1), at=frequencies())
        row(n, finer(packed, packed.start, 0.0)[0].n, f"{200 * (process_time() - begun):.0f}")


def main() -> None:
    for table in (warburg, needed, order, in_time, strong, cost):
        table()


if __name__ == "__main__":
    main()
