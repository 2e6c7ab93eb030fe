"""Which ions can have a measured mass: all compositions of given elements within an error.

A mass alone seldom names a fragment, so all candidates are listed, the nearest first, each with what its isotopes would
show elsewhere in the spectrum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...laws.constants import AVOGADRO, ELECTRON_MASS
from ...laws.formulas import MASSES
from .isotopes import isotopes_of, pattern_of

MOST = 8  # atoms of an element
CANDIDATES = 200_000  # compositions that are looked at


@dataclass(frozen=True)
class Fragment:
    """An ion that can have the mass: m/z, its error in ppm, share of the pattern that lies at this mass."""

    formula: str
    charge: int
    mass_to_charge: float
    error_ppm: float
    share: float
    next_mass: float | None  # m/z of the largest other peak of its isotopes
    next_share: float  # of that peak


def fragments_of(
    measured: float, error_ppm: float, elements: Sequence[str], *, charge: int, most: Mapping[str, int] | None = None
) -> list[Fragment]:
    """Return the ions of these elements at a mass over charge within an error, the nearest first.

    An element can be given as an isotope that is not the common one by its mass number: 123Sb. `most` limits the atoms.
    """
    if not (measured > 0 and error_ppm > 0):
        raise ValueError("the mass over charge and its error must be above zero")
    if charge == 0:
        raise ValueError("a mass spectrum shows ions: the charge must not be zero")
    masses = {name: _mass(name) for name in elements}
    electron = ELECTRON_MASS * AVOGADRO * 1000
    target = measured * abs(charge) + charge * electron
    reach = error_ppm * 1e-6 * measured * abs(charge)
    ordered = sorted(masses, key=lambda name: -masses[name])
    limits = [min((most or {}).get(name, MOST), int((target + reach) // masses[name])) for name in ordered]
    found = []
    for counts in _compositions([masses[name] for name in ordered], limits, target, reach):
        parts = {name: n for name, n in zip(ordered, counts, strict=True) if n}
        mass = sum(n * masses[name] for name, n in parts.items())
        there = (mass - charge * electron) / abs(charge)
        found.append(_fragment(parts, charge, there, (measured - there) / there * 1e6))
    return sorted(found, key=lambda one: abs(one.error_ppm))


def _mass(name: str) -> float:
    symbol = name.lstrip("0123456789")
    if symbol not in MASSES:
        raise ValueError(f"{name!r} is no element that is known here")
    if symbol == name:
        return max(isotopes_of(symbol), key=lambda one: one[1])[0]
    number = int(name[: -len(symbol)])
    for mass, _ in isotopes_of(symbol):
        if round(mass) == number:
            return mass
    raise ValueError(f"{name!r} is no isotope of {symbol} above 0.1 %")


def _compositions(masses: list[float], limits: list[int], target: float, reach: float) -> Iterator[tuple[int, ...]]:
    """Yield the counts whose mass is within reach of the target; the heaviest element first."""
    looked = 0
    stack: list[tuple[tuple[int, ...], float]] = [((), target)]
    while stack:
        counts, left = stack.pop()
        at = len(counts)
        looked += 1
        if looked > CANDIDATES:
            raise ValueError(f"more than {CANDIDATES} compositions have to be looked at: give fewer elements or atoms")
        if at == len(masses) - 1:
            n = round(left / masses[at])
            if 0 <= n <= limits[at] and abs(left - n * masses[at]) <= reach and any((*counts, n)):
                yield (*counts, n)
            continue
        most = min(limits[at], int((left + reach) // masses[at]))
        stack.extend(((*counts, n), left - n * masses[at]) for n in range(most + 1))


def _fragment(parts: dict[str, int], charge: int, there: float, error: float) -> Fragment:
    plain: dict[str, int] = {}
    for name, n in parts.items():
        symbol = name.lstrip("0123456789")
        plain[symbol] = plain.get(symbol, 0) + n
    pattern = pattern_of(plain, charge)
    own = min(pattern, key=lambda one: abs(one[0] - there))
    others = [one for one in pattern if one is not own]
    other = max(others, key=lambda one: one[1], default=None)
    formula = "".join(f"{name}{n if n > 1 else ''}" for name, n in sorted(parts.items(), key=_reading_order))
    return Fragment(formula, charge, there, error, own[1], other[0] if other else None, other[1] if other else 0.0)


def _reading_order(part: tuple[str, int]) -> tuple[int, str]:
    """Metals before the others, as formulas are written."""
    symbol = part[0].lstrip("0123456789")
    order = ("Na", "K", "Li", "Mg", "Sn", "Sb", "P", "C", "N", "S", "H", "O", "F", "Cl")
    return (order.index(symbol) if symbol in order else len(order), symbol)
