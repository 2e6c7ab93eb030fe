"""Impedance spectra of known truth by formulas of their own: nothing of `natria.lab.impedance` is used.

The kinds of the papers: electrolyte R0, two depressed arcs and a blocking or diffusive tail, R0-p(R1,CPE1)-p(R2,CPE2)-
CPE3, with decades of variation. `wire` adds the inductance of a cable, `drift` an interphase whose resistance grows
during the sweep, `outliers` three disturbed points, `small outliers` three that are off by 3 to 10 sigma, `dip` one
point with a small |Z|, as a disturbance by the mains makes it; `third arc` and `diffusion` are truths that the circuit
does not describe.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)-CPE3"
NAMES = ("R0", "R1", "CPE1.Q", "CPE1.n", "R2", "CPE2.Q", "CPE2.n", "CPE3.Q", "CPE3.n")
SPANS = {"7 MHz": (7e6, 0.1), "100 kHz": (1e5, 0.1)}
FASTEST = {"7 MHz": (-6.3, -3.5), "100 kHz": (-5.0, -3.0)}  # decades of the first time constant
POINTS = 60
NOISE = 0.005
AT_TAIL = 2 * np.pi * 0.5  # where the size of the tail is drawn
DISTURBANCES_OF_SPECTRA = ("none", "wire", "drift", "outliers", "small outliers", "dip", "third arc", "diffusion")
OFF = {"outliers": (0.05, 0.2), "small outliers": (0.015, 0.05)}  # of |Z|
DIP = (-1.5, -0.5)  # decades of |Z|


@dataclass(frozen=True, eq=False)
class MadeSpectra:
    """Spectra at common frequencies: `impedance` (spectra, frequencies) with noise, `truth` (spectra, NAMES)."""

    span: str
    disturbance: str
    frequency: np.ndarray
    impedance: np.ndarray
    truth: np.ndarray
    exact: np.ndarray  # impedance without noise and outliers
    extra: np.ndarray  # inductance in H, drift, share of the third arc; 0 where there is none


def random_spectra(count: int, seed: int, span: str = "7 MHz", disturbance: str = "none") -> MadeSpectra:
    """Draw spectra of one kind."""
    rng = np.random.default_rng([seed, 13])
    high, low = SPANS[span]
    frequency = np.geomspace(high, low, POINTS)
    rows = [_draw(rng, FASTEST[span]) for _ in range(count)]
    made = [_disturbed(rng, truth, frequency, disturbance) for truth in rows]
    clean = np.array([z for z, _ in made])
    scatter = rng.standard_normal(clean.shape) + 1j * rng.standard_normal(clean.shape)
    noisy = clean + NOISE * np.abs(clean) * scatter
    if disturbance in OFF:
        for row in noisy:
            where = rng.choice(POINTS, 3, replace=False)
            off = rng.choice([-1, 1], 3) * rng.uniform(*OFF[disturbance], 3)
            row[where] *= 1 + off * np.exp(2j * np.pi * rng.random(3))
    if disturbance == "dip":
        for row in noisy:
            row[rng.integers(POINTS)] *= 10 ** rng.uniform(*DIP) * np.exp(1j * rng.uniform(-0.5, 0.5))
    extra = np.array([e for _, e in made])
    return MadeSpectra(span, disturbance, frequency, noisy, np.array(rows), clean, extra)


def _draw(rng: np.random.Generator, fastest: tuple[float, float]) -> np.ndarray:
    r0 = 10 ** rng.uniform(0, 2)
    r1, r2 = r0 * 10 ** rng.uniform(-0.3, 1.5, 2)
    n1, n2 = rng.uniform(0.75, 1, 2)
    tau1 = 10 ** rng.uniform(*fastest)
    tau2 = tau1 * 10 ** rng.uniform(1.3, 3)
    n3 = rng.uniform(0.4, 0.95)
    tail = (r1 + r2) * 10 ** rng.uniform(-0.5, 0.7)
    return np.array([r0, r1, tau1**n1 / r1, n1, r2, tau2**n2 / r2, n2, 1 / (tail * AT_TAIL**n3), n3])


def arc(omega: np.ndarray, r: float, q: float, n: float) -> np.ndarray:
    """Resistance and constant-phase element in parallel, by real and imaginary part (Cole and Cole)."""
    x = r * q * omega**n
    a, b = np.cos(n * np.pi / 2), np.sin(n * np.pi / 2)
    return np.asarray(r * (1 + x * a - 1j * x * b) / (1 + 2 * x * a + x * x))


def tail_of(omega: np.ndarray, q: float, n: float) -> np.ndarray:
    return np.asarray((np.cos(n * np.pi / 2) - 1j * np.sin(n * np.pi / 2)) / (q * omega**n))


def impedance_by_hand(truth: np.ndarray, frequency: np.ndarray, growth: np.ndarray | float = 1.0) -> np.ndarray:
    """The impedance of CIRCUIT; `growth` multiplies R2, at each frequency."""
    omega = 2 * np.pi * frequency
    r0, r1, q1, n1, r2, q2, n2, q3, n3 = truth
    return np.asarray(r0 + arc(omega, r1, q1, n1) + arc(omega, r2 * growth, q2, n2) + tail_of(omega, q3, n3))


def _disturbed(
    rng: np.random.Generator, truth: np.ndarray, frequency: np.ndarray, disturbance: str
) -> tuple[np.ndarray, float]:
    omega = 2 * np.pi * frequency
    _, r1, q1, n1, r2, _, _, q3, n3 = truth
    clean = impedance_by_hand(truth, frequency)
    if disturbance == "wire":
        inductance = 10 ** rng.uniform(-7, -6)
        return clean + 1j * omega * inductance, inductance
    if disturbance == "drift":  # 1 s for each point and three periods
        time = np.cumsum(1 + 3 / frequency)
        drift = rng.uniform(0.05, 0.3)
        return impedance_by_hand(truth, frequency, 1 + drift * time / time[-1]), drift
    if disturbance == "third arc":
        share = rng.uniform(0.2, 0.6)
        tau = (r1 * q1) ** (1 / n1) * 10 ** rng.uniform(0.6, 1.0)
        n = rng.uniform(0.85, 1)
        r = share * min(r1, r2)
        return clean + arc(omega, r, tau**n / r, n), share
    if disturbance == "diffusion":
        size, tau = (r1 + r2) * 10 ** rng.uniform(-0.3, 0.5), 10 ** rng.uniform(-0.5, 0.5)
        root = np.sqrt(1j * omega * tau)
        return clean - tail_of(omega, q3, n3) + size * np.tanh(root) / root, size
    return clean, 0.0
