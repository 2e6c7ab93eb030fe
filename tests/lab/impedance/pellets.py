"""Spectra of a pellet with known conductivities, from formulas of their own.

Z A = d/sigma + R_gb/(1 + (j omega R_gb C)^n) + 1/(Q (j omega)^m)       bulk, grain boundaries, blocking faces
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

GAS = 8.314462618
AREA, THICKNESS = 0.785e-4, 500e-6  # m^2, m
SIGMA, ENERGY = 0.03, 40e3  # S/m of the bulk at 25 degC; J/mol of sigma, bulk and grain boundaries
BOUNDARIES = 0.25  # of the bulk's resistance
CAPACITANCE = 2e-5  # F/m^2 of the grain boundaries
FREQUENCY = np.geomspace(1e6, 0.1, 50)
CIRCUIT = "R0-p(R1,CPE1)-CPE2"
KELVINS = (263.15, 278.15, 288.15, 298.15, 308.15)
TOTAL = SIGMA / (1 + BOUNDARIES)
NOISE = 0.003


def sigma(kelvin: float, at_25: float = TOTAL) -> float:
    """The conductivity (S/m) at a temperature."""
    return float(at_25 * np.exp(-ENERGY / GAS * (1 / kelvin - 1 / 298.15)))


def pellet(kelvin: float = 298.15, seed: int = 1, *, blocking: bool = True) -> np.ndarray:
    """Z (ohm) with noise; with sodium electrodes in place of blocking ones there is no tail."""
    s = 2j * np.pi * FREQUENCY
    bulk = THICKNESS / sigma(kelvin, SIGMA)
    boundary = BOUNDARIES * bulk
    z = bulk + boundary / (1 + (s * boundary * CAPACITANCE) ** 0.9)
    if blocking:
        z = z + 1 / (0.1 * s**0.9)
    noise = np.random.default_rng(seed).normal(0, NOISE, (2, len(s)))
    return np.asarray((z + np.abs(z) * (noise[0] + 1j * noise[1])) / AREA)


def write_pellet(folder: Path, kelvin: float = 298.15, seed: int = 1, *, blocking: bool = True) -> Path:
    """A spectrum as a table, named after its temperature."""
    folder.mkdir(exist_ok=True)
    path = folder / f"pellet_{kelvin - 273.15:.0f}degC.csv"
    z = pellet(kelvin, seed, blocking=blocking)
    rows = [f"{f:.6e},{v.real:.6e},{v.imag:.6e}\n" for f, v in zip(FREQUENCY, z, strict=True)]
    path.write_text("frequency [Hz],Z' [ohm],Z'' [ohm]\n" + "".join(rows))
    return path


def write_pellets(folder: Path, seed: int = 1) -> Path:
    """A folder of spectra over temperature."""
    for place, kelvin in enumerate(KELVINS):
        write_pellet(folder, kelvin, 100 * seed + place)
    return folder
