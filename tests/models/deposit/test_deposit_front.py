"""The front against sharp-interface limits: profile, surface energy, speed, curvature, cells across it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, CELLS, DX, FARADAY, METAL, flat, last, speed_of

from natria.models.deposit.constants import numbers_of
from natria.models.deposit.inputs import Driven, FrontMetal
from natria.models.deposit.run import run
from natria.models.deposit.scalar_kernels import well_slope
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of

pytestmark = pytest.mark.filterwarnings("ignore:cations would")  # fast ions keep the concentration even


@pytest.mark.parametrize(("cells", "within"), [(6, 0.006), (12, 0.0015)])
def test_a_front_at_rest_has_its_surface_energy(cells, within):
    """integral of W g + kappa/2 xi'^2 = gamma; the error is that of the sum over cells, of second order."""
    metal = replace(METAL, steepness=METAL.steepness * CELLS / cells)
    grid, physics, xi = flat(8 * cells, 4 * cells * DX, metal=metal, drive=Driven(voltage=0.0))
    _, state = last(grid, physics, xi, 100 / (metal.mobility * metal.well))
    x = state.xi[:, 0, 0]
    energy = (metal.well * (x * (1 - x)) ** 2).sum() * DX + metal.gradient / 2 * (np.diff(x) ** 2).sum() / DX
    assert energy == pytest.approx(metal.surface_energy, rel=within)
    assert state.concentration[-1, 0, 0] == pytest.approx(BATH.concentration, rel=1e-6)


@pytest.mark.parametrize("cells", [1, 2, 6])
def test_the_grid_does_not_hold_a_front(cells):
    """The profile is an exact rest state of the differences wherever it lies between two cells."""
    metal = replace(METAL, steepness=METAL.steepness * CELLS / cells)
    for offset in (0.0, 0.3, 0.5):
        grid, physics, xi = flat(64, (32 + offset) * DX, metal=metal)
        p, x = numbers_of(physics, grid), xi[:, 0, 0]
        well = np.array([well_slope(one, p.across) for one in x[1:-1]])
        rate = p.spread * np.diff(x, 2) - p.well * well
        assert np.abs(rate).max() < 1e-12 * p.spread


def test_a_current_moves_the_front_by_faraday():
    grid, physics, xi = flat(64, 2e-6)
    _, state = last(grid, physics, xi, 100.0)
    assert speed_of(_, state, physics) == pytest.approx(10 / (FARADAY * METAL.concentration), rel=1e-4)
    assert (state.tip(DX) - _.tip(DX)) / 100 == pytest.approx(10 / (FARADAY * METAL.concentration), rel=0.02)


@pytest.mark.parametrize("voltage", [0.04, -0.04])
def test_a_voltage_moves_the_front_by_butler_and_volmer(voltage):
    """Both signs, at an even concentration."""
    bath = replace(BATH, diffusivity=1e-6, conductivity=100)  # the concentration stays even
    grid, physics, xi = flat(64, 3.2e-6, bath=bath, drive=Driven(voltage=voltage))
    first, state = last(grid, physics, xi, 20.0)
    speed = speed_of(first, state, physics)
    current = FARADAY * METAL.concentration * speed
    eta = voltage - current * 3.2e-6 / bath.conductivity
    f = bath.factor
    expected = METAL.exchange_current * (np.exp(0.5 * f * eta) - np.exp(-0.5 * f * eta))
    assert current == pytest.approx(expected, rel=0.02)


def error_of_speed(cells, mobility):
    """Return how far the current at a voltage is from that of Butler and Volmer, relative."""
    metal = replace(METAL, mobility=mobility, steepness=METAL.steepness * CELLS / cells)
    bath = replace(BATH, diffusivity=1e-6, conductivity=100)  # no drop in the electrolyte
    grid, physics, xi = flat(128, 6.4e-6, metal=metal, bath=bath, drive=Driven(voltage=0.1))
    states = list(run(DepositSettings(error=1e-4), physics, grid, (xi, 1000.0), np.array([4.0, 8.0])))
    current = FARADAY * (states[2].plated - states[1].plated) / 4
    eta = 0.1 - current * 6.4e-6 / bath.conductivity
    return abs(current / (2 * METAL.exchange_current * np.sinh(0.5 * bath.factor * eta)) - 1)


@pytest.mark.filterwarnings("ignore:the front is")
def test_the_speed_tends_to_that_of_the_sharp_front():
    """Of any width in cells, with a drive L_eta B that is small against L_sigma W (0.006; then 0.25)."""
    three, six, twelve = (error_of_speed(cells, 1e-6) for cells in (3, 6, 12))
    assert max(three, six, twelve) < 0.003
    assert 0.01 < error_of_speed(6, 2.5e-8) < 0.1


@pytest.mark.slow
def test_a_cylinder_shrinks_by_its_curvature():
    """Without reaction dR/dt = -L_sigma kappa/R, so R^2 falls by 2 L_sigma kappa t."""
    metal = replace(METAL, exchange_current=1e-9)
    n, radius = 96, 2.5e-6
    grid = DepositGrid((n, 1, n), DX)
    middle = n * DX / 2
    far = metal_of(grid, metal.steepness, DX / 1000, [Nucleus(middle, (0.0, middle), radius)])
    rate = 2 * metal.mobility * metal.gradient
    _, physics, _ = flat(64, 3e-6, metal=metal, drive=Driven(voltage=0.0))
    states = list(run(DepositSettings(), physics, grid, (far, 1000.0), np.array([0.1, 0.4]) * radius**2 / rate))
    areas = [np.clip(one.xi, 0, 1)[8:].sum() * DX**2 for one in states[1:]]
    found = (areas[0] - areas[1]) / np.pi / (states[2].time - states[1].time)
    assert found == pytest.approx(rate, rel=0.03)


def test_fewer_than_four_cells_across_the_front_are_warned_of():
    grid, physics, xi = flat(64, 3e-6)
    grid.warn_of(METAL)
    with pytest.warns(UserWarning, match="below 4"):
        DepositGrid(grid.shape, grid.spacing * 2).warn_of(physics.metal)
    assert METAL.width == pytest.approx(CELLS * DX)
    assert xi.shape == grid.shape


def test_coefficients_of_a_paper_come_back():
    made = FrontMetal.of_coefficients(
        well=2.6e6, gradient=3e-7, mobility=1e-6, reaction=0.1, concentration=42_000, transfer=0.5, conductivity=1e7
    )
    assert (made.well, made.gradient, made.reaction) == pytest.approx((2.6e6, 3e-7, 0.1))
