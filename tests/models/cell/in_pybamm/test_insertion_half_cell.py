"""Particles with a plateau against sodium, in the engine and in PyBaMM's half cell of single particles."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest

from natria.laws import FARADAY, GAS
from natria.models.cell.cell import Cell, Electrode, SolidLayer
from natria.models.cell.electrodes.insertion import ROUND, Insertion
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.failure.limits import Limits
from natria.models.cell.solvers.adaptive import Adaptive

os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")  # or it asks on the terminal whether it may report
pybamm = pytest.importorskip("pybamm", reason="PyBaMM is not installed: pip install natria[pybamm]")

WARM = 298.15
LOADING, DENSITY, MOLAR, SIZE, DIFFUSIVITY, EXCHANGE = 0.02, 3200.0, 0.45577, 1e-6, 1e-15, 0.1  # SI, of 2 mg/cm^2
NVP = Insertion(
    capacity=LOADING * 2 * FARADAY / MOLAR,
    plateau=3.37,
    diffusion_time=(SIZE / 2) ** 2 / DIFFUSIVITY,
    exchange=EXCHANGE * 6 * LOADING / (DENSITY * SIZE),
    filled=0.9,
)
SODIUM = Electrode(exchange_current=1e7, inventory=1e7)  # without overpotential
HALF = Cell("full", SODIUM, Electrode(chemistry=NVP), (SolidLayer("glass", 1e-9, 1.0),), WARM, 1.0)
SECONDS = 500.0


def ours(current: float, shells: int) -> tuple[np.ndarray, np.ndarray]:
    cell = replace(HALF, counter=Electrode(chemistry=replace(NVP, shells=shells)))
    packed = pack(cell)
    times = np.linspace(0.0, SECONDS, 51)
    path = Adaptive(packed, 1e-9, 1e-9).go(packed.start, current, times, Limits().array(None))
    assert not path.event
    read = rows(path.time, path.states, current, (1, 1), packed.shape, packed.p)
    return read[:, PLACE["time"]], read[:, PLACE["voltage"]]


def plateau(share):
    """The potential of the docstring of `electrodes.insertion`, in PyBaMM's words."""
    end = float(np.log((1 - NVP.solubility) / NVP.solubility))
    here = pybamm.log((1 - share) / share)

    def beyond(z):
        return 0.5 * (z + pybamm.sqrt(z * z + ROUND * ROUND))

    return NVP.plateau + GAS * WARM / FARADAY * (beyond(here - end) - beyond(-here - end))


def theirs(current: float, points: int, times: np.ndarray) -> np.ndarray:
    model = pybamm.lithium_ion.SPM({"working electrode": "positive"})
    values = pybamm.ParameterValues("Xu2019")
    most = 2 * DENSITY / MOLAR
    values.update(
        {
            "Positive electrode thickness [m]": LOADING / DENSITY / 0.5,
            "Positive electrode active material volume fraction": 0.5,
            "Positive electrode porosity": 0.5,
            "Maximum concentration in positive electrode [mol.m-3]": most,
            "Initial concentration in positive electrode [mol.m-3]": NVP.filled * most,
            "Positive particle radius [m]": SIZE / 2,
            "Positive particle diffusivity [m2.s-1]": DIFFUSIVITY,
            "Positive electrode OCP [V]": plateau,
            "Positive electrode OCP entropic change [V.K-1]": 0.0,
            "Positive electrode exchange-current density [A.m-2]": lambda *_: pybamm.Scalar(EXCHANGE),
            "Exchange-current density for lithium metal electrode [A.m-2]": lambda *_: pybamm.Scalar(1e7),
            "Electrode width [m]": 1.0,
            "Electrode height [m]": 1.0,
            "Number of electrodes connected in parallel to make a cell": 1.0,
            "Current function [A]": -current,
            "Lower voltage cut-off [V]": 2.0,
            "Upper voltage cut-off [V]": 4.5,
            "Ambient temperature [K]": WARM,
            "Initial temperature [K]": WARM,
            "Reference temperature [K]": WARM,
        }
    )
    solver = pybamm.IDAKLUSolver(rtol=1e-9, atol=1e-9)
    grid = {"x_n": 20, "x_s": 20, "x_p": 20, "r_n": 20, "r_p": points}
    solved = pybamm.Simulation(model, parameter_values=values, solver=solver, var_pts=grid).solve(times)
    parts = ("open-circuit potential [V]", "reaction overpotential [V]")
    return np.asarray(sum(solved[f"X-averaged positive electrode {part}"](times) for part in parts))


@pytest.mark.parametrize("current", [4.0, 11.8])  # A/m^2: 2C and 5C of it
def test_two_codes_agree_on_the_voltage_of_a_charge(current):
    times, coarse = ours(current, 40)
    _, fine = ours(current, 80)
    other = theirs(current, 200, times)
    later = times > 0.05 * SECONDS
    assert np.abs(fine - other)[later].max() < 5e-4
    assert np.abs(fine - other)[later].max() < 0.7 * np.abs(coarse - other)[later].max() + 1e-5
