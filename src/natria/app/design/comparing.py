"""The task of a comparison: designs side by side, by their closed forms and kept runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..tasks import Order, Say
from ..views import ARRAYS
from ..window import read_window
from ..workspace import VIEW, read_json, write_json

if TYPE_CHECKING:
    from ...report.described import DescribedPlot
    from ...report.described.plot import PlotSeries

COMPARED = "compared.json"
POINTS = 1000  # of a curve in an overlaid figure
CLOSED = "Closed forms"


def compare_order(order: Order, say: Say) -> None:
    """Write a comparison: what differs in the inputs, rows of numbers, overlaid figures."""
    from ...api_interface import opened_case
    from ...design.differences import differing_inputs
    from ...quantity import typeset
    from ...report.described import plain
    from ...report.described.beside import colour_of, side_rows
    from ...report.described.numbers import model_of, number_row
    from ...studies.studio import Studio

    asked = order.options["designs"]
    columns, designs, closed = [], [], []
    for place, one in enumerate(asked):
        say(f"asking the closed forms of {one['name']}", place / len(asked))
        case = opened_case(one["source"], one["system"])
        design = Studio(case).design(one["system"] or case.base.name)
        designs.append(design)
        closed.append([number_row(f, case.library, model_of) for f in _answers(design)])
        columns.append({"name": one["name"], "system": design.name, "title": one["title"], "colour": colour_of(place)})
    say("comparing")
    models = dict.fromkeys((run["model"], run["title"]) for one in asked for run in one["runs"])
    sections = [{"title": CLOSED, "runs": [""] * len(asked), "rows": plain(side_rows(closed)), "plots": []}]
    sections += [_section(asked, model, title) for model, title in models]
    inputs = [{"path": row.path, "shown": [typeset(text) for text in row.shown]} for row in differing_inputs(designs)]
    document = {"schema": "natria.compared/1", "columns": columns, "inputs": inputs, "sections": sections}
    write_json(order.out / COMPARED, document)


def _answers(design: Any) -> Sequence[Any]:
    from ...explore.answers.closed import closed_answers

    return closed_answers(design).answers


def _section(asked: Sequence[Mapping[str, Any]], model: str, title: str) -> dict[str, Any]:
    """Return the numbers and figures of the kept runs of a model."""
    from ...quantity import typeset
    from ...report.described import NumberRow, plain
    from ...report.described.beside import side_rows

    folders = [next((Path(r["folder"]) for r in one["runs"] if r["model"] == model), None) for one in asked]
    views = [{} if folder is None else read_json(folder / VIEW) for folder in folders]
    rows = [[NumberRow(**row) for row in view.get("numbers", [])] for view in views]
    named = [[replace(row, quantity=typeset(row.quantity)) for row in column] for column in rows]
    said = [str(view.get("headline", "")) for view in views]
    plots = plain(list(_overlaid([one["label"] for one in asked], folders, views)))
    return {"title": title, "runs": said, "rows": plain(side_rows(named)), "plots": plots}


def _overlaid(
    names: Sequence[str], folders: Sequence[Path | None], views: Sequence[Mapping[str, Any]]
) -> Iterator[DescribedPlot]:
    """Yield a figure for each id that several runs have."""
    from ...report.described import read_plot
    from ...report.described.beside import overlaid

    several: dict[str, list[tuple[str, int, DescribedPlot]]] = {}
    for place, (name, folder, view) in enumerate(zip(names, folders, views, strict=True)):
        for document in view.get("plots", []) if folder is not None else ():
            plot = _with_points(read_plot(document), folder)
            several.setdefault(plot.id, []).append((name, place, plot))
    yield from (made for plots in several.values() if (made := overlaid(plots)) is not None)


def _with_points(plot: DescribedPlot, folder: Path | None) -> DescribedPlot:
    """Return a figure with the points of its stored series, thinned."""
    panels = tuple(replace(panel, series=tuple(_read(one, folder) for one in panel.series)) for panel in plot.panels)
    return replace(plot, panels=panels)


def _read(one: PlotSeries, folder: Path | None) -> PlotSeries:
    import numpy as np

    if one.stored is None or folder is None:
        return one
    both = np.frombuffer(read_window(folder / ARRAYS, (one.stored.x, one.stored.y), (None, None), POINTS))
    half = len(both) // 2
    return replace(one, x=both[:half] * one.stored.per_x, y=both[half:] * one.stored.per_y, stored=None)
