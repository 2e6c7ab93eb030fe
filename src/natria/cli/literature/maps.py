"""natria literature map: one reported quantity against another, with designs placed among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import __version__

if TYPE_CHECKING:
    from ...explore.maps.axes import MapAxis
    from ...explore.maps.placed import PlacedDesign

OUT = Path("natria-out") / "map"


def run(
    upright: str,
    across: str,
    *,
    designs: tuple[str, ...],
    system: str,
    given: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...],
    **chosen: Any,
) -> None:
    """Draw a map, place the designs, and write the page."""
    from rich.console import Console

    from ...explore.maps.axes import read_map_axis
    from ...explore.maps.mapped import LiteratureMap, map_document
    from ...explore.maps.placed import card_points
    from ...explore.maps.points import map_points
    from ...literature import library
    from ...report import ensure_writable
    from ...report.maps.files import print_map, write_map
    from .facts import query_of

    y, x = read_map_axis(upright), read_map_axis(across)
    out = out or (None if as_json else OUT / f"{y.word}-{x.word}")
    if out is not None:
        ensure_writable(out, "map of the literature", inputs=map(Path, designs))
    wanted = query_of(quantity="", between="", **chosen)
    placed = tuple(one for name in designs for one in _placed(name, system, given, papers, (x, y)))
    made = LiteratureMap(x, y, map_points(library(*papers), x, y, wanted), card_points(x, y), placed)
    page = write_map(made, out, __version__) if out is not None else None
    if as_json:
        click.echo(json.dumps(map_document(made, __version__), indent=1, allow_nan=False))
    else:
        print_map(made, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)


def _placed(
    name: str, system: str, given: tuple[str, ...], papers: tuple[Path, ...], axes: tuple[MapAxis, MapAxis]
) -> Iterator[PlacedDesign]:
    """Yield a system of a case, or with `--system all` each that has a value."""
    from ...explore.maps.placed import ALL, place_systems
    from ...studies.opening.case import open_case

    case = open_case(name, papers=papers, system="" if system == ALL else system)
    yield from place_systems(case, system, *axes, given)
