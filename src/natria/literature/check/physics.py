"""Rules that need no second paper: usual values, elasticity, indents, lattices, Faraday's law, fragments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import sqrt

from ...laws import FARADAY
from ...quantity import Finding, factor, from_si, is_about, number, term
from ..library import Library
from .formulas import atoms, molar_mass
from .look import Interval, Look, ids, interval, meet, outcome, over, shown, times, told

# What solids, cells and spectra can show at all, SI; wide, so that only a wrong unit or a slip falls out.
USUAL: dict[str, tuple[float, float, str]] = {
    "surface_energy": (0.02, 2.0, "alkali metals and salts lie below 1 J/m^2, most oxides below 2"),
    "young_modulus": (1e5, 1.2e12, "from gels to diamond"),
    "shear_modulus": (3e4, 5.5e11, "from gels to diamond"),
    "bulk_modulus": (1e6, 5e11, "from polymers to diamond"),
    "hardness": (1e5, 1.2e11, "from sodium to diamond"),
    "band_gap": (0.0, 2.4e-18, "no solid has more than about 15 eV"),
    "ionic_conductivity": (1e-14, 1e2, "from insulators to molten salts"),
    "electronic_conductivity": (1e-16, 1e8, "from insulators to metals"),
    "density": (5e2, 2.3e4, "from lithium to osmium"),
    "migration_barrier": (0.0, 5e5, "above 5 eV nothing moves"),
    "diffusion_barrier": (0.0, 5e5, "above 5 eV nothing moves"),
    "arrhenius_energy": (0.0, 5e5, "above 5 eV nothing moves"),
    "resistance_arrhenius_energy": (0.0, 5e5, "above 5 eV nothing moves"),
    "vft_energy": (0.0, 1e5, "a VFT parameter is smaller than the barrier that it looks like"),
    "adsorption_energy": (-1e6, 1e6, "no bond of one atom is above 10 eV"),
    "anion_radius": (5e-11, 4e-10, "of small ions"),
    "lattice_spacing": (5e-11, 5e-9, "between planes of atoms"),
    "exafs_distance": (1e-10, 6e-10, "of neighbours"),
    "binding_energy": (1e-18, 3e-16, "within reach of a laboratory source"),
    "raman_shift": (1e3, 4.5e5, "of vibrations"),
    "coulombic_efficiency": (0.0, 1.0, "no more comes out than went in"),
    "plating_stripping_efficiency": (0.0, 1.0, "no more comes out than went in"),
    "capacity_retention": (0.0, 1.2, "a cell may gain a little"),
    "poisson_ratio": (0.0, 0.5, "above one half a solid swells under pressure"),
    "cation_transference_number": (0.0, 1.0, "a share"),
}


def usual_values(library: Library) -> Iterator[Look]:
    """A number outside all that is known of its kind, with the unit in which it would be usual."""
    for fact in library.facts.values():
        if fact.question.name not in USUAL:
            continue
        low, high, why = USUAL[fact.question.name]
        fits = meet(interval(fact), (low, high))
        says = "" if fits else f"{why}{_other_unit(fact, (low, high))}"
        arithmetic = f"{told(fact)} against {shown((low, high), fact.question.name)}"
        yield Look("usual values", ids(fact), arithmetic, outcome(fits), says)


def _other_unit(fact: Finding, usual: Interval) -> str:
    row = term(fact.question.name)
    written = from_si(fact.value, fact.unit, row.unit) if fact.unit else fact.value
    if fact.unit != row.shown and meet((written * factor(row.shown, row.unit),) * 2, usual):
        return f"; {number(written)} {row.shown} would be usual"
    return ""


def elastic_moduli(library: Library) -> Iterator[Look]:
    """G = E / (2 (1 + nu)), and the Pugh ratio G/B = 3 (1 - 2 nu) / (2 (1 + nu)), at most 3/2 for any solid."""
    facts = list(library.facts.values())
    for shear in (f for f in facts if f.question.name == "shear_modulus"):
        for young in _beside(facts, shear, "young_modulus"):
            for nu in _beside(facts, shear, "poisson_ratio"):
                low, high = interval(nu)
                expected = over(interval(young), (2 * (1 + low), 2 * (1 + high)))
                arithmetic = f"E/(2(1 + nu)) = {shown(expected, 'shear_modulus')}, reported {told(shear)}"
                fits = meet(expected, interval(shear))
                yield Look("elastic moduli", ids(shear, young, nu), arithmetic, outcome(fits))
    for pugh in (f for f in facts if f.question.name == "pugh_ratio"):
        ratio = (3 - 2 * pugh.value) / (6 + 2 * pugh.value)
        fits = 0 <= ratio <= 0.5
        arithmetic = f"G/B = {told(pugh)} is a Poisson ratio of {number(ratio)}"
        yield Look("elastic moduli", ids(pugh), arithmetic, outcome(fits), "" if fits else "beyond one half")


def _beside(facts: list[Finding], one: Finding, name: str) -> list[Finding]:
    """Facts of the same paper about the same thing."""
    paper = one.id.partition(":")[0]
    return [f for f in facts if f.question.name == name and f.question.of == one.question.of and f.id.startswith(paper)]


BERKOVICH = 24.5  # projected area over depth squared


def indents(library: Library) -> Iterator[Look]:
    """Depth from load and hardness, h = sqrt(P / (24.5 H)) for a Berkovich tip (Oliver and Pharr 1992)."""
    facts = list(library.facts.values())
    for depth in (f for f in facts if f.question.name == "indentation_depth"):
        phase = depth.question.of.rpartition(" in ")[2]
        for force in _beside(facts, depth, "force"):
            for hardness in (f for f in facts if f.question.name == "hardness" and is_about(f.question.of, phase)):
                low, high = over(interval(force), times((BERKOVICH, BERKOVICH), interval(hardness)))
                expected = (sqrt(low), sqrt(high))
                # a bound that is more than twice what the load reaches says something else than the indents
                fits = meet(expected, (depth.value / 2, depth.value * 2))
                arithmetic = f"sqrt({told(force)} / (24.5 x {told(hardness)})) = {shown(expected, 'indentation_depth')}"
                says = "" if fits else f"the depth is said to be {told(depth)}"
                yield Look("indents", ids(depth, force, hardness), arithmetic, outcome(fits), says)


CUBIC = ("Na",)
_PLANE = re.compile(r"^(?P<phase>\w+)\((?P<h>\d)(?P<k>\d)(?P<l>\d)\)")


def lattice_spacings(library: Library) -> Iterator[Look]:
    """In a cubic lattice d sqrt(h^2 + k^2 + l^2) is the same for all planes."""
    planes: dict[tuple[str, str], list[tuple[Finding, Interval]]] = {}
    for fact in library.facts.values():
        plane = _PLANE.match(fact.question.of)
        if fact.question.name == "lattice_spacing" and plane and plane["phase"] in CUBIC:
            root = sqrt(sum(int(plane[axis]) ** 2 for axis in "hkl"))
            key = (fact.id.partition(":")[0], plane["phase"])
            planes.setdefault(key, []).append((fact, times(interval(fact), (root, root))))
    for (_, phase), found in planes.items():
        for i, (one, a) in enumerate(found):
            for other, b in found[i + 1 :]:
                arithmetic = (
                    f"{told(one)} makes a cell edge of {shown(a, 'lattice_spacing')}, "
                    f"{told(other)} one of {shown(b, 'lattice_spacing')}"
                )
                says = "" if meet(a, b) else f"planes of one cubic lattice ({phase}) cannot have both"
                yield Look("lattice spacings", ids(one, other), arithmetic, outcome(meet(a, b)), says)


_PRODUCT = re.compile(r"^(?P<active>\w+) to (?P<product>[A-Z]\w*)\b")


def faraday(library: Library) -> Iterator[Look]:
    """A theoretical capacity is n F / M: n a whole number, or what the named product takes."""
    for fact in (f for f in library.facts.values() if f.question.name == "theoretical_capacity"):
        of = fact.question.of
        to = _PRODUCT.match(of)
        active = to["active"] if to else of
        mass = molar_mass(active)
        if mass is None:
            continue
        electrons = times(interval(fact), (mass / FARADAY, mass / FARADAY))
        low, high = map(number, electrons)
        arithmetic = f"{told(fact)} x {1000 * mass:.2f} g/mol / F = {low} to {high} electrons"
        takes = _electrons(to["product"], active) if to else max(1.0, round(sum(electrons) / 2))
        fits = meet(electrons, (0.995 * takes, 1.005 * takes))
        says = "not a whole number of electrons"
        if to:
            capacity = shown((takes * FARADAY / mass,) * 2, fact.question.name)
            says = f"{to['product']} takes {number(takes)}: {capacity}"
        yield Look("Faraday's law", ids(fact), arithmetic, outcome(fits), "" if fits else says)


def _electrons(product: str, active: str) -> float:
    """That one atom of the active element takes in a product of it with sodium."""
    parts = atoms(product) or {}
    return parts.get("Na", 0.0) / parts.get(active, 1.0)


def fragments(library: Library) -> Iterator[Look]:
    """Mass over charge of a fragment that the subject names, from the most common isotopes, singly charged."""
    for fact in (f for f in library.facts.values() if f.question.name == "mass_to_charge"):
        name = fact.question.of.partition(" ")[0]
        mass = molar_mass(name, isotope=True)
        if mass is None:
            continue
        low, high = interval(fact)
        fits = meet((low - 0.1, high + 0.1), (1000 * mass,) * 2)
        arithmetic = f"{name} weighs {1000 * mass:.2f}, reported {told(fact)}"
        yield Look("fragments", ids(fact), arithmetic, outcome(fits))


def polymers(library: Library) -> Iterator[Look]:
    """The weight average of a polymer's molar mass is never below its number average."""
    facts = [f for f in library.facts.values() if f.question.name == "molar_mass"]
    for number_average in (f for f in facts if f.question.of.endswith(", number average")):
        polymer = number_average.question.of.partition(",")[0]
        for weight in (f for f in facts if f.question.of == f"{polymer}, weight average"):
            ratio = weight.value / number_average.value
            arithmetic = f"{told(weight)} / {told(number_average)} = {number(ratio)}"
            yield Look("polymers", ids(number_average, weight), arithmetic, outcome(ratio >= 1))


RULES = (usual_values, elastic_moduli, indents, lattice_spacings, faraday, fragments, polymers)
