"""What the subcommands share at their end: files, then JSON or text; and options with a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...report.common.folder import Kind


@dataclass(frozen=True)
class TableRows:
    """A table that is printed; with `one_line` only its last column wraps."""

    heads: Sequence[str]
    rows: Iterable[Sequence[str]]
    one_line: bool = False


@dataclass(frozen=True)
class CommandResult:
    """A result of a command: a document for --json, the text in its place, and the files of a folder.

    `kind` is what the folder holds, `names` what the last lines call its files ("": the folder).
    """

    document: Callable[[], dict[str, Any]]
    text: Callable[[], Iterable[str | TableRows]]
    files: Callable[[], Mapping[str, bytes]]
    kind: Kind
    names: Mapping[str, str] = field(default_factory=dict)


def show(result: CommandResult, *, out: Path | None, as_json: bool) -> None:
    """Write the files where a folder is given, then print.

    Files come first: a pipe that closes early (| head) must not cost the run.
    """
    import json

    import click

    from ...report import write_folder

    if out is not None:
        write_folder(result.files(), out, result.kind)
    if as_json:
        click.echo(json.dumps(result.document(), indent=1, allow_nan=False))
    else:
        for block in result.text():
            if isinstance(block, TableRows):
                print_table(block)
            else:
                click.echo(block)
    if out is not None:
        lines = [f"{name}: {out / file}" for name, file in result.names.items()]
        click.echo("\n" + "\n".join(lines), err=as_json)


def print_table(table: TableRows) -> None:
    """Print a table; nothing without a row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(table.heads, start=1):
        shown.add_column(head, no_wrap=table.one_line and place < len(table.heads))
    for row in table.rows:
        shown.add_row(*row)
    if shown.row_count:
        Console().print(shown)


def evaluations_line(evaluate: Any) -> str:
    """How many evaluations were computed and how many came from the store."""
    return f"evaluations: {evaluate.calls} computed, {evaluate.found} from the store"


def si_option(text: str, unit: str, option: str) -> float:
    """The SI value of an option such as '600 K'."""
    from math import isfinite

    from ...quantity import InputError, NatriaError, Problem, parse_quantity

    fix = f"give a number with a unit of {unit}"
    try:
        value = parse_quantity(text, unit)[0]
    except NatriaError as bad:
        raise InputError(option, [Problem("", str(bad), fix)]) from None
    if not isfinite(value):
        raise InputError(option, [Problem("", f"{text!r} is not a finite number", fix)])
    return value
