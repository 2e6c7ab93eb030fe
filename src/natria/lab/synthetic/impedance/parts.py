"""Impedances of the parts of a cell, each by its own formula.

Z in the unit of the resistance, `omega` in rad/s, with exp(+j omega t): a capacitor has a negative imaginary part. A
resistance, a time constant or a charge per volt may be an array with one entry per frequency, for a cell that changes
while it is measured.

| part | Z | omega -> 0 | omega -> infinity |
| --- | --- | --- | --- |
| arc | R / (1 + (j omega tau)^n) | R | 0 |
| constant phase | 1 / (Q (j omega)^n) | infinite | 0 |
| transmissive diffusion | R tanh(x) / x, x = sqrt(j omega tau) | R | R / x |
| blocking diffusion | R coth(x) / x | R/3 + R / (j omega tau) | R / x |
| Gerischer | R / sqrt(1 + j omega tau) | R | R / x |
| inductor | j omega L | 0 | infinite |

Barsoukov, Macdonald (ed.), Impedance Spectroscopy, chapter 2, has the first four, Boukamp, Bouwmeester, Solid State
Ionics 157 (2003) 29, the Gerischer impedance.
"""

from __future__ import annotations

import numpy as np

Numbers = np.ndarray | float


def arc(omega: np.ndarray, resistance: Numbers, time_constant: Numbers, exponent: float) -> np.ndarray:
    """Return the impedance of a resistance beside a constant phase element; tau = (R Q)^(1/n)."""
    return np.asarray(resistance / (1 + (1j * omega * time_constant) ** exponent))


def constant_phase(omega: np.ndarray, charge: Numbers, exponent: float) -> np.ndarray:
    """Return the impedance of a constant phase element; `charge` is Q in s^n/ohm."""
    return np.asarray(1 / (charge * (1j * omega) ** exponent))


def transmissive_diffusion(omega: np.ndarray, resistance: Numbers, time_constant: Numbers) -> np.ndarray:
    """Return the impedance of diffusion through a layer whose far side keeps its concentration."""
    root = np.sqrt(1j * omega * time_constant)
    return np.asarray(resistance * np.tanh(root) / root)


def blocking_diffusion(omega: np.ndarray, resistance: Numbers, time_constant: Numbers) -> np.ndarray:
    """Return the impedance of diffusion into a layer whose far side is closed."""
    root = np.sqrt(1j * omega * time_constant)
    return np.asarray(resistance / (root * np.tanh(root)))


def gerischer(omega: np.ndarray, resistance: Numbers, time_constant: Numbers) -> np.ndarray:
    """Return the impedance of diffusion with a reaction in the half space."""
    return np.asarray(resistance / np.sqrt(1 + 1j * omega * time_constant))


def inductor(omega: np.ndarray, inductance: float) -> np.ndarray:
    """Return the impedance of an inductance in H, in ohm."""
    return np.asarray(1j * omega * inductance)
