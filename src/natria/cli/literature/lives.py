"""natria literature lives: what reported lives depend on, and how little the rows can tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import __version__

if TYPE_CHECKING:
    from ...explore.lives.analysis import LifeAnalysis
    from ...literature import Library
    from ...report.lives.files import DesignLives

OUT = Path("natria-out") / "lives"
USUAL = "current,capacity,class"
LIFE = "cycling_time"


def run(
    *,
    quantity: str,
    cell: str,
    by: str,
    name: str,
    system: str,
    given: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...],
    **chosen: Any,
) -> None:
    """Analyse the reported lives that the search options find, and write the page."""
    from rich.console import Console

    from ...explore.lives.analysis import analyse_lives
    from ...explore.lives.rows import SYMMETRIC
    from ...literature import library
    from ...report import ensure_writable
    from ...report.lives.files import full_document, print_lives, write_lives
    from .facts import query_of

    out = out or (None if as_json else OUT)
    if out is not None:
        ensure_writable(out, "reported lives", inputs=[Path(name)] if name else [])
    here = library(*papers)
    wanted = query_of(quantity="", between="", cell=cell or SYMMETRIC, **chosen)
    with Console(stderr=True).status("fitting reported lives"):
        made = analyse_lives(here, quantity or LIFE, by or USUAL, wanted)
        design = _design(made, here, name, system, given=given, papers=papers) if name else None
    page = write_lives(made, out, __version__, design) if out is not None else None
    if as_json:
        click.echo(json.dumps(full_document(made, __version__, design), indent=1, allow_nan=False))
    else:
        print_lives(made, Console(), design)
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)


def _design(
    made: LifeAnalysis, here: Library, name: str, system: str, *, given: tuple[str, ...], papers: tuple[Path, ...]
) -> DesignLives:
    from ...explore.lives.bounds import physical_bounds
    from ...explore.lives.expected import expected_lives
    from ...report.lives.files import DesignLives
    from ...studies import Studio
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given, with_given

    case = open_case(name, papers=papers, system=system)
    of = system or case.base.name
    studio = Studio(case)
    design = with_given(studio.design(of), read_given(given)) if given else studio.design(of)
    models = [made.bare, *made.alone, *([made.together] if made.together else [])]
    own = tuple(f for f in here.facts.values() if f.question.of == of)
    return DesignLives(of, expected_lives(models, design, here), physical_bounds(studio, design), own)
