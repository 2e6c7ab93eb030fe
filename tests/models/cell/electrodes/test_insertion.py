"""Particles that insert sodium: conservation, closed forms of diffusion, end of a charge, inverse, rival laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from natria.models.cell.electrodes.insertion import (
    Insertion,
    insertion_columns,
    insertion_current,
    insertion_equilibrium,
    insertion_numbers,
    insertion_potential,
    insertion_rates,
    insertion_room,
    insertion_sodium,
    insertion_states,
    surface_share,
)

WARM = 298.15
PER_VOLT = 96485.33212331001 / (8.31446261815324 * WARM)
BASE = Insertion(capacity=8467.0, plateau=3.37, diffusion_time=400.0, exchange=5.0)
PAPER_CURRENT = 11.8  # A/m^2, some 5C of that capacity


def start_of(chemistry):
    return np.array([state.start for state in insertion_states(chemistry)])


def run(chemistry, plating, seconds, times=None):
    """The states after a time of constant current, by another integrator than the engine's."""
    p = np.array(insertion_numbers(chemistry))

    def rates(_, y):
        dy = np.empty_like(y)
        insertion_rates(plating, WARM, 1.0, y, p, dy)
        return dy

    found = solve_ivp(
        rates, (0.0, seconds), start_of(chemistry), "Radau", rtol=1e-10, atol=1e-12, t_eval=times or [seconds]
    )
    return p, found.y.T


@pytest.mark.parametrize("particle", ["fick", "shell"])
@pytest.mark.parametrize("plating", [-PAPER_CURRENT, PAPER_CURRENT])
def test_sodium_changes_by_what_is_plated(particle, plating):
    chemistry = replace(BASE, particle=particle, filled=0.5)
    p, states = run(chemistry, plating, 100.0)
    gained = insertion_sodium(states[-1], p) - insertion_sodium(start_of(chemistry), p)
    assert gained == pytest.approx(100.0 * plating, rel=1e-10)
    assert insertion_room(plating, states[-1], p) == pytest.approx(0.5 * BASE.capacity - abs(gained), rel=1e-10)


def crank(t, time, filling, start):
    """The surface of a sphere at constant flux (Crank, The Mathematics of Diffusion, 1975, 6.45)."""
    alpha = [brentq(lambda a: np.sin(a) - a * np.cos(a), k * np.pi + 1e-9, (k + 0.5) * np.pi) for k in range(1, 400)]
    alpha = np.array(alpha)
    tail = 2.0 * np.sum(np.exp(-(alpha**2) * t / time) / alpha**2)
    return start + filling * time / 3.0 * (3.0 * t / time + 0.2 - tail)


def surface_error(shells, t=40.0):
    chemistry = replace(BASE, filled=0.9, shells=shells)
    p, states = run(chemistry, -PAPER_CURRENT, t)
    exact = crank(t, 400.0, -PAPER_CURRENT / BASE.capacity, 0.9)
    return abs(surface_share(-PAPER_CURRENT, WARM, states[-1], p) - exact)


def test_the_surface_of_a_sphere_follows_the_closed_form():
    assert surface_error(20) < 5e-4
    assert np.log2(surface_error(20) / surface_error(40)) > 1.7  # near second order


def test_a_shell_ends_the_charge_where_its_closed_form_says():
    chemistry = replace(BASE, particle="shell", solubility=0.05)
    p = np.array(insertion_numbers(chemistry))
    filling = PAPER_CURRENT / BASE.capacity
    left = (1.0 + 3.0 * 0.05 / (400.0 * filling)) ** -3  # where the surface has no sodium
    before, after = (surface_share(-PAPER_CURRENT, WARM, np.array([left * far]), p) for far in (1.001, 0.999))
    assert before > 0.0 > after


def test_without_current_the_plateau_is_flat_and_its_ends_are_those_of_an_ideal_solution():
    p = np.array(insertion_numbers(replace(BASE, shells=1)))

    def u(x):
        return insertion_equilibrium(WARM, np.array([x]), p)

    assert u(0.5) == pytest.approx(3.37, abs=1e-12)
    assert abs(u(0.2) - u(0.8)) < 3e-3
    assert u(0.001) - u(0.0001) == pytest.approx(-np.log(10.0) / PER_VOLT, rel=0.02)
    assert u(0.01) - 3.37 == pytest.approx(3.37 - u(0.99), rel=1e-9)


def test_a_thin_quick_electrode_has_the_overpotential_of_its_transfer_alone():
    quick = replace(BASE, diffusion_time=1e-6, filled=0.5)
    p = np.array(insertion_numbers(quick))
    y = start_of(quick)
    eta = insertion_potential(3.0, WARM, 1.0, y, p) - insertion_equilibrium(WARM, y, p)
    assert eta == pytest.approx(-2.0 / PER_VOLT * np.arcsinh(0.5 * 3.0 / 5.0), rel=1e-6)


def test_where_sodium_reacts_in_the_depth_matters_by_the_resistance_of_the_pores():
    drops = {}
    for depth in ("uniform", "front"):
        chemistry = replace(BASE, depth=depth, pores=0.01, filled=0.25)
        p = np.array(insertion_numbers(chemistry))
        out = np.empty(4)
        for plating in (-10.0, 10.0):
            insertion_columns(plating, WARM, 1.0, start_of(chemistry), p, out)
            drops[depth, plating] = out[3]
    assert drops["uniform", 10.0] == pytest.approx(0.1 / 3.0)
    assert drops["front", -10.0] == pytest.approx(-0.075)  # three quarters have given their sodium
    assert drops["front", 10.0] == pytest.approx(0.025)


@given(
    plating=st.floats(-200.0, 200.0).filter(lambda i: abs(i) > 1e-6),
    filled=st.floats(0.05, 0.95),
    laws=st.tuples(st.sampled_from(["fick", "shell"]), st.sampled_from(["uniform", "front"])),
    pores=st.floats(0.0, 0.05),
    transfer=st.floats(0.3, 0.7),
)
def test_the_current_is_the_inverse_of_the_potential(plating, filled, laws, pores, transfer):
    particle, depth = laws
    chemistry = replace(
        BASE, particle=particle, depth=depth, pores=pores, filled=filled, transfer=transfer, diffusion_time=1.0
    )
    p = np.array(insertion_numbers(chemistry))
    y = start_of(chemistry)
    volts = insertion_potential(plating, WARM, 0.8, y, p)
    assert insertion_current(volts, WARM, 0.8, y, p) == pytest.approx(plating, rel=1e-7, abs=1e-7)


@given(st.floats(-1e-4, 0.8), st.floats(1e-4, 0.2))
def test_the_potential_falls_with_what_is_filled(share, step):
    p = np.array(insertion_numbers(replace(BASE, shells=1)))
    low, high = (insertion_equilibrium(WARM, np.array([x]), p) for x in (share, share + step))
    assert high < low


def test_states_have_names_and_as_many_as_their_law_needs():
    assert [s.name for s in insertion_states(replace(BASE, particle="shell"))] == ["filled_share_1"]
    assert len(insertion_states(replace(BASE, shells=7))) == 7
