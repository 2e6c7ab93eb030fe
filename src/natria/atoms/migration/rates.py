"""Attempt frequencies of hops, and the diffusivity and conductivity that follow. SI numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...laws.constants import AVOGADRO, ELEMENTARY_CHARGE, GAS
from ...quantity import ModelError
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluator
from ..calculators.packages import imported
from ..calculators.structures import moved
from ..structures import distances
from .network import Edge

BOLTZMANN = GAS / AVOGADRO  # J/K
STEP = 0.015 * ANGSTROM  # m: displacement of the finite differences

CHARGES = {
    **dict.fromkeys(("H", "Li", "Na", "K", "Rb", "Cs", "Ag"), 1),
    **dict.fromkeys(("Mg", "Ca", "Sr", "Ba", "Zn"), 2),
    "Al": 3,
    **dict.fromkeys(("F", "Cl", "Br", "I"), -1),
    **dict.fromkeys(("O", "S", "Se"), -2),
}

ASSUMPTIONS = (
    "harmonic transition state theory: one attempt frequency for each hop, no tunnelling, no anharmonicity",
    "one carrier alone: carriers do not meet, bind or screen each other",
    "the sites have one energy, within kT/2; the number of carriers is given, not computed",
    "Nernst-Einstein: the Haven ratio is 1",
)


def vineyard(minimum: np.ndarray, saddle: np.ndarray, zero: int = 0) -> float:
    """The attempt frequency (1/s) from mass-weighted Hessians (1/s^2) at a minimum and at a saddle.

    nu = prod(nu_k at the minimum)/prod(nu_k at the saddle without the unstable one): G. H. Vineyard, J. Phys. Chem.
    Solids 3, 121 (1957). `zero` modes of least size are left out of both.
    """
    low, high = np.linalg.eigvalsh(minimum), np.linalg.eigvalsh(saddle)
    low, high = (values[np.argsort(np.abs(values))][zero:] for values in (low, high))
    if (wrong := int((low <= 0).sum())) or int((high < 0).sum()) != 1:
        what = f"the minimum has {wrong} unstable modes and the saddle {int((high < 0).sum())}, expected 0 and 1"
        raise ModelError(what, "relax both with a smaller force tolerance, or free more atoms")
    logs = np.log(low).sum() - np.log(high[high > 0]).sum()
    return float(np.exp(logs / 2) / (2 * np.pi))


def hessian(structure: Structure, evaluate: Evaluator, atoms: Sequence[int], step: float = STEP) -> np.ndarray:
    """The mass-weighted Hessian (1/s^2) of some atoms, by central differences: six evaluations an atom."""
    masses = imported("ase.data", "ase").atomic_masses
    numbers = imported("ase.data", "ase").atomic_numbers
    weight = np.array([masses[numbers[structure.species[k]]] for k in atoms]) * 1e-3 / AVOGADRO  # kg
    root = np.repeat(np.sqrt(weight), 3)
    rows = []
    for atom in atoms:
        for axis in range(3):
            ends = []
            for sign in (1, -1):
                positions = np.array(structure.positions)
                positions[atom, axis] += sign * step
                ends.append(evaluate(moved(structure, positions)).forces[list(atoms)].ravel())
            rows.append((ends[1] - ends[0]) / (2 * step))
    plain = np.array(rows)
    return np.asarray((plain + plain.T) / 2 / np.outer(root, root))


def attempt_frequency(minimum: Structure, saddle: Structure, evaluate: Evaluator, atoms: Sequence[int]) -> float:
    """Vineyard's frequency (1/s) with some atoms free and all others held.

    Where all are free, translations are left out.
    """
    zero = 3 if len(atoms) == len(minimum) else 0
    return vineyard(hessian(minimum, evaluate, atoms), hessian(saddle, evaluate, atoms), zero)


def nearest_atoms(structure: Structure, atom: int, count: int) -> list[int]:
    """The atom and those nearest to it, `count` in all."""
    lengths = distances(structure.cell, structure.fractional[atom], structure.fractional)
    return [int(k) for k in np.argsort(lengths, kind="stable")[:count]]


def hop_rate(barrier: float, frequency: float, temperature: float) -> float:
    """nu exp(-E/kT) (1/s), with the barrier of one hop in J."""
    return float(frequency * np.exp(-barrier / (BOLTZMANN * temperature)))


def hop_diffusivity(structure: Structure, rates: Iterable[tuple[Edge, float]]) -> np.ndarray:
    """The diffusivity tensor (m^2/s, 3 x 3) of one carrier that hops on a network of sites of one energy.

    `rates` (1/s) hold for an edge in both directions. With p = 1/n for each of n sites, D is the mean of r r Gamma/2
    less what is lost by hops that are undone: sum_i p v_i eta_i, where v_i = sum_j Gamma_ij r_ij and the rate equations
    W eta = v (J. W. Haus and K. W. Kehr, Phys. Rep. 150, 263 (1987)).
    """
    edges = [(edge, rate) for edge, rate in rates]
    sites = sorted({site for (one, other, _), _ in edges for site in (one, other)})
    place = {site: k for k, site in enumerate(sites)}
    drift, balance, spread = np.zeros((len(sites), 3)), np.zeros((len(sites), len(sites))), np.zeros((3, 3))
    for (one, other, offset), rate in edges:
        jump = (structure.fractional[other] + np.array(offset) - structure.fractional[one]) @ structure.cell
        a, b = place[one], place[other]
        spread += rate * np.outer(jump, jump)
        drift[a] += rate * jump
        drift[b] -= rate * jump
        balance[[a, b], [a, b]] += rate if a != b else 0.0
        balance[a, b] -= rate if a != b else 0.0
        balance[b, a] -= rate if a != b else 0.0
    scale = max((rate for _, rate in edges), default=1.0)
    undone = drift.T @ np.linalg.pinv(balance / scale) @ drift / scale
    return np.asarray((spread - undone) / len(sites))


@dataclass(frozen=True, eq=False)
class HopConductivity:
    """An estimated conductivity tensor (S/m), the diffusivity (m^2/s) of one carrier, and assumptions."""

    conductivity: np.ndarray
    diffusivity: np.ndarray
    temperature: float
    assumptions: tuple[str, ...] = ASSUMPTIONS

    @property
    def mean(self) -> float:
        """The mean over directions, S/m."""
        return float(np.trace(self.conductivity) / 3)


def charge_of(species: str) -> int:
    """The charge number of the usual ion of an element; raises where it has several or none."""
    if species not in CHARGES:
        raise ModelError(f"no usual charge of an ion of {species}", "give it with --charge")
    return CHARGES[species]


def hop_conductivity(
    structure: Structure,
    rates: Mapping[Edge, float],
    *,
    carriers: float,
    temperature: float,
    charge: int,
    energies: Collection[float],
) -> HopConductivity:
    """sigma = n q^2 D/(kT) for n carriers of one charge number, on sites of nearly one energy.

    `carriers` is their share of the sites of the species, `energies` (J) are those of the sites.
    """
    _ensure(carriers, temperature, energies)
    edges = list(rates.items())
    sites = len({site for one, other, _ in rates for site in (one, other)})
    diffusivity = hop_diffusivity(structure, edges)
    density = carriers * sites / structure.volume
    conductivity = density * (charge * ELEMENTARY_CHARGE) ** 2 * diffusivity / (BOLTZMANN * temperature)
    return HopConductivity(conductivity, diffusivity, temperature)


def _ensure(carriers: float, temperature: float, energies: Collection[float]) -> None:
    if not 0 < carriers < 1:
        raise ModelError(f"a share of carriers of {carriers:g}", "give a share of the sites between 0 and 1")
    if not 0 < temperature < np.inf:
        raise ModelError(f"a temperature of {temperature:g} K", "give it in kelvin, above 0")
    spread = max(energies) - min(energies)
    if spread > BOLTZMANN * temperature / 2:
        what = f"the sites differ by {spread / ELEMENTARY_CHARGE:.3g} eV, more than kT/2: carriers prefer some of them"
        raise ModelError(what, "leave out --temperature and --carriers; the barriers hold without them")
