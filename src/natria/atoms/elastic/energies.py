"""Energies of strained cells against the work of their stresses.

For rows of positions r (1 + a E) the energy changes by dE/da = V(a) tr[sigma(a) (1 + a E)^-1 E], so its change from the
unstrained cell is an integral of stresses alone. Energies and stresses come on their own; where they contradict each
other, one of them is wrong. The work is integrated at the full strain, so it holds where stresses bend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .patterns import Pattern
from .tensors import stress_matrix


@dataclass(frozen=True)
class EnergyCheck:
    """How far the energies of the strained cells contradict their stresses; the worst pattern of each.

    `stiffness` is the factor, less 1, by which the even part of the work must grow to fit the energies. `strain` is how
    far apart energy and stress put the equilibrium.
    """

    stiffness: float
    strain: float


def against_work(
    pattern: Pattern, known: Mapping[float, tuple[np.ndarray, float]], volume: float, stiffness: np.ndarray
) -> EnergyCheck:
    """Compare energies (J) with the work of stresses (six components, Pa), by amplitude, 0 among them.

    dE/da is taken as a polynomial of the fourth order in a, or a lower one where fewer strains are known; its even part
    shifts the equilibrium, its odd part bends the energy. The even energies are fitted by an offset and a factor of the
    work, so that the noise of no single energy decides.
    """
    amplitudes = np.array(sorted({abs(a) for a in known if a}))
    slopes = {a: _slope(pattern, a, stress, volume) for a, (stress, _) in known.items()}
    odd = np.array([(slopes[a] - slopes[-a]) / 2 for a in amplitudes])
    powers = np.array([1, 3])[: len(amplitudes)]
    even_work = _integral(amplitudes, odd, powers)
    even = np.array([(known[a][1] + known[-a][1]) / 2 for a in amplitudes]) - known[0.0][1]
    work = np.array([0.0, *even_work])
    centred = work - work.mean()
    factor = float(centred @ np.array([0.0, *even]) / (centred @ centred))
    mean = np.array([slopes[0.0], *((slopes[a] + slopes[-a]) / 2 for a in amplitudes)])
    odd_work = _integral(amplitudes, mean, np.array([0, 2]), np.array([0.0, *amplitudes]))
    uneven = np.array([(known[a][1] - known[-a][1]) / 2 for a in amplitudes]) - odd_work
    slope = float(amplitudes @ uneven / (amplitudes @ amplitudes))
    vector = pattern.vector
    return EnergyCheck(abs(factor - 1), abs(slope / (volume * float(vector @ stiffness @ vector))))


def _slope(pattern: Pattern, amplitude: float, stress: np.ndarray, volume: float) -> float:
    """dE/da (J) of a strained cell."""
    strain = pattern.matrix(1.0)
    bent = np.eye(3) + amplitude * strain
    return float(volume * np.linalg.det(bent) * np.trace(stress_matrix(stress) @ np.linalg.solve(bent, strain)))


def _integral(ends: np.ndarray, values: np.ndarray, powers: np.ndarray, at: np.ndarray | None = None) -> np.ndarray:
    """Integrals from 0 to each end of the sum of powers that fits the values, by least squares."""
    places = ends if at is None else at
    scale = float(places.max())
    coefficients = np.linalg.lstsq((places[:, None] / scale) ** powers, values, rcond=None)[0]
    return np.asarray((ends[:, None] / scale) ** (powers + 1) @ (coefficients / (powers + 1)) * scale)
