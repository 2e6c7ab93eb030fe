"""Checks of a design file: its cell, each variant, each what-if, and the study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from ...literature import Paths
from ...quantity import DesignError, Problem, did_you_mean
from ...quantity.validation import problems_of, show_path
from ..axis import Scale, scale_of
from ..document import Design
from ..patches import patch_problems
from ..paths import is_path, last, parent, table
from ..places import written_at
from ..schema.document import CaseFile
from ..schema.study import Axis, Map, StudyTable, Sweep, Variant
from ..values import context_of
from .design import problems_of_cell
from .study import problems_of_study

FILE_ONLY = ("papers", "variant", "study")  # keys of a file that are not of its cell


def problems_of_design(document: Mapping[str, Any], papers: Paths = ()) -> list[Problem]:
    """Return the problems of one cell document, without variants and study."""
    return problems_of_cell(_cell(document, papers))


def problems_of_case(document: Mapping[str, Any], papers: Paths = ()) -> list[Problem]:
    """Return the problems of a whole file: the cell, each variant, each what-if, and the study.

    `papers` are files and folders beside those of natria.
    """
    base = _cell(document, papers)
    found = problems_of_file(document, papers)
    known = set(found)
    for kind in (["variant"], ["study", "what_if"]):
        for name, raw in table(document, *kind).items():
            wrong = _patch(base, table(raw, "patch"), raw.get("remove") if isinstance(raw, Mapping) else None, known)
            found += [Problem(f"{show_path([*kind, name])}.patch: {p.where}", p.what, p.fix) for p in wrong]
    found += _alone(base, document)
    found += _names(base.name, table(document, "variant"))
    found += problems_of_study(document, [base.name, *table(document, "variant")], base.library)
    return found or list(_axes(base, document))


def problems_of_file(document: Mapping[str, Any], papers: Paths = ()) -> list[Problem]:
    """Return the problems of the cell of a file, without what variants and study change."""
    base = _cell(document, papers)
    found = problems_of_cell(base)
    try:
        CaseFile.model_validate(document, context=context_of(base.library))
    except ValidationError as bad:
        found += [p for p in problems_of(bad, CaseFile) if _first_key(p.where) in FILE_ONLY]
    return found


def _cell(document: Mapping[str, Any], papers: Paths) -> Design:
    cell = {k: v for k, v in document.items() if k not in FILE_ONLY}
    return Design(str(document.get("name", "")), cell, papers=papers)


def _first_key(where: str) -> str:
    """Return the first key of a path: "papers" of papers[1], "study" of study.targets[2]."""
    return where.partition(".")[0].partition("[")[0]


def _axes(base: Design, document: Mapping[str, Any]) -> Iterator[Problem]:
    """Check that each swept number exists in each design of the sweep.

    Only a file without other problems is checked.
    """
    file = CaseFile.model_validate(document, context=context_of(base.library))
    study = file.study or StudyTable()
    rows: list[tuple[list[str | int], Axis | Sweep, list[str], Sweep | Map]] = [
        (["study", "sweep", place], sweep, sweep.of, sweep) for place, sweep in enumerate(study.sweep)
    ]
    for place, map_ in enumerate(study.map):
        rows += [(["study", "map", place, key], axis, [map_.of], map_) for key, axis in (("x", map_.x), ("y", map_.y))]
    for keys, axis, systems, asked in rows:
        where, scale = show_path([*keys, "over"]), scale_of(axis)
        for of in dict.fromkeys(one.partition("#")[0] for one in systems):
            design = base if of == base.name else base.patched(file.variant[of].changes).named(of)
            changes = axis.patch if isinstance(axis, Sweep) else {}
            if wrong := _patch(design, changes, None, set(problems_of_cell(design))) if changes else []:
                yield from (Problem(f"{show_path([*keys, 'patch'])}: {p.where}", p.what, p.fix) for p in wrong)
                continue
            design = design.patched(changes) if changes else design
            if isinstance(axis, Sweep) and axis.models and scale.is_condition and design.landing(scale.over) is None:
                continue  # an answerer may read a condition that is none of the design, such as the cycle
            yield from (Problem(where, p.what, p.fix) for p in _no_place(design, scale, set(asked.at)))
    for place, map_ in enumerate(study.map):
        if written_at(map_.x.over) == written_at(map_.y.over):
            yield Problem(show_path(["study", "map", place, "y", "over"]), "is also the x axis", "sweep another number")


def _no_place(design: Design, scale: Scale, fixed: set[str]) -> Iterator[Problem]:
    """Return why a number cannot be swept in a design, or an empty text.

    `fixed` are the conditions of the question; they would override the swept value.
    """
    if scale.is_condition:
        path, why = design.place(scale.over, float(scale.values[0]))
        if path is None:
            yield Problem("", f"{design.name} has no place for the condition {scale.over}", why)
    else:
        path, known = scale.path, set(problems_of_cell(design))
        for value in (scale.values[0], scale.values[-1]):
            if wrong := _patch(design, scale.patch(float(value)), None, known):
                yield Problem(
                    "", f"{design.name} cannot be swept here: {wrong[0].where}: {wrong[0].what}", wrong[0].fix
                )
                return
    if twice := [key for key in fixed if key == scale.over or design.landing(key) == path]:
        yield Problem(
            "", f"{scale.over} is fixed by the condition {twice[0]} of the same question", "take it out of at"
        )


def _patch(base: Design, patch: Mapping[str, Any], remove: Any, known: set[Problem]) -> list[Problem]:
    """Return the problems of a patch: its paths, and what it makes invalid that was valid before."""
    removed = [path for path in remove if isinstance(path, str)] if isinstance(remove, list) else []
    changes = _changes({"patch": patch, "remove": removed})
    for path in removed:
        if is_path(path) and base.get(path) is None:
            above = base.get(parent(path)) if parent(path) else base.document
            hint = did_you_mean(last(path), above if isinstance(above, Mapping) else ())
            return [Problem(path, f"{base.name} has nothing to remove at this path", hint)]
    if wrong := patch_problems(base.document, base.name, changes):
        return wrong
    return [p for p in problems_of_cell(base.patched(changes)) if p not in known]


def _alone(base: Design, document: Mapping[str, Any]) -> Iterator[Problem]:
    """Check the changes that a what-if makes of one system alone."""
    for name, raw in table(document, "study", "what_if").items():
        own = _changes(raw)
        # where they are wrong, that is reported with the what-if
        changed = base if patch_problems(base.document, base.name, own) else base.patched(own)
        for system, patch in table(raw, "systems").items():
            where = show_path(["study", "what_if", name, "systems", system])
            variants = table(document, "variant")
            if system != base.name and system not in variants:
                yield Problem(where, f"there is no design {system!r} here", did_you_mean(system, variants))
                continue
            try:
                changes = Variant.model_validate(variants.get(system, {})).changes
            except ValidationError:
                continue  # reported with the variant
            if not isinstance(patch, Mapping) or patch_problems(changed.document, base.name, changes):
                continue
            design = changed.patched(changes).named(system)
            wrong = _patch(design, patch, None, set(problems_of_cell(design)))
            yield from (Problem(f"{where}: {p.where}", p.what, p.fix) for p in wrong)


def _changes(what_if: Any) -> dict[str, Any]:
    """Return the changes of a what-if to every system, by path; None for what it removes."""
    removed = what_if.get("remove", ()) if isinstance(what_if, Mapping) else ()
    kept = [path for path in removed if isinstance(path, str)] if isinstance(removed, list) else []
    return {**table(what_if, "patch"), **dict.fromkeys(kept)}


def _names(base: str, variants: Mapping[str, Any]) -> Iterator[Problem]:
    """Check the names of systems: each is unique and contains no '#', which separates a part."""
    for name in variants:
        where = show_path(["variant", name])
        if name == base:
            yield Problem(where, "has the name of the design itself", "give it another one")
        if "#" in name:
            yield Problem(where, "contains '#', which separates a system from its part in questions", "leave it out")


def ensure(problems: list[Problem], source: str) -> None:
    if problems:
        raise DesignError(source, problems)
