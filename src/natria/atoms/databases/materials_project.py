"""The Materials Project: energies of the phases of a chemical system, and structures.

Its interface is described at https://api.materialsproject.org/docs; it needs a key. Energies are those of the thermo
documents: total energies per atom with the corrections of the Materials Project, of one mixing scheme (GGA and GGA+U).
They are taken as given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import isfinite
from typing import Any

import numpy as np

from ...laws.constants import FARADAY
from ...quantity import InputError, ModelError, Problem
from ..stability.composition import atoms_in, element_of, elements_of, same_composition
from ..stability.phases import BCC, SODIUM, PhaseEnergy
from .http import ensure_address, get_json, unexpected
from .records import FetchedEnergies, FetchedStructure, FetchedStructures, crystal_of

MATERIALS_PROJECT = "https://api.materialsproject.org"
NAME = "Materials Project"
KEY = "X-API-KEY"
MIXED = "GGA_GGA+U"
FUNCTIONAL = "PBE, with U for oxides and fluorides of some transition metals (GGA and GGA+U mixed), MP corrections"
RELAXED = "PBE, with U for oxides and fluorides of some transition metals"
IM3M = 229  # space group of body-centred cubic metals
PAGE = 500
SHOWN = 3  # entries without an energy that are named where none has one
NO_KEY = "get one at https://materialsproject.org/api and set MP_API_KEY, or give it with --key"


@dataclass(frozen=True)
class MaterialsProject:
    """The Materials Project with a key. The key stands in no message and in no result."""

    key: str = field(repr=False)
    address: str = MATERIALS_PROJECT

    def __post_init__(self) -> None:
        ensure_address(self.address)
        if not self.key.strip():
            raise InputError(NAME, [Problem("", "needs a key", NO_KEY)])

    def energies(self, formulas: Sequence[str]) -> FetchedEnergies:
        """Return the energies of all phases made of the elements of some formulas and sodium."""
        elements = elements_of((SODIUM, *formulas))
        systems = ("-".join(group) for n in range(1, len(elements) + 1) for group in combinations(elements, n))
        fields = "material_id,formula_pretty,energy_per_atom,thermo_type,symmetry"
        query = {"chemsys": ",".join(systems), "thermo_types": MIXED, "_fields": fields}
        found: list[PhaseEnergy] = []
        left_out: dict[str, str] = {}
        formulas_left: list[str] = []
        for row in self._pages("materials/thermo", query):
            try:
                found.append(self._entry(row))
            except ModelError as bad:
                left_out[str(row.get("material_id"))] = bad.what
                formulas_left.append(str(row.get("formula_pretty")))
        if not found:
            why = "".join(f"; {name} {one}" for name, one in list(left_out.items())[:SHOWN])
            what = f"has no phase of {'-'.join(elements)} with an energy{why}"
            raise InputError(NAME, [Problem("", what, "check the formulas")])
        lacking = _lacking(formulas_left, found)
        return FetchedEnergies(f"{NAME}, {FUNCTIONAL}", "", tuple(_one_sodium(found)), lacking, left_out=left_out)

    def structures(self, wanted: str) -> FetchedStructures:
        """Return the structures of a formula or of an identifier, such as NaF or mp-682."""
        key = "material_ids" if wanted.lower().startswith(("mp-", "mvc-")) else "formula"
        query = {key: wanted, "deprecated": "false", "_fields": "material_id,structure"}
        found: list[FetchedStructure] = []
        left_out: dict[str, str] = {}
        for row in self._pages("materials/core", query):
            name = str(row.get("material_id"))
            try:
                found.append(self._structure(name, row.get("structure")))
            except ModelError as bad:
                left_out[name] = bad.what
        if not found and not left_out:
            raise InputError(NAME, [Problem(wanted, "is not in the database", "check the formula or the identifier")])
        return FetchedStructures(tuple(found), left_out)

    def _pages(self, path: str, query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Return the documents of all pages of an answer."""
        done = 0
        while True:
            page = {**query, "_limit": PAGE, "_skip": done}
            answer = get_json(f"{self.address.rstrip('/')}/{path}/", page, {KEY: self.key.strip()})
            rows = answer.get("data")
            if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
                raise unexpected(NAME, "no list `data`")
            yield from rows
            done += len(rows)
            meta = answer.get("meta")
            total = meta.get("total_doc") if isinstance(meta, dict) else None
            if not rows or not isinstance(total, int) or done >= total:
                return

    def _entry(self, row: Mapping[str, Any]) -> PhaseEnergy:
        """Return the entry of a thermo document; raises ModelError where it is none, or of another scheme."""
        try:
            formula, energy = str(row["formula_pretty"]), float(row["energy_per_atom"])
            name, kind = str(row["material_id"]), str(row["thermo_type"])
        except (KeyError, TypeError, ValueError):
            raise ModelError("has no formula, energy and identifier in full", "take another entry") from None
        if kind != MIXED:
            raise ModelError(f"has energies of the scheme {kind}, not {MIXED}", "energies of two schemes do not mix")
        if not isfinite(energy):
            raise ModelError(f"has the energy {energy}", "take another entry")
        size = float(atoms_in(formula))  # raises for what is no formula
        symmetry = row.get("symmetry")
        number = symmetry.get("number") if isinstance(symmetry, dict) else None
        bcc = f" {BCC}" if formula == SODIUM and number == IM3M else ""
        source = f"{NAME} {name}, {kind}, corrections as given"
        return PhaseEnergy(formula, energy * size * FARADAY, None, source, name + bcc)

    def _structure(self, name: str, row: Any) -> FetchedStructure:
        try:
            cell, sites = np.array(row["lattice"]["matrix"], float), row["sites"]
            kinds = [one["species"] for one in sites]
            places = np.array([one["abc"] for one in sites], float)
            if any(len(kind) != 1 or float(kind[0]["occu"]) != 1 for kind in kinds):
                raise ModelError("has sites that are partly occupied or shared", "take an ordered structure")
            species = [str(kind[0]["element"]) for kind in kinds]
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            raise ModelError("has no lattice and sites in full", "take another entry") from None
        url = f"https://materialsproject.org/materials/{name}"
        return FetchedStructure(NAME, name, RELAXED, url, crystal_of(name, cell, species, places))


def _lacking(formulas: Sequence[str], found: Sequence[PhaseEnergy]) -> tuple[str, ...]:
    """Return formulas that were left out and that no other entry has: competing phases without energy."""
    lacking = []
    for formula in dict.fromkeys(formulas):
        try:
            if not any(same_composition(formula, one.formula) for one in found):
                lacking.append(formula)
        except ModelError:  # what is no formula is no phase that is known
            continue
    return tuple(lacking)


def _one_sodium(rows: Sequence[PhaseEnergy]) -> list[PhaseEnergy]:
    """Return the entries with one of body-centred cubic sodium, the lowest, to which voltages refer."""
    bcc = [one for one in rows if element_of(one.formula) == SODIUM and BCC in one.name]
    lowest = min(bcc, key=lambda one: one.energy, default=None)
    return [one for one in rows if one not in bcc or one is lowest]
