"""Checks of the [study] of a design file: facts, fits, questions, sweeps and their references.

A row that the schema refuses is left to the schema's own report; every other row is checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ...literature import Library
from ...quantity import TERMS, DesignError, NatriaError, Problem, did_you_mean, parse_condition, parse_quantity, term
from ...quantity.validation import show_path
from ..axis import scale_of
from ..materials import materials
from ..paths import join, split, table
from ..places import number_at
from ..schema.study import AskTable, Axis, FitTable, Map, Sweep

Row = TypeVar("Row", bound=BaseModel)


def problems_of_study(document: Mapping[str, Any], designs: list[str], papers: Library) -> Iterator[Problem]:
    """Return the problems of the [study] of a file; its facts are looked up in a library."""
    study = table(document, "study")
    yield from _targets(study, papers)
    yield from _stands_for(study, designs, papers)
    for path, fit in _fits(study):
        yield from _fit(fit, path, papers)
    subjects = [*designs, *materials(), *table(document, "material")]  # of a phase, by its card
    for path, ask in _listed(study, "ask", AskTable):
        yield from _question(ask.name, [ask.of], ask.at, subjects, path)
    ids: set[str] = set()
    for path, sweep in _listed(study, "sweep", Sweep):
        if sweep.id in ids:
            yield Problem(
                show_path([*path, "id"]), f"{sweep.id!r} is the id of an earlier sweep", "give it another one"
            )
        ids.add(sweep.id)
        if sweep.profile and sweep.what_if:
            what = "has no effect on the profiles: they are drawn of the case alone"
            yield Problem(
                show_path([*path, "what_if"]), what, "write the profile as a sweep of its own, or leave it out"
            )
        yield from _sweep(sweep, path, designs, table(study, "what_if"))
    drawn: set[str] = set()
    for path, map_ in _listed(study, "map", Map):
        if map_.id in drawn:
            yield Problem(show_path([*path, "id"]), f"{map_.id!r} is the id of an earlier map", "give it another one")
        drawn.add(map_.id)
        yield from _map(map_, path, designs)
    budget = study.get("budget")
    for place, name in enumerate(budget if isinstance(budget, list) else []):
        if str(name) not in designs:
            where = show_path(["study", "budget", place])
            yield Problem(where, f"there is no design {name!r} here", did_you_mean(str(name), designs))
    yield from _fit_references(document, study)


def _stands_for(study: Mapping[str, Any], designs: list[str], papers: Library) -> Iterator[Problem]:
    """Check each pair of a subject with facts and a design of this file; both may name a part."""
    for subject, system in table(study, "stands_for").items():
        where = show_path(["study", "stands_for", subject])
        if str(system).partition("#")[0] not in designs:
            yield Problem(where, f"there is no design {system!r} here", did_you_mean(str(system), designs))
        if subject not in papers.subjects:
            yield Problem(where, "no fact is about this", did_you_mean(subject, papers.subjects))


def _valid(schema: type[Row], raw: Any) -> Row | None:
    try:
        return schema.model_validate(raw)
    except ValidationError:
        return None


def _listed(study: Mapping[str, Any], key: str, schema: type[Row]) -> Iterator[tuple[list[str | int], Row]]:
    rows = study.get(key)
    for place, raw in enumerate(rows if isinstance(rows, list) else []):
        if (row := _valid(schema, raw)) is not None:
            yield ["study", key, place], row


def _fits(study: Mapping[str, Any]) -> Iterator[tuple[list[str | int], FitTable]]:
    """Check the fits of the study and of each what-if."""
    for keys in (["fit"], *(["what_if", what, "fit"] for what in table(study, "what_if"))):
        for name, raw in table(study, *keys).items():
            if (fit := _valid(FitTable, raw)) is not None:
                yield ["study", *keys, name], fit


def _targets(study: Mapping[str, Any], papers: Library) -> Iterator[Problem]:
    targets = study.get("targets")
    for place, target in enumerate(targets if isinstance(targets, list) else []):
        where = show_path(["study", "targets", place])
        if isinstance(target, str) and ":" in target:
            yield from _fact(target, where, papers)
        elif str(target) not in papers.papers:
            yield Problem(where, f"there is no paper {target!r}", did_you_mean(str(target), papers.papers))


def _fact(name: str, where: str, papers: Library) -> Iterator[Problem]:
    if name not in papers.facts:
        yield Problem(where, f"there is no fact {name!r}", did_you_mean(name, papers.facts))


def _fit(fit: FitTable, path: list[str | int], papers: Library) -> Iterator[Problem]:
    for place, name in enumerate(fit.data):
        yield from _fact(name, show_path([*path, "data", place]), papers)
    for name, parameter in fit.parameters.items():
        here = [*path, "parameters", name]
        if parameter.term not in TERMS:
            hint = did_you_mean(parameter.term, TERMS)
            yield Problem(show_path([*here, "term"]), f"{parameter.term!r} is not in the vocabulary", hint)
            continue
        where = show_path([*here, "start"])
        try:
            start, _ = parse_quantity(parameter.start, term(parameter.term).unit)
        except NatriaError as bad:
            yield Problem(where, bad.what, bad.fix)
            continue
        if start <= 0:
            yield Problem(where, "must be above zero", "fits search in the logarithm; give a first guess above zero")


def _question(
    name: str, systems: Iterable[str], at: Mapping[str, str], designs: list[str], path: list[str | int]
) -> Iterator[Problem]:
    if name not in TERMS:
        yield Problem(show_path([*path, "name"]), f"{name!r} is not in the vocabulary", did_you_mean(name, TERMS))
    for of in systems:
        if of.partition("#")[0] not in designs:
            hint = did_you_mean(of, designs)
            yield Problem(show_path([*path, "of"]), f"there is no design {of!r} here", hint)
    for key, text in at.items():
        yield from _condition(key, text, show_path([*path, "at", key]))


def _condition(key: str, text: str, where: str) -> Iterator[Problem]:
    try:
        parse_condition(key, text)
    except NatriaError as bad:
        yield Problem(where, bad.what, bad.fix)


def _sweep(sweep: Sweep, path: list[str | int], designs: list[str], what_ifs: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _question(sweep.name, sweep.of, sweep.at, designs, path)
    yield from _axis(sweep, path)
    for name in sweep.what_if:
        if name not in what_ifs:
            hint = did_you_mean(name, what_ifs)
            yield Problem(show_path([*path, "what_if"]), f"there is no what_if {name!r}", hint)


def _axis(axis: Axis | Sweep, path: list[str | int]) -> Iterator[Problem]:
    """Check an axis: a condition or a path, with start and stop of its kind."""
    try:
        scale_of(axis)
    except DesignError as bad:
        for problem in bad.problems:
            yield Problem(show_path([*path, problem.where]), problem.what, problem.fix)


def _map(map_: Map, path: list[str | int], designs: list[str]) -> Iterator[Problem]:
    yield from _question(map_.name, [map_.of, *map_.mark], map_.at, designs, path)
    yield from _axis(map_.x, [*path, "x"])
    yield from _axis(map_.y, [*path, "y"])


def _fit_references(document: Mapping[str, Any], study: Mapping[str, Any]) -> Iterator[Problem]:
    """Check that each {fit = "name"} names a parameter of some fit of the file, of the expected term."""
    terms: dict[str, set[str]] = {}
    for _, fit in _fits(study):
        for name, parameter in fit.parameters.items():
            terms.setdefault(name, set()).add(parameter.term)
    for where, path, name in references_of_file(document):
        if name not in terms and ":" in name:  # a fit of another file (see `others`)
            continue
        if name not in terms:
            fix = did_you_mean(name, terms) or "add it under [study.fit]"
            yield Problem(where, f"waits for the fit {name!r}, which this file does not have", fix)
            continue
        number = number_at(path)
        if number is not None and number.term not in terms[name]:
            found = " or ".join(sorted(terms[name]))
            yield Problem(
                where, f"waits for a fit of {found}, but {number.term} is expected here", "fit a parameter of its own"
            )


def references_of_file(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Return (place in the file, path in the design, name) of every {fit = ..}."""
    cell = {k: v for k, v in document.items() if k not in ("study", "variant")}
    for keys, name in _references(cell, []):
        yield join(keys), join(keys), name
    for kind in (["variant"], ["study", "what_if"]):
        for owner in table(document, *kind):
            patches = {"patch": table(document, *kind, owner, "patch")}
            alone = table(document, *kind, owner, "systems")
            patches |= {show_path(["systems", system]): table(alone, system) for system in alone}
            for key, patch in patches.items():
                for path, raw in patch.items():
                    for keys, name in _references(raw, split(path)):
                        yield f"{show_path([*kind, owner])}.{key}: {join(keys)}", join(keys), name


def _references(node: Any, path: list[str]) -> Iterator[tuple[list[str], str]]:
    if isinstance(node, Mapping):
        if set(node) == {"fit"} and isinstance(node["fit"], str):
            yield path, node["fit"]
        else:
            for key, inner in node.items():
                yield from _references(inner, [*path, key])
