"""Crystals of one or two atoms whose energy is a closed form of cell and positions."""

from __future__ import annotations

import numpy as np

from natria.atoms.calculators import Evaluation, Recipe
from natria.record import Structure

EDGE = 3e-10  # m
SIZE = EDGE**3 * 1e11  # J: the energies are this times a number of order one
SHEAR = 0.3


class ModelCrystal:
    """A tetragonal crystal of one atom. With L the lengths of the cell vectors over their lengths without load

    E/SIZE = phi(L1) + K/2 sum over t = 2, 3 of (ln Lt + nu ln L1)^2 + SHEAR/2 sum of the squared cosines,

    so in tension along a the others shrink as L1^-nu, and E = SIZE phi(L1) for any K.
    phi is Morse's: D (1 - exp(-A (L - 1)))^2.
    """

    recipe = Recipe("model crystal", {})
    depth, rate, nu, stiff = 0.5, 6.0, 0.2, 0.8

    def __init__(self, factor=1.0):
        self.calls = self.found = 0
        self.seconds = 0.0
        self.factor = factor  # of the stress, 1 where it is the derivative of the energy

    def __call__(self, structure):
        self.calls += 1
        cell = structure.cell / EDGE
        lengths = np.linalg.norm(cell, axis=1)
        energy, slopes = self.stretching(lengths)
        pull = sum(slope * np.outer(row, row) / size for slope, row, size in zip(slopes, cell, lengths, strict=True))
        for i, j in ((0, 1), (1, 2), (0, 2)):
            cosine = cell[i] @ cell[j]
            energy += SHEAR / 2 * cosine**2
            pull = pull + SHEAR * cosine * (np.outer(cell[i], cell[j]) + np.outer(cell[j], cell[i]))
        extra, forces = self.internal(structure, lengths)
        energy += extra
        return Evaluation(SIZE * energy, forces, self.factor * SIZE * pull / structure.volume)

    def stretching(self, lengths):
        across = np.log(lengths[1:]) + self.nu * np.log(lengths[0])
        left = np.exp(-self.rate * (lengths[0] - 1))
        energy = self.depth * (1 - left) ** 2 + self.stiff / 2 * across @ across
        first = 2 * self.depth * self.rate * left * (1 - left) + self.stiff * across.sum() * self.nu / lengths[0]
        return energy, np.array([first, *(self.stiff * across / lengths[1:])])

    def internal(self, structure, _):
        return 0.0, np.zeros((len(structure), 3))

    def structure(self):
        return Structure(np.eye(3) * EDGE, ("Na",), np.zeros((1, 3)), title="model")

    # --- what follows by hand

    def nominal(self, strain):
        left = np.exp(-self.rate * strain)
        return SIZE / EDGE**3 * 2 * self.depth * self.rate * left * (1 - left)

    def cauchy(self, strain):
        """Over the area that has shrunk to (1 + e)^(-2 nu)."""
        return self.nominal(strain) * (1 + strain) ** (2 * self.nu)

    @property
    def at_load(self):
        return np.log(2) / self.rate

    @property
    def young(self):
        return SIZE / EDGE**3 * 2 * self.depth * self.rate**2


class Soft(ModelCrystal):
    """A crystal whose sides b and c lose their stability at 0.06 of strain, and settle unequal beyond."""

    lost = 0.06

    def stretching(self, lengths):
        energy, slopes = super().stretching(lengths)
        unequal = np.log(lengths[1] / lengths[2])
        drive = 8.0 * (self.lost - (lengths[0] - 1))
        energy += (drive - self.stiff) / 4 * unequal**2 + 0.5 * unequal**4
        bend = (drive - self.stiff) / 2 * unequal + 2 * unequal**3
        return energy, slopes + np.array([-2 * unequal**2, bend / lengths[1], -bend / lengths[2]])


class Switching(ModelCrystal):
    """A crystal with two ions whose distance q along b has two wells, one of which a strain destroys.

    E/SIZE gains B (q^2 - 1)^2/4 - B C (L1 - 1) q; the well at q = -1 ends at C (L1 - 1) = 2/sqrt(27).
    """

    barrier, coupling = 0.02, 7.0
    unit = 0.03  # fractional distance for q = 1

    @property
    def ends(self):
        return 2 / np.sqrt(27) / self.coupling

    def _well(self, structure):
        return (structure.fractional[1] - structure.fractional[0])[1] / self.unit

    def internal(self, structure, lengths):
        q, pull = self._well(structure), self.coupling * (lengths[0] - 1)
        energy = self.barrier * ((q**2 - 1) ** 2 / 4 - pull * q)
        slope = self.barrier * (q * (q**2 - 1) - pull) / self.unit  # over the fractional distance
        gap = structure.fractional[1] - structure.fractional[0]
        other = (gap - 0.5) * [1, 0, 1]
        energy += 0.5 * other @ other
        inverse = np.linalg.inv(structure.cell)
        force = SIZE * (slope * inverse[:, 1] + inverse @ other)
        return energy, np.array([force, -force])

    def __call__(self, structure):
        found = super().__call__(structure)
        q = self._well(structure)
        cell = structure.cell
        size = np.linalg.norm(cell[0])
        extra = -SIZE * self.barrier * self.coupling * q * np.outer(cell[0], cell[0]) / size / EDGE / structure.volume
        return Evaluation(found.energy, found.forces, found.stress + self.factor * extra)

    def structure(self):
        places = np.array([[0, 0, 0], [0.5, -self.unit, 0.5]])
        return Structure(np.eye(3) * EDGE, ("Na", "Cl"), places, title="switching")
