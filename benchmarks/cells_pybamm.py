"""PyBaMM's side of `cells.py`: the cell of `SodiumSymmetricCell` cycled by IDAKLU in each way that PyBaMM offers.

"experiment" is its own form of cycling. "steps" is one model, built once, that is stepped through the half-cycles from
the last state. "one solve" has the current as a square wave over time and all reversals as points where the solver
stops: the fastest, but only where nothing but time ends a step, and all is in memory at the end. Each gives the voltage
every 90 s, as ours does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pybamm

from natria.models.cell.pybamm import models as pybamm_models
from natria.models.cell.pybamm.values import SYMMETRIC

HALF, READINGS = 3600.0, 40
AMPERES = 10.0 * SYMMETRIC.area
CURRENT = "Current function [A]"
SAMPLED = ("i0", "sigma", "kappa", "D")  # of an ensemble: both faces, both films, the gel
LATE = 1e-6  # s, after a stop at which the square wave turns: the solver's step to the stop is of the current before

pybamm.set_logging_level("ERROR")


def simulation(tolerance: float, *, compile_c: bool, values: dict[str, Any], **more: Any) -> Any:
    model = pybamm_models.model_of(SYMMETRIC)
    given = pybamm_models.parameter_values(SYMMETRIC)
    given.update(values)
    solver = pybamm.IDAKLUSolver(rtol=tolerance, atol=tolerance, options={"compile": compile_c})
    return pybamm.Simulation(model, parameter_values=given, solver=solver, **more)


def experiment(cycles: int, tolerance: float, *, compile_c: bool) -> tuple[float, np.ndarray]:
    """CPU seconds, and the voltage by half-cycle and reading."""
    step = [pybamm.step.current(sign * AMPERES, duration=HALF, period=HALF / READINGS) for sign in (1, -1)]
    asked = pybamm.Experiment([tuple(step)] * cycles)
    ready = simulation(tolerance, compile_c=compile_c, values={}, experiment=asked)
    ready.build_for_experiment()
    begun = time.process_time()
    solution = ready.solve(calc_esoh=False)
    volts = [one["Voltage [V]"].entries for cycle in solution.cycles for one in cycle.steps]
    return time.process_time() - begun, np.array([v[-READINGS:] for v in volts])


def steps(cycles: int, tolerance: float, *, compile_c: bool) -> tuple[float, np.ndarray]:
    ready = simulation(tolerance, compile_c=compile_c, values={CURRENT: "[input]"})
    times = np.linspace(0.0, HALF, READINGS + 1)

    def go(number: int) -> list[np.ndarray]:
        volts, last = [], pybamm.EmptySolution()  # None would go on from the last run
        for k in range(2 * number):
            inputs = {CURRENT: AMPERES * (-1) ** k}
            done = ready.step(HALF, inputs=inputs, starting_solution=last, save=False, t_interp=times)
            volts.append(done["Voltage [V]"].entries[-READINGS:])
            last = done.last_state
        return volts

    go(1)  # builds the model
    begun = time.process_time()
    volts = go(cycles)
    return time.process_time() - begun, np.array(volts)


def square(t: Any) -> Any:
    return AMPERES * (1 - 2 * (((t - LATE) % (2 * HALF)) >= HALF))


def one_solve(cycles: int, tolerance: float, *, compile_c: bool) -> tuple[float, np.ndarray]:
    ready = simulation(tolerance, compile_c=compile_c, values={CURRENT: square})

    def go(number: int) -> np.ndarray:
        stops, readings = (
            HALF * np.arange(2 * number + 1),
            np.linspace(0.0, 2 * number * HALF, 2 * number * READINGS + 1),
        )
        found = ready.solve(stops, t_interp=readings)
        return np.asarray(found["Voltage [V]"].entries[1:]).reshape(2 * number, READINGS)

    go(1)
    begun = time.process_time()
    volts = go(cycles)
    return time.process_time() - begun, volts


WAYS: dict[str, Callable[..., tuple[float, np.ndarray]]] = {
    "experiment": experiment,
    "steps": steps,
    "one solve": one_solve,
}


def sampled(tolerance: float, current: Any, *, compile_c: bool) -> Any:
    """One model whose inputs are what is SAMPLED."""
    (gel,) = SYMMETRIC.salts
    values: dict[str, Any] = {**dict.fromkeys(SAMPLED, "[input]"), CURRENT: current}
    for one in ("Working", "Counter"):
        values[f"{one} electrode exchange-current density [A.m-2]"] = pybamm.Parameter("i0")
        values[f"{one} electrode film conductivity [S.m-1]"] = pybamm.Parameter("sigma")
    values["Electrolyte conductivity [S.m-1]"] = lambda c, _: pybamm.Parameter("kappa") * c / gel.concentration
    values["Electrolyte diffusivity [m2.s-1]"] = lambda *_: pybamm.Parameter("D")
    return simulation(tolerance, compile_c=compile_c, values=values)


def inputs_of(factors: np.ndarray) -> list[dict[str, float]]:
    (gel,), face = SYMMETRIC.salts, SYMMETRIC.working
    middle = np.array([face.exchange_current, face.films[0].conductivity, gel.conductivity, gel.diffusivity])
    return [dict(zip(SAMPLED, row, strict=True)) for row in middle * factors]


def ensemble_in_steps(factors: np.ndarray, cycles: int, tolerance: float, *, compile_c: bool) -> float:
    """CPU seconds for designs one after the other, all with one model; the voltage at the end of each step is read."""
    ready = sampled(tolerance, "[input]", compile_c=compile_c)

    def go(number: int, designs: list[dict[str, float]]) -> None:
        for design in designs:
            last = pybamm.EmptySolution()
            for k in range(2 * number):
                inputs = {CURRENT: AMPERES * (-1) ** k, **design}
                last = ready.step(HALF, inputs=inputs, starting_solution=last, save=False).last_state
                last["Voltage [V]"].entries  # noqa: B018  # PyBaMM computes it when it is asked for

    go(1, inputs_of(factors)[:1])
    begun = time.process_time()
    go(cycles, inputs_of(factors))
    return time.process_time() - begun


def ensemble_in_one_solve(factors: np.ndarray, cycles: int, tolerance: float, *, compile_c: bool) -> float:
    """CPU seconds for designs, all by one list of inputs; the voltage at the end of each half-cycle is read."""
    ready = sampled(tolerance, square, compile_c=compile_c)

    def go(number: int, designs: list[dict[str, float]]) -> np.ndarray:
        stops = HALF * np.arange(2 * number + 1)
        found = ready.solve(stops, inputs=designs, t_interp=stops)
        return np.array([one["Voltage [V]"].entries[1:] for one in found])

    go(1, inputs_of(factors)[:2])
    begun = time.process_time()
    go(cycles, inputs_of(factors))
    return time.process_time() - begun


ENSEMBLES: dict[str, Callable[..., float]] = {"steps": ensemble_in_steps, "one solve": ensemble_in_one_solve}
