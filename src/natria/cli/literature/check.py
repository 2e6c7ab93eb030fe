"""natria literature check."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING

import click

from ...quantity.text.printable import printable

if TYPE_CHECKING:
    from ...literature import Library, Look

WORDS = {"contradiction": "contradictions", "caution": "cautions", "passed": "passed"}
NARROW, PIPED = 60, 120  # columns used where the terminal is narrower or unknown


def run(paper: str, *, passed: bool, as_json: bool, papers: tuple[Path, ...] = ()) -> None:
    """Print the results of the literature checks, with their arithmetic and the number of checks."""
    from ...literature import check, library

    here = library(*papers)
    _known(paper, here)
    outcomes = [look for look in check(here) if not paper or any(f.startswith(f"{paper}:") for f in look.facts)]
    if as_json:
        click.echo(json.dumps([asdict(look) for look in outcomes], indent=1))
        return
    for outcome in ("contradiction", "caution", *(("passed",) if passed else ())):
        found = [look for look in outcomes if look.outcome == outcome]
        if found:
            click.secho(f"{WORDS[outcome]}: {len(found)}", bold=True)
            _by_rule(found)
            click.echo()
    _totals(outcomes)
    if not passed:
        click.echo("what passed, with its arithmetic: natria literature check --passed")


def _known(paper: str, here: Library) -> None:
    from ...quantity import LiteratureError, Problem, did_you_mean

    if paper and paper not in here.papers:
        fix = did_you_mean(paper, here.papers) or f"known: {', '.join(sorted(here.papers))}"
        raise LiteratureError("the literature", [Problem(paper, "no such paper here", fix)])


def _by_rule(outcomes: Sequence[Look]) -> None:
    for rule in dict.fromkeys(look.rule for look in outcomes):
        click.echo(f"  {rule}")
        for look in (one for one in outcomes if one.rule == rule):
            click.echo(printable(_wrapped(look.arithmetic, 4)))
            if look.says:
                click.echo(printable(_wrapped(f"-> {look.says}", 6)))


def _wrapped(text: str, indent: int) -> str:
    width = max(get_terminal_size((PIPED, 24)).columns, NARROW)
    first, later = " " * indent, " " * (indent + 4)
    return fill(
        text, width, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _totals(outcomes: Sequence[Look]) -> None:
    count = Counter((look.rule, look.outcome) for look in outcomes)
    rules = dict.fromkeys(look.rule for look in outcomes)
    wide = max(map(len, (*rules, "looked at")))
    click.echo(f"{'checked':{wide}}  {'passed':>6}  {'caution':>7}  {'contradiction':>13}")
    for rule in rules:
        numbers = (count[rule, o] for o in ("passed", "caution", "contradiction"))
        click.echo(f"{rule:{wide}}  {next(numbers):>6}  {next(numbers):>7}  {next(numbers):>13}")
    facts = {f for look in outcomes for f in look.facts}
    click.echo(f"{len(outcomes)} checks of {len(facts)} facts")
