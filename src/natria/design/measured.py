"""Measured values in a design: {measured = "FILE#FINDING"}.

They are looked up when the file of the design is opened.

FILE starts at the folder of the design, FINDING is the id of a finding or its term; `at` gives conditions where several
findings have the term, and `of` the subject or the end of it ("bulk"). What stands in the design afterwards is the
finding itself, with the file and its hash as origin. A findings.json of natria is read here. A recording is measured by
whoever opens the design, because a design knows no instrument files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..quantity import (
    Finding,
    InputError,
    NatriaError,
    Problem,
    did_you_mean,
    is_own_data,
    load,
    parse_condition,
    same_condition,
    show_conditions,
)
from ..quantity.validation import show_path

# a file, the area of the electrode and the thickness of the layer to the findings of the file
LookUp = Callable[[Path, str, str], Iterable[Finding]]
KEY = "measured"
KEYS = (KEY, "at", "area", "thickness", "of")
EXAMPLE = '{measured = "natria-out/measure/cell/findings.json#area_resistance"}'
LISTED = 12  # findings named in a message


def with_measured(
    document: Mapping[str, Any], folder: Path, look_up: LookUp | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the document with its measured values looked up, and the problems."""
    problems: list[Problem] = []

    def walk(node: Any, keys: list[str | int]) -> Any:
        if isinstance(node, Mapping) and KEY in node:
            try:
                return _found(node, folder, look_up or findings_in)
            except NatriaError as bad:
                first = bad.problems[0] if isinstance(bad, InputError) else Problem("", bad.what, bad.fix)
                place = f"{first.where}: " if first.where else ""
                problems.append(Problem(show_path(keys), f"{place}{first.what}", first.fix))
                return node
        if isinstance(node, Mapping):
            return {key: walk(inner, [*keys, key]) for key, inner in node.items()}
        if isinstance(node, list):
            return [walk(inner, [*keys, place]) for place, inner in enumerate(node)]
        return node

    return {key: walk(inner, [key]) for key, inner in document.items()}, problems


def findings_in(file: Path, area: str = "", thickness: str = "") -> tuple[Finding, ...]:
    """Return the measured findings of a JSON file that natria wrote; raises InputError for any other file."""
    if size := "area" if area else "thickness" if thickness else "":
        raise _refused(file, f"is a result with its own {size}, and one is given", f"leave out the {size}")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as bad:
        raise _refused(file, f"cannot be read ({bad.strerror})", "check the path") from None
    except (ValueError, RecursionError):
        raise _refused(file, "is not JSON", "give a findings.json that natria measure wrote") from None
    documents = found if isinstance(found, list) else [found]
    if not all(isinstance(one, Mapping) for one in documents):
        raise _refused(file, "is not a result of natria", "give a findings.json that natria measure wrote")
    books = [load(one, str(file)) for one in documents]
    return tuple({f.id: f for book in books for f in book.values() if is_own_data(f)}.values())


def _found(node: Mapping[str, Any], folder: Path, look_up: LookUp) -> Finding:
    """Return the finding that a node refers to."""
    text, at = node[KEY], node.get("at", {})
    words = tuple(node.get(key, "") for key in ("area", "thickness", "of"))
    if unknown := [key for key in node if key not in KEYS]:
        raise NatriaError(f"has the unknown key {unknown[0]!r}", f"{did_you_mean(unknown[0], KEYS)} write {EXAMPLE}")
    if not (isinstance(text, str) and isinstance(at, Mapping) and all(isinstance(w, str) for w in words)):
        raise NatriaError("is not a reference to a measured value", f"write {EXAMPLE}")
    place, mark, name = text.rpartition("#")
    if not (place and mark and name):
        raise NatriaError(f"{text!r} does not name a file and a finding", f"write {EXAMPLE}")
    file = folder / place
    if not file.is_file():
        near = did_you_mean(file.name, [p.name for p in file.parent.iterdir()]) if file.parent.is_dir() else ""
        raise NatriaError(f"there is no file {place}", near or f"paths start at the folder of the design, {folder}")
    area, thickness, of = words
    every = tuple(look_up(file, area, thickness))
    chosen = _chosen([f for f in every if f.question.of.endswith(of)], name, at, place)
    if not is_own_data(chosen):
        raise NatriaError(f"{name} of {place} is not measured", "give a file of an instrument")
    _ = chosen.plain  # a bound cannot be calculated with
    return chosen


def _chosen(every: Sequence[Finding], name: str, at: Mapping[str, Any], place: str) -> Finding:
    wanted = {key: parse_condition(key, str(text)) for key, text in at.items()}
    named = [f for f in every if name in (f.id, f.question.name)]
    fitting = [f for f in named if all(_holds(f, key, value) for key, value in wanted.items())]
    if len(wholes := [f for f in fitting if ", " not in f.question.of]) == 1:
        return wholes[0]  # of a layer as a whole, beside its bulk
    if len(fitting) == 1:
        return fitting[0]
    several = fitting or named
    if several:
        what = "no" if not fitting else f"{len(fitting)}"
        listed = "; ".join(f"{f.id} at {show_conditions(f.question.at)}" for f in several[:LISTED])
        raise NatriaError(f"{place} has {what} {name} under these conditions", f"give an id or at = {{..}}: {listed}")
    names = list(dict.fromkeys(f.question.name for f in every))
    known = f"it has {', '.join(names[:LISTED])}{', ...' if len(names) > LISTED else ''}" if names else "it has none"
    raise NatriaError(f"{place} has no finding {name!r}; {known}", did_you_mean(name, names))


def _holds(finding: Finding, key: str, value: float | tuple[float, float]) -> bool:
    here = finding.question.at.get(key)
    return here is not None and same_condition(key, here, value)


def _refused(file: Path, what: str, fix: str) -> InputError:
    return InputError(str(file), [Problem(file.name, what, fix)])
