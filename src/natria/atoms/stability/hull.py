"""The convex hull of energies of formation, closed or open to sodium at a voltage.

    closed     E_hull(c)    = min sum_i x_i E_i                 with sum_i x_i n_ik = c_k  for every element k
    open       Phi(c, V)    = min sum_i x_i (E_i - n_i,Na mu)   with the same for every element but sodium
               mu = mu_bcc - F V

Both are linear programmes; their solution is the set of phases of the facet. Ong, Wang, Kang and Ceder, Chem. Mater. 20
(2008) 1798 (grand potential); Richards, Miara, Wang, Kim and Ceder, Chem. Mater. 28 (2016) 266 (interfaces).
Energies are in J per mole of formula, voltages in V against sodium metal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ...laws.constants import FARADAY
from ...quantity import ModelError
from .composition import Composition, composition, element_of, solve
from .phases import SODIUM, PhaseSet

SAME = 1e-7  # eV a formula; the tolerance of the solver of linear programmes
OPTIMAL = 0  # statuses of scipy's linprog
NO_OPTIMUM = (2, 3)  # infeasible, unbounded


@dataclass(frozen=True)
class Mixture:
    """Phases in equilibrium: amounts by formula, exactly, and their energy (J/mol of the composition)."""

    amounts: Mapping[str, Fraction]
    energy: float

    @property
    def sodium(self) -> Fraction:
        """Return the atoms of sodium in all of it."""
        parts = (number * composition(one).get(SODIUM, Fraction(0)) for one, number in self.amounts.items())
        return sum(parts, Fraction(0))


def equilibrium(phases: PhaseSet, of: Composition) -> Mixture:
    """Return the phases of lowest energy with a composition."""
    return _lowest(phases, of, None)


def equilibrium_at(phases: PhaseSet, of: Composition, voltage: float) -> Mixture:
    """Return the phases of lowest grand potential at a voltage against sodium; sodium is exchanged freely.

    The energy is the grand potential. Sodium metal is not among the phases: at 0 V it is the reservoir itself.
    """
    others = {element: number for element, number in of.items() if element != SODIUM}
    if not others:
        raise ModelError("sodium alone has no equilibrium with sodium", "ask about a phase with another element")
    return _lowest(phases, others, voltage)


def above_hull(phases: PhaseSet, formula: str) -> tuple[float, Mixture]:
    """Return the energy of a phase above its competing phases (J/mol of formula), and these phases.

    Below zero for a stable phase: what its decomposition would cost.
    """
    own = phases.find(formula)
    rest = PhaseSet(tuple(one for one in phases.phases if one is not own), phases.references)
    mixture = _lowest(rest, composition(own.formula), None)
    return own.energy - mixture.energy, mixture


def grand_potential(energy: float, formula: str, voltage: float) -> float:
    """Return E - n_Na mu of a formula (J/mol), with mu = -F V against sodium metal."""
    return energy + float(composition(formula).get(SODIUM, Fraction(0))) * FARADAY * voltage


def _lowest(phases: PhaseSet, of: Composition, voltage: float | None) -> Mixture:
    """Solve the linear programme, then the amounts of the phases of its facet exactly."""
    held = [one for one in phases.phases if voltage is None or element_of(one.formula) != SODIUM]
    held = [one for one in held if _fits(one.formula, of, voltage)]
    cost = [one.energy if voltage is None else grand_potential(one.energy, one.formula, voltage) for one in held]
    names = [one.formula for one in held]
    elements = sorted(of)
    matrix = matrix_of(names, elements)
    target = [float(of[element]) for element in elements]
    solved = programme(np.array(cost) / FARADAY, matrix, target)
    if solved is None:
        raise ModelError("no phases here have this composition", "add the entries of its elements")
    used = [name for name, amount in zip(names, solved.x, strict=True) if amount > SAME]
    amounts = exact_amounts(used, of)
    by_name = dict(zip(names, cost, strict=True))
    return Mixture(amounts, sum(float(number) * by_name[name] for name, number in amounts.items()))


def _fits(formula: str, of: Composition, voltage: float | None) -> bool:
    """Whether all elements of a phase are in a composition; sodium of a reservoir is free."""
    free = set() if voltage is None else {SODIUM}
    return set(composition(formula)) - free <= set(of)


def exact_amounts(formulas: Sequence[str], of: Composition) -> dict[str, Fraction]:
    """Return the amounts of phases that add up to a composition, exactly; zeros are left out."""
    columns = {name: {e: n for e, n in composition(name).items() if e in of} for name in formulas}
    amounts = solve(list(columns.values()), of)
    if amounts is None:
        raise ModelError(f"{', '.join(formulas)} do not add up to the composition", "report this as a bug")
    return {name: number for name, number in zip(columns, amounts, strict=True) if number}


def matrix_of(formulas: Sequence[str], elements: Sequence[str]) -> np.ndarray:
    """Return the atoms of each element (row) in each formula (column)."""
    return np.array([[float(composition(name).get(e, 0)) for name in formulas] for e in elements])


def programme(cost: np.ndarray, matrix: np.ndarray, target: Sequence[float]) -> Any:
    """Minimise cost x with matrix x = target and x >= 0; None where that is infeasible or unbounded.

    Raises where the solver gives up: its silence is no statement about phases. The solver cannot tell the two apart
    after its presolve at times, so it is asked again without.
    """
    from scipy.optimize import linprog

    for presolve in (True, False):
        found = linprog(cost, A_eq=matrix, b_eq=target, method="highs-ds", options={"presolve": presolve})
        if found.status == OPTIMAL:
            return found
        if found.status in NO_OPTIMUM:
            return None
    what = f"the solver of linear programmes failed with status {found.status} ({found.message})"
    raise ModelError(what, "check the energies for values far from the others")
