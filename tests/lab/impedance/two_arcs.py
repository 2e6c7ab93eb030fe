"""Spectra of a cell with two arcs by their formulas: R0 + sum of R/(1 + (j omega tau)^n)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

GAS = 8.314462618
FREQUENCY = np.logspace(6, -1, 50)
SERIES, FAST, SLOW = 20.0, (80.0, 1e-5, 0.9), (300.0, 3e-3, 0.85)  # ohm; ohm, s and the exponent of an arc


def impedance(series: float = SERIES, fast: float = FAST[0], slow: float = SLOW[0], seed: int = 1) -> np.ndarray:
    """Z (ohm) with 0.3 % noise; the capacitances of the arcs stay, so their time constants follow the resistances."""
    s = 2j * np.pi * FREQUENCY
    z = series + 0j
    for resistance, (usual, tau, n) in ((fast, FAST), (slow, SLOW)):
        z = z + resistance / (1 + (s * tau * resistance / usual) ** n)
    noise = np.random.default_rng(seed).normal(0, 0.003, (2, len(FREQUENCY)))
    return np.asarray(z + np.abs(z) * (noise[0] + 1j * noise[1]))


def thermal(energy: float, kelvin: float, reference: float = 298.15) -> float:
    """The factor of a resistance by ln(T/R) = -E/RT + c, at 1 at the reference."""
    return float(kelvin / reference * np.exp(energy / GAS * (1 / kelvin - 1 / reference)))


def write(path: Path, z: np.ndarray, frequency: np.ndarray = FREQUENCY) -> Path:
    """A spectrum as a table that any program could have written."""
    rows = [f"{f:.6e},{v.real:.6e},{-v.imag:.6e}" for f, v in zip(frequency, z, strict=True)]
    path.write_text("\n".join(["freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm", *rows]) + "\n")
    return path
