"""What the subcommands print and read alike: tables, and options that are a number with a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; nothing without a row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        Console().print(table)


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
