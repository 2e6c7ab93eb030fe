"""natria design check and natria design schema."""

from __future__ import annotations

import json
from pathlib import Path

import click


def check(file: Path, papers: tuple[Path, ...] = ()) -> None:
    from ..design import lacks, read_case
    from ..studies import check_study
    from ..studies.measured_values import measured_findings

    case = read_case(file, file.stem, papers, measured_findings)
    check_study(case)
    base = case.base
    layers = {where: base.names(where) for where in ("electrolyte", "interphase")}
    click.echo(f"{file}: good")
    click.echo(
        f"  {base.name}: {base.word('cell')} cell; "
        + "; ".join(f"{w}: {', '.join(n) or 'none'}" for w, n in layers.items())
    )
    for system, variant in case.variants.items():
        click.echo(f"  {system}: {variant.words}")
    if missing := lacks(base):
        click.echo("  not given, so others cannot compare a result of this cell:")
        for lack in missing:
            click.echo(f"    {lack.path}: {lack.what} ({lack.why})")
    assumed = base.assumed()
    if assumed:
        click.echo("  assumed without a source; results that use it are conditional:")
        for path, why in assumed.items():
            click.echo(f"    {path}: {why}")


def schema() -> None:
    from ..design import CaseFile

    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **CaseFile.model_json_schema()}
    click.echo(json.dumps(document, indent=1))


def materials() -> None:
    """Print every material card by kind, with its description."""
    from ..design import materials as cards

    known = sorted(cards().values(), key=lambda card: (card["kind"], card["name"].lower()))
    for kind in dict.fromkeys(card["kind"] for card in known):
        click.echo(f"{kind}:")
        for card in (one for one in known if one["kind"] == kind):
            says = f": {card['says']}" if card.get("says") else ""
            click.echo(f"    {card['name']}{says}")
