"""A manufactured solution of deposition: smooth fields, and the sources with which they solve the equations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from natria.models.deposit.constants import FLOOR
from natria.models.deposit.inputs import FARADAY, Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.stepping import Stepper

METAL = FrontMetal(
    concentration=3.0,
    exchange_current=0.3 * FARADAY,
    transfer=0.4,
    surface_energy=0.05,
    mobility=2.0,
    steepness=3.0,
    conductivity=1.0,
)
BATH = Bath(concentration=1.5, diffusivity=0.2, conductivity=0.4 * FARADAY, temperature=300.0)
PHYSICS = DepositPhysics(METAL, BATH, Driven(voltage=0.03))


@dataclass(frozen=True)
class Wave:
    """base + size cos(k x) (1 + side cos(2 pi z) (1 + deep cos(2 pi y))) cos(pace t + phase)."""

    base: float
    size: float
    k: float
    side: float
    phase: float
    pace: float
    deep: float

    def parts(self, at, t):
        """Return the value, its gradient, Laplacian and rate."""
        x, y, z = at
        w = 2 * np.pi
        fx, gx = np.cos(self.k * x), -self.k * np.sin(self.k * x)
        cy, cz = 1 + self.deep * np.cos(w * y), np.cos(w * z)
        across = 1 + self.side * cz * cy
        ay, az = -self.side * cz * self.deep * w * np.sin(w * y), -self.side * w * np.sin(w * z) * cy
        bent = -self.side * w**2 * cz * (cy + self.deep * np.cos(w * y))
        now, rate = np.cos(self.pace * t + self.phase), -self.pace * np.sin(self.pace * t + self.phase)
        a = self.size * now
        gradient = (a * gx * across, a * fx * ay, a * fx * az)
        laplacian = a * (-(self.k**2) * fx * across + fx * bent)
        return self.base + a * fx * across, gradient, laplacian, self.size * rate * fx * across


@dataclass(frozen=True)
class Made:
    """The three fields; `pace` is how fast they change, `deep` how much they vary along y."""

    pace: float = 0.0
    deep: float = 0.0

    @property
    def waves(self):
        more = {"pace": self.pace, "deep": self.deep}
        return (
            Wave(0.4, 0.2, np.pi, 0.5, 0.0, **more),
            Wave(1.5, -0.4, np.pi / 2, 0.3, 0.5, **more),
            Wave(0.03, -0.02, np.pi / 2, 0.4, -0.3, **more),
        )

    def fields(self, at, t):
        return [one.parts(at, t)[0] for one in self.waves]


def dot(a, b):
    return sum(one * other for one, other in zip(a, b, strict=True))


def sources_of(made, at, t):
    """Return the sources of xi, phi and c."""
    m, b = METAL, BATH
    f = b.factor
    (xi, dxi, lxi, txi), (c, dc, lc, tc), (phi, dphi, lphi, _) = (one.parts(at, t) for one in made.waves)
    h, hs = xi**3 * (6 * xi**2 - 15 * xi + 10), 30 * xi**2 * (1 - xi) ** 2
    room, droom = 1 - h * (1 - FLOOR), [-(1 - FLOOR) * hs * g for g in dxi]
    forth = c / b.concentration * np.exp(m.transfer * f * phi)
    reaction = m.reaction * hs * (forth - np.exp(-(1 - m.transfer) * f * phi))
    rate = m.mobility * (m.gradient * lxi - m.well * 2 * xi * (1 - xi) * (1 - 2 * xi)) + reaction
    current = b.conductivity * (dot(droom, dphi) + room * lphi)
    flux = dot(droom, dc) + room * lc + f * (c * dot(droom, dphi) + room * (dot(dc, dphi) + c * lphi))
    total = (1 - h) * tc + (m.concentration - c) * hs * txi
    return txi - rate, FARADAY * m.concentration * hs * rate - current, total - b.diffusivity * flux


def stepper(made: Made, n: int) -> tuple[Stepper, list[np.ndarray]]:
    """Return a run of the unit box with its sources, and the coordinates of the cells."""
    shape = (n, n if made.deep else 1, n)
    grid = DepositGrid(shape, 1 / n)
    x, y, z = ((np.arange(k) + 0.5) / n for k in shape)
    at = [a + np.zeros(shape) for a in (x[:, None, None], y[None, :, None], z[None, None, :])]
    settings = DepositSettings(potential=1e-9, concentration=1e-9)
    xi, c, _ = made.fields(at, 0.0)
    return Stepper(grid, PHYSICS, settings, xi, c, lambda t: sources_of(made, at, t)), at
