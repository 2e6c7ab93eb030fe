"""Draw the figure of docs/deposit_equations.md on dead sodium: a strip with electrons as a field, and without.

    python docs/make_deposit_dead.py

The numbers are chosen to show the model, not taken from a paper: a mushroom of metal whose neck dissolves first.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from natria.models.deposit.electrons.inputs import Electrons
from natria.models.deposit.inputs import FARADAY, WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.measures import lost_metal
from natria.models.deposit.run import DepositState, run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of

FIGURE = Path(__file__).with_name("figures") / "deposit_dead.png"
SPACING, CELLS, UM = 0.1e-6, 64, 1e6
TIMES = (30.0, 50.0, 60.0, 80.0, 100.0)  # s
METAL = FrontMetal(42_000, 13, 0.5, 0.2, 1e-8, WIDTH_10_90 / (6 * SPACING), 1e7)
BATH = Bath(1000, 2.6e-10, 1.0, 298.15)
RUNS = {"electrons as a field": Electrons(100.0), "all metal at one potential": None}


def stripped(electrons: Electrons | None) -> list[DepositState]:
    """Return the states of a strip at 30 mV."""
    grid = DepositGrid((CELLS, 1, CELLS), SPACING)
    middle = (0.0, CELLS * SPACING / 2)
    neck = [Nucleus(1e-6 + 0.2e-6 * k, middle, 0.35e-6) for k in range(10)]
    xi = metal_of(grid, METAL.steepness, 1e-6, [*neck, Nucleus(3.6e-6, middle, 1e-6)])
    physics = DepositPhysics(METAL, BATH, Driven(voltage=-0.03), electrons=electrons)
    return list(run(DepositSettings(), physics, grid, (xi, BATH.concentration), np.array(TIMES)))


def main() -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        2, len(TIMES), figsize=(10.5, 4.6), sharex=True, sharey=True, layout="constrained", squeeze=False
    )
    side = CELLS * SPACING * UM
    for row, (name, electrons) in zip(axes, RUNS.items(), strict=True):
        for axis, state in zip(row, stripped(electrons)[1:], strict=True):
            axis.imshow(state.xi[:, 0], origin="lower", extent=(0, side, 0, side), cmap="Greys", vmin=0, vmax=1)
            axis.set_title(f"{state.time:.0f} s", fontsize=9)
            lost = lost_metal(state.xi, SPACING) * METAL.concentration * FARADAY / 3.6e4
            sys.stdout.write(
                f"{name}: {state.time:.0f} s, {state.steps} steps, stripped {-state.plated:.4f} mol/m^2, "
                f"without contact {lost:.5f} mAh/cm^2, missing {abs(state.missing):.0e}\n"
            )
        row[0].set_ylabel(f"{name}\nheight, um", fontsize=8)
    for axis in axes[-1]:
        axis.set_xlabel("um")
    figure.suptitle("Metal in a strip at 30 mV", fontsize=10)
    figure.savefig(FIGURE, dpi=130)


if __name__ == "__main__":
    main()
