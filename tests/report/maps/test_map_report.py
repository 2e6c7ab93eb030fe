"""Figure, page and files of a map of the literature."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from matplotlib.figure import Figure
from rich.console import Console

from natria import load_case
from natria.explore.maps.axes import read_map_axis
from natria.explore.maps.mapped import LiteratureMap
from natria.explore.maps.placed import card_points, place_design
from natria.explore.maps.points import map_points
from natria.literature import library
from natria.report.maps.figures import axis_value, draw_map
from natria.report.maps.files import map_files, map_rows, print_map
from natria.studies import Studio

MAPS = (("modulus", "barrier"), ("life", "current"), ("capacity", "current"), ("energy", "voltage"))


def made(y: str, x: str) -> LiteratureMap:
    across, up = read_map_axis(x), read_map_axis(y)
    placed = place_design(Studio(load_case("kumar2020")), "kumar2020/bpi/na-s", across, up)
    points = map_points(library(), across, up)
    return LiteratureMap(across, up, points, card_points(across, up), (placed,))


@pytest.mark.parametrize(("y", "x"), MAPS)
def test_every_map_has_units_a_legend_and_its_points(y: str, x: str) -> None:
    one = made(y, x)
    axes = Figure().add_subplot()
    draw_map(axes, one)
    for axis, text in ((one.x, axes.get_xlabel()), (one.y, axes.get_ylabel())):
        assert "(" in text
        assert axis.label.partition(" (")[0] in text
    labels = axes.get_legend_handles_labels()[1]
    assert {p.layer_class for p in one.pairs} <= set(labels)
    assert {p.paper for p in one.pairs} <= set(labels)
    assert any("by natria" in label for label in labels) == bool(one.designs[0].points)


def test_files_of_a_map() -> None:
    one = made("life", "current")
    files = map_files(one, "0")
    assert {"index.html", "map.json", "points.csv", "figures/map-life-current.png"} <= set(files)
    rows = list(csv.reader(StringIO(files["points.csv"].decode())))
    assert len(rows) == len(map_rows(one)) + 1
    assert len(json.loads(files["map.json"])["points"]) == len(one.points)
    out = StringIO()
    print_map(one, Console(file=out, width=150))
    assert "kumar2020:life-50" in out.getvalue()


def test_bounds_are_shown_as_bounds() -> None:
    one = made("life", "current")
    (point,) = (p for p in one.pairs if p.y and p.y.ids == ("kumar2020:life-50",))
    assert axis_value(point.y, one.y) == ">= 20 h"
    assert axis_value(point.x, one.x) == "50 mA/cm^2"
    assert axis_value(None, one.x) == ""
