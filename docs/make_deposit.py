"""Draw the figure of docs/deposit_equations.md: a nucleus that grows, bare and under a layer that keeps its thickness.

    python docs/make_deposit.py [--cells 96] [--until 64]

The numbers are chosen to show the model, not taken from a paper: a slow electrolyte, 2-D, from one nucleus with noise.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from natria.models.deposit.inputs import (
    WIDTH_10_90,
    Bath,
    DepositPhysics,
    Disturbance,
    Driven,
    FrontMetal,
    LayerOnFront,
)
from natria.models.deposit.run import DepositState, run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of

FIGURE = Path(__file__).with_name("figures") / "deposit.png"
SPACING = 0.25e-6
STEEPNESS = WIDTH_10_90 / (6 * SPACING)
METAL = FrontMetal(42_000, 13, 0.5, 0.2, 1.5e-7, STEEPNESS, 1e7)
BATH = Bath(1000, 1e-10, 1.0, 298.15)
LAYER = LayerOnFront(1e-11, 0.07, exchange_factor=0.2, thickness=1e-6)
DRIVE = Driven(voltage=0.3)


def show(*parts: str) -> None:
    sys.stdout.write(", ".join(parts) + "\n")
    sys.stdout.flush()


def grown(cells: int, layer: LayerOnFront | None, until: float) -> list[DepositState]:
    """Return the states of a run."""
    grid = DepositGrid((cells, 1, cells), SPACING)
    middle = cells * SPACING / 2
    xi = metal_of(grid, STEEPNESS, 3e-6, [Nucleus(3e-6, (0, middle), 2e-6)])
    disturbed = Disturbance(noise=0.3, seed=1, noise_time=2.0, noise_cells=2, anisotropy=0.2)
    physics = DepositPhysics(METAL, BATH, DRIVE, layer, disturbed)
    begun = time.process_time()
    states = list(run(DepositSettings(), physics, grid, (xi, BATH.concentration), np.linspace(0, until, 6)[1:]))
    for one in states:
        outside = one.concentration[one.xi < 0.5]
        show(
            f"{'layer' if layer else 'bare'}: {one.time:.0f} s, {one.steps} steps, tip {one.tip(SPACING) * 1e6:.2f} um",
            f"plated {one.plated:.4f} mol/m^2, missing {one.missing:.0e}, c {outside.min():.0f} to {outside.max():.0f}",
        )
    show(f"{time.process_time() - begun:.0f} s of CPU time")
    return states


def main() -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=96)
    parser.add_argument("--until", type=float, default=64)
    chosen = parser.parse_args()
    figure, axes = plt.subplots(2, 3, figsize=(10.5, 6.4), sharex=True, sharey=True, layout="constrained")
    side = chosen.cells * SPACING * 1e6
    extent = (0, side, 0, side)
    at = (np.arange(chosen.cells) + 0.5) * SPACING * 1e6
    pictures = []
    runs = {name: grown(chosen.cells, layer, chosen.until) for name, layer in (("bare", None), ("layer", LAYER))}
    ends = [states[-1] for states in runs.values()]
    top = max(one.concentration[one.xi < 0.5].max() for one in ends)
    for row, (name, states) in zip(axes, runs.items(), strict=True):
        last = states[-1]
        metal = last.xi[:, 0] >= 0.5
        shown = (
            (last.xi[:, 0], "metal, $\\xi$", "Greys", 0, 1),
            (np.where(metal, np.nan, last.concentration[:, 0]), "c, mol/m$^3$", "viridis", 0, top),
            (np.where(metal, np.nan, last.potential[:, 0]), "potential, V", "plasma", 0, DRIVE.voltage),
        )
        for axis, (field, label, colours, low, high) in zip(row, shown, strict=True):
            image = axis.imshow(field, origin="lower", extent=extent, cmap=colours, vmin=low, vmax=high)
            pictures.append((image, label))
            axis.contour(at, at, last.xi[:, 0], [0.5], colors="black", linewidths=0.8)
        for one in states[:-1]:
            row[0].contour(at, at, one.xi[:, 0], [0.5], colors="tab:blue", linewidths=0.6)
        if name == "layer":
            for axis in row:
                axis.contour(at, at, last.layer[:, 0], [0.5], colors="tab:red", linewidths=0.8)
        title = "Bare metal" if name == "bare" else "Layer of 1 um (red: its outer face)"
        row[0].set_title(title, loc="left", fontsize=9)
        row[0].set_ylabel("from the current collector, um")
    for axis in axes[-1]:
        axis.set_xlabel("along the electrode, um")
    for column in range(3):
        image, label = pictures[column]
        figure.colorbar(image, ax=axes[:, column], label=label, shrink=0.8)
    steps = ", ".join(f"{one.time:.0f}" for one in runs["bare"][:-1])
    figure.suptitle(f"Deposition at 0.3 V after {chosen.until:.0f} s; blue: fronts at {steps} s", fontsize=10)
    figure.savefig(FIGURE, dpi=130)


if __name__ == "__main__":
    main()
