"""The stability window of a phase against sodium: its limits, and what it becomes outside them.

A reaction of a phase P with n atoms of sodium has the voltage

    P + n Na -> sum_i x_i Q_i         V = -(sum_i x_i E_i - E_P) / (n F)

The reduction limit is the largest V of all reactions that take up sodium (n > 0), the oxidation limit the smallest of
all that give it off (n < 0). Each is one linear programme: per atom of sodium, the amounts y_i = x_i/n and t = 1/n are
linear (Charnes and Cooper, Nav. Res. Logist. Q. 9 (1962) 181). A phase that decomposes at a constant amount of sodium
has no window. A window is thermodynamic: a phase may live outside it where nothing nucleates or a product blocks, and
may exchange sodium topotactically, as an insertion compound, before it decomposes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from ...laws.constants import FARADAY
from ...quantity import ModelError
from .composition import Composition, PhaseReaction, composition, element_of, reaction_of
from .hull import SAME, Mixture, above_hull, equilibrium_at, exact_amounts, matrix_of, programme
from .phases import SODIUM, PhaseSet

TIE = 1e-9  # V; lines of the grand potential closer than this cross at the same voltage


@dataclass(frozen=True)
class WindowLimit:
    """A limit (V against sodium) and the reaction that sets it."""

    voltage: float
    reaction: PhaseReaction


@dataclass(frozen=True)
class PhaseWindow:
    """The window of a phase.

    `excess` is its energy above the competing phases (J/mol), below zero where it is stable. `reduction` is None for a
    phase that sodium metal does not reduce (its limit is 0 V), `oxidation` for one that no loss of sodium decomposes.
    Both are None without a window; `decay` is the decomposition at constant sodium.
    """

    formula: str
    excess: float
    decay: PhaseReaction
    reduction: WindowLimit | None
    oxidation: WindowLimit | None

    @property
    def is_stable(self) -> bool:
        return self.excess <= SAME * FARADAY

    @property
    def low(self) -> float:
        """Return the reduction limit, 0 V where sodium metal does not reduce the phase."""
        return self.reduction.voltage if self.reduction else 0.0


@dataclass(frozen=True)
class Stage:
    """Products of a phase between two voltages, per formula of it.

    `sodium` is taken up (given off below zero).
    """

    low: float
    high: float
    products: Mapping[str, Fraction]
    sodium: Fraction
    reaction: PhaseReaction | None  # None where the phase itself is stable

    @property
    def is_stable(self) -> bool:
        return self.reaction is None


def window(phases: PhaseSet, formula: str) -> PhaseWindow:
    """Return the window of a phase among phases of its elements and sodium."""
    own = _asked(phases, formula)
    held = phases.of((own,))
    excess, rest = above_hull(held, own)
    decay = _reaction(own, rest.amounts)
    if excess > SAME * FARADAY:
        return PhaseWindow(own, excess, decay, None, None)
    return PhaseWindow(own, excess, decay, _limit(held, own, 1), _limit(held, own, -1))


def _asked(phases: PhaseSet, formula: str) -> str:
    """Return the formula as it stands in the set; sodium itself has no window."""
    own = phases.find(formula).formula
    if element_of(own) == SODIUM:
        raise ModelError("sodium metal is the reference and has no window", "ask about a compound")
    return own


def _limit(phases: PhaseSet, own: str, sign: int) -> WindowLimit | None:
    """Return the limit of uptake (sign 1) or loss (sign -1) of sodium; None without such a reaction."""
    names = _products(phases, own, sign)
    if not names:
        return None
    products = _exact(names, own)
    sodium = Mixture(products, 0.0).sodium - composition(own).get(SODIUM, Fraction(0))
    energy = sum(float(n) * phases.find(one).energy for one, n in products.items()) - phases.find(own).energy
    voltage = -energy / (float(sodium) * FARADAY)
    return None if sign > 0 and voltage <= TIE else WindowLimit(voltage, _reaction(own, products))


def _products(phases: PhaseSet, own: str, sign: int) -> list[str]:
    """Return the products of the reaction that sets a limit, from the programme per atom of sodium."""
    rivals = [one for one in phases.phases if one.formula != own]
    of = composition(own)
    elements = sorted(of.keys() - {SODIUM})
    names = [one.formula for one in rivals]
    inside = matrix_of([*names, own], elements)
    inside[:, -1] *= -1  # the phase itself is consumed
    sodium = matrix_of([*names, own], [SODIUM])
    sodium[:, -1] *= -1
    energies = np.array([*(one.energy for one in rivals), -phases.find(own).energy]) / FARADAY
    solved = programme(energies, np.vstack([inside, sodium]), [*([0.0] * len(elements)), float(sign)])
    if solved is None:
        return []
    used = [name for name, amount in zip(names, solved.x, strict=False) if amount > SAME * abs(solved.x).max()]
    return [name for name in used if element_of(name) != SODIUM]


def _exact(names: list[str], own: str) -> dict[str, Fraction]:
    """Return the amounts of products for one formula of the phase; sodium is exchanged."""
    others = {element: number for element, number in composition(own).items() if element != SODIUM}
    return exact_amounts(names, others)


def _reaction(own: str, products: Mapping[str, Fraction]) -> PhaseReaction:
    """Return the balanced reaction of one phase to products, with the sodium that it needs or gives."""
    change = {own: Fraction(-1), **products}
    needed = Mixture(products, 0.0).sodium - composition(own).get(SODIUM, Fraction(0))
    change[SODIUM] = change.get(SODIUM, Fraction(0)) - needed
    return reaction_of(change)


# --- what a phase becomes over the voltage


def stages(phases: PhaseSet, formula: str, low: float, high: float) -> tuple[Stage, ...]:
    """Return the products of a phase from one voltage to another, by rising voltage.

    The grand potential of the products is a concave polygon over V, each side a set of products: Phi = A + F V N with
    N their sodium. Sides are found by intersecting the lines at both ends, until no line lies lower.
    """
    if not 0 <= low < high:
        what = f"voltages from {low:g} V to {high:g} V"
        raise ModelError(what, "give a range that rises, from 0 V on: below 0 V sodium is plated")
    own = _asked(phases, formula)
    held = phases.of((own,))
    of = composition(own)
    first, last = equilibrium_at(held, of, low), equilibrium_at(held, of, high)
    found = [(low, first), *_between(held, of, (low, first), (high, last))]
    ends = [*(voltage for voltage, _ in found), high]
    made = [_stage(held, own, ends[k], ends[k + 1], mixture) for k, (_, mixture) in enumerate(found)]
    return tuple(_joined([one for one in made if one.high > one.low + TIE]))


Placed = tuple[float, Mixture]


def _between(phases: PhaseSet, of: Composition, left: Placed, right: Placed) -> list[Placed]:
    """Return the voltages between two points at which products change, with the products above each."""
    (low, one), (high, other) = left, right
    if one.sodium == other.sodium:
        return []
    slope = FARADAY * float(one.sodium - other.sodium)
    a, b = _intercept(low, one), _intercept(high, other)
    crossing = min(max((b - a) / slope, low), high)
    middle = equilibrium_at(phases, of, crossing)
    on_line = a + FARADAY * float(one.sodium) * crossing
    lies_lower = middle.energy < on_line - SAME * FARADAY
    if not lies_lower or middle.sodium in {one.sodium, other.sodium}:
        return [(crossing, other)]
    here = (crossing, middle)
    return [*_between(phases, of, left, here), *_between(phases, of, here, right)]


def _intercept(voltage: float, mixture: Mixture) -> float:
    return mixture.energy - FARADAY * float(mixture.sodium) * voltage


def _stage(phases: PhaseSet, own: str, low: float, high: float, mixture: Mixture) -> Stage:
    taken = mixture.sodium - composition(own).get(SODIUM, Fraction(0))
    stable = set(mixture.amounts) == {own} or (not taken and above_hull(phases, own)[0] <= SAME * FARADAY)
    products = {own: Fraction(1)} if stable else mixture.amounts
    return Stage(low, high, products, taken, None if stable else _reaction(own, products))


def _joined(found: list[Stage]) -> list[Stage]:
    """Join neighbours with the same products."""
    for one, other in pairwise(found):
        if one.products == other.products:
            joined = Stage(one.low, other.high, one.products, one.sodium, one.reaction)
            place = found.index(one)
            return _joined([*found[:place], joined, *found[place + 2 :]])
    return found
