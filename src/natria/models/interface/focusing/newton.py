"""Solution of a system, and of its dual: Newton's method with steps that the exponentials of the contact can follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....quantity import ModelError
from .system import System

MOST_STEP = 3.0  # of a Newton step at the contact, in RT/F
NEWTON_STEPS = 100
CONVERGED = 1e-9  # of the last step at the contact, in RT/F or over the largest potential; its square is left


@dataclass(frozen=True)
class Solved:
    """Scaled potential at all nodes of second order, and the current density at those of the contact.

    `through` is the current that each node stands for, int i v. `factor` solves the linearised system, for the dual.
    `balance` is the current through the contact over the applied one, less 1.
    """

    system: System
    potential: np.ndarray
    current: np.ndarray
    through: np.ndarray
    balance: float
    steps: int
    factor: Any

    @property
    def at_most(self) -> int:
        """Place among the nodes of the contact at which the current is largest, in the direction of the applied one."""
        return int(np.argmax(self.current * np.sign(self.system.load.current)))


def solve(system: System) -> Solved:
    """Return the solution of a system; raises where Newton's method does not end."""
    if system.load.kinetics is None:
        return _primary(system)
    reduced = np.zeros(len(system.source))
    reduced[system.reduce.indices] = _even(system)
    contact = system.reduce.indices[system.contact.own]
    stiffness = _projected(system, system.stiffness)
    for step in range(1, NEWTON_STEPS + 1):
        current, slope = _at_contact(system, system.reduce @ reduced)
        factor = _factorised(stiffness + _projected(system, slope))
        move = factor.solve(system.source - stiffness @ reduced - system.reduce.T @ current)
        largest = float(np.abs(move[contact]).max())
        reduced += move * min(1.0, MOST_STEP / largest)
        if largest <= CONVERGED * max(1.0, float(np.abs(reduced).max())):
            return _solved(system, system.reduce @ reduced, factor, step)
    raise ModelError(
        f"the potential of the defect's cell was not found in {NEWTON_STEPS} Newton steps",
        "give a lower current, or a higher exchange current density",
    )


def dual(solved: Solved) -> tuple[np.ndarray, float]:
    """Return the influence of sources on the largest current of the contact, and that current (scaled).

    It solves the linearised system, which is symmetric: a(v, z) = di/dphi v(largest) for all v. For a primary current
    the current at a node is a reaction of the contact, and z is a lifting of its weights.
    """
    system, place = solved.system, solved.at_most
    node = int(system.contact.own[place])
    goal = float(solved.current[place])
    if system.load.kinetics is None:
        return _primary_dual(solved, place), goal
    x, y = system.basis.doflocs[:, node]
    slope = system.scaled(system.law(np.array([x]), np.array([y])), solved.potential[[node]])[1]
    load = np.zeros(len(system.source))
    load[system.reduce.indices[node]] = slope[0]
    return np.asarray(system.reduce @ solved.factor.solve(load)), goal


def _solved(system: System, potential: np.ndarray, factor: Any, steps: int) -> Solved:
    x, y = system.basis.doflocs[:, system.contact.own]
    current = system.scaled(system.law(x, y), potential[system.contact.own])[0]
    through = _at_contact(system, potential)[0]
    balance = float(through.sum() / system.source[-1] - 1)
    return Solved(system, potential, current, through, balance, steps, factor)


def _at_contact(system: System, potential: np.ndarray) -> tuple[np.ndarray, Any]:
    """Return int i v and the matrix of int di/dphi u v over the contact."""
    contact = system.contact
    current, slope = system.scaled(system.law(contact.x, contact.y), contact.values(potential))
    return contact.vector(current), contact.matrix(slope)


def _even(system: System) -> np.ndarray:
    """Return the potential of even current through the layers, with that of the contact at the mean current."""
    load, cell = system.load, system.cell
    assert load.kinetics is not None
    mean = system.source[-1] / system.contact.area
    law = system.law(np.array([1.0]), np.array([0.0]))
    low, high = sorted((0.0, float(np.sign(mean))))
    while abs(system.scaled(law, np.array([high if mean > 0 else low]))[0][0]) < abs(mean):
        low, high = (low, 2 * high) if mean > 0 else (2 * low, high)
    for _ in range(60):
        middle = (low + high) / 2
        below = system.scaled(law, np.array([middle]))[0][0] < mean
        low, high = (middle, high) if below else (low, middle)
    heights = np.cumsum([0.0, *(layer.thickness / cell.radius for layer in cell.layers)])
    thermal = load.kinetics.thermal
    drops = [load.current * layer.thickness / layer.conductivity / thermal for layer in cell.layers]
    return np.asarray(low + np.interp(system.basis.doflocs[1], heights, np.cumsum([0.0, *drops])))


def _primary(system: System) -> Solved:
    """Return the primary current: an equipotential contact, the current by its reactions there."""
    stiffness = _projected(system, system.stiffness)
    contact = np.unique(system.reduce.indices[system.contact.own])
    free = np.setdiff1d(np.arange(len(system.source)), contact)
    factor = _factorised(stiffness[free][:, free])
    reduced = np.zeros(len(system.source))
    reduced[free] = factor.solve(system.source[free])
    potential = system.reduce @ reduced
    through = np.zeros(len(potential))
    through[system.contact.own] = -(system.stiffness @ potential)[system.contact.own]
    current = _factorised(_contact_mass(system)).solve(through[system.contact.own])
    return Solved(system, potential, current, through, float(through.sum() / system.source[-1] - 1), 1, factor)


def _primary_dual(solved: Solved, place: int) -> np.ndarray:
    system = solved.system
    unit = np.zeros(len(system.contact.own))
    unit[place] = 1.0
    lifted = np.zeros(system.basis.N)
    lifted[system.contact.own] = -_factorised(_contact_mass(system)).solve(unit)
    contact = np.unique(system.reduce.indices[system.contact.own])
    free = np.setdiff1d(np.arange(len(system.source)), contact)
    reduced = np.zeros(len(system.source))
    reduced[free] = solved.factor.solve(-(system.reduce.T @ (system.stiffness @ lifted))[free])
    return np.asarray(lifted + system.reduce @ reduced)


def _contact_mass(system: System) -> Any:
    contact = system.contact
    return contact.matrix(np.ones_like(contact.x))[contact.own][:, contact.own]


def _projected(system: System, matrix: Any) -> Any:
    return (system.reduce.T @ matrix @ system.reduce).tocsc()


def _factorised(matrix: Any) -> Any:
    from scipy.sparse.linalg import splu

    return splu(matrix.tocsc())
