"""A view: what the page draws of results, as JSON with arrays and pictures beside it.

    OUT/brief.json       its stage and headline, for a list of many
    OUT/view.json        natria.view/1: stage, headline, sentences, numbers, plots
    OUT/arrays/*.npy     series that are too long for JSON
    OUT/pictures/*.svg   figures that are no sets of curves

A view is written again after each stage, so that a reader sees the first parts while the last are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..quantity import typeset
from .wording import in_words_of_page
from .workspace import BRIEF, VIEW, write_json

if TYPE_CHECKING:
    import numpy as np

    from ..report.common.chart import Chart
    from ..report.common.picture import Picture
    from ..report.described import DescribedPlot

SCHEMA = "natria.view/1"
SAID = ("headline", "sentences", "remarks")
ARRAYS, PICTURES = "arrays", "pictures"


def write_stages(out: Path, title: str, stages: Iterable[Mapping[str, Any]], task: str = "") -> Iterable[str]:
    """Write a view after each stage, which gives what changes in it; yield the names of the stages.

    Sentences that name an option of a command, such as --area, name the field of the page by its label.
    """
    view: dict[str, Any] = {"schema": SCHEMA, "stage": "", "title": title, "headline": "", "sentences": []}
    view |= {"remarks": [], "numbers": [], "plots": [], "parts": None}
    for stage in stages:
        view |= stage
        view |= {key: _on_page(stage[key], task) for key in SAID if key in stage}
        write_json(out / VIEW, view)
        write_json(out / BRIEF, {"stage": view["stage"], "headline": view["headline"]})
        yield str(view["stage"])


def _on_page(said: str | Sequence[str], task: str) -> str | list[str]:
    """Return sentences in the words of the page, with units as print has them."""
    if isinstance(said, str):
        return typeset(in_words_of_page(said, task))
    return [typeset(in_words_of_page(one, task)) for one in said]


def plots_of(charts: Sequence[Chart | Picture], out: Path) -> list[Any]:
    """Return charts as plots of a view; what is no set of curves is written as a picture."""
    from ..report.described import described_charts

    return keep_plots(described_charts(charts), out)


def keep_plots(described: Iterable[tuple[DescribedPlot, Picture | None]], out: Path) -> list[Any]:
    """Return described plots as plots of a view; a picture is written beside it."""
    from ..report.described import plain

    plots = []
    for plot, drawn in described:
        if drawn is not None:
            (out / PICTURES).mkdir(parents=True, exist_ok=True)
            (out / PICTURES / plot.picture).write_bytes(drawn.svg)
            (out / PICTURES / plot.picture).with_suffix(".png").write_bytes(drawn.png)
        plots.append({**plain(plot), "says": typeset(plot.says)})
    return plots


def store_arrays(columns: Mapping[str, np.ndarray], out: Path) -> None:
    """Write arrays beside a view, each only once."""
    import numpy as np

    folder = out / ARRAYS
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in columns.items():
        place, part = folder / f"{name}.npy", folder / f".{name}.npy"
        if not place.exists():
            with part.open("wb") as file:
                np.save(file, values, allow_pickle=False)
            part.replace(place)
