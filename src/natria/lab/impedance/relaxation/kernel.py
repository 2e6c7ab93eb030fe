"""Impedance of relaxation times on a grid of ln tau, kept for each set of frequencies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

PER_DECADE = 9  # nodes: the prior's scale of curvature was calibrated at this density
BEYOND = 1.0  # decades of tau on either side of 1/omega: a relaxation there still bends the measured part
NODES_OF_GAUSS = 8  # per interval of the grid: the kernel is then exact to 1e-12
KEPT_SPECTRA = 32  # different sets of frequencies: a series has one


@dataclass(frozen=True, eq=False)
class RelaxationKernel:
    """Impedance of a unit of density at each node, on given frequencies.

    `relaxing[k, j]` is the integral of hat_j(ln tau) / (1 + j omega_k tau) over ln tau: the density is linear between
    nodes.
    """

    omega: np.ndarray  # rad/s, falling
    log_tau: np.ndarray  # ln(tau/s), rising, evenly spaced
    relaxing: np.ndarray  # complex, (frequencies, nodes)

    @property
    def step(self) -> float:
        """Distance of two nodes in ln tau."""
        return float(self.log_tau[1] - self.log_tau[0])

    @property
    def weights(self) -> np.ndarray:
        """Integral of each hat: what turns a density into a resistance."""
        whole = np.full(len(self.log_tau), self.step)
        whole[[0, -1]] /= 2
        return whole


def kernel_of(omega: np.ndarray) -> RelaxationKernel:
    """The kernel of these angular frequencies (rad/s, falling), computed once for each set."""
    return _kernel(np.ascontiguousarray(omega, float).tobytes())


@lru_cache(maxsize=KEPT_SPECTRA)
def _kernel(omega_bytes: bytes) -> RelaxationKernel:
    omega = np.frombuffer(omega_bytes)
    log_tau = grid(omega)
    step = log_tau[1] - log_tau[0]
    place, weight = np.polynomial.legendre.leggauss(NODES_OF_GAUSS)
    relaxing = np.zeros((len(omega), len(log_tau)), complex)
    for share, part in zip((place + 1) / 2, weight * step / 2, strict=True):
        response = part / (1 + 1j * omega[:, None] * np.exp(log_tau[:-1] + share * step))
        relaxing[:, :-1] += (1 - share) * response
        relaxing[:, 1:] += share * response
    for array in (log_tau, relaxing):
        array.setflags(write=False)
    return RelaxationKernel(omega, log_tau, relaxing)


def grid(omega: np.ndarray) -> np.ndarray:
    """Evenly spaced ln(tau/s) over the measured range and `BEYOND` decades on either side."""
    decade = np.log(10)
    first = -np.log(omega.max()) - BEYOND * decade
    last = -np.log(omega.min()) + BEYOND * decade
    # The span of a sweep is often a whole number of steps; rounding must not decide over one node more.
    nodes = int(np.ceil((last - first) / decade * PER_DECADE - 1e-6)) + 1
    return np.linspace(first, last, nodes)
