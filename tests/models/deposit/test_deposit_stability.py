"""The growth of a wave on a flat front against the linear theory of the sharp front.

With a current i through a bath of conductivity sigma over the distance L, no flux disturbance at its far side, an even
concentration, E = i/sigma, and the speed v of the front as a function of phi and of its curvature,

    omega = P (v' E - L_sigma kappa k^2)/(v' + P),   P = sigma k tanh(k L)/(F c_s),   v' = dv/d(phi)

from phi = E (x - front) + A cosh(k (L - x)) cos(k z), sigma d(phi)/dx = F c_s v at the front.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, DX, FARADAY, METAL

from natria.models.deposit.inputs import DepositPhysics, Driven
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import metal_of

CURRENT, NX, START = 100.0, 64, 2e-6


def overpotential(bath):
    """Return phi at the front, by Newton's method."""
    phi = 0.1
    for _ in range(50):
        e = np.exp(0.5 * bath.factor * phi)
        slope = METAL.exchange_current * bath.factor * (e + 1 / e) / 2
        phi -= (METAL.exchange_current * (e - 1 / e) - CURRENT) / slope
    return phi


@pytest.mark.slow
@pytest.mark.parametrize(("nz", "mobility"), [(128, 2e-7), (64, 2e-7), (64, 6e-7)])
def test_a_wave_grows_as_linear_theory_says(nz, mobility):
    """Two waves that grow, and a short one that a stiffer front flattens."""
    bath = replace(BATH, conductivity=0.01, diffusivity=1e-6)
    metal = replace(METAL, mobility=mobility)
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
    gain, loss = slope * CURRENT / bath.conductivity, metal.mobility * metal.gradient * k**2
    theory = (p * (gain - loss) / (slope + p)).mean()
    scale = (p * (gain + loss) / (slope + p)).mean()
    assert abs(measured - theory) < 0.06 * scale
