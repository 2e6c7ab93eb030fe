"""Which calculators the entries of a file come from: total energies of two stand on two scales."""

from __future__ import annotations

from collections.abc import Sequence

PER_STRUCTURE = frozenset({"kpoints", "kpoint_density_A", "gamma", "spin", "hund", "moments"})  # of a recipe


def calculators_of(entries: Sequence[object]) -> tuple[str, ...]:
    """Return the calculators of the recipes of entries, in words, each once.

    Settings that follow from a structure, such as its k-points, make no calculator of their own.
    """
    found: dict[str, None] = {}
    for one in entries:
        recipe = one.get("recipe") if isinstance(one, dict) else None
        if not isinstance(recipe, dict):
            continue
        settings = recipe.get("settings")
        rest = {k: v for k, v in settings.items() if k not in PER_STRUCTURE} if isinstance(settings, dict) else {}
        shown = ", ".join(f"{key} {value}" for key, value in sorted(rest.items()))
        found[f"{recipe.get('calculator')} ({shown})"] = None
    return tuple(found)
