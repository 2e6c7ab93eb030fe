"""The least-squares equations of one spectrum, and a start by non-negative least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..modulus import smooth_modulus
from .kernel import RelaxationKernel
from .points import UsablePoints

START_SMOOTHING = 1e-3  # of the start alone; the posterior does not know it
RIDGE = 1e-12  # of the mean diagonal, so that a factorisation exists
FEWEST_SOLVES = 30  # times the columns: far more than an active set takes


@dataclass(frozen=True, eq=False)
class Equations:
    """A spectrum as weighted real equations, impedances in units of `scale`.

    Columns: the `lumped` ones (series resistance, inductance, elastance where there is one), then one for each node.
    """

    kernel: RelaxationKernel
    scale: float  # the largest |Z|
    weight: np.ndarray  # of the points
    columns: np.ndarray  # real, (2 points, lumped + nodes)
    data: np.ndarray  # real, (2 points)
    lumped_names: tuple[str, ...]

    @property
    def lumped(self) -> int:
        return len(self.lumped_names)

    @property
    def nodes(self) -> int:
        return len(self.kernel.log_tau)

    @property
    def size(self) -> int:
        return len(self.data)


SERIES, INDUCTIVE, ELASTIC = "series resistance", "inductance", "elastance"


def equations_of(points: UsablePoints, kernel: RelaxationKernel, noise: np.ndarray | None, blocking: bool) -> Equations:
    """Weighted equations: by |Z|, or by the noise (of each part, in the unit of Z) where it is given.

    |Z| is that of the trend of neighbours: a reading near zero does not outweigh the others. The inductance is in units
    of scale/omega_max, the elastance 1/C in units of scale * omega_min.
    """
    z, omega = points.impedance, points.omega
    scale = float(np.abs(z).max())
    weight = scale / (smooth_modulus(points.frequency, z) if noise is None else noise)
    lumped = {SERIES: np.ones(len(z), complex), INDUCTIVE: 1j * omega / omega.max()}
    if blocking:
        lumped[ELASTIC] = omega.min() / (1j * omega)
    every = np.column_stack([*lumped.values(), kernel.relaxing]) * weight[:, None]
    data = z / scale * weight
    return Equations(kernel, scale, weight, stacked(every), stacked(data), tuple(lumped))


def stacked(values: np.ndarray) -> np.ndarray:
    """Real parts above imaginary parts."""
    return np.concatenate([values.real, values.imag])


def curvature(nodes: int, step: float) -> np.ndarray:
    """The second derivative at inner nodes, times sqrt(step): its squares sum to an integral."""
    out: np.ndarray = np.diff(np.eye(nodes), 2, axis=0) / step**1.5
    return out


@dataclass(frozen=True, eq=False)
class SmoothStart:
    """A smooth non-negative solution; `deviance` = n ln(penalised squares/n) compares two sets of columns."""

    lumped: np.ndarray
    density: np.ndarray
    deviance: float


def start_of(equations: Equations) -> SmoothStart:
    """A smooth non-negative solution: Tikhonov's regularisation, Lawson and Hanson's active set."""
    lumped = equations.lumped
    nodes = equations.columns.shape[1] - lumped
    bend = curvature(nodes, equations.kernel.step)
    normal = equations.columns.T @ equations.columns
    normal[lumped:, lumped:] += START_SMOOTHING * bend.T @ bend
    found = non_negative(normal, equations.columns.T @ equations.data)
    residual = equations.data - equations.columns @ found
    density = found[lumped:]
    bent = bend @ density
    squares = residual @ residual + START_SMOOTHING * bent @ bent
    least = np.finfo(float).eps * equations.data @ equations.data  # exact data have no residual
    return SmoothStart(found[:lumped], density, equations.size * float(np.log(max(squares, least) / equations.size)))


def non_negative(normal: np.ndarray, right: np.ndarray) -> np.ndarray:
    """x >= 0 that minimises x' N x / 2 - r' x."""
    from scipy.linalg import solve_triangular
    from scipy.optimize import nnls

    size = len(right)
    raised = normal + RIDGE * np.trace(normal) / size * np.eye(size)
    root = np.linalg.cholesky(raised)
    found: np.ndarray = nnls(root.T, solve_triangular(root, right, lower=True), maxiter=FEWEST_SOLVES * size)[0]
    return found
