"""Solution of a system and of its dual: Newton's method at the contact alone.

Only the contact is nonlinear. With f for the other unknowns and c for those of the contact

    u_f = K_ff^-1 (s_f - K_fc u_c),    (K_cc - K_cf K_ff^-1 K_fc) u_c + i(u_c) = -K_cf K_ff^-1 s_f

so each step of Newton's method is a small dense system.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ....quantity import ModelError
from .system import DefectSystem

MOST_STEP = 3.0  # of a Newton step at the contact, in RT/F
NEWTON_STEPS = 200
FAR_STEPS = 20  # of the current until that far from an isolated defect is the applied one
FAR = 1e-8  # relative: error of the current there
COLUMNS = 64  # of the Schur complement at once
CONVERGED = 1e-10  # of the last step at the contact, in RT/F or over the largest potential; its square is left


@dataclass(frozen=True)
class Bulk:
    """The electrolyte seen from the contact: factors of K_ff, K_fc, K_ff^-1 s_f, Schur complement, load."""

    system: DefectSystem
    free: np.ndarray
    contact: np.ndarray
    factor: Any
    to_contact: Any
    drive: np.ndarray
    schur: np.ndarray
    load: np.ndarray

    @property
    def end(self) -> int:
        """Place among the nodes of the contact of the one that is farthest from the axis."""
        return int(np.argmax(self.system.basis.doflocs[0, self.system.contact.own]))

    def with_current(self, times: float) -> Bulk:
        """Return the same with a multiple of the applied current."""
        system = replace(self.system, source=self.system.source * times)
        return replace(self, system=system, drive=self.drive * times, load=self.load * times)

    def everywhere(self, at_contact: np.ndarray, *, driven: bool) -> np.ndarray:
        """Return the values at all nodes from those of the contact, with the applied current or without it."""
        reduced = np.empty(len(self.system.source))
        reduced[self.contact] = at_contact
        reduced[self.free] = self.drive * driven - self.factor.solve(self.to_contact @ at_contact)
        return np.asarray(self.system.reduce @ reduced)


@dataclass(frozen=True)
class Solved:
    """Scaled potential at all nodes, and the current density at those of the contact.

    `through` is the current that each node stands for, int i v. `slope` is the matrix of int di/dphi u v over the
    contact, where the contact has kinetics. `balance` is the current through the contact over the applied one, less 1.
    """

    bulk: Bulk
    potential: np.ndarray
    current: np.ndarray
    through: np.ndarray
    slope: np.ndarray | None
    balance: float

    @property
    def system(self) -> DefectSystem:
        """The system that is solved."""
        return self.bulk.system

    @property
    def at_most(self) -> int:
        """Place among the nodes of the contact of the largest current in the applied direction."""
        return int(np.argmax(self.current * np.sign(self.system.load.current)))


def solve(system: DefectSystem) -> Solved:
    """Return the solution of a system; raises where Newton's method does not end.

    The current through the cell of an isolated defect is such that the current at its end is the applied one.
    """
    bulk = _bulk(system)
    for _ in range(FAR_STEPS):
        found = _solution(bulk)
        far = float(found.current[bulk.end]) * np.sign(system.load.current)
        if not system.cell.is_isolated or abs(far - 1) <= FAR:
            return found
        bulk = bulk.with_current(1 / far)
    raise ModelError(
        f"the current far from the defect was not found in {FAR_STEPS} steps", "give a smaller defect, or a spacing"
    )


def _solution(bulk: Bulk) -> Solved:
    system = bulk.system
    if system.load.kinetics is None:
        return _primary(bulk)
    potential = np.full(len(bulk.contact), _even(system))
    for _ in range(NEWTON_STEPS):
        through, slope = _at_contact(system, potential)
        move = np.linalg.solve(bulk.schur + slope, bulk.load - bulk.schur @ potential - through)
        largest = float(np.abs(move).max())
        potential = potential + move * min(1.0, _most_step(system) / largest if largest else 1.0)
        if largest <= CONVERGED * max(1.0, float(np.abs(potential).max())):
            return _solved(bulk, potential)
    raise ModelError(
        f"the potential of the defect's cell was not found in {NEWTON_STEPS} Newton steps",
        "give a lower current, a thinner or better conducting film, or a higher exchange current density",
    )


def dual(solved: Solved) -> tuple[np.ndarray, float]:
    """Return the influence of sources on the largest current of the contact, and that current (scaled).

    It solves the linearised system, which is symmetric: a(v, z) = di/dphi v(largest) for all v. For a primary current
    the current at a node is a reaction of the contact, and z is a lifting of its weights.
    """
    system, place = solved.system, solved.at_most
    unit = np.zeros(len(solved.current))
    unit[place] = 1.0
    if solved.slope is None:
        at_contact = -np.linalg.solve(_mass(system), unit)
    else:
        node = system.contact.own[[place]]
        x, y = system.basis.doflocs[:, node]
        unit[place] = system.scaled(system.law(x, y), solved.potential[node])[1][0]
        at_contact = np.linalg.solve(solved.bulk.schur + solved.slope, unit)
    return solved.bulk.everywhere(at_contact, driven=False), float(solved.current[place])


def _bulk(system: DefectSystem) -> Bulk:
    from scipy.sparse.linalg import splu

    stiffness = (system.reduce.T @ system.stiffness @ system.reduce).tocsc()
    contact = system.reduce.indices[system.contact.own]
    is_free = np.ones(len(system.source), bool)
    is_free[contact] = False
    free = np.flatnonzero(is_free)
    columns = stiffness[:, contact]
    to_contact, schur = columns[free], columns[contact].toarray()
    factor = splu(stiffness[:, free][free], permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
    for start in range(0, len(contact), COLUMNS):
        part = slice(start, start + COLUMNS)
        schur[:, part] -= to_contact.T @ factor.solve(to_contact[:, part].toarray())
    drive = factor.solve(system.source[free])
    return Bulk(system, free, contact, factor, to_contact, drive, schur, system.source[contact] - to_contact.T @ drive)


def _solved(bulk: Bulk, at_contact: np.ndarray) -> Solved:
    system = bulk.system
    x, y = system.basis.doflocs[:, system.contact.own]
    current = system.scaled(system.law(x, y), at_contact)[0]
    through, slope = _at_contact(system, at_contact)
    balance = float(through.sum() / system.source[-1] - 1)
    return Solved(bulk, bulk.everywhere(at_contact, driven=True), current, through, slope, balance)


def _primary(bulk: Bulk) -> Solved:
    """Return the primary current: an equipotential contact, the current by its reactions there."""
    at_contact = np.zeros(len(bulk.contact))
    through = bulk.load
    current = np.linalg.solve(_mass(bulk.system), through)
    balance = float(through.sum() / bulk.system.source[-1] - 1)
    return Solved(bulk, bulk.everywhere(at_contact, driven=True), current, through, None, balance)


def _at_contact(system: DefectSystem, potential: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return int i v and the matrix of int di/dphi u v over the contact, of its own nodes."""
    contact = system.contact
    current, slope = system.scaled(system.law(contact.x, contact.y), contact.values(potential))
    return contact.vector(current), contact.matrix(slope)


def _mass(system: DefectSystem) -> np.ndarray:
    return system.contact.matrix(np.ones_like(system.contact.x))


def _even(system: DefectSystem) -> float:
    """Return a potential of the contact near that of even current, for equal transfer coefficients."""
    load = system.load
    assert load.kinetics is not None
    mean = float(system.source[-1]) / system.contact.area * system.scale
    sum_of_both = load.kinetics.anodic + load.kinetics.cathodic
    return float(2 / sum_of_both * np.arcsinh(mean / (2 * load.kinetics.exchange)) + _film_drop(system, mean))


def _film_drop(system: DefectSystem, current: float) -> float:
    assert system.load.kinetics is not None
    return current * system.load.kinetics.film / system.load.thermal


def _most_step(system: DefectSystem) -> float:
    """Return the largest step that the exponentials follow: more behind a film, which is linear."""
    return MOST_STEP + abs(_film_drop(system, float(system.source[-1]) / system.contact.area * system.scale))
