"""Checks of one cell: units, sources, materials, shares, protocol. All problems are found at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from pydantic import ValidationError

from ...literature import Library
from ...quantity import CONDITIONS, Finding, NatriaError, Problem, did_you_mean, show_condition, term
from ...quantity import number as shown
from ...quantity.validation import problems_of
from ..materials import materials, problems_of_card
from ..paths import join, split, table, tables_of
from ..places import FACES, is_by_term, number_at
from ..protocol import Block, first_step
from ..protocol import problems as protocol_problems
from ..schema.document import DesignTable
from ..values import GROUNDS, Unanswerable, context_of, definitions, problems_of_properties
from .sizes import impossible_sizes

VERBS = {  # steps allowed for each kind of cell
    "symmetric": ("plate", "strip", "rest"),
    "half": ("plate", "strip", "rest"),
    "full": ("charge", "discharge", "hold", "rest"),
}
SOLIDS = ("solid electrolyte", "phase")  # kinds of cards of a layer that holds no liquid
PORES = ("porosity", "macmullin_number")  # of an interphase layer that is filled
PORE_EXPONENT = "properties.pore_exponent"  # stands in for the MacMullin number
SAME = 1e-9  # relative difference up to which two settings are equal
SUM_TOLERANCE = 1e-3  # shares are written in per cent with a decimal or two


class CheckedCell(Protocol):
    """The part of a design that the checks read."""

    @property
    def name(self) -> str: ...
    @property
    def document(self) -> Mapping[str, Any]: ...
    @property
    def library(self) -> Library: ...
    def get(self, path: str) -> Any: ...
    def word(self, path: str) -> str: ...
    def names(self, path: str) -> tuple[str, ...]: ...
    def has(self, path: str) -> bool: ...
    def card(self, material: str) -> Mapping[str, Any]: ...
    def materials_at(self, table: str) -> tuple[str, ...]: ...
    def finding(self, path: str) -> Finding: ...
    def blocks(self) -> tuple[Block, ...]: ...
    def stated(self, path: str) -> float | None: ...
    def protocol_settings(self) -> dict[str, tuple[str, float]]: ...


def problems_of_cell(design: CheckedCell) -> list[Problem]:
    """Return the problems of one cell, without variants and study."""
    cell, papers = design.document, design.library
    found: list[Problem] = []
    try:
        DesignTable.model_validate(cell, context=context_of(papers))
    except ValidationError as bad:
        found = problems_of(bad, DesignTable)
    wrong = {p.where for p in found}
    more = (
        *_definitions(cell),
        *_properties(cell, papers),
        *_materials(cell, papers),
        *_layers(cell),
        *_shares(design),
        *_protocol(design),
        *_bind(cell),
        *(() if found else (*_pores(design), *_filled(design), *_filled_electrodes(design), *impossible_sizes(design))),
    )
    return [*found, *(p for p in more if p.where not in wrong)]


def _layers(cell: Mapping[str, Any]) -> Iterator[Problem]:
    """Names of layers must be unique, because a question names a part by its name alone."""
    names = [(kind, name) for kind in ("electrolyte", "interphase") for name in table(cell, kind)]
    count = Counter(name for _, name in names)
    for kind, name in names:
        if name == FACES:
            yield Problem(join([kind, name]), f"{name!r} already names both faces", "give the layer another name")
        elif count[name] > 1 and kind == "interphase":
            yield Problem(join([kind, name]), f"there is a layer {name!r} in the electrolyte too", "rename one")
    if "#" in str(cell.get("name", "")):
        yield Problem("name", "contains '#', which separates a system from its part in questions", "leave it out")


def _properties(cell: Mapping[str, Any], papers: Library) -> Iterator[Problem]:
    """Check properties by term, each at its key; a term with a key of its own is read only there."""
    for keys in map(split, tables_of(cell, [])):
        if keys[0] == "material" or not is_by_term(keys):
            continue  # cards are checked as cards
        written = table(cell, *keys)
        yield from (Problem(join([*keys, p.where]), p.what, p.fix) for p in problems_of_properties(written, papers))
        for name in written:
            own = join([*keys[:-1], name])
            if keys[-1] == "properties" and number_at(own) is not None:
                yield Problem(join([*keys, name]), "has a key of its own in this table", f"write it as {own}")


def _definitions(cell: Mapping[str, Any]) -> Iterator[Problem]:
    """Find numbers of a design with the ground `definition`; only cards shipped with natria may have it."""
    fix = f"write one of {', '.join(g for g in GROUNDS if g != 'definition')}, and a std; a setting is a text, '3 um'"
    for keys in definitions(cell):
        yield Problem(join(keys), "cannot have the ground definition: only natria's own cards may", fix)


def _materials(cell: Mapping[str, Any], papers: Library) -> Iterator[Problem]:
    for name, raw in table(cell, "material").items():
        card = {"name": name, **materials().get(name, {}), **(raw if isinstance(raw, Mapping) else {})}
        where = join(["material", name])
        yield from (Problem(f"{where}.{p.where}", p.what, p.fix) for p in problems_of_card(card, papers))
    known = {*materials(), *table(cell, "material")}
    for path, name in _material_names(cell):
        if name not in known:
            near = did_you_mean(name, known)
            fix = f"{near} or describe it" if near else "describe it"
            yield Problem(path, f"there is no material {name!r}", f"{fix} under [{join(['material', name])}]")


def _material_names(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return every name of a material with its path; the schema reports what is not a table or a text."""
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


def _shares(design: CheckedCell) -> Iterator[Problem]:
    """Shares of a whole must sum to one.

    The sum is not checked where a share waits for a fit or is invalid.
    """
    tables = [join(["interphase", layer, "phases"]) for layer in design.names("interphase")]
    for path in (*tables, "working.fractions", "counter.fractions"):
        shares = [_share(design, join([*split(path), name])) for name in design.names(path)]
        known = [s for s in shares if s is not None]
        if shares and len(known) == len(shares) and abs(sum(known) - 1) > SUM_TOLERANCE:
            parts = " + ".join(f"{shown(100 * s)} %" for s in known)
            what = f"the shares sum to {shown(100 * sum(known), 4)} % ({parts}), not 100 %"
            yield Problem(path, what, "add the missing phase, or correct a share")


def _pores(design: CheckedCell) -> Iterator[Problem]:
    """Find a porosity that no model would read: of a solid, or of a layer without a MacMullin number."""
    for layer in design.names("electrolyte"):
        path = join(["electrolyte", layer])
        if design.get(f"{path}.porosity") is None:
            continue
        if design.card(str(design.get(f"{path}.material"))).get("kind") in SOLIDS:
            what = "has no effect: the layer is a solid, and its conductivity is that of the pellet with its pores"
            yield Problem(f"{path}.porosity", what, f"leave it out, and give {path}.ionic_conductivity as measured")
        elif not design.has(f"{path}.macmullin_number"):
            what = "has no effect: how it slows down transport is given by the MacMullin number, which is missing"
            yield Problem(f"{path}.porosity", what, "add macmullin_number, or name the separator")


def _filled_electrodes(design: CheckedCell) -> Iterator[Problem]:
    """Find pores of an electrode that no layer of the electrolyte fills."""
    for side in ("working", "counter"):
        path, layers = f"{side}.pores.filled_by", design.names("electrolyte")
        filling = design.word(path)
        if filling and filling not in layers:
            near = did_you_mean(filling, layers) or "write the name of an electrolyte layer"
            yield Problem(path, f"there is no electrolyte layer {filling!r}", near)


def _filled(design: CheckedCell) -> Iterator[Problem]:
    """Find pores of an interphase layer without a liquid in them, and a filling without pores or a liquid."""
    for layer in design.names("interphase"):
        path = join(["interphase", layer])
        filling = design.word(f"{path}.filled_by")
        given = [name for name in PORES if design.get(f"{path}.{name}") is not None]
        exponent = design.get(f"{path}.{PORE_EXPONENT}") is not None
        if not filling:
            for name in [*given, *([PORE_EXPONENT] if exponent else [])]:
                what = "has no effect: nothing fills the pores of this layer"
                fix = 'add filled_by = "NAME OF THE ELECTROLYTE LAYER", or leave it out'
                yield Problem(f"{path}.{name}", what, fix)
            continue
        if filling not in design.names("electrolyte"):
            near = did_you_mean(filling, design.names("electrolyte")) or "write the name of an electrolyte layer"
            yield Problem(f"{path}.filled_by", f"there is no electrolyte layer {filling!r}", near)
        elif design.card(str(design.get(f"electrolyte.{filling}.material"))).get("kind") in SOLIDS:
            what = f"{filling} is a solid, which fills no pores"
            yield Problem(f"{path}.filled_by", what, "leave it out, or name a liquid or a gel")
        for name in PORES:
            if name not in given and not (name == "macmullin_number" and exponent):
                fix = f'add {name} = {{ value = .., unit = "1", why = ".." }}'
                yield Problem(f"{path}.{name}", "is missing: the layer has pores that are filled", fix)
        if exponent and "macmullin_number" in given:
            what = "has no effect: macmullin_number is given"
            yield Problem(f"{path}.{PORE_EXPONENT}", what, "leave out one of the two")


def _share(design: CheckedCell, path: str) -> float | None:
    place = number_at(path)
    try:
        found = place.finding(design.get(path), design.name, {}, design.library) if place else None
    except NatriaError:
        return None  # reported by the schema
    return None if found is None else found.value


def _protocol(design: CheckedCell) -> Iterator[Problem]:
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
            fix = f"steps of a {kind} cell: {', '.join(VERBS[kind])}"
            yield Problem(f"protocol.steps[{place}]", f"{verb!r} is not a step of a {kind} cell", fix)
    first = first_step(design.blocks(), "current")
    if first is not None and not first.name and _differ("current", first.value, settings):
        yield Problem("protocol.current", "is not the current of the first step", "write 'plate current for ..' there")
    charge = design.stated("protocol.areal_capacity")
    if charge is not None and _differ("areal_capacity", charge, settings):
        what = f"is not the charge of the first step, {show_condition('areal_capacity', charge)}"
        yield Problem("protocol.areal_capacity", what, "write 'plate .. for areal_capacity' there")
    low, high = (settings.get(name, ("", None))[1] for name in ("lower_voltage", "upper_voltage"))
    if low is not None and high is not None and low >= high:
        what = f"is {low:g} V, not below the upper cut-off of {high:g} V"
        yield Problem("protocol.lower_voltage", what, "correct lower_voltage or upper_voltage")


def _differ(name: str, value: float, settings: Mapping[str, tuple[str, float]]) -> bool:
    return name in settings and abs(value - settings[name][1]) > SAME * abs(value)


def _bind(cell: Mapping[str, Any]) -> Iterator[Problem]:
    """Conditions may only be bound to settings of their own kind, never to material properties."""
    fix = "write a path such as 'interphase.LAYER.thickness'"
    for name, path in table(cell, "bind").items():
        if not isinstance(path, str):
            continue  # reported by the schema
        where = join(["bind", name])
        if name not in CONDITIONS:
            yield Problem(where, "is not a condition", did_you_mean(name, CONDITIONS))
        elif (number := number_at(path)) is None:
            yield Problem(where, f"{path!r} is not the path of a number", fix)
        elif number.role != "setting":
            yield Problem(where, f"{path} is a material property, not a setting", fix)
        elif term(number.term).unit != CONDITIONS[name].unit:
            yield Problem(where, f"{path} is a {number.term} in {term(number.term).unit}, not a {name}", fix)
