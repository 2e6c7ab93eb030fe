"""Tight-binding models with known gaps; each is made by a function, as `module:function` of the command line."""

from __future__ import annotations

import numpy as np

from natria.atoms.calculators import GroundState


class TightBinding:
    """`hamiltonian` takes k-points (rows, units of the reciprocal vectors) and returns matrices in eV."""

    def __init__(self, hamiltonian, electrons, per_band=2, log=None, coupling=0.0):
        self.hamiltonian, self.electrons, self.per_band = hamiltonian, electrons, per_band
        self.calls = 0
        self.log = log
        self.coupling = coupling

    def ground(self, atoms, mesh):  # noqa: ARG002 - as every program
        self.calls += 1
        return GroundState(self.electrons, float("nan"), b"density", self.per_band)

    def states(self, atoms, ground, kpoints, bands, *, spin_orbit):  # noqa: ARG002 - as every program
        assert ground.data == b"density"
        self.calls += 1
        found = np.linalg.eigvalsh(self.hamiltonian(np.asarray(kpoints)))[:, :bands]
        if spin_orbit:
            found = np.sort(np.concatenate([found - self.coupling, found + self.coupling], axis=1), axis=1)
        return found


def ssh(first=1.0, second=0.6, spectators=2):
    """The chain of Su, Schrieffer and Heeger along the first vector: gap 2 |t1 - t2| at its edge X.

    Flat bands far above stand for empty ones.
    """

    def hamiltonian(k):
        hop = first + second * np.exp(-2j * np.pi * k[:, 0])
        h = np.zeros((len(k), 2 + spectators, 2 + spectators), complex)
        h[:, 0, 1], h[:, 1, 0] = hop, hop.conj()
        for extra in range(spectators):
            h[:, 2 + extra, 2 + extra] = 50.0 + extra
        return h

    return TightBinding(hamiltonian, 2)


def staggered_honeycomb(mass=0.25, hop=2.7):
    """Graphene with sites of energies +-mass: gap 2 mass at K, none without; 120 degrees between the vectors."""

    def hamiltonian(k):
        phase = 2j * np.pi * k
        f = hop * (1 + np.exp(phase[:, 0]) + np.exp(phase[:, 0] + phase[:, 1]))
        h = np.zeros((len(k), 2, 2), complex)
        h[:, 0, 0], h[:, 1, 1] = mass, -mass
        h[:, 0, 1], h[:, 1, 0] = f, f.conj()
        return h

    return TightBinding(hamiltonian, 2)


def simple_cubic(hop=1.0, gap=None):
    """An s band -2t (cos x + cos y + cos z) with an empty copy of it above, at a distance of `gap` (eV).

    The edges are at R (filled, top) and at G (empty, bottom): an indirect gap. Its moments are 0, 6 t^2, 90 t^4.
    """

    def hamiltonian(k):
        band = -2 * hop * np.cos(2 * np.pi * k).sum(axis=1)
        h = np.zeros((len(k), 2, 2))
        h[:, 0, 0], h[:, 1, 1] = band, band + 12 * hop + (100.0 if gap is None else gap)
        return h

    return TightBinding(hamiltonian, 2)
