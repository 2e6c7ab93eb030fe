"""The growth of a wave on a flat front that is plated, and its decay in stripping, against linear theory.

Plating: `linear_front` has the theory, with the field, the salt and curvature. Stripping, in closed form:

With a current i through a bath of conductivity sigma over the distance L, no flux disturbance at its far side, an even
concentration, E = i/sigma, and the speed v of the front as a function of phi and of its curvature,

    omega = P (v' E - L_sigma kappa k^2)/(v' + P),   P = sigma k tanh(k L)/(F c_s),   v' = dv/d(phi)

Where the drop over L exceeds RT/F, plating cannot have an even concentration; stripping does not ask for one.
It follows from phi = E (x - front) + A cosh(k (L - x)) cos(k z), sigma d(phi)/dx = F c_s v at the front.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, DX, FARADAY, METAL
from linear_front import FlatFront

from natria.models.deposit.inputs import WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import metal_of

pytestmark = pytest.mark.filterwarnings("ignore:cations would")  # fast ions keep the concentration even

CURRENT, NX, START = -100.0, 64, 4.4e-6
EXCHANGE = 1.0  # A/m^2: so low that only the anodic term counts, which does not know the concentration


def overpotential(bath):
    """Return phi at the front, by Newton's method."""
    phi = -0.2
    for _ in range(50):
        e = np.exp(0.5 * bath.factor * phi)
        slope = EXCHANGE * bath.factor * (e + 1 / e) / 2
        phi -= (EXCHANGE * (e - 1 / e) - CURRENT) / slope
    return phi


@pytest.mark.slow
@pytest.mark.parametrize(("nz", "mobility"), [(128, 2e-7), (64, 2e-7), (64, 6e-7)])
def test_a_wave_decays_as_linear_theory_says(nz, mobility):
    """Stripping, which flattens: two waves under different shares of current and curvature."""
    bath = replace(BATH, conductivity=0.01, diffusivity=1e-9)
    metal = replace(METAL, mobility=mobility, exchange_current=EXCHANGE)
    grid = DepositGrid((NX, 1, nz), DX)
    k, z = np.pi / (nz * DX), (np.arange(nz) + 0.5) * DX
    xi = metal_of(grid, metal.steepness, START + 1.5e-7 * np.cos(k * z)[None, None, :])
    physics = DepositPhysics(metal, bath, Driven(current=CURRENT, supply="counter"))
    states = list(run(DepositSettings(error=3e-4), physics, grid, (xi, 1000.0), np.array([15.0, 45.0])))
    fronts = [one.share.sum(axis=0)[0] * DX for one in states]
    waves = [2 * np.mean(front * np.cos(k * z)) for front in fronts]
    measured = np.log(waves[2] / waves[1]) / 30
    f, phi, speed = bath.factor, overpotential(bath), CURRENT / (FARADAY * metal.concentration)
    slope = metal.exchange_current * f * np.cosh(0.5 * f * phi) / (FARADAY * metal.concentration)
    length = NX * DX - START - speed * np.linspace(15, 45, 61)
    p = bath.conductivity * k * np.tanh(k * length) / (FARADAY * metal.concentration)
    by_current, by_curvature = slope * CURRENT / bath.conductivity, metal.mobility * metal.gradient * k**2
    theory = (p * (by_current - by_curvature) / (slope + p)).mean()
    assert measured == pytest.approx(theory, rel=0.05)


STEEP = WIDTH_10_90 / (4 * DX)
PLATED = FrontMetal(42_000, 13, 0.5, 0.2, 3e-14 * STEEP / 1.2, STEEP, 1e7)  # L_sigma kappa = 3e-14 m^2/s
BATHS = {
    "salt": (Bath(1000, 3e-11, 100.0, 298.15), 0.2, (4.0, 10.0)),  # V and the time between, s; no field
    "both": (Bath(1000, 1.2e-11, 0.055, 298.15), 0.25, (8.0, 12.0)),  # the drop over the gap is about RT/F
}


def rates_of_growth(which, nz):
    """Return the rate of a wave of the length 2 nz DX, as measured and by theory, 1/s."""
    bath, voltage, times = BATHS[which]
    grid = DepositGrid((96, 1, nz), DX)
    k, z = np.pi / (nz * DX), (np.arange(nz) + 0.5) * DX
    xi = metal_of(grid, PLATED.steepness, 2.4e-6 + 2e-8 * np.cos(k * z)[None, None, :])
    physics = DepositPhysics(PLATED, bath, Driven(voltage=voltage))
    states = list(run(DepositSettings(error=3e-4), physics, grid, (xi, 1000.0), np.array(times)))
    fronts = [one.share.sum(axis=0)[0] * DX for one in states[1:]]
    waves = [2 * np.mean(front * np.cos(k * z)) for front in fronts]
    gaps = [96 * DX - front.mean() for front in fronts]
    theory = np.mean([FlatFront(PLATED, bath, voltage, gap).growth(k) for gap in gaps])
    return np.log(waves[1] / waves[0]) / (times[1] - times[0]), theory


@pytest.mark.slow
@pytest.mark.parametrize(("which", "half"), [("salt", (48, 64, 128)), ("both", (32, 64, 128))])
def test_a_wave_grows_as_linear_theory_says(which, half):
    """Plating, with the fastest of three waves the one of theory."""
    found = np.array([rates_of_growth(which, nz) for nz in half])
    measured, theory = found.T
    assert (measured > 0).all()
    assert np.argmax(measured) == np.argmax(theory)
    assert measured == pytest.approx(theory, abs=0.05 * theory.max())


def test_theory_tends_to_a_wave_on_a_front_of_diffusion():
    """Without a field, v_c large and no curvature: omega = v k coth(k L), L the gap."""
    metal = FrontMetal(1e9, 1e9, 0.5, 1e-9, 1e-12, STEEP, 1e7)  # the front stands still beside the salt
    front = FlatFront(metal, Bath(1000, 3e-11, 1e6, 298.15), 0.3, 7e-6)
    k = 6e5
    assert front.growth(k) == pytest.approx(front.speed() * k / np.tanh(k * 7e-6), rel=1e-2)
