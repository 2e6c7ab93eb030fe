"""Which calculators the entries of a file come from: total energies of two stand on two scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PER_STRUCTURE = frozenset({"kpoints", "gamma", "spin", "hund", "moments"})  # settings that follow from a structure
PER_ELEMENT = ("versions", "data")  # parts of a recipe of which a structure may have fewer rows than another
UNKNOWN = "no recipe"


def calculators_of(entries: Sequence[object]) -> tuple[str, ...]:
    """Return the calculators of the recipes of entries, in words, each once.

    Settings that follow from a structure, such as the numbers of its k-points, make no calculator of their own; their
    density does. Data sets and versions differ where one name has two values, so a structure without an element needs
    no data of it. Entries without a recipe count as one more calculator where others have one.
    """
    recipes = [one.get("recipe") if isinstance(one, dict) else None for one in entries]
    known = [one for one in recipes if isinstance(one, dict)]
    found: dict[tuple[str, ...], None] = {}
    differing = _differing(known)
    for one in known:
        found[_described(one, differing)] = None
    names = [", ".join(parts) for parts in found]
    return tuple([*names, UNKNOWN] if names and len(known) < len(recipes) else names)


def _differing(recipes: Sequence[Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    """Return the versions and data sets, as part and name, that have two values."""
    values: dict[tuple[str, str], set[str]] = {}
    for one in recipes:
        for part in PER_ELEMENT:
            for name, value in _rows(one, part).items():
                values.setdefault((part, name), set()).add(str(value))
    return frozenset(key for key, given in values.items() if len(given) > 1)


def _described(recipe: Mapping[str, Any], differing: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """Return the calculator with its settings, and the versions and data sets that differ from others."""
    settings = {k: v for k, v in _rows(recipe, "settings").items() if k not in PER_STRUCTURE}
    shown = ", ".join(f"{key} {value}" for key, value in sorted(settings.items()))
    own = [(part, name, value) for part in PER_ELEMENT for name, value in sorted(_rows(recipe, part).items())]
    more = [f"{name} {value}" for part, name, value in own if (part, name) in differing]
    return f"{recipe.get('calculator')} ({shown})", *more


def _rows(recipe: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    rows = recipe.get(part)
    return rows if isinstance(rows, dict) else {}
