"""natria literature check."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..literature import Look

WORDS = {"contradiction": "contradictions", "caution": "cautions", "passed": "passed"}


def run(paper: str, *, passed: bool, as_json: bool, papers: tuple[Path, ...] = ()) -> None:
    """What the rules found, with the arithmetic of each, and how much they looked at."""
    from ..literature import check, library

    looks = [
        look for look in check(library(*papers)) if not paper or any(f.startswith(f"{paper}:") for f in look.facts)
    ]
    if as_json:
        click.echo(json.dumps([asdict(look) for look in looks], indent=1))
        return
    for outcome in ("contradiction", "caution", *(("passed",) if passed else ())):
        found = [look for look in looks if look.outcome == outcome]
        if found:
            click.secho(f"{WORDS[outcome]}: {len(found)}", bold=True)
        _by_rule(found)
    _totals(looks)
    if not passed:
        click.echo("what passed, with its arithmetic: natria literature check --passed")


def _by_rule(looks: list[Look]) -> None:
    for rule in dict.fromkeys(look.rule for look in looks):
        click.echo(f"  {rule}")
        for look in (one for one in looks if one.rule == rule):
            click.echo(f"    {look.arithmetic}" + (f"\n        {look.says}" if look.says else ""))


def _totals(looks: list[Look]) -> None:
    count = Counter((look.rule, look.outcome) for look in looks)
    rules = dict.fromkeys(look.rule for look in looks)
    wide = max(map(len, (*rules, "rule")), default=4)
    click.echo(f"\n{'looked at':{wide}}  {'passed':>6}  {'caution':>7}  {'contradiction':>13}")
    for rule in rules:
        numbers = (count[rule, o] for o in ("passed", "caution", "contradiction"))
        click.echo(f"{rule:{wide}}  {next(numbers):>6}  {next(numbers):>7}  {next(numbers):>13}")
    facts = {f for look in looks for f in look.facts}
    click.echo(f"{len(looks)} looks at {len(facts)} facts")
