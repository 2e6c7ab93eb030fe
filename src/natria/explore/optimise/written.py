"""The best designs as design files: the file of the case with one more variant, which is the design.

A variant keeps the base of the file as it is, so that its fits are made on the cell whose data they are fitted to.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from ...design import Case, number_at, written_at
from ...design.paths import split
from ...quantity import factor, parse_quantity, term
from ...studies.opening.overrides import as_toml
from .problem import OptimisationProblem
from .variables import CHOSEN

LEAST = 0.1  # of a property: the smallest spread of an estimate; the search takes it as exact
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def written_design(
    case: Case,
    problem: OptimisationProblem,
    point: np.ndarray,
    name: str,
    folder: Path,
    *,
    given: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the text of a design file in a folder with a best design as the variant `name`.

    `given` are overrides of all designs, by path and as they are written.
    """
    source = Path(case.source)
    text = _moved(source.read_text(encoding="utf-8"), source.parent.resolve(), folder.resolve())
    changes = patch_of(problem, point)
    base = _written_variant(source, problem.design.name)
    patch = _merged(dict(base.get("patch", {})), {written_at(path): _given(path, text) for path, text in given.items()})
    patch = _merged(patch, changes)
    lines = [f"[variant.{_key(name)}]", f"says = {toml_text('a best design of natria optimise')}"]
    if base.get("remove"):
        lines.append(f"remove = {toml_text(base['remove'])}")
    lines += [f"[variant.{_key(name)}.patch]", *(f"{_key(path)} = {toml_text(v)}" for path, v in patch.items())]
    return text.rstrip("\n") + "\n\n# --- found by natria optimise\n\n" + "\n".join(lines) + "\n"


def patch_of(problem: OptimisationProblem, point: np.ndarray) -> dict[str, Any]:
    """Return what a point changes, as it is written in a design file."""
    numbers = problem.numbers(problem.chosen(point), point[None])
    changes = problem.choices(point)
    for path, value in zip(numbers.paths, numbers.values[0].tolist(), strict=True):
        changes = _merged(changes, {path: _number(path, value)})
    return changes


def _given(path: str, text: str) -> Any:
    """Return an override as it stands in a design file: a bare number of a property gets its reason."""
    value, number = as_toml(text), number_at(written_at(path))
    if number is None or number.role == "setting" or isinstance(value, Mapping):
        return value if number is None or isinstance(value, str | Mapping) else text
    si, _ = parse_quantity(text, term(number.term).unit)
    return {"value": si, "unit": term(number.term).unit, "why": "set on the command line"}


def _number(path: str, value: float) -> Any:
    number = number_at(path)
    assert number is not None
    row = term(number.term)
    shown = float(f"{value * factor(row.unit, row.shown):.10g}")
    if number.role == "setting" and row.shown != "1":
        return f"{shown!r} {row.shown}"
    if number.role == "setting":
        return f"{shown!r}"
    std = float(f"{LEAST * abs(shown):.2g}")
    return {"value": shown, "unit": row.shown, "std": std, "ground": "estimate", "why": CHOSEN}


def _merged(patch: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a patch with changes; one inside a table that is replaced is made in the table."""
    made = dict(patch)
    for path, value in changes.items():
        keys = split(path)
        above = next(
            (one for one in made if len(split(one)) < len(keys) and keys[: len(split(one))] == split(one)), None
        )
        if above is None or not isinstance(made[above], Mapping):
            made = {one: v for one, v in made.items() if split(one)[: len(keys)] != keys}
            made[path] = value
            continue
        made[above] = _set(made[above], keys[len(split(above)) :], value)
    return made


def _set(table: Any, keys: list[str], value: Any) -> dict[str, Any]:
    made = dict(table) if isinstance(table, Mapping) else {}
    made[keys[0]] = value if len(keys) == 1 else _set(made.get(keys[0]), keys[1:], value)
    return made


def _written_variant(source: Path, system: str) -> Mapping[str, Any]:
    document = tomllib.loads(source.read_text(encoding="utf-8"))
    found = document.get("variant", {}).get(system, {})
    return found if isinstance(found, Mapping) else {}


def _moved(text: str, old: Path, new: Path) -> str:
    """Return the text with paths of files in it as they are from another folder."""
    if old == new:
        return text

    def replaced(found: re.Match[str]) -> str:
        name, mark, rest = found[1].partition(".toml:")
        one = old / (f"{name}.toml" if mark else found[1])
        looks = "/" in found[1] or "." in found[1]
        if not looks or not found[1] or not one.exists() or one == old:
            return found[0]
        return f'"{os.path.relpath(one, new)}{f":{rest}" if mark else ""}"'

    return re.sub(r'"([^"\n]*)"', replaced, text)


def toml_text(value: Any) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(k)} = {toml_text(v)}' for k, v in value.items())} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_text, value))}]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml_text(name)
