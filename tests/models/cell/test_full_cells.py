"""Full cells with the simplest cathode: inventory, cut-offs, held voltages, rates; against closed forms and Radau."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from verified_cells import FAST, FOIL, KELVIN, PELLET, SEPARATOR, cell_of

from natria.laws import FARADAY, GAS
from natria.models.cell import pack, run
from natria.models.cell.analysis.impedance import linearise
from natria.models.cell.cell import Cell, Electrode, Film, Heat
from natria.models.cell.electrodes.sloped import Sloped
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.fixed import Fixed
from natria.models.cell.solvers.legs import Leg
from natria.models.cell.solvers.run import Done

SHEET = Sloped(capacity=36000.0, empty=3.6, full=3.0, resistance=1e-3, filled=0.6)
RISE = SHEET.empty - SHEET.full
BARE = Electrode(exchange_current=20.0, is_host=True, coverage_charge=1.0, dead=0.02)
SHARE = len(COLUMNS)  # place of the filled share behind the columns of every cell


def full(*layers, working: Electrode = FOIL, chemistry: Sloped = SHEET, **more) -> Cell:
    counter = Electrode(more.pop("films", ()), chemistry=chemistry, double_layer=more.pop("double_layer", 0.0))
    return cell_of(*layers, working=working, counter=counter, kind="full", **more)


def charge(number: int, current: float, **end: float) -> Leg:
    return Leg(number, number // 2 + 1, number % 2 + 1, "charge" if current > 0 else "discharge", current, **end)


def sodium_of(done: Done) -> float:
    """All sodium of the cell, C/m^2."""
    row, at = done.rows[-1], PLACE
    return row[at["sodium_working"]] + row[at["dead_working"]] + row[at["sodium_counter"]]


@pytest.mark.parametrize("working", [replace(FOIL, dead=0.03), BARE, replace(FOIL, potential=0.08)])
@pytest.mark.parametrize("fixed", [False, True])
def test_sodium_of_the_whole_cell_is_conserved(working, fixed):
    cell = full(SEPARATOR, working=working, heat=Heat(3000.0, 10.0), films=(Film("film", 1e-8, 1e-5),))
    packed = pack(cell)
    legs = [charge(0, 8.0, volts=3.5), charge(1, -8.0, seconds=900.0), charge(2, 20.0, seconds=200.0)]
    done = [*run(packed, legs, solver=Fixed(packed) if fixed else None)]
    whole = packed.start[packed.places["sodium_working"]] + SHEET.capacity * SHEET.filled
    assert len(done) == len(legs)
    assert [sodium_of(each) for each in done] == pytest.approx([whole] * 3, rel=1e-10)
    assert done[0].rows[-1, PLACE["voltage"]] == pytest.approx(3.5, abs=1e-6)
    assert done[-1].rows[-1, SHARE] == pytest.approx(done[-1].state.y[packed.places["filled_share_counter"]])


def test_the_voltage_is_that_of_its_parts_and_the_cathode_has_the_equilibrium():
    packed = pack(full(PELLET))
    (done,) = run(packed, [charge(0, 10.0, seconds=600.0)])
    row = {name: done.rows[-1, k] for name, k in PLACE.items()}
    share = 0.6 - 10.0 * 600.0 / SHEET.capacity
    assert row["equilibrium"] == pytest.approx(SHEET.empty - RISE * share, abs=1e-9)
    assert row["face_counter"] == pytest.approx(10.0 * SHEET.resistance, rel=1e-9)
    assert row["solids"] == pytest.approx(10.0 * PELLET.thickness / PELLET.conductivity, rel=1e-12)
    assert row["voltage"] == pytest.approx(
        sum(row[name] for name in ("equilibrium", "face_counter", "solids", "face_working"))
    )


def radau(current: float, seconds: float, nodes: int = 400) -> float:
    """Voltage of FOIL | SEPARATOR | SHEET after a time at a current, by finite differences and Radau."""
    s = SEPARATOR
    x = np.linspace(0.0, s.thickness, nodes + 1)
    dx, d = x[1], s.diffusivity / s.macmullin
    slope = (1 - s.transference) * current / (FARADAY * d)  # dc/dx at both faces

    def rates(_t, y):
        c = y[:-1]
        ghost = np.concatenate([[c[1] - 2 * dx * slope], c, [c[-2] + 2 * dx * slope]])
        return np.append(d / s.porosity * (ghost[2:] - 2 * c + ghost[:-2]) / dx**2, -current / SHEET.capacity)

    start = np.append(np.full(nodes + 1, s.concentration), SHEET.filled)
    found = solve_ivp(rates, (0, seconds), start, "Radau", rtol=1e-8, atol=1e-8).y[:, -1]
    c, share = found[:-1], found[-1]
    ohmic = current * np.trapezoid(s.macmullin * s.concentration / (s.conductivity * c), x)
    diffusion = 2 * GAS * KELVIN / FARADAY * (1 - s.transference) * np.log(c[-1] / c[0])
    i0 = FOIL.exchange_current * np.sqrt(c[0] / s.concentration)
    face = 2 * GAS * KELVIN / FARADAY * np.arcsinh(current / (2 * i0))
    return float(SHEET.empty - RISE * share + SHEET.resistance * current + ohmic + diffusion + face)


@pytest.mark.parametrize("current", [10.0, -10.0])
def test_a_second_route_gives_the_same_voltage(current):
    packed = pack(full(SEPARATOR), 160)
    (done,) = run(packed, [charge(0, current, seconds=700.0)])
    assert done.rows[-1, PLACE["voltage"]] == pytest.approx(radau(current, 700.0), abs=2e-5)


@pytest.mark.parametrize("fixed", [False, True])
def test_the_current_at_a_held_voltage_decays_as_that_of_a_capacitor(fixed):
    """R = R_pellet + R_transfer, C = Q/(U_empty - U_full): J = J_0 exp(-t/RC)."""
    packed = pack(full(PELLET, working=FAST))
    resistance = PELLET.thickness / PELLET.conductivity + SHEET.resistance
    time_constant = resistance * SHEET.capacity / RISE
    start = 0.1 / resistance  # 0.1 V above the equilibrium
    held = Leg(0, 1, 1, "hold", 0.0, 2.0 * time_constant, held=SHEET.empty - RISE * SHEET.filled + 0.1)
    (done,) = run(packed, [held], solver=Fixed(packed) if fixed else Adaptive(packed, 1e-9, 1e-10))
    time, current = done.rows[:, PLACE["time"]], done.rows[:, PLACE["current"]]
    assert current == pytest.approx(start * np.exp(-time / time_constant), rel=3e-3 if fixed else 1e-5)
    assert done.rows[:, PLACE["voltage"]] == pytest.approx(held.held, abs=1e-9)
    assert (done.ended_by, done.ending) == ("time", None)


def test_a_held_voltage_ends_where_the_current_has_tapered_and_the_next_step_goes_on():
    packed = pack(full(PELLET, working=FAST))
    resistance = PELLET.thickness / PELLET.conductivity + SHEET.resistance
    held = Leg(1, 1, 2, "hold", 0.0, held=3.45, taper=0.5)
    done = [
        *run(packed, [charge(0, 5.0, volts=3.45), held, Leg(2, 1, 3, "rest", 0.0, 60.0), charge(3, -5.0, volts=3.1)])
    ]
    assert [each.ended_by for each in done] == ["voltage limit", "current tapered", "time", "voltage limit"]
    took = done[1].state.time - done[0].state.time
    assert took == pytest.approx(resistance * SHEET.capacity / RISE * np.log(10.0), rel=1e-4)
    assert done[1].rows[-1, PLACE["current"]] == pytest.approx(0.5, rel=1e-5)


def test_a_held_voltage_beside_a_path_has_the_current_of_both():
    cell = full(PELLET, working=FAST, electronic_conductance=2.0)
    alone = full(PELLET, working=FAST)
    held = Leg(0, 1, 1, "hold", 0.0, 100.0, held=3.3)
    both, one = (next(run(pack(c), [held])).rows for c in (cell, alone))
    assert both[:, PLACE["ionic_current"]] == pytest.approx(one[:, PLACE["current"]], rel=1e-6)
    assert both[:, PLACE["current"]] == pytest.approx(one[:, PLACE["current"]] + 2.0 * 3.3, rel=1e-6)


@pytest.mark.parametrize(("current", "event"), [(10.0, "counter electrode empty"), (-10.0, "counter electrode full")])
def test_a_cathode_that_is_used_up_ends_the_run_or_the_step(current, event):
    packed = pack(full(PELLET))
    (done,) = run(packed, [charge(0, current, seconds=1e6)])
    share = 0.6 if current > 0 else 0.4
    assert done.ending is not None
    assert done.ending.event == event
    assert done.state.time == pytest.approx(share * SHEET.capacity / abs(current), rel=1e-9)
    (done,) = run(packed, [charge(0, current, volts=9.0 if current > 0 else 0.1)])
    assert (done.ended_by, done.ending) == ("voltage limit", None)


def test_without_an_anode_each_cycle_keeps_what_the_efficiency_leaves():
    """What is plated comes back but for 2 %; the cathode is emptied to the same cut-off each time."""
    packed = pack(full(PELLET, working=BARE, chemistry=replace(SHEET, filled=1.0)))
    legs = [charge(k, 5.0 if k % 2 == 0 else -5.0, volts=3.5 if k % 2 == 0 else 2.8) for k in range(80)]
    done = [*run(packed, legs)]
    assert len(done) == len(legs)
    assert {each.ended_by for each in done} == {"voltage limit"}
    charges = np.array([np.ptp(each.rows[:, PLACE["time"]]) * 5.0 for each in done])
    plated, stripped = charges[::2], charges[1::2]
    assert stripped == pytest.approx(0.98 * plated, rel=1e-6)
    assert plated[1:] == pytest.approx(0.98 * plated[:-1], rel=1e-4)
    half = int(np.argmax(plated < 0.5 * plated[0]))
    assert half == int(np.ceil(np.log(0.5) / np.log(0.98)))


def test_the_impedance_is_that_of_resistors_a_double_layer_and_the_slope_of_the_potential():
    cell = full(PELLET, working=FAST, double_layer=0.2)
    packed = pack(cell)
    at = 10.0 ** np.arange(-4, 5)
    found = linearise(packed, packed.start).impedance(at).sum(axis=1)
    omega = 2 * np.pi * at
    inner = SHEET.resistance + RISE / (1j * omega * SHEET.capacity)
    exact = PELLET.thickness / PELLET.conductivity + 1 / (1j * omega * 0.2 + 1 / inner)
    assert found == pytest.approx(exact, rel=1e-6)
