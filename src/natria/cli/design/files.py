"""natria design: check, paths, schema, materials."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...quantity.text.printable import printable

if TYPE_CHECKING:
    from ...design import Design


def check(file: Path, papers: tuple[Path, ...] = ()) -> None:
    from ...design import StudyTable, lacks, read_case, unusual_sizes
    from ...studies import Studio, check_study
    from ...studies.opening.measured_values import measured_findings

    case = read_case(file, file.stem, papers, measured_findings)
    check_study(case)
    base = case.base
    layers = {where: base.names(where) for where in ("electrolyte", "interphase")}
    click.echo(f"{file}: no errors")
    click.echo(
        f"  {base.name}: {base.word('cell')} cell; "
        + "; ".join(f"{w}: {', '.join(n) or 'none'}" for w, n in layers.items())
    )
    for system, variant in case.variants.items():
        click.echo(printable(f"  {system}: {variant.words}"))
    designs: dict[str, Design] = {system: case.design(system) for system in case.systems}
    cautions = {(c.path, c.what, c.fix): None for design in designs.values() for c in unusual_sizes(design)}
    _listed("unusual numbers; check the unit:", [f"{path}: {what} ({fix})" for path, what, fix in cautions])
    _needed(Studio(case).design(base.name), file, has_study=case.study != StudyTable())
    missing = lacks(base)
    _listed(
        "not given, so others cannot compare a result of this cell:",
        [f"{lack.path}: {lack.what} ({lack.why})" for lack in missing],
    )
    assumed = base.assumed()
    _listed(
        "assumed without a source; results that use it are conditional:",
        [f"{path}: {why}" for path, why in assumed.items()],
    )


def _listed(head: str, lines: list[str]) -> None:
    if lines:
        click.echo(printable(f"  {head}"))
        for line in lines:
            click.echo(printable(f"    {line}"))


def _needed(design: Design, file: Path, *, has_study: bool) -> None:
    """Print what a simulation, closed forms and a study still need, with the lines to add."""
    from ...studies.needs import lines_of, needs_of_criteria, needs_of_simulation

    needs = needs_of_simulation(design)
    lines = [line for table, rows in lines_of(needs.paths).items() for line in (f"[{table}]", *rows)]
    _listed("a simulation needs these lines as well:", lines)
    if needs.why:
        click.echo(printable(f"  a simulation is refused: {needs.why}"))
    if needs.is_met:
        click.echo(f"  simulation: ready (natria simulate {file})")
    found = needs_of_criteria(design)
    count = sum(one.is_met for one in found)
    click.echo(f"  closed forms: {count} of {len(found)} quantities can be answered")
    with_more: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        if one.paths and not one.why:
            with_more.setdefault(one.paths, []).append(one.what)
    ranked = sorted(with_more.items(), key=lambda row: (len(row[0]), -len(row[1])))
    _listed("more can be answered with", [f"{', '.join(paths)}: {', '.join(names)}" for paths, names in ranked])
    if not has_study:
        click.echo("  no [study]: a study shows the voltage budget and what closed forms answer; it compares nothing")


def paths(file: Path, system: str, as_json: bool, papers: tuple[Path, ...] = ()) -> None:
    """Print every number of a design that can be varied, with its path."""
    from ...design import Unanswerable, numbers_of
    from ...quantity import NatriaError, show_value
    from ...studies.opening.case import open_case

    case = open_case(str(file), papers=papers, system=system)
    design = case.design(system or case.base.name)
    rows = []
    for path, number in numbers_of(design):
        try:
            value = show_value(design.finding(path))
        except (NatriaError, Unanswerable) as no:
            value = str(no)
        rows.append({"path": path, "value": value, "term": number.term, "kind": number.role})
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    click.echo(f"{design.name}: numbers that --set, a sweep, a what-if or natria calibrate can vary")
    wide = max(len(row["path"]) for row in rows) if rows else 0
    for row in rows:
        click.echo(
            printable(f"  {row['path']:{wide}}  {row['value']}  ({row['kind']}: {row['term'].replace('_', ' ')})")
        )


def schema() -> None:
    from ...design import CaseFile

    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **CaseFile.model_json_schema()}
    click.echo(json.dumps(document, indent=1))


def materials() -> None:
    """Print every material card by kind, with its description."""
    from ...design import materials as cards

    known = sorted(cards().values(), key=lambda card: (card["kind"], card["name"].lower()))
    for kind in dict.fromkeys(card["kind"] for card in known):
        click.echo(f"{kind}:")
        for card in (one for one in known if one["kind"] == kind):
            says = f": {card['says']}" if card.get("says") else ""
            click.echo(printable(f"    {card['name']}{says}"))
