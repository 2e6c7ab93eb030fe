"""natria sweep --answer: closed forms at many points of a design."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ... import __version__
from .sweep import ProgressLine, SweepOptions, resumable

if TYPE_CHECKING:
    from ...design import Case, Design
    from ...store import Store


def open_design(asked: SweepOptions) -> tuple[Design, Store]:
    """Return the design of a system with its fits and overrides, and the store."""
    from ...studies.opening.case import open_case

    case, kept = open_case(asked.name, papers=asked.papers, system=asked.system), asked.kept()
    return design_of(case, asked.system, asked.given, kept), kept


def design_of(case: Case, system: str, given: tuple[str, ...], kept: Store) -> Design:
    """Return the design of a system of a case with its fits and overrides."""
    from ...studies import Studio
    from ...studies.opening.overrides import BY, read_given, with_given

    design = Studio(case, store=kept).design(system or case.base.name)
    return with_given(design, read_given(given), BY) if given else design


def ensure_no_cycles(asked: SweepOptions) -> None:
    """Refuse --cycles where no cell is simulated."""
    if asked.cycles is not None:
        raise click.UsageError("--cycles: closed forms have no cycles; leave it out, or leave out --answer")


def run_answers(asked: SweepOptions) -> int:
    """Answer terms at all points, write the page, and return the exit code."""
    from rich.console import Console

    from ...explore.answers import evaluate_answers
    from ...explore.runners import runner
    from ...explore.sensitivity import sensitivity
    from ...report.sweep.answers import AnswersPage, full_answers_document, print_answers, write_answers

    ensure_no_cycles(asked)
    points, screen = asked.points()
    design, kept = open_design(asked)
    out = asked.folder(design.name)
    place = runner(asked.on or "here", asked.workers)
    with Console(stderr=True).status(f"answering for {design.name}") as status, place as by:
        tell = ProgressLine(status.update, design.name, f"{len(points):,} points")
        with resumable(tell, keeps=kept.path is not None):
            found = evaluate_answers(design, points, asked.terms, store=kept, runner=by, tell=tell)
    name = asked.of or found.names[0]
    matters = (
        sensitivity(screen, name, found.column(name), asked.seed, unit=found.unit(name)) if screen is not None else None
    )
    made = AnswersPage(found, matters)
    page = write_answers(made, out, __version__) if out is not None else None
    if asked.as_json:
        click.echo(json.dumps(full_answers_document(made, __version__), indent=1, allow_nan=False))
    else:
        print_answers(made, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=asked.as_json)
    return 0
