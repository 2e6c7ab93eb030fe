"""The library of crystal structures: a TOML card each, with space group, cell, sites and source.

Positions come from a source: measured, computed, or of a prototype; the card says which. Lengths in the cards are in
angstrom.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...design.materials import material_property, materials
from ...quantity import ModelError, did_you_mean
from ...record import Structure
from .symmetry import CrystalSite, expanded, lattice, symmetry_of

HERE = Path(__file__).with_name("data")
ANGSTROM = 1e-10  # m
EDGES = ("a", "b", "c")
UNPLACED = (  # phases that are known to exist and whose positions the library lacks
    "Na3P7",
    "Na4P2O7",
    "NaPO3",
    "NaClO4",
    "NaClO3",
    "NaN3",
)
ANGLES = {"alpha": 90.0, "beta": 90.0, "gamma": 90.0}


@dataclass(frozen=True)
class CrystalCard:
    """A structure as crystallographers write it: space group, cell (A, degrees), sites.

    `idealised` and `computed` say what of it is idealised or comes from a calculation; empty where nothing does.
    `molecule` marks a box of vacuum with one molecule, whose cell means nothing. `bound_by` names what binds the parts
    of a crystal where it is no chemical bond.
    """

    name: str
    formula: str
    space_group: int
    setting: str
    cell: tuple[float, float, float, float, float, float]
    sites: tuple[CrystalSite, ...]
    formulas: int
    source: str
    says: str
    idealised: str
    computed: str
    molecule: bool
    bound_by: str = ""

    @property
    def has_measured_cell(self) -> bool:
        """Whether the cell is measured; `computed` begins with the word cell where it is not."""
        return not self.computed.startswith("cell")

    def structure(self) -> Structure:
        """Return all atoms of the cell."""
        symmetry = symmetry_of(self.space_group, self.setting)
        return expanded(lattice(self.cell[:3], self.cell[3:]), self.sites, symmetry, self.name)


@cache
def crystals() -> tuple[str, ...]:
    """Return the names of the structures."""
    return tuple(sorted(file.stem for file in HERE.glob("*.toml")))


def crystal(name: str) -> Structure:
    """Return the structure of a name of the library."""
    return crystal_card(name).structure()


@cache
def crystal_card(name: str) -> CrystalCard:
    """Return the card of a structure by its name."""
    if name not in crystals():
        hint = did_you_mean(name, crystals()) or "read the structure from a CIF file"
        raise ModelError(f"there is no structure of {name!r}", hint)
    row = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    sites = tuple(CrystalSite(str(one["element"]), tuple(map(float, one["position"]))) for one in row["site"])  # type: ignore[arg-type]
    return CrystalCard(
        name,
        row["formula"],
        row["space_group"],
        row.get("setting", ""),
        _cell(row),
        sites,
        row["formulas"],
        row["source"],
        row.get("says", ""),
        row.get("idealised", ""),
        row.get("computed", ""),
        row.get("molecule", False),
        row.get("bound_by", ""),
    )


def _cell(row: Mapping[str, Any]) -> tuple[float, float, float, float, float, float]:
    """Return edges and angles. An edge that is left out is that of the material card, or the edge a."""
    given = row.get("cell", {})
    a = float(given["a"]) if "a" in given else _edge_of_card(row["formula"])
    b, c = (float(given.get(name, a)) for name in EDGES[1:])
    alpha, beta, gamma = (float(given.get(name, usual)) for name, usual in ANGLES.items())
    return a, b, c, alpha, beta, gamma


def _edge_of_card(formula: str) -> float:
    found = material_property(materials().get(formula, {}), "cell_edge_a")
    if found is None:
        raise ModelError(f"neither the structure nor the card of {formula} gives its edge a", "add cell_edge_a")
    return found.value / ANGSTROM
