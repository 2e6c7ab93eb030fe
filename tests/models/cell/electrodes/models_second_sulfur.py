"""The sulfur electrode a second time, from its equations alone: extents by Radau, the potential by brentq.

Shares are cut off at a floor in place of the kernels' smooth one, nothing is shared with `natria` but the chemistry.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from natria.models.cell.electrodes.sulfur import Conversion

F, R = 96485.33212, 8.314462618
FLOOR = 1e-9


class SecondSulfur:
    def __init__(self, chemistry: Conversion, temperature: float) -> None:
        self.couples = [*chemistry.sulfur] + ([chemistry.electrolyte] if chemistry.electrolyte else [])
        self.charge = np.array([one.charge for one in self.couples])
        self.film, self.series, self.t = chemistry.film, chemistry.resistance, temperature
        self.u = np.array([one.potential + one.slope * (temperature - chemistry.reference) for one in self.couples])
        self.alpha = np.array([one.transfer for one in self.couples])
        self.n = np.array([one.electrons for one in self.couples])
        self.i0 = np.array([one.exchange_current for one in self.couples])

    def currents(self, phi: float, x: np.ndarray) -> np.ndarray:
        """Return the current of each couple at the potential of sulfur inside its film."""
        share = np.maximum([1 - x[0], x[0] - x[1], x[1] - x[2], x[2]], FLOOR)
        thickness = self.film.thickness_per_charge * float(self.charge[:3] @ x[:3])
        i0 = self.i0[:3] * (np.exp(-thickness / self.film.decay) if self.film.law == "tunnelling" else 1.0)
        f = F / (R * self.t) * (phi - self.u[:3])
        sulfur = i0 * (share[:3] * np.exp(-self.alpha[:3] * f) - share[1:] * np.exp((self.n[:3] - self.alpha[:3]) * f))
        if len(self.couples) == 3:
            return sulfur
        over = phi - self.drop(x) * sulfur.sum()
        f = np.clip(F / (R * self.t) * (over - self.u[3]), -400, 400)
        xe = x[3]
        left = max(1 - xe, FLOOR) * np.exp(-self.alpha[3] * f)
        right = max(xe, FLOOR) * np.exp((self.n[3] - self.alpha[3]) * f)
        return np.append(sulfur, self.i0[3] * (left - right))

    def drop(self, x: np.ndarray) -> float:
        thickness = self.film.thickness_per_charge * float(self.charge[:3] @ x[:3])
        return thickness / self.film.conductance if self.film.law == "ohmic" else 0.0

    def inside(self, current: float, x: np.ndarray) -> float:
        return brentq(lambda phi: self.currents(phi, x).sum() - current, -2.0, 6.0, xtol=1e-13, rtol=1e-14)

    def potential(self, current: float, x: np.ndarray) -> float:
        phi = self.inside(current, x)
        return phi - self.drop(x) * self.currents(phi, x)[:3].sum() - current * self.series

    def run(self, x: np.ndarray, current: float, times: np.ndarray) -> np.ndarray:
        def rates(_: float, state: np.ndarray) -> np.ndarray:
            return self.currents(self.inside(current, state), state) / self.charge

        found = solve_ivp(rates, (0.0, times[-1]), x, method="Radau", t_eval=times, rtol=1e-6, atol=1e-9)
        assert found.success, found.message
        return found.y
