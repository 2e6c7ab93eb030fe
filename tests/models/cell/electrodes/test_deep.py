"""Electrodes with a depth: limits, a boundary value problem, conservation, order, fronts, slopes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_bvp, solve_ivp
from sulfur_electrodes import WARM, sulfur_electrode

from natria.models.cell.electrodes.conversion import conversion_current, conversion_numbers, conversion_potential
from natria.models.cell.electrodes.deep import (
    DEEP_INSERTION_COLUMNS,
    DeepConversion,
    DeepInsertion,
    deep_columns,
    deep_current,
    deep_equilibrium,
    deep_numbers,
    deep_potential,
    deep_rates,
    deep_room,
    deep_sodium,
    deep_states,
)
from natria.models.cell.electrodes.deep_chain import balance_depth, ions_behind
from natria.models.cell.electrodes.deep_local import N_LOCAL, J
from natria.models.cell.electrodes.deep_slopes import deep_slopes
from natria.models.cell.electrodes.insertion import (
    Insertion,
    insertion_equilibrium,
    insertion_numbers,
    insertion_potential,
)
from natria.models.cell.electrodes.sulfur import ProductFilm

THERMAL = 8.31446261815324 * WARM / 96485.33212331001
PARTICLES = Insertion(capacity=8467.0, plateau=3.37, diffusion_time=400.0, exchange=5.0, filled=0.5, shells=4)
FLAT = replace(PARTICLES, diffusion_time=1e-9, solubility=1e-4, shells=1)  # the reaction alone
FILMS = (ProductFilm(), ProductFilm("ohmic", 1e-12, 1.0), ProductFilm("tunnelling", 1e-12, decay=5e-9))


def numbers(electrode):
    return np.array(deep_numbers(electrode))


def start(electrode):
    return np.array([state.start for state in deep_states(electrode)])


def balanced(electrode, plating, y):
    local = np.empty((electrode.slices, N_LOCAL))
    balance_depth(plating, WARM, 1.0, y, numbers(electrode), local)
    return local


def worn(electrode, seed=0):
    """States that differ from slice to slice, of sulfur in order."""
    rng = np.random.default_rng(seed)
    if isinstance(electrode, DeepConversion):
        return np.concatenate([[*np.sort(rng.uniform(0.1, 0.9, 3))[::-1], 0.4] for _ in range(electrode.slices)])
    return rng.uniform(0.1, 0.9, len(start(electrode)))


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.law)
@pytest.mark.parametrize("plating", [-3.0, 0.0, 0.2, 8.0])
def test_one_slice_of_sulfur_is_the_electrode_without_a_depth(film, plating):
    sulfur = sulfur_electrode(electrolyte=0.3, film=film, exchange=0.5)
    without = np.array(conversion_numbers(replace(sulfur, resistance=0.03 / 3)))
    y = np.array([0.6, 0.3, 0.1, 0.2])
    for slices in (1, 3):  # alike slices of a reaction much slower than conduction
        deep = DeepConversion(sulfur, 0.01 if slices == 1 else 1e-9, 0.02 if slices == 1 else 2e-9, slices)
        found = deep_potential(plating, WARM, 1.0, np.tile(y, slices), numbers(deep))
        expected = conversion_potential(plating, WARM, 1.0, y, without)
        drop = 0.0 if slices == 1 else plating * 0.01
        assert found == pytest.approx(expected + drop, abs=1e-7 if slices == 3 else 1e-12)


@pytest.mark.parametrize("plating", [-20.0, 0.0, 1.0, 20.0])
def test_one_slice_of_particles_is_the_electrode_without_a_depth(plating):
    deep = DeepInsertion(replace(PARTICLES, contact=0.002), 0.01, 0.02, 1)
    without = np.array(insertion_numbers(replace(PARTICLES, contact=0.012)))
    y = np.array([0.3, 0.4, 0.45, 0.5])
    expected = insertion_potential(plating, WARM, 1.0, y, without)
    assert deep_potential(plating, WARM, 1.0, y, numbers(deep)) == pytest.approx(expected, abs=1e-12)
    assert deep_equilibrium(WARM, y, numbers(deep)) == insertion_equilibrium(WARM, y, without)


def boundary_value(ions, electrons, reaction, plating, guess):
    """The potential of the collector by `solve_bvp`: Ohm's law twice, and a reaction j(E) between."""

    def rates(_, y):
        liquid, solid, inward = y
        local = np.array([reaction(s - one) for s, one in zip(solid, liquid, strict=True)])
        return np.array([-inward * ions, -(plating - inward) * electrons, -local])

    def ends(a, b):
        return np.array([a[2] - plating, b[2], a[0]])  # all ions at the electrolyte, none at the collector

    x = np.linspace(0, 1, 201)
    found = solve_bvp(rates, ends, x, np.array([0 * x, guess + 0 * x, plating * (1 - x)]), tol=1e-9, max_nodes=50000)
    assert found.success, found.message
    return float(found.y[1, -1])


# L/kappa and L/sigma in ohm m^2: yuan2025's composite as it is, and with electrons of 3e-5 S/m
CONDUCTORS = {"both fast": (6.4e-4, 2e-4), "electrons slow": (6.4e-4, 0.65), "ions slow": (0.3, 2e-4)}


@pytest.mark.parametrize("conductors", CONDUCTORS)
@pytest.mark.parametrize("plating", [1.27, -2.0])
def test_particles_are_the_boundary_value_problem_at_the_first_instant(conductors, plating):
    ions, electrons = CONDUCTORS[conductors]

    def reaction(volts):
        return -2.0 * 0.6 * np.sinh((volts - 3.37) / (2.0 * THERMAL))

    exact = boundary_value(ions, electrons, reaction, plating, 3.37)
    errors = []
    for slices in (10, 20, 40):
        deep = DeepInsertion(replace(FLAT, exchange=0.6), ions, electrons, slices)
        errors.append(abs(deep_potential(plating, WARM, 1.0, start(deep), numbers(deep)) - exact))
    assert errors[-1] < 5e-4
    if errors[0] > 1e-6:  # twice the slices, a quarter of the error
        assert np.log2(errors[0] / errors[1]) > 1.6
        assert np.log2(errors[1] / errors[2]) > 1.7


def test_sulfur_is_the_boundary_value_problem_at_the_first_instant():
    sulfur = sulfur_electrode(electrolyte=0.3, exchange=0.5)
    own, y = np.array(conversion_numbers(sulfur)), np.array([0.6, 0.3, 0.1, 0.2])
    exact = boundary_value(1e-3, 0.3, lambda volts: conversion_current(volts, WARM, 1.0, y, own), 2.0, 1.8)
    deep = DeepConversion(sulfur, 1e-3, 0.3, 40)
    found = deep_potential(2.0, WARM, 1.0, np.tile(y, 40), numbers(deep))
    assert found == pytest.approx(exact, abs=2e-4)
    assert abs(found - conversion_potential(2.0, WARM, 1.0, y, own)) > 0.02


def electrodes(slices=6):
    """Return sulfur with each film, and particles."""
    sulfur = [sulfur_electrode(electrolyte=0.3, film=film, exchange=0.5) for film in FILMS]
    return [*(DeepConversion(one, 0.01, 0.2, slices) for one in sulfur), DeepInsertion(PARTICLES, 0.02, 0.004, slices)]


@pytest.mark.parametrize("electrode", electrodes(), ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("plating", [-4.0, 0.0, 1e-3, 5.0])
def test_charge_is_kept_between_slices_and_by_their_states(electrode, plating):
    y, p = worn(electrode), numbers(electrode)
    local = balanced(electrode, plating, y)
    scale = max(1.0, np.abs(local[:, J]).max())
    assert local[:, J].mean() == pytest.approx(plating, abs=1e-14 * scale)
    ions = np.array([ions_behind(k, plating, local, p) for k in range(electrode.slices + 1)])
    assert -np.diff(ions) == pytest.approx(local[:, J] / electrode.slices, abs=1e-10 * scale)
    dy = np.empty_like(y)
    deep_rates(plating, WARM, 1.0, y, p, dy)
    gained = deep_sodium(y + dy, p) - deep_sodium(y, p)  # the sodium is linear in the states
    assert gained == pytest.approx(plating, abs=1e-9 * scale)
    whole = deep_room(1.0, y, p) + deep_room(-1.0, y, p)
    assert whole == pytest.approx(getattr(electrode, "whole", 0.0) or PARTICLES.capacity)


@pytest.mark.parametrize("electrode", electrodes(), ids=lambda e: type(e).__name__)
def test_slopes_are_those_of_differences(electrode):
    y, p, plating = worn(electrode), numbers(electrode), 2.0
    n = len(y)
    found, volts = np.empty((n, n)), np.empty(n)
    before = y.copy()
    deep_slopes(plating, WARM, 1.0, y, p, found, volts)
    assert np.array_equal(y, before)
    up, down = np.empty(n), np.empty(n)
    for k in range(n):
        h = 1e-5 * y[k]
        more, less = y.copy(), y.copy()
        more[k], less[k] = y[k] + h, y[k] - h
        deep_rates(plating, WARM, 1.0, more, p, up)
        deep_rates(plating, WARM, 1.0, less, p, down)
        assert found[:, k] == pytest.approx((up - down) / (2 * h), abs=1e-6 * np.abs(found).max())
        slope = deep_potential(plating, WARM, 1.0, more, p) - deep_potential(plating, WARM, 1.0, less, p)
        assert volts[k] == pytest.approx(slope / (2 * h), abs=1e-6 * np.abs(volts).max() + 1e-7)


@pytest.mark.parametrize("electrode", electrodes(3), ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("plating", [-4.0, 0.5, 5.0])
def test_the_current_is_the_inverse_of_the_potential(electrode, plating):
    y, p = worn(electrode), numbers(electrode)
    volts = deep_potential(plating, WARM, 1.0, y, p)
    assert deep_current(volts, WARM, 1.0, y, p) == pytest.approx(plating, rel=1e-8)


shares = st.sampled_from([1e-8, 0.02, 0.5, 0.98, 1.0 - 1e-8])


@settings(max_examples=60, deadline=None)
@given(
    filled=st.lists(shares, min_size=5, max_size=5),
    plating=st.floats(-50.0, 50.0),
    conductors=st.tuples(st.floats(-6, 0), st.floats(-6, 0)),
    exchange=st.floats(-2, 1),
    film=st.sampled_from(FILMS),
)
def test_there_is_a_balance_whatever_has_run_out(filled, plating, conductors, exchange, film):
    ions, electrons = (10.0**x for x in conductors)
    sulfur = sulfur_electrode(electrolyte=0.3, film=film, exchange=10.0**exchange)
    deep = DeepConversion(sulfur, ions, electrons, 5)
    y = np.concatenate([[x, x, x, 0.5] for x in filled])
    particles = DeepInsertion(replace(PARTICLES, exchange=10.0**exchange), ions, electrons, 5)
    for electrode, states in ((deep, y), (particles, np.repeat(filled, 4))):
        local, p = balanced(electrode, plating, states), numbers(electrode)
        inward = np.array([ions_behind(k, plating, local, p) for k in range(6)])
        scale = max(1.0, np.abs(local[:, J]).max(), np.abs(inward).max(), 1e-6 / (ions + electrons))
        assert -5.0 * np.diff(inward) == pytest.approx(local[:, J], abs=1e-8 * scale)


def discharged(electrode, plating, shares):
    """The states after shares of the charge, by another integrator than the engine's."""
    p, n = numbers(electrode), len(start(electrode))

    def rates(_, y):
        dy = np.empty(n)
        deep_rates(plating, WARM, 1.0, y, p, dy)
        return dy

    times = np.array(shares) * PARTICLES.capacity / abs(plating)
    found = solve_ivp(rates, (0, times[-1]), start(electrode), "LSODA", rtol=1e-7, atol=1e-9, t_eval=times)
    assert found.success
    return found.y.T.reshape(len(times), electrode.slices, -1).mean(axis=2), found.y.T


@pytest.mark.parametrize("slow", ["electrons", "ions"])
def test_a_front_starts_at_the_side_from_which_the_slower_of_the_two_comes(slow):
    quick = replace(FLAT, exchange=50.0, filled=0.01)
    conductors = {"electrons": (1e-6, 0.05), "ions": (0.05, 1e-6)}[slow]
    deep = DeepInsertion(quick, *conductors, 20)
    at = (0.25, 0.5, 0.75)
    shares, states = discharged(deep, 10.0, at)
    towards = shares[:, ::-1] if slow == "electrons" else shares  # electrons come from the collector
    for share, filled in zip(at, towards, strict=True):
        zone = int(20 * share)
        assert filled[: zone - 3].min() > 0.9
        assert filled[zone + 3 :].max() < 0.1
    drops = []
    for share, y in zip(at, states, strict=True):
        out = np.empty(len(DEEP_INSERTION_COLUMNS))
        deep_columns(10.0, WARM, 1.0, y, numbers(deep), out)
        volts = deep_potential(10.0, WARM, 1.0, y, numbers(deep))
        drops.append(3.37 - volts)
        assert drops[-1] == pytest.approx(10.0 * 0.05 * share, abs=0.05)  # Newman (1995): what has reacted is crossed
    assert np.diff(drops) == pytest.approx(2 * [10.0 * 0.05 * 0.25], abs=0.02)


def test_a_balance_that_is_not_found_gives_no_number():
    """Across a face there are 12 V at most, so no reaction carries this current."""
    deep = DeepInsertion(PARTICLES, 0.01, 0.03, 5)
    y, p, out = start(deep), numbers(deep), np.empty(len(DEEP_INSERTION_COLUMNS))
    assert np.isfinite(deep_potential(5.0, WARM, 1.0, y, p))
    assert np.isnan(deep_potential(1e110, WARM, 1.0, y, p))
    assert np.isnan(balanced(deep, 1e110, y)).all()
    deep_columns(1e110, WARM, 1.0, y, p, out)
    assert np.isnan(out).any()
    y[:] = np.nan
    assert np.isnan(deep_current(3.3, WARM, 1.0, y, p))
