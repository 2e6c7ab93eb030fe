"""The Jacobian of a cell with a path for electrons, and what its solvers owe to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_cells import cells
from verified_cells import FAST, FOIL, PELLET, cell_of, ran

from natria.models.cell.cell import Film, Pores, SaltLayer
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.path import path_slopes, whole_jacobian
from natria.models.cell.equations.rates import derivative, ionic_current, ionic_voltage
from natria.models.cell.equations.salt import least_at_walls
from natria.models.cell.equations.voltage_parts import N_PARTS
from natria.models.cell.solvers import adaptive
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.fixed import Fixed
from natria.models.cell.solvers.rules import LONGEST

NO_LIMITS = np.array([np.nan, 0.1, 400.0, np.inf, np.inf])
PORES = Film("pores", 1e-7, 0.0, pores=Pores(0.01, 1.0))
THIN = SaltLayer("salt", 3e-5, 31.6, 0.03, 1e-11, 0.3)  # a dilute salt
SHORTED = cell_of(THIN, working=replace(FOIL, films=(PORES,)), electronic_conductance=300.0)


@given(cell=cells(), path=st.sampled_from((1.0, 300.0, 1e5)), current=st.floats(-100, 100), seed=st.integers(0, 999))
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,  # V(i) is also bent within a difference by what this does not leave out
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_its_rows_of_salt_are_those_of_central_differences(cell, path, current, seed):
    packed = pack(replace(cell, electronic_conductance=path), 12)
    n = packed.n
    assume(n > 0 and abs(current) > 0.01)
    y = packed.start.copy()
    y[:n] *= np.random.default_rng(seed).uniform(0.5, 1.5, n)
    whole, before = np.empty((len(y), len(y))), y.copy()
    whole_jacobian(y, current, packed.shape, packed.p, np.empty((2, len(y))), whole)
    assert np.array_equal(y, before)
    ionic = ionic_current(y, current, packed.shape, packed.p)
    assume(abs(ionic) > 1e-4 * abs(current))  # where a bare host begins to plate the voltage jumps
    assume(least_at_walls(y, ionic, packed.shape, packed.p, 0.0) > 0.01)  # the voltage has a kink where salt is used up
    volts = [ionic_voltage(y, s * ionic, packed.shape, packed.p, np.empty(N_PARTS)) for s in (1.0 - 1e-6, 1.0 + 1e-6)]
    assume(abs(volts[1] - volts[0]) < 1e-5)  # where salt inside is nearly used up, V(i) bends within a difference
    up, down, found = np.empty_like(y), np.empty_like(y), np.empty((n, n))
    for k in range(n):
        for sign, rates in ((1, up), (-1, down)):
            moved = y.copy()
            moved[k] += sign * 1e-5 * y[k]
            derivative(moved, current, packed.shape, packed.p, rates)
        found[:, k] = (up - down)[:n] / (2e-5 * y[k])
    size = np.abs(whole[:n, :n]).max(axis=1, keepdims=True) + np.abs(found).max(axis=1, keepdims=True)
    assert np.all(np.abs(found - whole[:n, :n]) <= 1e-4 * size)


def test_a_pellet_follows_by_the_division_of_two_resistors():
    g = 40.0
    packed = pack(cell_of(PELLET, working=FAST, electronic_conductance=g))
    push, pull = np.empty(len(packed.start)), np.empty(len(packed.start))
    path_slopes(packed.start.copy(), 10.0, packed.shape, packed.p, push, pull)
    assert push[packed.places["sodium_working"]] == pytest.approx(1.0, rel=1e-9)
    assert push[packed.places["sodium_counter"]] == pytest.approx(-1.0, rel=1e-9)
    assert np.all(pull == 0.0)  # a resistance that no state moves
    ionic = ionic_current(packed.start, 10.0, packed.shape, packed.p)
    assert ionic == pytest.approx(10.0 / (1.0 + g * PELLET.thickness / PELLET.conductivity), rel=1e-12)


def test_the_jacobian_is_full_only_with_a_path():
    assert pack(SHORTED).bands == (len(pack(SHORTED).start) - 1,) * 2
    assert pack(replace(SHORTED, electronic_conductance=0.0)).bands == (1, 1)


def test_a_cell_that_is_nearly_shorted_takes_few_steps(monkeypatch):
    monkeypatch.setattr(adaptive, "MOST_STEPS", 400)  # without the rank-one term more than 20,000
    packed = pack(SHORTED, 12)
    found = Adaptive(packed).go(packed.start, 11.09, np.array([0.0, 1.0, 36000.0]), NO_LIMITS)
    assert found.end == 36000.0
    assert ionic_current(found.last, 11.09, packed.shape, packed.p) < 0.1 * 11.09


def test_fixed_steps_follow_a_cell_that_is_nearly_shorted():
    packed = pack(SHORTED, 12)
    fixed = Fixed(packed).go(packed.start, 11.09, np.array([0.0, 3600.0]), NO_LIMITS)
    exact = Adaptive(packed, 1e-9, 1e-10).go(packed.start, 11.09, np.array([0.0, 3600.0]), NO_LIMITS)
    assert fixed.last[: packed.n] == pytest.approx(exact.last[: packed.n], rel=2e-4)
    sodium = packed.places["sodium_working"]
    assert fixed.last[sodium] - packed.start[sodium] == pytest.approx(
        exact.last[sodium] - packed.start[sodium], rel=1e-3
    )


def test_a_voltage_that_the_path_keeps_from_being_reached_has_its_reason_and_few_readings():
    thick = replace(SHORTED.working, inventory=1e9)
    out = ran(replace(SHORTED, working=thick, counter=thick), "plate 1.109 mA/cm^2 to 0.1958 V")
    assert out.event == "voltage limit never reached"
    assert "at 0.037 V the path for electrons carries the whole current" in out.done[-1].ending.why
    assert out.done[-1].state.time == pytest.approx(LONGEST, rel=1e-12)
    assert len(out.rows) < 5000
    assert np.all(np.diff(out.of("time")) > 0)
