"""Rules within one paper: elasticity, indents, lattices, growth, Faraday, fragments, polymers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import inf, sqrt

from ...laws import FARADAY, atoms, molar_mass
from ...quantity import Finding, is_about, number
from ..library import Library
from .facts import at, beside, in_course, named, paper_of
from .look import Interval, Look, cited, exact, ids, interval, look, meet, over, shown, spanned, times


def elastic_moduli(library: Library) -> Iterator[Look]:
    """G = E / (2 (1 + nu)), and the Pugh ratio G/B = 3 (1 - 2 nu) / (2 (1 + nu)).

    The ratio is at most 3/2 unless nu is negative.
    """
    for shear in named(library, "shear_modulus"):
        for young in beside(library, shear, "young_modulus"):
            for nu in beside(library, shear, "poisson_ratio"):
                low, high = interval(nu)
                expected = over(interval(young), (2 * (1 + low), 2 * (1 + high)))
                arithmetic = f"E/(2(1 + nu)) = {shown(expected, 'shear_modulus')}, reported {cited(shear)}"
                says = "E, G and nu of one isotropic solid are two numbers, not three"
                yield look("elastic moduli", ids(shear, young, nu), arithmetic, meet(expected, interval(shear)), says)
    for pugh in named(library, "pugh_ratio"):
        nu_of = (3 - 2 * pugh.value) / (6 + 2 * pugh.value)
        arithmetic = f"G/B = {cited(pugh)} is a Poisson ratio of {number(nu_of)}"
        yield look(
            "elastic moduli", ids(pugh), arithmetic, nu_of >= 0, "few solids widen when pulled", otherwise="caution"
        )


BERKOVICH = 24.5  # projected area over the square of the contact depth
SINK = 1.5  # the whole depth is more than the contact depth, by the elastic sink-in around the tip


def indents(library: Library) -> Iterator[Look]:
    """Depth from load and hardness, h = sqrt(P / (24.5 H)) for a Berkovich tip (Oliver and Pharr 1992)."""
    for depth in named(library, "indentation_depth"):
        phase = depth.question.of.rpartition(" in ")[2]
        for force in beside(library, depth, "force"):
            for hardness in (f for f in named(library, "hardness") if is_about(f.question.of, phase)):
                if paper_of(hardness) != paper_of(depth):
                    continue
                low, high = over(interval(force), times(exact(BERKOVICH), interval(hardness)))
                expected = sqrt(low), SINK * sqrt(high)
                arithmetic = (
                    f"sqrt({cited(force)} / (24.5 x {cited(hardness)})), with sink-in up to {SINK:g} times, = "
                    f"{shown(expected, 'indentation_depth')}, reported {cited(depth)}"
                )
                facts = ids(depth, force, hardness)
                if meet(expected, interval(depth)) and depth.value > 2 * expected[1]:
                    says = f"true, but the load reaches only {number(100 * expected[1] / depth.value)} % of that depth"
                    yield look("indents", facts, arithmetic, fits=False, says=says, otherwise="caution")
                else:
                    says = "this load makes no indent of that depth in so hard a solid"
                    yield look("indents", facts, arithmetic, meet(expected, interval(depth)), says)


CUBIC = ("Li", "Na", "K", "Al", "Cu", "NaF", "NaCl", "NaBr", "NaI", "Na2O", "Na2S", "Na2Se", "LiF", "KF")
_PLANE = re.compile(r"^(?P<phase>\w+)\((?P<h>\d)(?P<k>\d)(?P<l>\d)\)")


def lattice_spacings(library: Library) -> Iterator[Look]:
    """In a cubic lattice d sqrt(h^2 + k^2 + l^2) is the same for all planes."""
    planes: dict[tuple[str, str], list[tuple[Finding, Interval]]] = {}
    for fact in named(library, "lattice_spacing"):
        plane = _PLANE.match(fact.question.of)
        if plane and plane["phase"] in CUBIC:
            root = sqrt(sum(int(plane[axis]) ** 2 for axis in "hkl"))
            edge = times(interval(fact), exact(root))
            planes.setdefault((paper_of(fact), plane["phase"]), []).append((fact, edge))
    for (_, phase), found in planes.items():
        for (one, a), (other, b) in combinations(found, 2):
            arithmetic = (
                f"{cited(one)} makes a cell edge of {shown(a, 'lattice_spacing')}, "
                f"{cited(other)} one of {shown(b, 'lattice_spacing')}"
            )
            says = f"planes of one cubic lattice ({phase}) cannot have both"
            yield look("lattice spacings", ids(one, other), arithmetic, meet(a, b), says)


def growth(library: Library) -> Iterator[Look]:
    """A layer grows at most in proportion to time: h2/h1 <= t2/t1.

    Every law but the linear one slows down. Each thickness is compared with the one before it that had grown least.
    """
    for early, late in in_course(library, ("layer_thickness",), "time", _grown_so_far):
        start, end = at(early, "time") or 0.0, at(late, "time") or 0.0
        if start <= 0:
            continue
        grown, most = over(interval(late), interval(early)), end / start
        thicker = f"{spanned(grown)} times as thick"
        arithmetic = f"{cited(late)} / {cited(early)} = {thicker} in {most:g} times the time"
        says = "faster than in proportion to time: the first thickness is late, or the growth speeds up"
        yield look("growth", ids(early, late), arithmetic, grown[0] <= most, says, otherwise="caution")


def _grown_so_far(fact: Finding) -> float:
    """Thickness over time; none before the start."""
    time = at(fact, "time") or 0.0
    return interval(fact)[1] / time if time > 0 else inf


_PRODUCT = re.compile(r"^(?P<active>\w+) to (?P<product>[A-Z]\w*)\b")
PARTS = 4  # Na15Sn4 takes 15/4 electrons per Sn


def faraday(library: Library) -> Iterator[Look]:
    """A theoretical capacity is n F / M: n what the named product takes, or else a simple fraction."""
    for fact in named(library, "theoretical_capacity"):
        to = _PRODUCT.match(fact.question.of)
        active = to["active"] if to else fact.question.of
        mass = molar_mass(active)
        if mass is None or isinstance(fact.bound, str):
            continue
        low, high = electrons = times(interval(fact), exact(mass / FARADAY))
        arithmetic = f"{cited(fact)} x {1000 * mass:.2f} g/mol / F = {(low + high) / 2:.4g} electrons"
        simple = float(Fraction((low + high) / 2).limit_denominator(PARTS))
        takes = _electrons(to["product"], active) if to else simple
        fits = takes > 0 and meet(electrons, (0.995 * takes, 1.005 * takes))
        says = "no simple number of electrons"
        if to:
            capacity = shown(exact(takes * FARADAY / mass), fact.question.name)
            says = f"{to['product']} takes {number(takes)}: {capacity}{_rather(electrons, active, to['product'])}"
        yield look("Faraday's law", ids(fact), arithmetic, fits, says)


def _electrons(product: str, active: str) -> float:
    """Electrons that one atom of the active element takes up in a product with sodium."""
    parts = atoms(product) or {}
    return parts.get("Na", 0.0) / parts.get(active, 1.0)


def _rather(electrons: Interval, active: str, product: str) -> str:
    """The product with as much sodium and another number of active atoms that would take so many."""
    sodium = (atoms(product) or {}).get("Na", 0.0)
    others = (n for n in range(1, 9) if meet(electrons, (0.995 * sodium / n, 1.005 * sodium / n)))
    found = next(others, None)
    return "" if found is None else f"; so many take Na{sodium:g}{active}{found if found > 1 else ''}"


def fragments(library: Library) -> Iterator[Look]:
    """Mass over charge of a named fragment, singly charged, from the most common isotopes."""
    for fact in named(library, "mass_to_charge"):
        name = fact.question.of.partition(" ")[0].rstrip("+-")
        mass = molar_mass(name, isotope=True)
        if mass is None:
            continue
        low, high = interval(fact)
        fits = meet((low - 0.1, high + 0.1), exact(1000 * mass))
        arithmetic = f"{name} weighs {1000 * mass:.2f}, reported {cited(fact)}"
        yield look("fragments", ids(fact), arithmetic, fits, "another fragment")


def polymers(library: Library) -> Iterator[Look]:
    """The weight average of a polymer's molar mass is never below its number average."""
    masses = named(library, "molar_mass")
    for mean in (f for f in masses if f.question.of.endswith(", number average")):
        polymer = mean.question.of.removesuffix(", number average")
        for weight in (f for f in masses if f.question.of == f"{polymer}, weight average"):
            if paper_of(weight) == paper_of(mean):
                arithmetic = f"{cited(weight)} / {cited(mean)} = {number(weight.value / mean.value)}"
                says = "a weight average is never below the number average: swapped?"
                yield look("polymers", ids(mean, weight), arithmetic, weight.value >= mean.value, says)


RULES = (elastic_moduli, indents, lattice_spacings, growth, faraday, fragments, polymers)
