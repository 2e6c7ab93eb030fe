"""Everything that is wrong with a design file, at once: units, sources, materials, shares, protocol, variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from ..literature import fact, library
from ..quantity import (
    CONDITIONS,
    TERMS,
    DesignError,
    NatriaError,
    Problem,
    did_you_mean,
    parse_condition,
    parse_quantity,
    term,
)
from ..quantity import (
    number as shown,
)
from ..quantity.validation import problems_of, show_path
from .document import Design, Unanswerable, patch_problems
from .materials import materials
from .paths import join, split
from .protocol import first_drive
from .protocol import problems as protocol_problems
from .schema import CaseFile, DesignTable, number_at

FILE_ONLY = ("variant", "study")
SAME = 1e-9  # two settings that should be one
SUM_TOLERANCE = 1e-3  # shares are written in per cent with a decimal or two


def problems_of_design(document: Mapping[str, Any]) -> list[Problem]:
    """Of one cell, without variants and study."""
    cell = {k: v for k, v in document.items() if k not in FILE_ONLY}
    found: list[Problem] = []
    try:
        DesignTable.model_validate(cell)
    except ValidationError as bad:
        found = problems_of(bad, DesignTable)
    design = Design(str(cell.get("name", "")), cell)
    wrong = {p.where for p in found}
    more = (*_materials(cell), *_shares(design), *_protocol(design), *_bind(design))
    return [*found, *(p for p in more if p.where not in wrong)]


def problems_of_case(document: Mapping[str, Any]) -> list[Problem]:
    """Of a whole file: the cell, each variant, and the study."""
    found = problems_of_design(document)
    try:
        file = CaseFile.model_validate(document)
    except ValidationError as bad:
        outside = [p for p in problems_of(bad, CaseFile) if p.where.split(".")[0] in ("variant", "study")]
        return [*found, *outside]
    if found:
        return found
    base = Design(file.name, {k: v for k, v in document.items() if k not in FILE_ONLY})
    designs = [file.name, *file.variant]
    for name, variant in file.variant.items():
        found += _patch(base, variant.changes, f"{show_path(['variant', name])}.patch")
    if file.study:
        found += [
            p
            for what, w in file.study.what_if.items()
            for p in _patch(base, w.changes, f"{show_path(['study', 'what_if', what])}.patch")
        ]
        found += list(_study(document["study"], designs))
    found += list(_fit_references(document, document.get("study") or {}))
    return found


def _patch(base: Design, patch: Mapping[str, Any], where: str) -> list[Problem]:
    wrong = patch_problems(base, patch)
    if not wrong:
        wrong = problems_of_design(base.patched(patch).document)
    return [Problem(f"{where}: {p.where}", p.what, p.fix) for p in wrong]


def _materials(cell: Mapping[str, Any]) -> Iterator[Problem]:
    known = materials()
    for path, name in _material_names(cell):
        if name not in known:
            yield Problem(path, f"there is no material {name!r}", did_you_mean(name, known))


def _material_names(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every name of a material with its path; what is not a table or a text the schema reports."""
    for electrode in ("working", "counter"):
        table = _table(cell, electrode)
        yield from _texts(table, ("material",), [electrode])
        yield from ((join([electrode, "fractions", name]), name) for name in _table(table, "fractions"))
    for layer in _table(cell, "electrolyte"):
        yield from _texts(_table(cell, "electrolyte", layer), ("material", "separator"), ["electrolyte", layer])
    for layer in _table(cell, "interphase"):
        phases = _table(cell, "interphase", layer, "phases")
        yield from ((join(["interphase", layer, "phases", name]), name) for name in phases)


def _table(node: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else {}


def _texts(table: Mapping[str, Any], keys: tuple[str, ...], path: list[str]) -> Iterator[tuple[str, str]]:
    yield from ((join([*path, key]), table[key]) for key in keys if isinstance(table.get(key), str))


def _shares(design: Design) -> Iterator[Problem]:
    """Shares of a whole sum to one; a share that waits for a fit, or is wrong itself, leaves the sum open."""
    tables = [join(["interphase", layer, "phases"]) for layer in design.names("interphase")]
    for path in (*tables, "working.fractions", "counter.fractions"):
        shares = [_share(design, join([*split(path), name])) for name in design.names(path)]
        known = [s for s in shares if s is not None]
        if shares and len(known) == len(shares) and abs(sum(known) - 1) > SUM_TOLERANCE:
            parts = " + ".join(f"{shown(100 * s)} %" for s in known)
            what = f"the shares sum to {shown(100 * sum(known), 4)} % ({parts}), not 100 %"
            yield Problem(path, what, "name what is missing, or mend a share")


def _share(design: Design, path: str) -> float | None:
    place = number_at(path)
    try:
        found = place.finding(design.get(path), design.name, {}) if place else None
    except NatriaError:
        return None  # reported by the schema
    return None if found is None else found.value


def _protocol(design: Design) -> Iterator[Problem]:
    steps = design.get("protocol.steps")
    if not isinstance(steps, list) or not all(isinstance(s, str) for s in steps):
        return
    try:
        settings = design.protocol_settings()
    except (NatriaError, Unanswerable):
        return  # the settings themselves are wrong and reported as such
    found = protocol_problems(steps, settings, "protocol.steps")
    yield from found
    if found or "current" not in settings:
        return
    first = first_drive(design.blocks(), "current")
    if first is not None and not first.name and abs(first.value - settings["current"][1]) > SAME * first.value:
        fix = "write 'plate current for ..' in the step"
        yield Problem("protocol.current", "is not the current of the first step", fix)


def _bind(design: Design) -> Iterator[Problem]:
    """A condition of a question may only land on a setting of its own kind: nature is not set by asking."""
    fix = "write a path such as 'interphase.LAYER.thickness'"
    for name, path in _table(design.document, "bind").items():
        if not isinstance(path, str):
            continue  # reported by the schema
        where = join(["bind", name])
        if name not in CONDITIONS:
            yield Problem(where, "is not a condition", did_you_mean(name, CONDITIONS))
        elif (number := number_at(path)) is None:
            yield Problem(where, f"{path!r} is not the path of a number", fix)
        elif number.role != "setting":
            yield Problem(where, f"{path} is a property of nature, not a setting", fix)
        elif term(number.term).unit != CONDITIONS[name].unit:
            yield Problem(where, f"{path} is a {number.term} in {term(number.term).unit}, not a {name}", fix)


def _study(study: Mapping[str, Any], designs: list[str]) -> Iterator[Problem]:
    papers = library().papers
    for place, target in enumerate(study.get("targets", []), start=1):
        if ":" in target:
            yield from _fact(target, f"study.targets[{place}]")
        elif target not in papers:
            yield Problem(f"study.targets[{place}]", f"there is no paper {target!r}", did_you_mean(target, papers))
    for name, fit in study.get("fit", {}).items():
        yield from _fit(fit, f"study.fit.{name}")
    for what, table in study.get("what_if", {}).items():
        for name, fit in table.get("fit", {}).items():
            yield from _fit(fit, show_path(["study", "what_if", what, "fit", name]))
    for place, ask in enumerate(study.get("ask", []), start=1):
        yield from _question(ask["name"], [ask["of"]], ask.get("at", {}), designs, f"study.ask[{place}]")
    for place, sweep in enumerate(study.get("sweep", []), start=1):
        where = f"study.sweep[{place}]"
        yield from _question(sweep["name"], sweep["of"], sweep.get("at", {}), designs, where)
        if sweep["over"] not in CONDITIONS:
            yield Problem(
                f"{where}.over", f"{sweep['over']!r} is not a condition", did_you_mean(sweep["over"], CONDITIONS)
            )
        else:
            yield from _conditions({sweep["over"]: sweep["start"]}, f"{where}.start")
            yield from _conditions({sweep["over"]: sweep["stop"]}, f"{where}.stop")
        for other in sweep.get("what_if", []):
            if other not in study.get("what_if", {}):
                yield Problem(
                    f"{where}.what_if", f"there is no what_if {other!r}", did_you_mean(other, study.get("what_if", {}))
                )
    for place, name in enumerate(study.get("budget", []), start=1):
        if name not in designs:
            yield Problem(f"study.budget[{place}]", f"there is no design {name!r} here", did_you_mean(name, designs))


def _question(
    name: str, systems: list[str], at: Mapping[str, str], designs: list[str], where: str
) -> Iterator[Problem]:
    if name not in TERMS:
        yield Problem(f"{where}.name", f"{name!r} is not in the vocabulary", did_you_mean(name, TERMS))
    for of in systems:
        if of.partition("#")[0] not in designs:
            yield Problem(f"{where}.of", f"there is no design {of!r} here", did_you_mean(of, designs))
    yield from _conditions(at, f"{where}.at")


def _conditions(at: Mapping[str, str], where: str) -> Iterator[Problem]:
    for key, text in at.items():
        try:
            parse_condition(key, text)
        except NatriaError as bad:
            yield Problem(f"{where}.{key}" if where.endswith("at") else where, bad.what, bad.fix)


def _fact(name: str, where: str) -> Iterator[Problem]:
    try:
        fact(name)
    except NatriaError:
        yield Problem(where, f"there is no fact {name!r}", did_you_mean(name, library().facts))


def _fit(fit: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for place, name in enumerate(fit["data"], start=1):
        yield from _fact(name, f"{where}.data[{place}]")
    for name, parameter in fit["parameters"].items():
        path = f"{where}.parameters.{name}"
        if parameter["term"] not in TERMS:
            yield Problem(
                f"{path}.term",
                f"{parameter['term']!r} is not in the vocabulary",
                did_you_mean(parameter["term"], TERMS),
            )
            continue
        try:
            parse_quantity(parameter["start"], term(parameter["term"]).unit)
        except NatriaError as bad:
            yield Problem(f"{path}.start", bad.what, bad.fix)


def _fit_references(document: Mapping[str, Any], study: Mapping[str, Any]) -> Iterator[Problem]:
    """{fit = "name"} must name a parameter that some fit of the file finds."""
    fits = [
        *study.get("fit", {}).values(),
        *(f for w in study.get("what_if", {}).values() for f in w.get("fit", {}).values()),
    ]
    known = {name for fit in fits for name in fit["parameters"]}
    for path, name in _references({k: v for k, v in document.items() if k != "study"}, []):
        if name not in known:
            yield Problem(
                path,
                f"waits for the fit {name!r}, which this file does not have",
                did_you_mean(name, known) or "add it under [study.fit]",
            )


def _references(node: Any, path: list[str | int]) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        if set(node) == {"fit"} and isinstance(node["fit"], str):
            yield show_path(path), node["fit"]
        else:
            for key, inner in node.items():
                yield from _references(inner, [*path, key])


def ensure(problems: list[Problem], source: str) -> None:
    if problems:
        raise DesignError(source, problems)
