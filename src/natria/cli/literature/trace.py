"""natria trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...quantity.errors import BookError, Problem, did_you_mean
from ...quantity.text.printable import printable
from ..study import OUT

if TYPE_CHECKING:
    from ...quantity import Finding

WIDTH = 100  # of a line of prose below the tree


def run(name: str, source: Path | None, papers: tuple[Path, ...] = ()) -> None:
    from ...literature import library
    from ...quantity import find, trace

    book: dict[str, Finding] = dict(library(*papers).facts) if source is None else {}
    if name in book:
        click.echo(printable(trace(book[name])))
        return
    for file in _files(source):
        book |= _load(file)
    if not any(key.startswith(name) for key in book):
        hint = did_you_mean(name, book)
        where = f"in {source}" if source else f"among the facts and the studies under {OUT}"
        fix = hint if hint.startswith("did") else "run 'natria study CASE' first, or name its folder with --from"
        raise BookError("natria trace", [Problem(name, f"no such finding {where}", fix)])
    found = find(book, name)
    click.echo(printable(trace(found)))
    for line in _objections(found):
        click.echo(line)


def _objections(found: Finding) -> Iterator[str]:
    """What an expert would object to in the models behind a finding, wrapped for the terminal."""
    from textwrap import wrap

    from ...studies import objections_behind

    objections = objections_behind(found)
    if objections:
        yield "\nWhat an expert would object to"
    for model, objection in objections.items():
        yield from wrap(f"{model}: {objection}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _files(source: Path | None) -> list[Path]:
    if source is None:
        return sorted(OUT.glob("*/findings.json"))
    file = source / "findings.json" if source.is_dir() else source
    return [file]


def _load(file: Path) -> dict[str, Finding]:
    from ...quantity import read_text_file
    from ...studies import read_study

    try:
        document = json.loads(read_text_file(file))
    except OSError as bad:
        fix = "name a findings.json or the folder of a study"
        raise BookError(str(file), [Problem("", f"cannot be opened: {bad.strerror}", fix)]) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as bad:
        raise BookError(str(file), [Problem("", f"is not readable as JSON: {bad}", "run the study again")]) from None
    if not isinstance(document, dict):
        raise BookError(str(file), [Problem("", "is not a findings document", "name a findings.json")])
    return read_study(document, str(file))
