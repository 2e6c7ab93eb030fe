"""Patches: new values at paths of a design.

Only the paths are checked here; `check` checks the patched design as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..quantity import Problem, did_you_mean
from .paths import is_path, join, look, split
from .places import is_open
from .schema.document import DesignTable


def patch_problems(document: Mapping[str, Any], name: str, patch: Mapping[str, Any]) -> list[Problem]:
    """Return the problems of the paths of a patch.

    A path needs a table to stand in, and no path of a patch may be or lie inside another of its paths.
    """
    found: list[Problem] = []
    keys = {path: split(path) for path in patch}
    for path, mine in keys.items():
        if not is_path(path):
            found.append(
                Problem(
                    path or '""', "is not a path of a design", "write keys with dots between, as in 'working.thickness'"
                )
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
    """Return the first table above a path that does not exist or is not a table; None if all do.

    An optional table counts as existing.
    """
    for depth in range(1, len(keys) + 1):
        written = look(document, keys[:depth])
        if isinstance(written, Mapping) or (written is None and is_open(join(keys[:depth]))):
            continue
        return keys[:depth]
    return []
