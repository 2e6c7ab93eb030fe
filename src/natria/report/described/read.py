"""A described plot from its JSON, the inverse of `plain`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .plot import DescribedPanel, DescribedPlot, PlotAxis, PlotLabel, PlotMark, PlotSeries, SeriesStyle, StoredPoints


def read_plot(document: Mapping[str, Any]) -> DescribedPlot:
    """Return the plot of a document of `natria.view/1`."""
    panels = tuple(_panel(panel) for panel in document["panels"])
    name, title, says, picture = (str(document[word]) for word in ("id", "title", "says", "picture"))
    height = float(document.get("height", 0.0))
    return DescribedPlot(name, title, says, panels, bool(document["wide"]), picture, height)


def _panel(document: Mapping[str, Any]) -> DescribedPanel:
    marks = tuple(
        PlotMark(
            **{
                **mark,
                "near": None if mark.get("near") is None else tuple(mark["near"]),
                "ends": tuple(mark.get("ends", (0.0, 1.0))),
            }
        )
        for mark in document["marks"]
    )
    return DescribedPanel(
        _axis(document["x"]),
        _axis(document["y"]),
        tuple(_series(one) for one in document["series"]),
        marks,
        float(document["share"]),
        equal=bool(document["equal"]),
        notes=tuple(document["notes"]),
        labels=tuple(PlotLabel(**one) for one in document.get("labels", ())),
    )


def _axis(document: Mapping[str, Any]) -> PlotAxis:
    ticks = tuple((float(at), str(name)) for at, name in document.get("ticks", ()))
    return PlotAxis(**{**document, "ticks": ticks})


def _series(document: Mapping[str, Any]) -> PlotSeries:
    stored = document["stored"]
    return PlotSeries(
        str(document["name"]),
        SeriesStyle(**document["style"]),
        _numbers(document["x"]),
        _numbers(document["y"]),
        None if document["low"] is None else _numbers(document["low"]),
        None if document["high"] is None else _numbers(document["high"]),
        None if stored is None else StoredPoints(**stored),
        tuple(document.get("refs", ())),
    )


def _numbers(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], float)
