"""PyBaMM's side of `full_cells.py`: the half cell of single particles, stepped through its legs from the last state.

It needs PyBaMM alone and is given the numbers of the cell as JSON, in SI.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from typing import Any

import numpy as np
import pybamm

FARADAY, GAS = 96485.33212, 8.314462618
ROUND = 0.5  # of the ends of a plateau, as `natria.models.cell.electrodes.insertion` has it
SHELLS = 20
PARTS = ("open-circuit potential [V]", "reaction overpotential [V]")
CURRENT = "Current function [A]"

pybamm.set_logging_level("ERROR")


def parameters(cell: dict[str, float]) -> Any:
    values, most = pybamm.ParameterValues("Xu2019"), 2 * cell["density"] / cell["molar_mass"]
    end = float(np.log((1 - cell["solubility"]) / cell["solubility"]))
    scale = GAS * cell["temperature"] / FARADAY

    def beyond(z: Any) -> Any:
        return 0.5 * (z + pybamm.sqrt(z * z + ROUND * ROUND))

    def plateau(share: Any) -> Any:
        here = pybamm.log((1 - share) / share)
        return cell["plateau"] + scale * (beyond(here - end) - beyond(-here - end))

    values.update(
        {
            "Positive electrode thickness [m]": cell["loading"] / cell["density"] / 0.5,
            "Positive electrode active material volume fraction": 0.5,
            "Positive electrode porosity": 0.5,
            "Maximum concentration in positive electrode [mol.m-3]": most,
            "Initial concentration in positive electrode [mol.m-3]": cell["filled"] * most,
            "Positive particle radius [m]": cell["size"] / 2,
            "Positive particle diffusivity [m2.s-1]": cell["diffusivity"],
            "Positive electrode OCP [V]": plateau,
            "Positive electrode OCP entropic change [V.K-1]": 0.0,
            "Positive electrode exchange-current density [A.m-2]": lambda *_: pybamm.Scalar(cell["exchange"]),
            "Exchange-current density for lithium metal electrode [A.m-2]": lambda *_: pybamm.Scalar(1e7),
            "Electrode width [m]": 1.0,
            "Electrode height [m]": 1.0,
            "Number of electrodes connected in parallel to make a cell": 1.0,
            CURRENT: "[input]",
            "Lower voltage cut-off [V]": 2.0,
            "Upper voltage cut-off [V]": 4.5,
            **{f"{name} temperature [K]": cell["temperature"] for name in ("Ambient", "Initial", "Reference")},
        }
    )
    return values


def cycled(cell: dict[str, float], tolerance: float, cycles: int, *, compiled: bool) -> tuple[float, np.ndarray]:
    """CPU time (s), and the voltage by leg and reading, after a cycle that builds the model."""
    solver = pybamm.IDAKLUSolver(rtol=tolerance, atol=tolerance, options={"compile": compiled})
    grid = {"x_n": 20, "x_s": 20, "x_p": 20, "r_n": 20, "r_p": SHELLS}
    model = pybamm.lithium_ion.SPM({"working electrode": "positive"})
    model.variables = {name: model.variables[name] for name in model.variables if name in NEEDED}
    ready = pybamm.Simulation(model, parameter_values=parameters(cell), solver=solver, var_pts=grid)
    times = np.linspace(0.0, cell["seconds"], int(cell["readings"]) + 1)

    def go(number: int) -> list[np.ndarray]:
        volts, last = [], pybamm.EmptySolution()
        for k in range(2 * number):
            inputs = {CURRENT: -cell["current"] * (-1) ** k}
            done = ready.step(cell["seconds"], inputs=inputs, starting_solution=last, save=False, t_interp=times)
            parts = [done[f"X-averaged positive electrode {part}"].entries for part in PARTS]
            volts.append(np.ravel(parts[0] + parts[1])[-int(cell["readings"]) :])
            last = done.last_state
        return volts

    go(1)
    begun = time.process_time()
    volts = go(cycles)
    return time.process_time() - begun, np.array(volts)


NEEDED = {f"X-averaged positive electrode {part}" for part in PARTS} | {"Voltage [V]", "Battery voltage [V]"}


def main() -> None:
    told = json.loads(sys.argv[1])
    cell, most = told["cell"], told["most"]
    _, exact = cycled(cell, 1e-10, 2, compiled=False)
    tolerance = error = 0.0
    for tolerance in 10.0 ** -np.arange(2.0, 9.5, 0.5):
        error = 1e6 * float(np.abs(cycled(cell, float(tolerance), 2, compiled=False)[1] - exact).max())
        if error < most:
            break
    found = []
    for compiled in (False, True) if shutil.which("cc") else (False,):
        seconds, _ = cycled(cell, float(tolerance), told["cycles"], compiled=compiled)
        way = f"steps{', compiled' * compiled}"
        known = {"version": pybamm.__version__, "way": way, "tolerance": float(tolerance), "error": error}
        found.append(known | {"seconds": seconds})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
