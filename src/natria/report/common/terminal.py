"""Output on the terminal: escaped text, indented lines, tables, and the style of each verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...quantity import printable

if TYPE_CHECKING:
    from rich.console import Console

STYLE = {
    "input": "dim",
    "check": "bright_cyan",
    "fit": "yellow",
    "conditional": "cyan",
    "prediction": "bold green",
    "sourced": "green",
    "measurement": "blue",
    "refused": "red",
    "not comparable": "magenta",
}
WIDE = 120  # columns of a terminal from which reasons fit into a table


def plain(text: str) -> str:
    """Escape text of papers and designs, so that it is read neither as markup nor by the terminal."""
    from rich.markup import escape

    return escape(printable(text))


def say(console: Console, text: str, indent: int = 0) -> None:
    """Print a paragraph with an indent."""
    from rich.padding import Padding

    console.print(Padding(text, (0, 0, 0, indent)), highlight=False)


def table(title: str, *heads: str) -> Any:
    """Return an empty rich table with a title and column heads."""
    from rich import box
    from rich.table import Table

    made = Table(title=f"\n[bold]{title}[/]", title_justify="left", title_style="", box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        made.add_column(head, overflow="fold")
    return made
