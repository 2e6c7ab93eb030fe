"""Compositions in exact numbers, and reactions that balance exactly.

A composition is a number of atoms of each element as a `Fraction`. The coefficients of a reaction follow from Gaussian
elimination over fractions, so that an element balances to zero and not to a tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from types import MappingProxyType

from ...laws.formulas import atoms
from ...quantity import ModelError

Composition = Mapping[str, Fraction]
FINEST = 10_000  # largest denominator of a number of atoms in a formula: four decimals


@cache
def composition(formula: str) -> Composition:
    """Return the number of atoms of each element of a formula, exactly."""
    found = atoms(formula)
    if not found or not all(number > 0 for number in found.values()):
        raise ModelError(f"{formula!r} is no formula of known elements", "write it as Na3PS4 or Na3V2(PO4)3")
    return MappingProxyType({one: Fraction(number).limit_denominator(FINEST) for one, number in found.items()})


def atoms_in(formula: str) -> Fraction:
    """Return the number of atoms of a formula."""
    return sum(composition(formula).values(), Fraction(0))


def element_of(formula: str) -> str:
    """Return the element of a formula of one element (O2 -> O); empty for a compound."""
    found = tuple(composition(formula))
    return found[0] if len(found) == 1 else ""


def same_composition(one: str, other: str) -> bool:
    """Whether two formulas have the same shares of elements (NaP and Na2P2)."""
    a, b = composition(one), composition(other)
    return a.keys() == b.keys() and len({a[element] / b[element] for element in a}) == 1


def elements_of(formulas: Iterable[str]) -> tuple[str, ...]:
    """Return the elements of all formulas in alphabetical order."""
    return tuple(sorted({element for formula in formulas for element in composition(formula)}))


@dataclass(frozen=True)
class PhaseReaction:
    """A balanced reaction: the coefficients of each side by formula, in the smallest whole numbers."""

    reactants: Mapping[str, int]
    products: Mapping[str, int]

    def __str__(self) -> str:
        if not self.reactants:
            return "no reaction"
        return f"{_side(self.reactants)} -> {_side(self.products)}"

    def excess(self) -> Composition:
        """Return products minus reactants by element; all zero for a balanced reaction."""
        both = (*self.reactants, *self.products)
        change = {element: Fraction(0) for element in elements_of(both)}
        for side, sign in ((self.reactants, -1), (self.products, 1)):
            for formula, number in side.items():
                for element, amount in composition(formula).items():
                    change[element] += sign * number * amount
        return change


def _side(side: Mapping[str, int]) -> str:
    return " + ".join(formula if number == 1 else f"{number} {formula}" for formula, number in side.items())


def balance(reactants: Sequence[str], products: Sequence[str]) -> PhaseReaction:
    """Return the reaction with the smallest whole coefficients; the first reactant has one above zero.

    A formula whose coefficient comes out negative goes to the other side. Raises where no coefficients balance the
    elements, and where more than one set does.
    """
    first, *others = (*reactants, *products)
    amounts = solve([composition(one) for one in others], composition(first))
    if amounts is None:
        lost = ", ".join(sorted(set(elements_of((first,))) - set(elements_of(others))))
        why = f": nothing else holds {lost}" if lost else ""
        what = f"{' + '.join(reactants)} -> {' + '.join(products)} cannot be balanced{why}"
        raise ModelError(what, "check the formulas, or add the phase that takes up what is left")
    return reaction_of({first: Fraction(-1), **dict(zip(others, amounts, strict=True))})


def reaction_of(change: Mapping[str, Fraction]) -> PhaseReaction:
    """Return a reaction from the change of each phase (negative: consumed), in the smallest whole numbers."""
    amounts = {formula: number for formula, number in change.items() if number}
    scale = lcm(*(number.denominator for number in amounts.values())) if amounts else 1
    whole = {formula: int(number * scale) for formula, number in amounts.items()}
    divisor = gcd(*whole.values()) or 1
    return PhaseReaction(
        {formula: -number // divisor for formula, number in whole.items() if number < 0},
        {formula: number // divisor for formula, number in whole.items() if number > 0},
    )


def solve(columns: Sequence[Composition], target: Composition) -> tuple[Fraction, ...] | None:
    """Return the amount of each composition that adds up to another one, exactly; None where none does.

    Gauss-Jordan elimination over fractions. Raises where the amounts are not determined.
    """
    elements = sorted({element for one in (*columns, target) for element in one})
    zero = Fraction(0)
    rows = [[*(one.get(element, zero) for one in columns), target.get(element, zero)] for element in elements]
    pivots: list[int] = []
    for column in range(len(columns)):
        place = len(pivots)
        found = next((k for k in range(place, len(rows)) if rows[k][column]), None)
        if found is None:
            what = "the elements do not determine the coefficients: some phases can replace others"
            raise ModelError(what, "leave out a phase that the others can replace")
        rows[place], rows[found] = rows[found], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for k, row in enumerate(rows):
            if k != place and row[column]:
                rows[k] = [a - row[column] * b for a, b in zip(row, rows[place], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    return tuple(row[-1] for row in rows[: len(pivots)])
