"""Patches: new values at paths of a design.

Checked here is only whether the paths can hold them; `check` judges the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..quantity import Problem, did_you_mean
from .paths import is_path, join, look, split
from .places import is_open
from .schema import DesignTable


def patch_problems(document: Mapping[str, Any], name: str, patch: Mapping[str, Any]) -> list[Problem]:
    """The problems of the paths of a patch: a missing table, or one path inside another."""
    found: list[Problem] = []
    keys = {path: split(path) for path in patch}
    for path, mine in keys.items():
        if not is_path(path):
            found.append(
                Problem(path or '""', "is not a path", "write keys with dots between, as in 'working.thickness'")
            )
            continue
        if missing := _missing_table(document, mine[:-1]):
            above = look(document, missing[:-1])
            siblings = [
                *(above if isinstance(above, Mapping) else ()),
                *([] if missing[:-1] else DesignTable.model_fields),
            ]
            found.append(Problem(path, f"{name} has no table {join(missing)}", did_you_mean(missing[-1], siblings)))
        for other, its in keys.items():
            if other != path and mine[: len(its)] == its:
                what = f"lies inside {other}, which the same patch replaces"
                found.append(Problem(path, what, "keep one of the two"))
    return found


def _missing_table(document: Mapping[str, Any], keys: list[str]) -> list[str]:
    """The first table above a path that is missing or no table; optional tables count as present."""
    for depth in range(1, len(keys) + 1):
        written = look(document, keys[:depth])
        if isinstance(written, Mapping) or (written is None and is_open(join(keys[:depth]))):
            continue
        return keys[:depth]
    return []
