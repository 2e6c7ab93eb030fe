"""Effective stiffness of isotropic phases on voxels: a Lippmann-Schwinger equation, solved by FFT.

    G : C : (E + e) = 0,   e = G : e,  <e> = 0

G projects a periodic strain field onto the compatible ones of zero mean; e is the fluctuation under the mean strain E.
In Fourier space, with k the derivative and C0 the identity, u = (2/|k|^2)(f - k (k^H f)/(2 |k|^2)), f = tau conj(k),
e = sym(k u). The derivative is that of the rotated scheme, trilinear elements with one point (Willot, C. R. Mecanique
343, 232 (2015)), so pores converge too. Conjugate gradients in the compatible subspace: Zeman, Vondrejc, Novak and
Marek, J. Comput. Phys. 229, 8065 (2010). Tensors are in Mandel's notation, (xx, yy, zz, 2^.5 yz, 2^.5 xz, 2^.5 xy).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....quantity import ModelError
from .vector_kernels import inner, length

PAIRS = ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1))
WEIGHT = np.array([1, 1, 1, 2**0.5, 2**0.5, 2**0.5])


@dataclass(frozen=True)
class VoxelElasticSettings:
    """When the solver stops."""

    tolerance: float = 1e-6  # projected stress over that of the mean strain, 2-norm
    iterations: int = 500

    def __post_init__(self) -> None:
        if not 1e-12 <= self.tolerance <= 1e-2:
            raise ModelError(f"the tolerance of the elastic solver is {self.tolerance:g}", "give 1e-12 to 1e-2")
        if not 1 <= self.iterations <= 100_000:
            raise ModelError(f"the elastic solver has {self.iterations} iterations", "give 1 to 100000")


@dataclass(frozen=True, eq=False)
class Stiffness:
    """The effective stiffness (6, 6) in Mandel's notation, Pa."""

    tensor: np.ndarray
    iterations: int
    residual: float

    @property
    def bulk(self) -> float:
        """K of the mean over all orientations (Voigt): tr C restricted to dilatation."""
        return float(self.tensor[:3, :3].sum() / 9)

    @property
    def shear(self) -> float:
        """G of the mean over all orientations (Voigt)."""
        return float((np.trace(self.tensor) - 3 * self.bulk) / 10)

    @property
    def softest(self) -> tuple[float, float]:
        """(K, G) of the mean of the compliance over all orientations (Reuss); below those of the stiffness."""
        compliance = np.linalg.inv(self.tensor)
        dilatation = float(compliance[:3, :3].sum())
        return 1 / dilatation, 5 / (float(np.trace(compliance)) - dilatation / 3) / 2

    @property
    def young_through(self) -> float:
        """Young's modulus along axis 0, through the layer."""
        return float(1 / np.linalg.inv(self.tensor)[0, 0])


def stiffness(
    phases: np.ndarray, bulk: np.ndarray, shear: np.ndarray, settings: VoxelElasticSettings | None = None
) -> Stiffness:
    """Return the effective stiffness of a periodic array of phases with these moduli (Pa); 0 is a pore."""
    k, g = np.asarray(bulk, float), np.asarray(shear, float)
    if (k < 0).any() or (g < 0).any() or not np.isfinite((k, g)).all() or not k[phases].any():
        what = f"the moduli of the phases are {k} and {g} Pa"
        raise ModelError(what, "give a finite bulk and shear modulus for each, not negative and not all zero")
    chosen = settings or VoxelElasticSettings()
    unit = float(g[phases].max())
    medium = _Medium(phases, k / unit, g / unit)
    columns = [_mean_stress(medium, np.eye(6)[one], chosen) for one in range(6)]
    tensor = np.array([stress for stress, _, _ in columns]).T * unit
    return Stiffness((tensor + tensor.T) / 2, max(n for _, n, _ in columns), max(r for _, _, r in columns))


class _Medium:
    """Stress of a strain field, and its projection onto the compatible strain fields."""

    def __init__(self, phases: np.ndarray, bulk: np.ndarray, shear: np.ndarray) -> None:
        self.lame = (bulk - 2 / 3 * shear)[phases]
        self.twice = (2 * shear)[phases]
        self.shape = phases.shape
        self.k = _derivative(phases.shape)
        square = (np.abs(self.k) ** 2).sum(0)
        self.inverse = np.where(square > 1e-12, 1 / np.where(square > 1e-12, square, 1), 0)

    def stress(self, strain: np.ndarray) -> np.ndarray:
        found: np.ndarray = self.twice * strain
        found[:3] += self.lame * (strain[0] + strain[1] + strain[2])
        return found

    def projected(self, tau: np.ndarray) -> np.ndarray:
        from scipy.fft import irfftn, rfftn

        t = rfftn(tau, axes=(1, 2, 3)) / WEIGHT[:, None, None, None]
        k, back = self.k, self.k.conj()
        f = [sum(t[_PLACE[i][j]] * back[j] for j in range(3)) for i in range(3)]
        along = (back[0] * f[0] + back[1] * f[1] + back[2] * f[2]) * self.inverse / 2
        u = [2 * self.inverse * (f[i] - k[i] * along) for i in range(3)]
        e = np.stack([w / 2 * (k[i] * u[j] + k[j] * u[i]) for w, (i, j) in zip(WEIGHT, PAIRS, strict=True)])
        found: np.ndarray = irfftn(e, self.shape, axes=(1, 2, 3), overwrite_x=True)
        return found


_PLACE = ((0, 5, 4), (5, 1, 3), (4, 3, 2))  # of the component (i, j) in Mandel's notation


def _mean_stress(medium: _Medium, mean: np.ndarray, settings: VoxelElasticSettings) -> tuple[np.ndarray, int, float]:
    """Return the mean stress under a mean strain, with the iterations and the residual."""
    e = np.zeros((6, *medium.shape)) + mean[:, None, None, None]
    stress = medium.stress(e)
    r = -medium.projected(stress)
    norm = length(stress)
    square, p, iterations = inner(r, r), r.copy(), 0
    while square**0.5 > settings.tolerance * norm:
        if iterations >= settings.iterations:
            what = f"the stress in the voxels has a residual of {square**0.5 / norm:.1e} after {iterations} iterations"
            raise ModelError(what, "raise `iterations` or `tolerance`, or lower the contrast of the moduli")
        iterations += 1
        through = medium.projected(medium.stress(p))
        step = square / inner(p, through)
        e += step * p
        r -= step * through
        before, square = square, inner(r, r)
        p = r + square / before * p
    found = medium.stress(e)
    true = length(medium.projected(found)) / norm
    return found.reshape(6, -1).mean(1), iterations, true


def _derivative(shape: tuple[int, ...]) -> np.ndarray:
    """Return the Fourier symbol of the derivative of the rotated scheme, for a voxel of edge 1.

    k_i = i tan(q_i/2)/4 prod_j (1 + exp(i q_j)), written without the tangent: (exp(i q_i) - 1)/4 prod_{j != i} (...).
    """
    q = [2 * np.pi * np.fft.fftfreq(n) for n in shape[:-1]] + [2 * np.pi * np.fft.rfftfreq(shape[-1])]
    ahead = np.meshgrid(*(np.exp(1j * one) for one in q), indexing="ij")
    both = [1 + one for one in ahead]
    return np.stack([(ahead[i] - 1) / 4 * both[(i + 1) % 3] * both[(i + 2) % 3] for i in range(3)])
