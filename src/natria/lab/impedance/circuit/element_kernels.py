"""Impedance of one element over frequency, with derivatives by ln of its parameters.

Every function fills `z` and the rows of `slopes` from `first` on. `x` has ln of each positive parameter and the
exponents as they are; `lw` is ln(omega). s = j omega, so ln s = ln(omega) + j pi/2. Equations: `elements`.
"""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled

HALF_PI = 0.5 * np.pi
MOST = 300.0  # exp of more would overflow in a square
SMALL = 1e-2  # |argument| below which tanh and coth are taken from their series


@compiled
def resistor(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    r = np.exp(x[first])
    for k in range(len(lw)):
        z[k] = r
        slopes[first, k] = r


@compiled
def capacitor(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    for k in range(len(lw)):
        z[k] = -1j * np.exp(min(-x[first] - lw[k], MOST))
        slopes[first, k] = -z[k]


@compiled
def inductor(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    for k in range(len(lw)):
        z[k] = 1j * np.exp(min(x[first] + lw[k], MOST))
        slopes[first, k] = z[k]


@compiled
def constant_phase(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    n = x[first + 1]
    turn = np.cos(n * HALF_PI) - 1j * np.sin(n * HALF_PI)
    for k in range(len(lw)):
        z[k] = np.exp(min(-x[first] - n * lw[k], MOST)) * turn
        slopes[first, k] = -z[k]
        slopes[first + 1, k] = -z[k] * (lw[k] + 1j * HALF_PI)


@compiled
def depressed_arc(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    r, n = np.exp(x[first]), x[first + 2]
    turn = np.cos(n * HALF_PI) + 1j * np.sin(n * HALF_PI)
    for k in range(len(lw)):
        decades = lw[k] + x[first + 1]
        u = np.exp(min(n * decades, MOST)) * turn
        d = 1.0 / (1.0 + u)
        z[k] = r * d
        change = -z[k] * u * d  # by ln u
        slopes[first, k] = z[k]
        slopes[first + 1, k] = change * n
        slopes[first + 2, k] = change * (decades + 1j * HALF_PI)


@compiled
def warburg(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    for k in range(len(lw)):
        z[k] = np.exp(min(x[first] - 0.5 * lw[k], MOST)) * (1.0 - 1.0j)
        slopes[first, k] = z[k]


@compiled
def short_shape(root: complex) -> tuple[complex, complex]:
    """Return f = tanh(a)/a and df/d(ln a)."""
    if abs(root) < SMALL:
        square = root * root
        return 1.0 - square / 3.0 + 2.0 * square**2 / 15.0, -2.0 * square / 3.0 + 8.0 * square**2 / 15.0
    fall = np.exp(-2.0 * root)
    tanh = (1.0 - fall) / (1.0 + fall)
    return tanh / root, 4.0 * fall / (1.0 + fall) ** 2 - tanh / root


@compiled
def open_shape(root: complex) -> tuple[complex, complex]:
    """Return f = coth(a)/a and df/d(ln a)."""
    if abs(root) < SMALL:
        square = root * root
        return 1.0 / square + 1.0 / 3.0 - square / 45.0, -2.0 / square - 2.0 * square / 45.0
    fall = np.exp(-2.0 * root)
    coth = (1.0 + fall) / (1.0 - fall)
    return coth / root, -4.0 * fall / (1.0 - fall) ** 2 - coth / root


@compiled
def warburg_short(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    r = np.exp(x[first])
    for k in range(len(lw)):
        root = np.exp(min(0.5 * (lw[k] + x[first + 1]), MOST)) * (1.0 + 1.0j) * np.sqrt(0.5)
        shape, change = short_shape(root)
        z[k] = r * shape
        slopes[first, k] = z[k]
        slopes[first + 1, k] = 0.5 * r * change


@compiled
def warburg_open(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    r = np.exp(x[first])
    for k in range(len(lw)):
        root = np.exp(min(0.5 * (lw[k] + x[first + 1]), MOST)) * (1.0 + 1.0j) * np.sqrt(0.5)
        shape, change = open_shape(root)
        z[k] = r * shape
        slopes[first, k] = z[k]
        slopes[first + 1, k] = 0.5 * r * change


@compiled
def gerischer(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    r = np.exp(x[first])
    for k in range(len(lw)):
        u = 1j * np.exp(min(lw[k] + x[first + 1], MOST))
        z[k] = r / np.sqrt(1.0 + u)
        slopes[first, k] = z[k]
        slopes[first + 1, k] = -0.5 * z[k] * u / (1.0 + u)


@compiled
def line(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    """A transmission line in (R, Q, n)."""
    r, n = np.exp(x[first]), x[first + 2]
    turn = np.cos(0.5 * n * HALF_PI) + 1j * np.sin(0.5 * n * HALF_PI)
    for k in range(len(lw)):
        root = np.exp(min(0.5 * (x[first] + x[first + 1] + n * lw[k]), MOST)) * turn
        shape, change = open_shape(root)
        z[k] = r * shape
        half = 0.5 * r * change
        slopes[first, k] = z[k] + half
        slopes[first + 1, k] = half
        slopes[first + 2, k] = half * (lw[k] + 1j * HALF_PI)


@compiled
def line_by_tau(x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    """A transmission line in (R, tau, n)."""
    r, n = np.exp(x[first]), x[first + 2]
    turn = np.cos(0.5 * n * HALF_PI) + 1j * np.sin(0.5 * n * HALF_PI)
    for k in range(len(lw)):
        decades = lw[k] + x[first + 1]
        root = np.exp(min(0.5 * n * decades, MOST)) * turn
        shape, change = open_shape(root)
        z[k] = r * shape
        half = 0.5 * r * change
        slopes[first, k] = z[k]
        slopes[first + 1, k] = half * n
        slopes[first + 2, k] = half * (decades + 1j * HALF_PI)
