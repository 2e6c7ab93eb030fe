"""What databases give: structures with their source, identifier and functional."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...quantity import ModelError
from ...record import Structure, from_angstrom
from ..stability.composition import composition
from ..stability.energies.files import EnergyFile

UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


LEAST = 1e-3  # A^3 an atom; a cell with less has no volume


def crystal_of(name: str, cell: Any, species: list[str], fractional: Any) -> Structure:
    """Return a crystal from a cell in angstrom; raises ModelError with what is wrong with an entry."""
    for one in dict.fromkeys(species):
        ensure_element(one)
    rows = ensure_cell(cell, len(species))
    places = np.asarray(fractional, float)
    if not species or places.shape != (len(species), 3) or not np.isfinite(places).all():
        what = "has no atoms" if not species else f"has {len(species)} atoms and not as many finite positions"
        raise ModelError(what, "take another entry")
    return from_angstrom(rows, species, places, name)


def ensure_cell(cell: Any, atoms: int) -> np.ndarray:
    """Return three finite vectors that span a volume (A); raises ModelError for others."""
    rows = np.asarray(cell, float)
    if rows.shape != (3, 3) or not np.isfinite(rows).all():
        raise ModelError("is not periodic in three dimensions", "take another entry")
    if abs(np.linalg.det(rows)) < LEAST * max(atoms, 1):
        raise ModelError("has a cell without a volume", "take another entry")
    return rows


def ensure_element(symbol: str) -> None:
    """Raise ModelError where a symbol is that of no element."""
    try:
        known = list(composition(symbol)) == [symbol]
    except ModelError:
        known = False
    if not known:
        raise ModelError(f"has atoms named {symbol!r}, which is no element", "take another entry")


@dataclass(frozen=True, eq=False)
class FetchedStructure:
    """A structure with the name of its database, its identifier and address there, and its functional."""

    source: str
    identifier: str
    functional: str
    url: str
    structure: Structure

    @property
    def file_name(self) -> str:
        """Return a name of a file for it, without characters that have a meaning in paths."""
        return f"{UNSAFE.sub('_', self.identifier).strip('_') or 'structure'}.cif"


@dataclass(frozen=True, eq=False)
class FetchedStructures:
    """The structures found; `left_out` says why others were not taken."""

    structures: tuple[FetchedStructure, ...]
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FetchedEnergies(EnergyFile):
    """The energies found; `left_out` says why others were not taken."""

    left_out: dict[str, str] = field(default_factory=dict)
