"""Everything that is wrong with a design file, at once: units, sources, materials, shares, protocol, variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from ..quantity import CONDITIONS, DesignError, NatriaError, Problem, did_you_mean, show_condition, term
from ..quantity import number as shown
from ..quantity.validation import problems_of, show_path
from .axis import Scale, scale_of
from .check_study import problems_of_study, table
from .document import FACES, Design, Unanswerable, tables_of
from .materials import materials, problems_of_card
from .patches import patch_problems
from .paths import is_path, join, last, parent, split
from .places import is_by_term, number_at, written_at
from .protocol import first_step
from .protocol import problems as protocol_problems
from .schema import CaseFile, DesignTable
from .schema_study import Axis, Map, StudyTable, Sweep
from .values import GROUNDS, definitions, problems_of_properties

FILE_ONLY = ("variant", "study")
VERBS = {  # what can be done to which cell
    "symmetric": ("plate", "strip", "rest"),
    "half": ("plate", "strip", "rest"),
    "full": ("charge", "discharge", "hold", "rest"),
}
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
    more = (
        *_definitions(cell),
        *_properties(cell),
        *_materials(cell),
        *_layers(cell),
        *_shares(design),
        *_protocol(design),
        *_bind(design),
    )
    return [*found, *(p for p in more if p.where not in wrong)]


def problems_of_case(document: Mapping[str, Any]) -> list[Problem]:
    """Of a whole file: the cell, each variant, and the study."""
    found = problems_of_design(document)
    try:
        CaseFile.model_validate(document)
    except ValidationError as bad:
        found += [p for p in problems_of(bad, CaseFile) if p.where.split(".")[0] in FILE_ONLY]
    base = Design(str(document.get("name", "")), {k: v for k, v in document.items() if k not in FILE_ONLY})
    known = set(found)
    for kind in (["variant"], ["study", "what_if"]):
        for name, raw in table(document, *kind).items():
            wrong = _patch(base, table(raw, "patch"), raw.get("remove") if isinstance(raw, Mapping) else None, known)
            found += [Problem(f"{show_path([*kind, name])}.patch: {p.where}", p.what, p.fix) for p in wrong]
    found += _names(base.name, table(document, "variant"))
    found += problems_of_study(document, [base.name, *table(document, "variant")])
    return found or list(_axes(base, document))


def _axes(base: Design, document: Mapping[str, Any]) -> Iterator[Problem]:
    """What is swept must have a place in each design that is asked; looked for in a file that is good otherwise."""
    file = CaseFile.model_validate(document)
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
            yield from (Problem(where, p.what, p.fix) for p in _no_place(design, scale, set(asked.at)))
    for place, map_ in enumerate(study.map):
        if written_at(map_.x.over) == written_at(map_.y.over):
            yield Problem(show_path(["study", "map", place, "y", "over"]), "is the x axis too", "sweep another number")


def _no_place(design: Design, scale: Scale, fixed: set[str]) -> Iterator[Problem]:
    """Why a number cannot be swept in a design; `fixed` are the conditions of the question, which would undo it."""
    if scale.is_condition:
        path, why = design.place(scale.over, float(scale.values[0]))
        if path is None:
            yield Problem("", f"{design.name} has no place for the condition {scale.over}", why)
    else:
        path, known = scale.path, set(problems_of_design(design.document))
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
    """Of a patch: its paths, and what it makes wrong that was not wrong before."""
    removed = [path for path in remove if isinstance(path, str)] if isinstance(remove, list) else []
    changes = {**patch, **dict.fromkeys(removed)}
    for path in removed:
        if is_path(path) and base.get(path) is None:
            above = base.get(parent(path)) if parent(path) else base.document
            hint = did_you_mean(last(path), above if isinstance(above, Mapping) else ())
            return [Problem(path, f"{base.name} has nothing here to remove", hint)]
    if wrong := patch_problems(base.document, base.name, changes):
        return wrong
    return [p for p in problems_of_design(base.patched(changes).document) if p not in known]


def _names(base: str, variants: Mapping[str, Any]) -> Iterator[Problem]:
    """Systems are asked for by name, their parts behind a #."""
    for name in variants:
        where = show_path(["variant", name])
        if name == base:
            yield Problem(where, "has the name of the design itself", "give it another one")
        if "#" in name:
            yield Problem(where, "has a # in its name, which stands before a part in questions", "leave it out")


def _layers(cell: Mapping[str, Any]) -> Iterator[Problem]:
    """A part is asked for by its name alone, so no two parts may share one."""
    names = [(kind, name) for kind in ("electrolyte", "interphase") for name in table(cell, kind)]
    count = Counter(name for _, name in names)
    for kind, name in names:
        if name == FACES:
            yield Problem(join([kind, name]), f"{name!r} already stands for both faces", "give the layer another name")
        elif count[name] > 1 and kind == "interphase":
            yield Problem(join([kind, name]), f"there is a layer {name!r} in the electrolyte too", "rename one")
    if "#" in str(cell.get("name", "")):
        yield Problem("name", "has a # in it, which stands before a part in questions", "leave it out")


def _properties(cell: Mapping[str, Any]) -> Iterator[Problem]:
    """Properties by term, each at its key; what has a key of its own is read there and nowhere else."""
    for keys in map(split, tables_of(cell, [])):
        if keys[0] == "material" or not is_by_term(keys):
            continue  # cards are checked as cards
        written = table(cell, *keys)
        yield from (Problem(join([*keys, p.where]), p.what, p.fix) for p in problems_of_properties(written))
        for name in written:
            own = join([*keys[:-1], name])
            if keys[-1] == "properties" and number_at(own) is not None:
                yield Problem(join([*keys, name]), "has a key of its own", f"write it as {own}")


def _definitions(cell: Mapping[str, Any]) -> Iterator[Problem]:
    """Numbers of a design that claim to be exact: only the cards that come with natria may define any."""
    fix = f"write one of {', '.join(g for g in GROUNDS if g != 'definition')}, and a std; a setting is a text, '3 um'"
    for keys in definitions(cell):
        yield Problem(join(keys), "is no definition: only natria's own cards hold any", fix)


def _materials(cell: Mapping[str, Any]) -> Iterator[Problem]:
    for name, raw in table(cell, "material").items():
        card = {"name": name, **materials().get(name, {}), **(raw if isinstance(raw, Mapping) else {})}
        yield from (Problem(f"{join(['material', name])}.{p.where}", p.what, p.fix) for p in problems_of_card(card))
    known = {*materials(), *table(cell, "material")}
    for path, name in _material_names(cell):
        if name not in known:
            near = did_you_mean(name, known)
            fix = f"{near} or describe it" if near else "describe it"
            yield Problem(path, f"there is no material {name!r}", f"{fix} under [{join(['material', name])}]")


def _material_names(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every name of a material with its path; what is not a table or a text the schema reports."""
    for electrode in ("working", "counter"):
        yield from _texts(table(cell, electrode), ("material",), [electrode])
        yield from ((join([electrode, "fractions", name]), name) for name in table(cell, electrode, "fractions"))
    for layer in table(cell, "electrolyte"):
        yield from _texts(table(cell, "electrolyte", layer), ("material", "separator"), ["electrolyte", layer])
    for layer in table(cell, "interphase"):
        phases = table(cell, "interphase", layer, "phases")
        yield from ((join(["interphase", layer, "phases", name]), name) for name in phases)
    yield from _texts(table(cell, "reaction"), ("product",), ["reaction"])
    yield from ((join(["reaction", "reactants", name]), name) for name in table(cell, "reaction", "reactants"))


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
    if found:
        return
    kind = design.word("cell")
    for place, sentence in enumerate(steps, start=1):
        verb = sentence.split()[0]
        if verb not in (*VERBS.get(kind, ()), "repeat", "raise") and kind in VERBS:
            fix = f"a {kind} cell knows {', '.join(VERBS[kind])}"
            yield Problem(f"protocol.steps[{place}]", f"{verb!r} is not for a {kind} cell", fix)
    first = first_step(design.blocks(), "current")
    if first is not None and not first.name and _differ("current", first.value, settings):
        yield Problem("protocol.current", "is not the current of the first step", "write 'plate current for ..' there")
    charge = design.stated("protocol.areal_capacity")
    if charge is not None and _differ("areal_capacity", charge, settings):
        what = f"is not the charge of the first step, {show_condition('areal_capacity', charge)}"
        yield Problem("protocol.areal_capacity", what, "write 'plate .. for areal_capacity' there")


def _differ(name: str, value: float, settings: Mapping[str, tuple[str, float]]) -> bool:
    return name in settings and abs(value - settings[name][1]) > SAME * abs(value)


def _bind(design: Design) -> Iterator[Problem]:
    """A condition of a question may only land on a setting of its own kind: nature is not set by asking."""
    fix = "write a path such as 'interphase.LAYER.thickness'"
    for name, path in table(design.document, "bind").items():
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


def ensure(problems: list[Problem], source: str) -> None:
    if problems:
        raise DesignError(source, problems)
