"""Output of what a database gave: structures as CIF with a list of sources, energies for windows."""

from __future__ import annotations

import json
from typing import Any

from ...atoms.databases import FetchedStructures
from ...atoms.stability.energies.files import SCHEMA as ENERGIES_SCHEMA
from ...atoms.stability.energies.files import EnergyFile
from ...atoms.structures import formula_of, to_cif
from ...laws.constants import FARADAY
from .energies import ENERGIES

FETCHED = "structures.json"
SCHEMA = "natria.fetched-structures/1"
HEADS = ("identifier", "formula", "atoms", "volume (A^3)", "file")


def fetched_rows(found: FetchedStructures) -> list[tuple[str, ...]]:
    """Return a row for each structure."""
    return [
        (one.identifier, formula_of(one.structure), str(len(one.structure)), f"{one.structure.volume * 1e30:.2f}", name)
        for name, one in _named(found).items()
    ]


def fetched_files(found: FetchedStructures, energies: EnergyFile | None, version: str) -> dict[str, bytes]:
    """Return the structures as CIF, their list, and the energies where there are some, by file name."""
    files = {name: to_cif(one.structure).encode() for name, one in _named(found).items()}
    files[FETCHED] = _dump(fetched_document(found, energies, version))
    if energies is not None:
        files[ENERGIES] = _dump(energies_of_file(energies, version))
    return files


def fetched_document(found: FetchedStructures, energies: EnergyFile | None, version: str) -> dict[str, Any]:
    """Return the list of structures with source, identifier, functional and address."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "structures": [
            {
                "file": name,
                "source": one.source,
                "identifier": one.identifier,
                "functional": one.functional,
                "url": one.url,
                "formula": formula_of(one.structure),
                "atoms": len(one.structure),
            }
            for name, one in _named(found).items()
        ],
        "left_out": found.left_out,
        "energies": None if energies is None else {"source": energies.file, "entries": len(energies.entries)},
    }


def energies_of_file(energies: EnergyFile, version: str) -> dict[str, Any]:
    """Return energies as the document that `natria compute window --energies` reads."""
    return {
        "schema": ENERGIES_SCHEMA,
        "natria": version,
        "unit": "eV",
        "source": energies.file,
        "entries": [
            {"formula": one.formula, "energy": one.energy / FARADAY, "name": one.name, "source": one.source}
            for one in energies.entries
        ],
        "lacking": list(energies.lacking),
        "listed": energies.listed,
    }


def _named(found: FetchedStructures) -> dict[str, Any]:
    """Return the structures by a file name each; a number is added where two names agree."""
    named: dict[str, Any] = {}
    for one in found.structures:
        stem, name, more = one.file_name.removesuffix(".cif"), one.file_name, 2
        while name in named:
            name, more = f"{stem}-{more}.cif", more + 1
        named[name] = one
    return named


def _dump(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()
