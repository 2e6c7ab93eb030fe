"""Impedance of a cell with electrolyte in the pores of its films, and with a path for electrons beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from natria.models.cell import Cell, Packed, pack
from natria.models.cell.analysis.impedance import arcs, area_resistance_by_part, frequencies
from natria.models.cell.analysis.sine import sine
from natria.models.cell.cell import Electrode, Film, Heat, Pores, SaltLayer, SolidLayer, Thermal
from natria.models.cell.equations.charging import Charging
from natria.models.cell.equations.layout import VACUUM
from natria.models.cell.equations.linear import linearise
from natria.models.cell.equations.rates import voltage
from natria.models.cell.equations.voltage_parts import CONCENTRATION, FILMS_C, FILMS_W, PARTS
from natria.models.cell.solvers.adaptive import Adaptive
from natria.quantity import Computed

FARADAY, GAS, T = 96485.33212331001, 8.31446261815324, 298.15
HERE = Computed("cell", 1)
NO_LIMITS = np.array([np.nan, 0.0, np.inf, np.inf])
SALT = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
CURVED = replace(SALT, conductivity_exponent=0.8, diffusivity_exponent=-0.5, thermodynamic_factor=1.7)
POROUS = Film("film", 10e-6, 2e-3, pores=Pores(0.1, 30.0), relative_permittivity=10.0)
FACE = Electrode((), exchange_current=20.0, inventory=1e6, double_layer=0.2)
AT = frequencies(7e6, 1e-4, 4)
SLOW = np.array([1e-7])


def of(film: Film | None = POROUS, layer: SaltLayer | SolidLayer = SALT, **more: Any) -> Cell:
    face = replace(FACE, films=(film,) if film else ())
    return Cell("symmetric", face, more.pop("counter", face), (layer,), T, 1e-4, **more)


def whole(packed: Packed, y: np.ndarray | None = None, current: float = 0.0, at: np.ndarray = AT) -> np.ndarray:
    return linearise(packed, packed.start if y is None else y, current).impedance(at).sum(axis=1)


def steady(packed: Packed, current: float, seconds: float = 20_000.0) -> np.ndarray:
    return Adaptive(packed, rtol=1e-10).go(packed.start, current, np.array([0.0, seconds]), NO_LIMITS).states[-1]


def volts(packed: Packed, y: np.ndarray, current: float) -> np.ndarray:
    parts = np.empty(len(PARTS))
    voltage(y, current, packed.shape, packed.p, parts)
    return parts


# --- pores


def test_pores_that_hold_nothing_leave_the_resistor():
    dense = pack(of(replace(POROUS, pores=None)))
    empty = pack(of(replace(POROUS, pores=Pores(1e-9, 1e12))))
    assert np.abs(whole(empty) / whole(dense) - 1).max() < 1e-4


def test_a_film_of_electrolyte_is_a_thicker_gap():
    gap = replace(SALT, macmullin=1.0, porosity=1.0, relative_permittivity=60.0)
    film = Film("film", 20e-6, 0.0, pores=Pores(1.0, 1.0))
    thicker, filled = pack(of(None, replace(gap, thickness=290e-6)), 80), pack(of(film, gap), 80)
    at = AT[AT < 1e5]  # above, each of three layers stores charge in a place of its own
    assert np.abs(whole(filled, at=at) / whole(thicker, at=at) - 1).max() < 2e-3
    assert np.abs(whole(filled) / whole(thicker) - 1).max() < 0.03


@pytest.mark.parametrize("sigma", [0.0, 2e-3, 0.2])
def test_at_rest_the_parts_at_zero_frequency_are_closed_forms(sigma: float):
    """h/(kappa + sigma), and (2RT/F) a w X/c times the a w/(F D_e) of dc/dx, over pores and separator; a = 1 - t+."""
    film, layer = replace(POROUS, conductivity=sigma), CURVED
    kappa, d, a = layer.conductivity / 30.0, layer.diffusivity / 30.0, 0.6
    w = kappa / (kappa + sigma)
    chi = 2 * GAS * T / FARADAY * a * layer.thermodynamic_factor
    d_e = d + chi * a * w * sigma / (FARADAY * 1000.0)
    pores = chi * w * a * w * 10e-6 / (FARADAY * d_e * 1000.0)
    gap = chi * a * 250e-6 * layer.macmullin / (FARADAY * layer.diffusivity * 1000.0)
    packed = pack(of(film, layer))
    linear = linearise(packed, packed.start)
    assert linear.zero_frequency[CONCENTRATION] == pytest.approx(2 * pores + gap, rel=1e-6)
    for part in (FILMS_W, FILMS_C):
        assert linear.zero_frequency[part] == pytest.approx(10e-6 / (kappa + sigma), rel=1e-6)


@pytest.mark.parametrize("current", [0.0, 15.0])
def test_zero_frequency_is_the_slope_of_the_voltage_in_time(current: float):
    """By part, with pores beside a solid and a path for electrons, on the grid of the run."""
    packed = pack(of(POROUS, CURVED, electronic_conductance=30.0), 40)
    step = 0.05
    up, down = (volts(packed, steady(packed, current + s * step), current + s * step) for s in (1, -1))
    linear = linearise(packed, steady(packed, current), current, None)
    assert linear.zero_frequency[:-1] == pytest.approx((up - down)[:-1] / (2 * step), rel=5e-5, abs=1e-9)
    assert linear.impedance(SLOW)[0].real == pytest.approx(linear.zero_frequency, rel=1e-5, abs=1e-12)


def test_the_grid_of_a_run_under_load_gives_the_slow_end_of_the_fine_one():
    packed = pack(of(POROUS, CURVED), 80)
    y, at = steady(packed, 15.0), np.array([1e-4, 1e-2])
    fine, coarse = (linearise(packed, y, 15.0, finest).impedance(at).sum(axis=1) for finest in (1e-9, None))
    assert np.abs(fine / coarse - 1).max() < 1e-3


def test_a_porous_film_relaxes_by_what_its_liquid_and_its_solid_store():
    """R = h/(kappa/N_M + sigma), C = eps_0 (eps_l/N_M + eps_s)/h."""
    packed = pack(of(POROUS, replace(SALT, relative_permittivity=60.0)))
    table = arcs(packed, packed.start, HERE)
    rows = dict(zip(table.columns["part"].values, table.columns["areal_capacitance"].values, strict=True))
    assert {"pores 1, working", "pores 1, counter", "salt layer 1", "face, working", "face, counter"} < set(rows)
    assert rows["pores 1, working"] == pytest.approx(VACUUM * (60.0 / 30.0 + 10.0) / 10e-6, rel=1e-9)
    ends = area_resistance_by_part(packed, packed.start)["films_working"]
    assert ends.zero_frequency == pytest.approx(10e-6 / (0.6 / 30.0 + 2e-3), rel=1e-9)
    assert ends.high_frequency == pytest.approx(0.0, abs=1e-9)


# --- a path for electrons


@pytest.mark.parametrize("g", [1e-3, 30.0, 1e6])
def test_admittances_of_the_cell_and_of_a_path_add_up(g: float):
    alone, beside = pack(of()), pack(of(electronic_conductance=g))
    assert 1 / whole(beside) == pytest.approx(1 / whole(alone) + g, rel=1e-9)


def test_under_load_the_cell_beside_a_path_answers_at_its_current_of_ions():
    alone, beside = pack(of()), pack(of(electronic_conductance=30.0))
    y = steady(beside, 25.0)
    ionic = Charging(beside).ionic(y, 25.0)
    assert 10.0 < ionic < 24.0
    assert 1 / whole(beside, y, 25.0) == pytest.approx(1 / whole(alone, y, ionic) + 30.0, rel=1e-9)


def test_a_path_of_no_conductance_changes_nothing():
    alone, beside = pack(of()), pack(of(electronic_conductance=0.0))
    assert (whole(beside) == whole(alone)).all()


def test_a_dead_short_is_its_path():
    z = whole(pack(of(electronic_conductance=1e8)))
    assert z == pytest.approx(np.full(len(AT), 1e-8), rel=1e-4)


# --- against time


@pytest.mark.parametrize("current", [0.0, 15.0])
def test_a_small_sine_in_time_gives_the_impedance_beside_solid_and_path(current: float):
    packed = pack(of(POROUS, CURVED, electronic_conductance=30.0), 10)
    y = steady(packed, current)
    at = np.array([1e-3, 0.1, 30.0, 1e5])
    in_time = np.array([sine(packed, y, f, 0.05, current) for f in at])
    linear = linearise(packed, y, current, None).impedance(at).sum(axis=1)
    assert np.abs(in_time / linear - 1).max() < 5e-5


def test_a_path_heats_the_cell_too():
    warm = of(None, SolidLayer("solid", 5e-4, 1e-2, Thermal(4e4)), heat=Heat(500.0, 20.0), electronic_conductance=5.0)
    packed = pack(warm)
    y = steady(packed, 30.0)
    linear = linearise(packed, y, 30.0)
    slow = linear.impedance(np.array([1e-3])).sum()
    assert slow.real < 0.99 * linear.impedance(np.array([0.5])).sum().real
    assert sine(packed, y, 1e-3, 0.3, 30.0) == pytest.approx(slow, rel=2e-4)
    step = 0.05
    up, down = (volts(packed, steady(packed, 30.0 + s * step), 30.0 + s * step).sum() for s in (1, -1))
    assert linear.zero_frequency.sum() == pytest.approx((up - down) / (2 * step), rel=1e-4)
