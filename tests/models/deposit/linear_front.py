"""Linear theory of a wave on a sharp front that grows into a binary salt of constant conductivity.

Base, in the frame of the front (x = 0, electrolyte up to x = L, speed v, field E = F c_s v/sigma), quasi-steady:

    D (c'' + f E c') + v c' = 0,   D (c' + f E c) + v c = c_s v at x = 0,   c(L) = c0,   f = F/RT
    v = (i0/F c_s) [c/c0 exp(alpha f phi) - exp(-(1 - alpha) f phi)],   phi = V - E L

A wave zeta exp(omega t) cos(k z) on it changes phi by phi1 = -B sinh(k (L - x)) and c by c1(x):

    sigma phi1' = F c_s v1 and D (c1' + f E c1 + f c phi1') = (c_s - c) v1 - v c1 at x = 0,   c1(L) = 0
    omega c1 = D (c1'' - k^2 c1 + f E c1' + f c' phi1') + v c1'
    v1 = omega zeta = v_phi (phi1 + E zeta) + v_c (c1 + c' zeta) - L_sigma kappa k^2 zeta at x = 0

The last line is solved for omega by fixed points, with c1 from finite differences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_banded
from scipy.optimize import brentq

from natria.models.deposit.inputs import FARADAY, Bath, FrontMetal

POINTS, ROUNDS = 400, 60


@dataclass(frozen=True)
class FlatFront:
    """A flat front at a voltage, with a gap of a length (m) to the far side."""

    metal: FrontMetal
    bath: Bath
    voltage: float
    gap: float

    def kinetics(self, v):
        """Return field, overpotential, concentration at the front and the excess of the kinetic speed over v."""
        m, b = self.metal, self.bath
        field = FARADAY * m.concentration * v / b.conductivity
        phi = self.voltage - field * self.gap
        rate = b.factor * field + v / b.diffusivity
        even = m.concentration * v / (b.diffusivity * rate)
        here = even + (b.concentration - even) * np.exp(rate * self.gap)
        forth = here / b.concentration * np.exp(m.transfer * b.factor * phi)
        back = np.exp(-(1 - m.transfer) * b.factor * phi)
        unit = m.exchange_current / (FARADAY * m.concentration)
        return field, here, (even, rate), (unit * forth, unit * back), unit * (forth - back) - v

    def speed(self):
        """Return the speed of the front, m/s."""
        top = self.voltage * self.bath.conductivity / (FARADAY * self.metal.concentration * self.gap)
        steps = np.geomspace(1e-12, top, 400)
        first = next(n for n, v in enumerate(steps) if self.kinetics(v)[-1] < 0)
        return brentq(lambda v: self.kinetics(v)[-1], steps[first - 1], steps[first], xtol=1e-22)

    def growth(self, k):
        """Return omega of a wave of the number k (1/m), 1/s."""
        m, b, v = self.metal, self.bath, self.speed()
        field, here, (even, rate), (forth, back), _ = self.kinetics(v)
        f, d = b.factor, b.diffusivity
        x = np.linspace(0, self.gap, POINTS + 1)
        slope = -rate * (b.concentration - even) * np.exp(rate * (self.gap - x))
        by_phi, by_c = f * (m.transfer * forth + (1 - m.transfer) * back), forth / here
        charge = FARADAY * m.concentration / b.conductivity  # phi1' at the front over v1
        phi1 = -charge * np.tanh(k * self.gap) / k
        bend = charge * np.cosh(k * (self.gap - x)) / np.cosh(k * self.gap)
        driven = by_phi * field + by_c * slope[0] - m.mobility * m.gradient * k**2
        omega = 0.0
        for _ in range(ROUNDS):
            c1 = self._salt(k, omega, (v, f * field + v / d, here), slope * bend * f)
            omega = driven / (1 - by_phi * phi1 - by_c * c1)
        return omega

    def _salt(self, k, omega, base, source):
        """Return c1 at the front over v1."""
        _, drift, here = base
        d, h = self.bath.diffusivity, self.gap / POINTS
        bands, right = np.zeros((3, POINTS)), -source[:-1].copy()
        bands[1] = -2 / h**2 - k**2 - omega / d
        bands[0, 1:] = 1 / h**2 + drift / (2 * h)
        bands[2, :-1] = 1 / h**2 - drift / (2 * h)
        charge = FARADAY * self.metal.concentration / self.bath.conductivity
        flux = (self.metal.concentration - here) / d - self.bath.factor * here * charge  # c1' + drift c1 at the front
        low = 1 / h**2 - drift / (2 * h)
        bands[0, 1] += low  # the point before the front: c1(-h) = c1(h) - 2 h (flux - drift c1(0))
        bands[1, 0] += low * 2 * h * drift
        right[0] += low * 2 * h * flux
        return float(solve_banded((1, 1), bands, right)[0])
