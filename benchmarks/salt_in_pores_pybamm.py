"""PyBaMM's side of `salt_in_pores.py`: Newman's half cell (DFN) of particles against sodium without overpotential.

It needs PyBaMM alone and is given the numbers of the cell as JSON, in SI.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pybamm

FARADAY, GAS = 96485.33212, 8.314462618
ROUND = 0.5  # of the ends of a plateau, as `natria.models.cell.electrodes.insertion` has it
BRUGGEMAN = 1.5

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
            "Positive electrode thickness [m]": cell["length"],
            "Separator thickness [m]": cell["separator"],
            "Positive electrode active material volume fraction": cell["loading"] / cell["density"] / cell["length"],
            "Positive electrode porosity": cell["porosity"],
            "Separator porosity": cell["separator_porosity"],
            "Positive electrode Bruggeman coefficient (electrolyte)": BRUGGEMAN,
            "Separator Bruggeman coefficient (electrolyte)": BRUGGEMAN,
            "Positive electrode Bruggeman coefficient (electrode)": 0.0,
            "Positive electrode conductivity [S.m-1]": cell["electronic"],
            "Maximum concentration in positive electrode [mol.m-3]": most,
            "Initial concentration in positive electrode [mol.m-3]": cell["filled"] * most,
            "Positive particle radius [m]": cell["size"] / 2,
            "Positive particle diffusivity [m2.s-1]": cell["insertion_diffusivity"],
            "Positive electrode OCP [V]": plateau,
            "Positive electrode OCP entropic change [V.K-1]": 0.0,
            "Positive electrode exchange-current density [A.m-2]": lambda salt, *_: (
                cell["exchange"] * (salt / cell["concentration"]) ** 0.5
            ),
            "Exchange-current density for lithium metal electrode [A.m-2]": lambda *_: pybamm.Scalar(1e7),
            "Initial concentration in electrolyte [mol.m-3]": cell["concentration"],
            "Electrolyte diffusivity [m2.s-1]": lambda *_: pybamm.Scalar(cell["diffusivity"]),
            "Electrolyte conductivity [S.m-1]": lambda salt, _: cell["conductivity"] * salt / cell["concentration"],
            "Cation transference number": cell["transference"],
            "Thermodynamic factor": 1.0,
            "Electrode width [m]": 1.0,
            "Electrode height [m]": 1.0,
            "Number of electrodes connected in parallel to make a cell": 1.0,
            "Current function [A]": cell["current"],
            "Lower voltage cut-off [V]": 1.0,
            "Upper voltage cut-off [V]": 5.0,
            **{f"{name} temperature [K]": cell["temperature"] for name in ("Ambient", "Initial", "Reference")},
        }
    )
    return values


def main() -> None:
    cell = json.loads(sys.argv[1])
    times, points = np.linspace(0.0, cell["seconds"], int(cell["readings"]) + 1), int(cell["points"])
    model = pybamm.lithium_ion.DFN({"working electrode": "positive"})
    solver = pybamm.IDAKLUSolver(rtol=1e-8, atol=1e-8)
    grid = {"x_n": 20, "x_s": points, "x_p": points, "r_n": 20, "r_p": 40}
    ready = pybamm.Simulation(model, parameter_values=parameters(cell), solver=solver, var_pts=grid)
    solved = ready.solve(times)
    salt = solved["Electrolyte concentration [mol.m-3]"].entries[:, -1]  # at the end, the electrode last
    found = {"version": pybamm.__version__, "volts": solved["Voltage [V]"](times).tolist()}
    print(json.dumps(found | {"salt": salt[-points:].tolist()}))


if __name__ == "__main__":
    main()
