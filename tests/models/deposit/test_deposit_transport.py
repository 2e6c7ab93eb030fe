"""Ions and potential against analytic limits: jump of conductivity, Boltzmann, Sand's time, conservation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, DX, FARADAY, METAL, flat, last

from natria.models.deposit.inputs import Bath, Driven, LayerOnFront
from natria.models.deposit.multigrid import Elliptic, field_of
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositSettings
from natria.models.deposit.start import layer_on
from natria.models.deposit.team import Team
from natria.models.deposit.transport_kernels import join
from natria.quantity import ModelError

pytestmark = pytest.mark.filterwarnings("ignore:cations would")  # fast ions keep the concentration even


def between_electrodes(sigma, tolerance=1e-11):
    """Return the potential between 0 and 1 through cells of a conductivity, and the iterations."""
    shape = sigma.shape
    one = Elliptic(shape, Team())
    cells, b, u = field_of(shape), field_of(shape), field_of(shape)
    cells[:, :, 1:-1] = sigma
    join((0, shape[0]), cells, one.faces)
    one.q[0] = 2 * cells[0]
    one.q[-1] = 2 * cells[-1]
    b[-1] = 2 * cells[-1]
    one.prepare()
    iterations = one.solve(u, b, tolerance, 200)
    return u[:, :, 1:-1], iterations


@pytest.mark.parametrize("contrast", [1e-7, 1e-3, 1e3, 1e7])
def test_a_jump_of_conductivity_is_exact_in_one_direction(contrast):
    n = 64
    sigma = np.ones((n, 1, 8))
    sigma[: n // 4] = contrast
    u, _ = between_electrodes(sigma)
    x = (np.arange(n) + 0.5) / n
    resistance = 0.25 / contrast + 0.75
    exact = np.where(x < 0.25, x / contrast, 0.25 / contrast + x - 0.25) / resistance
    assert u == pytest.approx(np.broadcast_to(exact[:, None, None], sigma.shape), abs=1e-8)


@pytest.mark.parametrize("shape", [(64, 1, 64), (16, 16, 16)])
@pytest.mark.parametrize("contrast", [1e-7, 1e7])
def test_a_rod_of_any_conductivity_takes_few_iterations(shape, contrast):
    """A rod that reaches into the electrolyte and a piece without contact."""
    nx, _, nz = shape
    sigma = np.ones(shape)
    sigma[: nx // 2, :, nz // 4 : nz // 2] = contrast
    sigma[5 * nx // 8 : 6 * nx // 8, :, nz // 2 : 3 * nz // 4] = contrast
    u, iterations = between_electrodes(sigma, 1e-8)
    assert iterations < 40
    assert -1e-6 < u.min() < u.max() < 1 + 1e-6
    inflow, outflow = (2 * sigma[-1] * (1 - u[-1])).sum(), (2 * sigma[0] * u[0]).sum()
    assert inflow == pytest.approx(outflow, rel=1e-3)


def test_grids_that_cannot_be_halved_are_refused():
    with pytest.raises(ModelError, match="factors of 2"):
        Elliptic((101, 1, 101), Team())


def test_ions_at_rest_take_boltzmanns_profile():
    """A closed metal without reaction and a potential that falls: c exp(F phi/RT) is even."""
    metal = replace(METAL, exchange_current=1e-12)
    grid, physics, xi = flat(32, 0.8e-6, metal=metal, drive=Driven(voltage=0.05))
    bath = replace(BATH, diffusivity=1e-9)
    _, state = last(grid, replace(physics, bath=bath), xi, 1.0)
    activity = state.concentration * np.exp(bath.factor * state.potential)
    assert activity[16:, 0, 0] == pytest.approx(activity[-1, 0, 0], rel=1e-5)


def test_depletion_follows_sand():
    """c at the front falls as 1 - sqrt(t/tau), tau = pi D (c0 F/2 J)^2, where nothing migrates."""
    current, n = 100.0, 512  # three diffusion lengths
    bath = Bath(concentration=200, diffusivity=1e-10, conductivity=1e6, temperature=298.15)
    metal = replace(METAL, concentration=1e6)  # the front hardly moves
    grid, physics, xi = flat(n, 1e-6, metal=metal, bath=bath, drive=Driven(current=current, supply="counter"))
    tau = np.pi * bath.diffusivity * (bath.concentration * FARADAY / (2 * current)) ** 2
    states = list(run(DepositSettings(), physics, grid, (xi, 200.0), np.array([0.25, 0.5, 0.81]) * tau))
    for state, share in zip(states[1:], (0.25, 0.5, 0.81), strict=True):
        front = np.interp(state.tip(DX), (np.arange(n) + 0.5) * DX, state.concentration[:, 0, 0])
        assert front / 200 == pytest.approx(1 - np.sqrt(share), abs=0.02)


def test_a_current_cannot_be_held_beyond_sands_time():
    current = 400.0
    bath = Bath(concentration=200, diffusivity=1e-10, conductivity=1e6, temperature=298.15)
    grid, physics, xi = flat(128, 1e-6, bath=bath, drive=Driven(current=current, supply="counter"))
    tau = np.pi * bath.diffusivity * (bath.concentration * FARADAY / (2 * current)) ** 2
    with pytest.raises(ModelError):
        last(grid, physics, xi, 1.5 * tau, longest_step=tau / 50)


def test_a_layer_in_series_costs_its_resistance():
    share = layer_on(flat(128, 2e-6)[0], 4e-6, 2e-6, 1e-12)
    film = LayerOnFront(3e-10, 0.01, share=share)
    grid, physics, xi = flat(128, 2e-6, layer=film, bath=replace(BATH, diffusivity=1e-6))
    (with_layer, _), (without, _) = (last(grid, replace(physics, layer=one), xi, 1e-3) for one in (film, None))
    drop = with_layer.potential[-1, 0, 0] - without.potential[-1, 0, 0]
    assert drop == pytest.approx(10 * (2e-6 / 0.01 - 2e-6 / 1.0), rel=1e-3)


@pytest.mark.parametrize("drive", [Driven(current=20), Driven(voltage=0.1), Driven(voltage=0.1, supply="counter")])
def test_no_sodium_is_lost(drive):
    grid, physics, xi = flat(64, 2e-6, drive=drive)
    for state in run(DepositSettings(), physics, grid, (xi, 1000.0), np.array([1.0, 5.0, 20.0])):
        assert abs(state.missing) < 1e-10
    assert state.plated > 0
