"""Sulfur electrodes for tests, and a driver at constant current that knows the kernels alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.integrate import solve_ivp

from natria.laws import SULFUR_SHARES, last_potential
from natria.models.cell.electrodes.conversion import (
    CHARGE,
    COUPLE,
    COUPLES,
    conversion_numbers,
    conversion_potential,
    conversion_rates,
    conversion_room,
    conversion_states,
)
from natria.models.cell.electrodes.sulfur import (
    UNIT_ELECTRONS,
    Conversion,
    Couple,
    ProductFilm,
    mean_potential,
)

ENTHALPY, ENTROPY = -369.0e3, 97.0 - 32.1 - 2 * 51.3  # J/mol, J/(mol K), of 2 Na + S -> Na2S
WARM = 298.15  # K
SULFUR_CHARGE = 9100.0  # C/m^2: 0.15 mg/cm^2 of sulfur
FIRST, SECOND = 2.08, 1.93  # V


def sulfur_electrode(
    *, electrolyte: float = 0.0, film: ProductFilm | None = None, exchange: float = 0.05, resistance: float = 0.0
) -> Conversion:
    """Return an electrode; `electrolyte` is the charge of its couple over that of sulfur."""
    mean = mean_potential(ENTHALPY, ENTROPY, WARM)
    potentials = (FIRST, SECOND, last_potential(mean, FIRST, SECOND))
    slopes = (-3e-4, -2e-4, last_potential(ENTROPY / (2 * 96485.33212), -3e-4, -2e-4))
    rows = zip(SULFUR_SHARES, potentials, slopes, UNIT_ELECTRONS, strict=True)
    a, b, c = (Couple(SULFUR_CHARGE * z, u, s, exchange, 0.5, n) for z, u, s, n in rows)
    own = Couple(SULFUR_CHARGE * electrolyte, 1.7, 0.0, 0.5 * exchange, 0.4) if electrolyte else None
    return Conversion((a, b, c), own, film or ProductFilm(), resistance)


def bare(chemistry: Conversion) -> Conversion:
    return replace(chemistry, film=ProductFilm())


@dataclass(frozen=True, eq=False)
class Driven:
    """An electrode as its numbers, driven at constant current."""

    chemistry: Conversion
    temperature: float = WARM

    @property
    def p(self) -> np.ndarray:
        return np.array(conversion_numbers(self.chemistry))

    @property
    def start(self) -> np.ndarray:
        return np.array([one.start for one in conversion_states(self.chemistry)])

    @property
    def charges(self) -> np.ndarray:
        return self.p[: COUPLE * COUPLES].reshape(COUPLES, COUPLE)[:, CHARGE]

    def potential(self, y: np.ndarray, plating: float) -> float:
        return float(conversion_potential(plating, self.temperature, 1.0, y, self.p))

    def run(
        self, y: np.ndarray, plating: float, *, until: float, share: float = 1.0, rtol: float = 1e-8
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return time and states at a constant current until a potential, or until a share of the charge has passed."""
        p, temperature = self.p, self.temperature

        def rates(_: float, state: np.ndarray) -> np.ndarray:
            dy = np.zeros(COUPLES)
            conversion_rates(plating, temperature, 1.0, state, p, dy)
            return dy

        def ends(_: float, state: np.ndarray) -> float:
            return self.potential(state, plating) - until

        ends.terminal = True  # type: ignore[attr-defined]
        time = share * conversion_room(plating, y, p) / abs(plating)
        found = solve_ivp(rates, (0.0, time), y, method="LSODA", rtol=rtol, atol=1e-3 * rtol, events=ends)
        assert found.status >= 0, found.message
        return found.t, found.y
