"""The voltages of the engine and of the models in PyBaMM, both extrapolated to an infinitely fine grid.

    python benchmarks/cells_agreement.py      (needs the extra `pybamm`; says so and stops without it)

Both integrate with a relative tolerance of 1e-11 and 1e-10 on 20, 40 and 80 volumes. Errors of the second order in the
width are taken out by Richardson's extrapolation from the two finest. One cycle at 6 mA/cm^2, about half of the
limiting current: an hour of plating, 40 minutes of stripping. Aim: 10 microvolts away from reversals.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from natria.models.cell.cell import Cell, Heat, Thermal
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.failure.limits import Limits
from natria.models.cell.pybamm.values import HALF, SYMMETRIC
from natria.models.cell.solvers.adaptive import Adaptive

GRIDS = (20, 40, 80)
LEGS = ((60.0, 3600.0), (-60.0, 2400.0))  # A/m^2, s
TIMES = np.array([10.0, 60.0, 300.0, 900.0, 1800.0, 2400.0])  # s after a reversal
AWAY = 60.0

(GEL,), FACE = SYMMETRIC.salts, SYMMETRIC.working
CURVED = (replace(GEL, conductivity_exponent=1.5, diffusivity_exponent=0.5, transference_slope=0.05),)
CELLS = {
    "a dilute salt": SYMMETRIC,
    "kappa ~ c^1.5, D ~ c^0.5, t+ of c": replace(SYMMETRIC, electrolyte=CURVED),
    "the same, alpha 0.3 at one face": replace(
        SYMMETRIC, working=replace(FACE, plating_transfer=0.3), electrolyte=CURVED
    ),
    "Na on copper": HALF,
    "with heat": replace(
        SYMMETRIC,
        heat=Heat(400.0, 4.0),
        working=replace(FACE, thermal=Thermal(5e4)),
        electrolyte=(replace(GEL, thermal=Thermal(8e3, 180.0)),),
    ),
}


def ours(cell: Cell, volumes: int) -> np.ndarray:
    packed = pack(cell, volumes)
    solver, y, found = Adaptive(packed, 1e-11, 1e-10), packed.start, []
    for current, seconds in LEGS:
        path = solver.go(y, current, np.unique(np.r_[0.0, TIMES, seconds]), Limits().array(None))
        y = path.states[-1]
        volts = rows(path.time, path.states, current, (1, 1), packed.shape, packed.p)[:, PLACE["voltage"]]
        found.append(volts[1 : 1 + len(TIMES)])
    return np.concatenate(found)


def theirs(cell: Cell, volumes: int) -> np.ndarray:
    import pybamm

    from natria.models.cell.pybamm import models as pybamm_models

    model, values = pybamm_models.model_of(cell), pybamm_models.parameter_values(cell)
    values["Current function [A]"] = "[input]"
    solver = pybamm.IDAKLUSolver(rtol=1e-10, atol=1e-10)
    simulation = pybamm.Simulation(model, parameter_values=values, var_pts={model.x: volumes}, solver=solver)
    found, begun = [], 0.0
    for current, seconds in LEGS:
        done = simulation.step(seconds, inputs={"Current function [A]": current * cell.area}).sub_solutions[-1]
        found.append(-done["Voltage [V]"](np.minimum(begun + TIMES, done.t[-1])))
        begun += seconds
    return np.concatenate(found)


def extrapolated(code: Callable[[Cell, int], np.ndarray], cell: Cell) -> tuple[np.ndarray, float]:
    """The voltages without their error of second order; how much the difference of two grids fell with the next."""
    coarse, middle, fine = (code(cell, n) for n in GRIDS)
    away = np.tile(TIMES, len(LEGS)) >= AWAY
    return fine + (fine - middle) / 3, float(np.abs(coarse - middle)[away].max() / np.abs(middle - fine)[away].max())


def main() -> None:
    if importlib.util.find_spec("pybamm") is None:
        print("PyBaMM is not installed (pip install natria[pybamm]): nothing to compare with", file=sys.stderr)
        return
    os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")
    late = np.tile(TIMES, len(LEGS)) >= AWAY
    for name, cell in CELLS.items():
        (mine, order), (other, peers) = extrapolated(ours, cell), extrapolated(theirs, cell)
        print(f"{name}: with half the width the differences fall by {order:.2f} (natria) and {peers:.2f} (PyBaMM)\n")
        print("| mA/cm^2 | s after the reversal | natria, mV | PyBaMM, mV | difference, uV |\n|---|---|---|---|---|")
        for k, (current, time) in enumerate((c, t) for c, _ in LEGS for t in TIMES):
            volts = f"{1e3 * mine[k]:.4f} | {1e3 * other[k]:.4f} | {1e6 * (mine[k] - other[k]):.3f}"
            print(f"| {current / 10:g} | {time:g} | {volts} |")
        worst = 1e6 * np.abs(mine - other)[late].max()
        print(f"\nAt most {worst:.3f} uV apart, {AWAY:g} s and more after a reversal\n")


if __name__ == "__main__":
    main()
