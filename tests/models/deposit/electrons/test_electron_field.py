"""Electrons as a field: limits, a layer in series, conservation of charge, metal without contact."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import DX, METAL, flat, last, speed_of
from layered import EVEN, SLOW, metal_in, sandwich, states_of
from sparse_pair import solved

from natria.models.deposit.devices.cpu import cpu
from natria.models.deposit.electrons.field import electron_field
from natria.models.deposit.electrons.inputs import ELECTRON_FLOOR, Electrons
from natria.models.deposit.inputs import FARADAY, DepositPhysics, Driven
from natria.models.deposit.measures import lost_metal
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of
from natria.models.deposit.stepping import Stepper
from natria.models.interface.mixed.kinetics import PlatingLaw
from natria.models.interface.mixed.layer import MixedLayer, PlatingSite
from natria.models.interface.mixed.linear import linear_profile
from natria.quantity import ModelError


@pytest.mark.parametrize("voltage", [0.05, 0.2])
def test_a_metal_that_conducts_well_is_at_one_potential(voltage):
    grid, physics, xi = flat(64, 2e-6, drive=Driven(voltage=voltage), bath=EVEN)
    given = replace(physics, electrons=Electrons(1e5))
    plain, field = (speed_of(*last(grid, one, xi, 0.3, error=1e-4), one) for one in (physics, given))
    assert field == pytest.approx(plain, rel=1e-4)


def split_of(width_share, electrons, ionic, exchange=13.0, current=1.0):
    """Return the share of the current that ions carry through the layer, and the voltage of the film on it."""
    grid, physics, xi = sandwich(width_share, electrons, ionic, current, exchange)
    made = Stepper(grid, physics, DepositSettings(potential=1e-6), xi, np.full(grid.shape, EVEN.concentration))
    for _ in range(4):
        made.accept(1e-4, made.advance(1e-4))
    middle = round(2e-6 / grid.spacing)
    steps = [np.diff(one[:, 0, 0])[middle] / grid.spacing for one in (made.phi, made.electrons.phi)]
    ions, carried = ionic * steps[0] / current, -electrons.layer * steps[1] / current
    assert ions - carried == pytest.approx(1, abs=1e-3)
    film = made.electrons.phi[round((3e-6 + 0.3 * 2e-6) / grid.spacing), 0, 0]
    return ions, film


@pytest.mark.parametrize(
    ("ionic", "electronic", "exchange"), [(1e-3, 2.2e-4, 13), (1e-2, 2.2e-4, 13), (1e-3, 1e-2, 130)]
)
def test_a_layer_under_a_film_of_metal_is_the_closed_form(ionic, electronic, exchange):
    """Newman and Tobias with all of the current on metal: ions that cross the film and the layer, and electrons."""
    site, law = PlatingSite(exchange), PlatingLaw("linear", 1 / EVEN.factor, 0.5)
    layer = MixedLayer(2e-6, ionic, electronic, site, PlatingSite(0.0), site, law)
    made = linear_profile(layer, 1.0, np.array([0.0, 2e-6]), metal=1.0)
    exact = float(made.plated[2])
    errors = []
    for width_share in (0.2, 0.1):
        ions, film = split_of(width_share, Electrons(100.0, electronic), ionic, exchange)
        errors.append(abs(ions - exact) / exact)
    assert film == pytest.approx((1 - exact) * 2e-6 / electronic, rel=0.12)
    assert errors[1] < 0.09
    assert errors[1] < 0.65 * errors[0]


def square(voltage, electrons, n=32, height=2e-6, radius=0.5e-6):
    """Return a flat metal, and a piece above it."""
    grid = DepositGrid((n, 1, n), DX)
    xi = metal_of(grid, METAL.steepness, 0.5e-6, [Nucleus(height, (0.0, n * DX / 2), radius)])
    bath = replace(EVEN, conductivity=0.01, diffusivity=EVEN.diffusivity / 100)
    return grid, DepositPhysics(SLOW, bath, Driven(voltage=voltage), electrons=electrons), xi


def test_the_first_potentials_solve_the_equations():
    """Newton's method on a sparse matrix, with conductivities and rates written out again."""
    grid, physics, xi = square(0.1, Electrons(10.0), n=16, height=1.2e-6, radius=0.3e-6)
    made = Stepper(grid, physics, DepositSettings(potential=1e-6), xi, np.full(grid.shape, 1000.0))
    m, f = physics.metal, physics.bath.factor
    h, hs = xi**3 * (6 * xi**2 - 15 * xi + 10), 30 * xi**2 * (1 - xi) ** 2
    ions = physics.bath.conductivity * (1 - h + 1e-7 * h) / DX**2
    electrons = 10.0 * (h**2 + (1 - h) * ELECTRON_FLOOR) / DX**2
    edged = np.pad(xi, ((1, 1), (0, 0), (1, 1)), mode="edge")
    near = edged[2:, :, 1:-1] + edged[:-2, :, 1:-1] + edged[1:-1, :, 2:] + edged[1:-1, :, :-2]
    bent = m.gradient * (near - 4 * xi) / DX**2
    shaped = m.mobility * (bent - m.well * 2 * xi * (1 - xi) * (1 - 2 * xi))
    u, v = made.phi.copy(), made.electrons.phi.copy()
    for _ in range(8):
        forth, back = np.exp(0.5 * f * (u - v)), np.exp(-0.5 * f * (u - v))
        rate, rises = m.reaction * hs * (forth - back), 0.5 * f * m.reaction * hs * (forth + back)
        charge = FARADAY * m.concentration * hs
        u, v = solved(ions, electrons, charge * rises, -charge * (shaped + rate - rises * (u - v)), 0.1)
    assert made.phi[xi < 0.5] == pytest.approx(u[xi < 0.5], abs=2e-5)
    assert made.electrons.phi[xi > 0.5] == pytest.approx(v[xi > 0.5], abs=2e-5)


def test_as_many_electrons_leave_the_electrode_as_ions_arrive():
    grid, physics, xi = square(0.1, Electrons(10.0))
    made = Stepper(grid, physics, DepositSettings(potential=1e-6), xi, np.full(grid.shape, 1000.0))
    for _ in range(3):
        made.accept(0.01, made.advance(0.01))
    h = xi[-1] ** 3 * (6 * xi[-1] ** 2 - 15 * xi[-1] + 10)
    ions = (2 * physics.bath.conductivity * (1 - h) / DX * (0.1 - made.phi[-1])).sum()
    h = made.xi[0] ** 3 * (6 * made.xi[0] ** 2 - 15 * made.xi[0] + 10)
    electrons = (2 * 10.0 * h**2 / DX * made.electrons.phi[0]).sum()
    assert electrons == pytest.approx(ions, rel=1e-4)


@pytest.mark.parametrize("voltage", [0.1, -0.1])
def test_a_piece_without_contact_keeps_its_metal_and_wanders(voltage):
    """Zero net current: one end plates, the other dissolves. At the potential of the metal it grows or shrinks."""
    up = slice(12, None)
    grid, physics, xi = square(voltage, Electrons(100.0))
    first, *_, state = states_of(grid, physics, xi, [1e-3, 3.0])
    plain = states_of(grid, replace(physics, electrons=None), xi, [1e-3, 3.0])[-1]
    before = metal_in(first, up)
    assert metal_in(state, up) == pytest.approx(before, rel=1e-2)
    assert abs(metal_in(plain, up) - before) > 0.03 * before
    middles = [
        float((one.share[up] * np.arange(12, 32)[:, None, None]).sum() / one.share[up].sum()) for one in (first, state)
    ]
    assert np.sign(middles[1] - middles[0]) == np.sign(voltage)
    assert abs(state.electrons[20, 0, 16]) > 0.5 * abs(voltage)
    assert abs(state.missing) < 1e-10


@pytest.mark.slow
def test_a_strip_leaves_dead_sodium():
    """The neck of a mushroom dissolves first; its head then has no contact and stays."""
    n = 64
    grid = DepositGrid((n, 1, n), DX)
    middle = (0.0, n * DX / 2)
    parts = [Nucleus(1e-6 + 0.2e-6 * k, middle, 0.35e-6) for k in range(10)]
    xi = metal_of(grid, METAL.steepness, 1e-6, [*parts, Nucleus(3.6e-6, middle, 1e-6)])
    physics = DepositPhysics(SLOW, EVEN, Driven(voltage=-0.03), electrons=Electrons(100.0))
    up = slice(22, None)
    head = []
    for electrons in (physics.electrons, None):
        states = states_of(grid, replace(physics, electrons=electrons), xi, [60.0, 75.0, 90.0])
        head.append([metal_in(one, up) for one in states])
    field, plain = head
    assert plain[3] < 0.7 * plain[2]
    assert field[3] == pytest.approx(field[2], rel=0.01)
    assert lost_metal(states[2].xi, DX) > 0


def test_time_is_of_second_order_with_electrons():
    grid, physics, xi = square(0.1, Electrons(100.0))

    def ended(count):
        made = Stepper(grid, physics, DepositSettings(potential=1e-7, concentration=1e-7), xi, np.full(grid.shape, 1e3))
        for _ in range(count):
            made.accept(2.0 / count, made.advance(2.0 / count))
        return made.xi.copy()

    coarse, middle, fine = (ended(n) for n in (8, 16, 32))
    assert np.log2(np.abs(coarse - middle).max() / np.abs(middle - fine).max()) > 1.6


def test_another_device_is_refused():
    grid, physics, _ = square(0.1, Electrons(100.0))
    with pytest.raises(ModelError):
        electron_field(physics, grid, replace(cpu(), name="cuda"))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Electrons(0.0),
        lambda: Electrons(1.0, -1.0),
        lambda: Electrons(1.0, 2.0),
        lambda: replace(square(0.1, Electrons(1.0))[1], formulation="literal"),
    ],
)
def test_conductivities_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ModelError):
        wrong()
