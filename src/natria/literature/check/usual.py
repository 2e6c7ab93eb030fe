"""Usual ranges of solids, cells and spectra, wide enough that only slips and wrong units fall out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...laws import atoms
from ...quantity import Finding, factor, from_si, number, term
from ..library import Library
from .facts import named
from .look import Interval, Look, cited, ids, interval, look, meet, shown

# SI
USUAL: dict[str, tuple[float, float, str]] = {
    "surface_energy": (0.02, 8.0, "from waxes to diamond"),
    "young_modulus": (1e5, 1.2e12, "from gels to diamond"),
    "shear_modulus": (3e4, 5.5e11, "from gels to diamond"),
    "bulk_modulus": (1e6, 5e11, "from polymers to diamond"),
    "hardness": (1e5, 1.2e11, "from sodium to diamond"),
    "poisson_ratio": (0.0, 0.5, "above one half a solid swells under pressure"),
    "band_gap": (0.0, 2.4e-18, "no solid has more than about 15 eV"),
    "ionic_conductivity": (1e-16, 1e3, "from insulators to molten salts"),
    "electronic_conductivity": (1e-20, 1e8, "from insulators to metals"),
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
    "raman_shift": (1e3, 4.5e5, "of vibrations"),
    "reduction_limit": (-1.0, 7.0, "between sodium and fluorine"),
    "oxidation_limit": (-1.0, 7.0, "between sodium and fluorine"),
    "standard_potential": (-4.0, 4.0, "between lithium and fluorine"),
    "theoretical_capacity": (1e4, 1.5e7, "lithium has 3861 mAh/g"),
    "cell_overpotential": (0.0, 5.0, "more takes everything apart"),
    "hysteresis": (0.0, 10.0, "more takes everything apart"),
    "critical_current_density": (1e-3, 1e4, "0.1 uA/cm^2 to 1 A/cm^2"),
    "exchange_current_density": (1e-7, 1e5, "from blocked faces to the fastest ones"),
    "charge_transfer_area_resistance": (1e-6, 1e4, "0.01 ohm cm^2 to 100 Mohm cm^2"),
    "layer_thickness": (1e-10, 1e-2, "from one atom to a pellet"),
    "coulombic_efficiency": (0.0, 1.02, "no more comes out than went in, but for noise"),
    "plating_stripping_efficiency": (0.0, 1.02, "no more comes out than went in, but for noise"),
    "capacity_retention": (0.0, 1.5, "a cell may gain while it is activated"),
    "cation_transference_number": (0.0, 1.0, "a share"),
}
SOFT = ("Li", "Na", "K")
SOFT_SURFACE = (0.02, 1.0, "alkali metals, their salts and alloys lie below 1 J/m^2")


def usual_values(library: Library) -> Iterator[Look]:
    """A number outside all that is known of its kind, with the unit in which it would be usual."""
    for fact in named(library, *USUAL):
        low, high, why = _usual(fact)
        says = f"{why}{_other_unit(fact, (low, high))}"
        row = term(fact.question.name)
        converted = f" = {shown((fact.value,) * 2, row.name)}" if fact.unit not in ("", row.shown) else ""
        arithmetic = f"{cited(fact)}{converted}, usual: {shown((low, high), row.name)}"
        yield look("usual values", ids(fact), arithmetic, meet(interval(fact), (low, high)), says)


def _usual(fact: Finding) -> tuple[float, float, str]:
    """The usual range of a kind, or of that kind in soft solids.

    Soft are those of which at least half of the atoms are alkali metal.
    """
    if fact.question.name == "surface_energy":
        parts = atoms(fact.question.of.partition("(")[0].partition(",")[0]) or {}
        if parts and 2 * sum(parts.get(e, 0.0) for e in SOFT) >= sum(parts.values()):
            return SOFT_SURFACE
    return USUAL[fact.question.name]


def _other_unit(fact: Finding, usual: Interval) -> str:
    row = term(fact.question.name)
    written = from_si(fact.value, fact.unit, row.unit) if fact.unit else fact.value
    if fact.unit != row.shown and meet((written * factor(row.shown, row.unit),) * 2, usual):
        return f"; {number(written)} {row.shown} would be usual"
    return ""


# Where core levels and edges lie, eV: level, element, from, to, with chemical shifts, spin-orbit pairs and satellites
LEVELS: tuple[tuple[str, str, float, float], ...] = (
    *(("F 1s", "F", 682, 692), ("O 1s", "O", 527, 537), ("N 1s", "N", 394, 409), ("C 1s", "C", 280, 295)),
    *(("Na 1s", "Na", 1068, 1076), ("S 2p", "S", 158, 172), ("P 2p", "P", 126, 138), ("Cl 2p", "Cl", 196, 211)),
    *(("Sb 3d", "Sb", 525, 542), ("Sn 3d", "Sn", 482, 498), ("Br 3d", "Br", 66, 78), ("I 3d", "I", 616, 634)),
    *(("S K", "S", 2465, 2500), ("P K", "P", 2140, 2170), ("Sb L", "Sb", 4125, 4720)),
)


def core_levels(library: Library) -> Iterator[Look]:
    """A binding energy or an edge lies at its named level, or at a level of an element of its formula."""
    for fact in named(library, "binding_energy", "xanes_energy"):
        of, where = fact.question.of, str(getattr(fact.origin, "where", ""))
        rows = [row for row in LEVELS if re.search(rf"\b{row[0]}\b", f"{of}, {where}")]
        rows = rows or [row for row in LEVELS if row[1] in (atoms(of.partition(",")[0]) or {})]
        if not rows:
            continue
        spans = [(low * factor("eV", "J"), high * factor("eV", "J")) for *_, low, high in rows]
        levels = ", ".join(f"{level} {low} to {high} eV" for level, _, low, high in rows)
        fits = any(meet(interval(fact), span) for span in spans)
        yield look(
            "core levels",
            ids(fact),
            f"{cited(fact)}, known: {levels}",
            fits,
            "no such line there",
            otherwise="caution",
        )


RULES = (usual_values, core_levels)
