"""The reaction of two phases where they touch, over their mixing ratio.

    E_r(x) = E_hull(x c_A + (1 - x) c_B) - x E_A - (1 - x) E_B        per mole of atoms, x the share of atoms from A

The hull along the line between two compositions is a convex polygon; its corners are the mixtures that react to a
full equilibrium. With a voltage given both phases exchange sodium with a reservoir: E becomes the grand potential and
the sodium is not counted. Richards, Miara, Wang, Kim and Ceder, Chem. Mater. 28 (2016) 266.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...laws.constants import FARADAY
from ...quantity import ModelError
from .composition import Composition, PhaseReaction, composition, reaction_of, same_composition
from .hull import SAME, Mixture, equilibrium, equilibrium_at, grand_potential
from .phases import SODIUM, PhaseSet

INSIDE = Fraction(1, 10**5)  # step inwards at which the side of a corner is read
DENOMINATORS = (50, 250, 1000, 5000, 10**6)  # a corner is a ratio of whole numbers of atoms: the simplest near it
FREE = SAME * FARADAY * 100  # J/mol of atoms; a smaller energy is no reaction


@dataclass(frozen=True)
class ContactPoint:
    """A mixture: share of atoms from the first phase, energy (J/mol of atoms), and products."""

    share: Fraction
    energy: float
    products: Mapping[str, Fraction]
    reaction: PhaseReaction


@dataclass(frozen=True)
class ContactReaction:
    """Two phases in contact: the corners of the polygon from pure second to pure first phase."""

    first: str
    second: str
    voltage: float | None
    points: tuple[ContactPoint, ...]

    @property
    def strongest(self) -> ContactPoint:
        """Return the mixture with the largest driving force."""
        return min(self.points, key=lambda one: one.energy)

    @property
    def reacts(self) -> bool:
        return self.strongest.energy < -FREE


def contact(phases: PhaseSet, first: str, second: str, voltage: float | None = None) -> ContactReaction:
    """Return the reaction of two phases; with a voltage both exchange sodium with a reservoir."""
    pair = (phases.find(first).formula, phases.find(second).formula)
    if same_composition(*pair):
        raise ModelError(f"{pair[0]} and {pair[1]} are one composition", "name two different phases")
    line = _Line(phases.of(pair), *pair, voltage)
    shares = sorted({Fraction(0), Fraction(1), *line.corners(Fraction(0), Fraction(1))})
    return ContactReaction(*pair, voltage, tuple(line.point(share) for share in shares))


@dataclass(frozen=True)
class _Line:
    """The line between two compositions, each per atom (without sodium where that is exchanged)."""

    phases: PhaseSet
    first: str
    second: str
    voltage: float | None

    def _per_atom(self, formula: str) -> tuple[Composition, Fraction]:
        """Return the composition of one atom of a phase, and how many formulas that is."""
        of = composition(formula)
        counted = {e: n for e, n in of.items() if self.voltage is None or e != SODIUM}
        if not counted:
            raise ModelError("sodium cannot touch its own reservoir", "leave out the voltage, or sodium")
        number = sum(counted.values(), Fraction(0))
        return {e: n / number for e, n in counted.items()}, 1 / number

    def mixed(self, share: Fraction) -> dict[str, Fraction]:
        """Return the amounts of both phases in one atom of a mixture."""
        amounts = ((self.first, share), (self.second, 1 - share))
        return {name: part * self._per_atom(name)[1] for name, part in amounts if part}

    def energy(self, share: Fraction) -> float:
        """Return the energy of the mixture at equilibrium less that of both phases."""
        found = self._equilibrium(share)
        return found.energy - sum(float(n) * self._own(name) for name, n in self.mixed(share).items())

    def _own(self, formula: str) -> float:
        energy = self.phases.find(formula).energy
        return energy if self.voltage is None else grand_potential(energy, formula, self.voltage)

    def _equilibrium(self, share: Fraction) -> Mixture:
        of: dict[str, Fraction] = {}
        for name, part in ((self.first, share), (self.second, 1 - share)):
            for element, number in self._per_atom(name)[0].items():
                of[element] = of.get(element, Fraction(0)) + part * number
        of = {element: number for element, number in of.items() if number}
        return equilibrium(self.phases, of) if self.voltage is None else equilibrium_at(self.phases, of, self.voltage)

    def point(self, share: Fraction) -> ContactPoint:
        """Return the mixture of a share of atoms with its products."""
        found, mixed = self._equilibrium(share), self.mixed(share)
        change = {name: -number for name, number in mixed.items()}
        for name, number in found.amounts.items():
            change[name] = change.get(name, Fraction(0)) + number
        if self.voltage is not None:
            sodium = Mixture(mixed, 0.0).sodium - found.sodium
            change[SODIUM] = change.get(SODIUM, Fraction(0)) + sodium
        return ContactPoint(share, self.energy(share), found.amounts, reaction_of(change))

    def corners(self, low: Fraction, high: Fraction) -> list[Fraction]:
        """Return the shares between two others at which the products change.

        The lines of the outermost sides are intersected. A convex polygon lies above both; where it touches their
        crossing, that is its only corner.
        """
        if high - low <= 4 * INSIDE:
            return []
        left, right = low + INSIDE, high - INSIDE
        a, b = self._side(low, left), self._side(right, high)
        if abs(a[0] - b[0]) <= SAME * FARADAY * 10:
            return []
        crossing = _simplest((b[1] - a[1]) / (a[0] - b[0]))
        crossing = min(max(crossing, left), right)
        on_line = a[0] * float(crossing) + a[1]
        if crossing in {left, right} or self.energy(crossing) <= on_line + FREE:
            return [crossing]
        return [*self.corners(low, crossing), *self.corners(crossing, high)]

    def _side(self, one: Fraction, other: Fraction) -> tuple[float, float]:
        """Return slope and intercept of the line through two points of the polygon."""
        a, b = self.energy(one), self.energy(other)
        slope = (b - a) / float(other - one)
        return slope, a - slope * float(one)


def _simplest(share: float) -> Fraction:
    """Return the fraction of smallest denominator within the step of the sides."""
    near = (Fraction(share).limit_denominator(most) for most in DENOMINATORS)
    return next((one for one in near if abs(one - Fraction(share)) < INSIDE), Fraction(share))
