"""Structures of every database that speaks OPTIMADE 1 (https://www.optimade.org), without a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import gcd
from typing import Any

import numpy as np

from ...quantity import InputError, ModelError, Problem
from ..stability.composition import composition
from .http import ensure_address, get_json, unexpected
from .records import FetchedStructure, FetchedStructures, crystal_of, ensure_cell

FIELDS = "lattice_vectors,cartesian_site_positions,species_at_sites,species,nsites"
PAGE = 50
MOST = 1000  # structures that are read
UNKNOWN = "not stated by OPTIMADE; see the database"


def optimade_structures(address: str, formula: str) -> FetchedStructures:
    """Return the structures of a composition in the database at an address.

    An address is for instance https://optimade.materialsproject.org.
    """
    host = ensure_address(address)
    found: list[FetchedStructure] = []
    left_out: dict[str, str] = {}
    for row in _pages(address, f'chemical_formula_reduced="{reduced(formula)}"', host):
        name = str(row.get("id"))
        try:
            found.append(_structure(address, host, name, row.get("attributes")))
        except ModelError as bad:
            left_out[name] = bad.what
        if len(found) + len(left_out) > MOST:
            raise InputError(host, [Problem(formula, f"has more than {MOST} structures", "ask a smaller database")])
    if not found and not left_out:
        raise InputError(host, [Problem(formula, "is not in the database", "check the formula")])
    return FetchedStructures(tuple(found), left_out)


def reduced(formula: str) -> str:
    """Return a formula as OPTIMADE writes it: smallest whole numbers, elements in alphabetical order."""
    amounts = composition(formula)
    if any(number.denominator != 1 for number in amounts.values()):
        raise ModelError(f"{formula} has parts of atoms", "write whole numbers of atoms")
    divisor = gcd(*(int(number) for number in amounts.values()))
    parts = ((element, int(number) // divisor) for element, number in sorted(amounts.items()))
    return "".join(f"{element}{number if number > 1 else ''}" for element, number in parts)


def _pages(address: str, chosen: str, host: str) -> Iterator[Mapping[str, Any]]:
    base = address.rstrip("/").removesuffix("/v1")
    answer = get_json(f"{base}/v1/structures", {"filter": chosen, "response_fields": FIELDS, "page_limit": PAGE})
    seen = set()
    while True:
        rows = answer.get("data")
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise unexpected(host, "no list `data`")
        yield from rows
        links = answer.get("links")
        following = links.get("next") if isinstance(links, dict) else None
        url = following.get("href") if isinstance(following, dict) else following
        if not url:
            return
        if not isinstance(url, str) or url in seen:
            raise unexpected(host, "the next page is the one before")
        seen.add(url)
        answer = get_json(url)


def _structure(address: str, host: str, name: str, row: Any) -> FetchedStructure:
    try:
        cell = np.array(row["lattice_vectors"], float)
        places = np.array(row["cartesian_site_positions"], float)
        symbols = {str(one["name"]): _symbol(one) for one in row["species"]}
        species = [symbols[str(one)] for one in row["species_at_sites"]]
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        raise ModelError("has no lattice, positions and species in full", "take another entry") from None
    cell = ensure_cell(cell, len(species))
    if places.shape != (len(species), 3):
        raise ModelError(f"has {len(species)} atoms and not as many positions", "take another entry")
    fractional = np.linalg.solve(cell.T, places.T).T
    url = f"{address.rstrip('/').removesuffix('/v1')}/v1/structures/{name}"
    return FetchedStructure(host, name, UNKNOWN, url, crystal_of(name, cell, species, fractional))


def _symbol(kind: Mapping[str, Any]) -> str:
    """Return the element of a species; raises where a site is shared or partly empty."""
    symbols, shares = kind["chemical_symbols"], kind.get("concentration") or [1.0]
    if len(symbols) != 1 or abs(float(shares[0]) - 1) > 1e-6 or symbols[0] in {"X", "vacancy"}:
        raise ModelError("has sites that are partly occupied or shared", "take an ordered structure")
    return str(symbols[0])
