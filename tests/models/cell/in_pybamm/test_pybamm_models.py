"""The models in PyBaMM against the engine: two codes of one set of equations, on an infinitely fine grid."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from natria.models.cell.cell import Cell, Heat, Thermal
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.failure.limits import Limits
from natria.models.cell.pybamm.values import HALF, SYMMETRIC
from natria.models.cell.solvers.adaptive import Adaptive

os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")  # or it asks on the terminal whether it may report
pybamm = pytest.importorskip("pybamm", reason="PyBaMM is not installed: pip install natria[pybamm]")

from natria.models.cell.pybamm import models as pybamm_models  # noqa: E402  # needs PyBaMM

GRIDS = (20, 40, 80)
PLATING, STRIPPING = (60.0, 3600.0), (-60.0, 2400.0)  # A/m^2, s: half of the limiting current
TIMES = np.array([60.0, 300.0, 900.0, 1800.0, 2400.0])  # s after a reversal
AGREE = 1e-5  # V, what the two may differ by

gel, face, film = SYMMETRIC.salts[0], SYMMETRIC.working, SYMMETRIC.working.films[0]
CURVED = (replace(gel, conductivity_exponent=1.5, diffusivity_exponent=0.5, transference_slope=0.05),)
CELLS = {
    "dilute": SYMMETRIC,
    "conductivity, diffusivity and transference of the concentration": replace(SYMMETRIC, electrolyte=CURVED),
    "asymmetric faces": replace(SYMMETRIC, working=replace(face, plating_transfer=0.3), electrolyte=CURVED),
    "half": HALF,
    "warm": replace(
        SYMMETRIC,
        heat=Heat(400.0, 4.0),
        working=replace(face, thermal=Thermal(5e4), films=(replace(film, thermal=Thermal(4e4)),)),
        electrolyte=(replace(gel, thermal=Thermal(8e3, 180.0)),),
    ),
    "contacts and an alloy": replace(SYMMETRIC, contact=1e-3, counter=replace(face, potential=0.05, films=())),
}


def ours(cell: Cell, volumes: int) -> tuple[np.ndarray, np.ndarray]:
    """Voltage of the counter against the working electrode at TIMES of both legs, and the last row of each."""
    packed = pack(cell, volumes)
    solver, y = Adaptive(packed, 1e-11, 1e-10), packed.start
    found = []
    for current, seconds in (PLATING, STRIPPING):
        times = np.unique(np.r_[0.0, TIMES, seconds])
        path = solver.go(y, current, times, Limits().array(None))
        assert not path.event
        y = path.states[-1]
        found.append(rows(path.time, path.states, current, (1, 1), packed.shape, packed.p)[1:])
    return np.array([r[: len(TIMES), PLACE["voltage"]] for r in found]), np.array([r[-1] for r in found])


def theirs(cell: Cell, volumes: int) -> tuple[np.ndarray, Any]:
    model, values = pybamm_models.model_of(cell), pybamm_models.parameter_values(cell)
    values["Current function [A]"] = "[input]"
    solver = pybamm.IDAKLUSolver(rtol=1e-10, atol=1e-10)
    simulation = pybamm.Simulation(model, parameter_values=values, var_pts={model.x: volumes}, solver=solver)
    found, begun = [], 0.0
    for current, seconds in (PLATING, STRIPPING):
        solution = simulation.step(seconds, inputs={"Current function [A]": current * cell.area})
        last = solution.sub_solutions[-1]
        found.append(-last["Voltage [V]"](np.minimum(begun + TIMES, last.t[-1])))
        begun += seconds
    return np.array(found), solution


def extrapolated(by_grid: dict[int, np.ndarray]) -> np.ndarray:
    """Richardson for an error of second order, from the two finest grids."""
    return by_grid[80] + (by_grid[80] - by_grid[40]) / 3


@pytest.mark.parametrize("name", CELLS)
def test_the_voltages_agree_when_extrapolated_to_an_infinitely_fine_grid(name: str) -> None:
    cell = CELLS[name]
    mine = {n: ours(cell, n)[0] for n in GRIDS}
    other = {n: theirs(cell, n)[0] for n in GRIDS}
    for each in (mine, other):  # of second order, or too close to see
        ratio = np.abs(each[20] - each[40]).max() / np.abs(each[40] - each[80]).max()
        assert ratio > 3.0
    assert np.abs(extrapolated(mine) - extrapolated(other)).max() < AGREE
    assert np.abs(extrapolated(mine)).min() > 0.1  # there is a voltage to agree on


@pytest.mark.parametrize("name", CELLS)
def test_films_and_sodium_agree_and_no_salt_is_lost(name: str) -> None:
    cell = CELLS[name]
    _, mine = ours(cell, 20)
    _, solution = theirs(cell, 20)
    for face_, column in (("Working electrode", "working"), ("Counter electrode", "counter")):
        for theirs_, ours_ in (("film thickness [m]", "thickness"), ("sodium [C.m-2]", "sodium")):
            value = solution[f"{face_} {theirs_}"].entries[-1]
            assert value == pytest.approx(mine[-1, PLACE[f"{ours_}_{column}"]], rel=1e-7, abs=1e-30)
    dead = solution["Working electrode dead sodium [C.m-2]"].entries[-1]
    assert dead == pytest.approx(mine[-1, PLACE["dead_working"]], rel=1e-7)
    kelvin = solution["Temperature [K]"].entries[-1]
    assert kelvin == pytest.approx(mine[-1, PLACE["temperature"]], rel=1e-7)
    assert (kelvin > cell.temperature + 1) == (cell.heat is not None)
    salt = solution["Electrolyte concentration [mol.m-3]"].entries.mean(axis=0)
    assert np.abs(salt / salt[0] - 1).max() < 1e-10


def test_pybamm_finds_the_models_and_their_numbers_by_itself() -> None:
    assert isinstance(pybamm.Model("SodiumSymmetricCell"), pybamm_models.SymmetricCell)
    assert isinstance(pybamm.Model("SodiumHalfCell"), pybamm_models.HalfCell)
    assert pybamm.ParameterValues("SodiumSymmetricCell_Example")["Electrolyte porosity"] == gel.porosity
    assert pybamm.ParameterValues("SodiumHalfCell_Example")["Working electrode dead share"] == HALF.working.dead


def test_the_models_run_in_an_experiment_of_pybamm_with_its_signs() -> None:
    steps = ("Discharge at 1 mA for 1 hour", "Charge at 5 mA for 1 hour or until 0.36 V", "Rest for 10 minutes")
    experiment = pybamm.Experiment([steps] * 2)
    solution = pybamm.Simulation(pybamm.Model("SodiumSymmetricCell"), experiment=experiment).solve()
    first, second, third = solution.cycles[0].steps
    assert first["Voltage [V]"].entries.max() < 0 < second["Voltage [V]"].entries.min()
    assert second["Voltage [V]"].entries[-1] == pytest.approx(0.36, abs=1e-6)
    assert second.t[-1] - second.t[0] < 3600
    assert abs(third["Voltage [V]"].entries[-1]) < 1e-4


@pytest.mark.parametrize(("current", "event"), [(200.0, "Salt depleted"), (-10.0, "Working electrode empty")])
def test_what_ends_a_run_ends_it_at_the_same_time_in_both(current: float, event: str) -> None:
    cell = replace(SYMMETRIC, working=replace(face, inventory=1e4))
    packed = pack(cell, 80)
    path = Adaptive(packed, 1e-9, 1e-8).go(packed.start, current, np.array([0.0, 1.0, 7200.0]), Limits().array(None))
    assert path.event == event.lower()
    values = pybamm_models.parameter_values(cell)
    values["Current function [A]"] = current * cell.area
    model = pybamm_models.model_of(cell)
    solver = pybamm.IDAKLUSolver(rtol=1e-9, atol=1e-9)
    simulation = pybamm.Simulation(model, parameter_values=values, var_pts={model.x: 80}, solver=solver)
    solution = simulation.solve([0, 7200])
    assert solution.termination == f"event: {event}"
    assert solution.t_event[0] == pytest.approx(path.time[-1], rel=2e-3)


@pytest.mark.parametrize("options", [{"kinetics": "Marcus"}, {"thermal": "hot"}, {"SEI": "some"}])
def test_options_that_are_not_there_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(pybamm.OptionError, match="Butler-Volmer"):
        pybamm_models.SymmetricCell(options)
