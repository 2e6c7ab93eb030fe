"""Series of known truth by the formulas of arcs, apart from the generator of the package."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

GAS = 8.314462618
BAND = np.logspace(6, -1, 50)


@dataclass(frozen=True)
class TrueSeries:
    """`z` (spectra, frequencies), resistances (spectra, series resistance and arcs), energies (J/mol)."""

    x: np.ndarray
    z: np.ndarray
    resistance: np.ndarray
    energies: np.ndarray


def noisy(rng: np.random.Generator, z: np.ndarray, noise: float) -> np.ndarray:
    return z + noise * np.abs(z) * (rng.standard_normal(z.shape) + 1j * rng.standard_normal(z.shape))


def spectrum_of(
    resistance: np.ndarray, tau: np.ndarray, n: np.ndarray, frequency: np.ndarray = BAND, skew: float = 1.0
) -> np.ndarray:
    """The first resistance is in series, the others are of arcs; with a skew below 1 they lean to one side."""
    s = 2j * np.pi * frequency[:, None]
    return np.asarray(resistance[0] + (resistance[1:] / (1 + (s * tau) ** n) ** skew).sum(1))


def over_temperature(
    seed: int,
    *,
    arcs: int = 2,
    spectra: int = 6,
    noise: float = 0.005,
    scatter: float = 0.0,
    apart: float = 1.2,
    t0: float = 0.0,
    fastest: float = -6.0,
    skew: float = 1.0,
) -> TrueSeries:
    """Arcs with random resistances, times (decades `apart` at least) and energies; capacitances stay.

    `scatter`: of ln R from spectrum to spectrum. With `t0` the laws are VFT: the energies are then those at the middle.
    """
    rng = np.random.default_rng(seed)
    kelvin = 1 / np.linspace(1 / 263.15, 1 / 333.15, spectra)
    energies = rng.uniform(15e3, 60e3, arcs + 1)
    times = np.sort(rng.uniform(fastest, 0, arcs))
    while (np.diff(times) < apart).any():
        times = np.sort(rng.uniform(fastest, 0, arcs))
    usual = np.concatenate([10 ** rng.uniform(0.3, 1.5, 1), 10 ** rng.uniform(1, 2.5, arcs)])
    n = rng.uniform(0.75, 0.97, arcs)
    b = energies * ((298.15 - t0) / 298.15) ** 2
    law = np.exp(b / GAS * (1 / (kelvin[:, None] - t0) - 1 / (298.15 - t0))) * kelvin[:, None] / 298.15
    law = law * np.exp(scatter * rng.standard_normal(law.shape))
    resistance = usual * law
    z = np.array([spectrum_of(r, 10**times * f[1:], n, skew=skew) for r, f in zip(resistance, law, strict=True)])
    return TrueSeries(kelvin, noisy(rng, z, noise), resistance, energies)


def over_time(
    seed: int,
    share: np.ndarray,
    *,
    noise: float = 0.003,
    fast: np.ndarray | float = 1.0,
    slow: tuple[float, float] = (30.0, 300.0),
) -> TrueSeries:
    """A slow arc that grows by the shares of its change, with its time constant as it is; `fast` scales the other."""
    rng = np.random.default_rng(seed)
    r = np.stack([np.full_like(share, 20.0), 80.0 * fast * np.ones_like(share), slow[0] + np.ptp(slow) * share], 1)
    z = np.array([spectrum_of(one, np.array([1e-5, 3e-3]), np.array([0.9, 0.85])) for one in r])
    return TrueSeries(np.arange(len(share)) * 3600.0, noisy(rng, z, noise), r, np.zeros(3))
