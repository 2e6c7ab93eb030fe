"""What separates a published curve of dendrites from the model of natria.

    python benchmarks/deposit_published.py [--until 72.5] [--figure docs/figures/deposit_published.png]

The curve is that of the standard electrolyte of BattModels/electrodep (BSD 3-clause; folder LC-data, files
nucl_Xvst and nucl_roughness): the height of the tip, and its height above the lowest place, over time.
Its input has cells of 1 um, a front of 1.1 um, a nucleus of 20 um, 0.2 V, in a box of 200 um. Rows change one thing.
`deposit_published_form.py` has the published equations, natria.models.deposit its own.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from deposit_published_form import (
    C0,
    FRONT,
    HEIGHT,
    KAPPA,
    L_ETA,
    RT,
    S_BATH,
    VOLTAGE,
    B,
    F,
    L,
    M,
    N,
    Published,
    PublishedRun,
    Q,
)

from natria.models.deposit.inputs import FARADAY, Bath, DepositPhysics, Driven, Formulation, FrontMetal
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of
from natria.quantity import ModelError

TIMES = (6.5, 12.5, 24.5, 48.5, 72.5, 96.4, 120.4, 144.4)
TIP = (44, 46, 51, 61, 74, 92, 115, 150)  # um, published
ROUGH = (24, 26, 30, 38, 52, 65, 86, 120)
FLAT_TIMES, FLAT = (12.6, 30.6, 60.6, 102.6, 150.4, 198.4), (23, 26, 32, 42, 52, 63)
FLAT_ROUGH = (0, 0, 0, 0, 2, 3)
SALT, R = 1000.0, 8.314462618  # mol/m^3, J/(mol K)
Row = tuple[float, np.ndarray]

CASES = {
    "published equations": Published(),
    "  Laplacian of bilinear elements": Published(nine=True),
    "  well that keeps its profile": Published(kept=True),
}


def of_published(case: Published, times: tuple[float, ...]) -> Iterator[Row]:
    made = PublishedRun(case)
    for end in times:
        while made.time < end - case.dt / 2:
            made.step()
        yield end, made.heights()


def of_natria(formulation: Formulation, times: tuple[float, ...]) -> Iterator[Row]:
    """Run natria with the same numbers in SI units, on the same cells; half of the nucleus."""
    um, solid = 1e-6, SALT * N / C0
    metal = FrontMetal.of_coefficients(
        well=B * um**-3, gradient=KAPPA / um, mobility=L * um**3, reaction=L_ETA, concentration=solid, transfer=0.5,
        conductivity=1e7,
    )  # fmt: skip
    conductivity = S_BATH / Q * um**2 * FARADAY * solid
    bath = Bath(SALT, M * RT * um**2, conductivity, FARADAY / (R * F))
    grid, low = DepositGrid((192, 1, 96), um), HEIGHT - 192
    xi = metal_of(grid, metal.steepness, (FRONT - low) * um, [Nucleus((FRONT - low) * um, (0.0, 0.0), 20 * um)])
    physics = DepositPhysics(metal, bath, Driven(voltage=-VOLTAGE), formulation=formulation)
    for state in run(DepositSettings(error=3e-3), physics, grid, (xi, SALT), np.array(times)):
        if state.time > 0:
            yield state.time, low + 0.5 + (state.xi[:, 0] > 0.5).sum(axis=0)


def shown(name: str, rows: Iterator[Row], begun: float) -> list[Row]:
    """Print tip and roughness at each time; return the rows."""
    found: list[Row] = []
    print(f"{name:<34}", end="", flush=True)
    try:
        for at, heights in rows:
            found.append((at, heights))
            print(f"{heights.max():5.0f}{heights.max() - heights.min():4.0f}", end="", flush=True)
    except ModelError as bad:
        print(f"  {bad.what}", end="")
    mean = f"  mean {found[-1][1].mean():.1f} um" if found else ""
    print(f"{mean}  ({time.perf_counter() - begun:.0f} s)", flush=True)
    return found


def draw(path: Path, rows: dict[str, list[Row]]) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 4.2), layout="constrained")
    left.plot(TIMES, TIP, "ko", label="published (BattModels/electrodep, BSD 3-clause)")
    for name, found in rows.items():
        if found:
            label = name.strip()
            (line,) = left.plot([at for at, _ in found], [one.max() for _, one in found], marker=".", label=label)
            y = (np.arange(len(found[-1][1])) + 0.5) * (96 / len(found[-1][1]))
            right.step(y, found[-1][1], where="mid", color=line.get_color(), label=f"{label}, {found[-1][0]:.1f} s")
    left.set(
        xlabel="time, s", ylabel="height of the tip, um", xlim=(0, max(at for at, _ in rows[next(iter(rows))]) * 1.1)
    )
    left.set_ylim(40, 100)
    right.set(xlabel="from the axis of the nucleus, um", ylabel="height of the front, um", title="last state")
    left.legend(fontsize=7)
    right.legend(fontsize=7)
    figure.savefig(path, dpi=130)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--until", type=float, default=72.5)
    parser.add_argument("--fine", type=float, default=0.0, help="until when (s) to run cells of 0.5 um as well")
    parser.add_argument("--figure", type=Path)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    times = tuple(at for at in TIMES if at <= chosen.until)
    begun = time.perf_counter()
    print(f"{'flat: tip and roughness, um, at s':<34}" + "".join(f"{at:9.1f}" for at in FLAT_TIMES))
    print(f"{'published, with noise':<34}" + "".join(f"{a:5}{b:4}" for a, b in zip(FLAT, FLAT_ROUGH, strict=True)))
    flat = Published(radius=0, across=2, dt=0.2, kept=True)
    shown("published equations, even", of_published(flat, FLAT_TIMES), begun)
    print(f"{'nucleus: tip and roughness, at s':<34}" + "".join(f"{at:9.1f}" for at in times))
    print(f"{'published':<34}" + "".join(f"{a:5}{b:4}" for a, b, _ in zip(TIP, ROUGH, times, strict=False)))
    rows = {name: shown(name, of_published(case, times), begun) for name, case in CASES.items()}
    if chosen.fine:
        part = tuple(at for at in times if at <= chosen.fine)
        shown("    and cells of 0.5 um", of_published(Published(kept=True, cell=0.5), part), begun)
    for form in ("literal", "conserving"):
        name = f"natria, {form} form"
        rows[name] = shown(name, of_natria(form, times), begun)
    if chosen.figure:
        draw(chosen.figure, rows)


if __name__ == "__main__":
    main()
