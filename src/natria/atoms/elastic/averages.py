"""Averages, anisotropy and stability of an elastic tensor (6 x 6, Pa)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Averages:
    """Moduli of a polycrystal (Pa): Voigt's and Reuss's bounds and Hill's mean.

    `anisotropy` is the universal index 5 G_V/G_R + K_V/K_R - 6, zero for an isotropic crystal (Ranganathan and
    Ostoja-Starzewski, Phys. Rev. Lett. 101, 055504 (2008)).
    """

    bulk_voigt: float
    bulk_reuss: float
    shear_voigt: float
    shear_reuss: float

    @property
    def bulk(self) -> float:
        return (self.bulk_voigt + self.bulk_reuss) / 2

    @property
    def shear(self) -> float:
        return (self.shear_voigt + self.shear_reuss) / 2

    @property
    def young(self) -> float:
        """Young's modulus 9 K G/(3 K + G)."""
        return 9 * self.bulk * self.shear / (3 * self.bulk + self.shear)

    @property
    def poisson(self) -> float:
        """Poisson's ratio (3 K - 2 G)/(2 (3 K + G))."""
        return (3 * self.bulk - 2 * self.shear) / (2 * (3 * self.bulk + self.shear))

    @property
    def pugh(self) -> float:
        """G/K."""
        return self.shear / self.bulk

    @property
    def anisotropy(self) -> float:
        return 5 * self.shear_voigt / self.shear_reuss + self.bulk_voigt / self.bulk_reuss - 6


def averages(stiffness: np.ndarray) -> Averages:
    """Voigt's and Reuss's averages; R. Hill, Proc. Phys. Soc. A 65, 349 (1952)."""
    c, s = stiffness, np.linalg.inv(stiffness)
    return Averages(
        bulk_voigt=float(c[:3, :3].sum() / 9),
        bulk_reuss=float(1 / s[:3, :3].sum()),
        shear_voigt=float(_normal(c) / 15 + np.trace(c[3:, 3:]) / 5),
        shear_reuss=float(15 / (4 * _normal(s) + 3 * np.trace(s[3:, 3:]))),
    )


def _normal(matrix: np.ndarray) -> float:
    """11 + 22 + 33 - 12 - 23 - 13."""
    block = matrix[:3, :3]
    return float(np.trace(block) - (block.sum() - np.trace(block)) / 2)


def kelvin(matrix: np.ndarray) -> np.ndarray:
    """A stiffness in Kelvin's notation, in which it maps symmetric strains as a tensor does."""
    weight = np.sqrt([1, 1, 1, 2, 2, 2])
    return np.asarray(matrix * np.outer(weight, weight))


def stability_eigenvalues(stiffness: np.ndarray) -> np.ndarray:
    """The six eigenvalues (Pa, ascending) of the tensor as a map of symmetric strains (Kelvin's notation).

    They do not depend on the axes. All are above zero for a crystal that is stable without load (Born): F. Mouhat and
    F.-X. Coudert, Phys. Rev. B 90, 224104 (2014).
    """
    return np.asarray(np.linalg.eigvalsh(kelvin(stiffness)))


def born_stable(stiffness: np.ndarray) -> bool:
    """Whether every strain costs energy."""
    return bool(stability_eigenvalues(stiffness)[0] > 0)
