"""Maps of reported quantities and reported lives as data, in the kept process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...quantity import InputError, Problem, typeset
from .filters import read_asked
from .library import Stamp, papers_now, papers_stamp

if TYPE_CHECKING:
    from ...explore.lives.analysis import LifeAnalysis
    from ...explore.maps.axes import MapAxis
    from ...explore.maps.mapped import LiteratureMap
    from ...explore.maps.placed import PlacedDesign
    from ...explore.maps.points import ReportedPoint

MAPS = (("modulus", "barrier"), ("life", "current"), ("capacity", "current"), ("energy", "voltage"))
OF_MAP = ("y", "x", "design", "system")
OF_LIVES = ("life", "by")
COVARIATES = ("current", "capacity", "class", "temperature", "layer", "cell", "phases")
USUAL_BY = "current,capacity,class"
NO_PAIR = "no subject has both reported"


def map_axes(upright: str) -> dict[str, Any]:
    """Return the quantities that are reported, and how many pairs each makes with a chosen one."""
    return _axes(upright, papers_stamp())


@lru_cache(maxsize=64)
def _axes(upright: str, _: Stamp) -> dict[str, Any]:
    from ...explore.maps.axes import WORDS, read_map_axis
    from ...explore.maps.points import map_points

    here = papers_now()
    in_words = {name for names in WORDS.values() for name in names}
    stated = {key for fact in here.facts.values() for key in fact.question.at}
    words = [*WORDS, *sorted({*here.by_term, *stated} - in_words - set(WORDS))]
    axes = {word: read_map_axis(word) for word in words}
    counts = {word: _values_of(axis.names, here.facts.values()) for word, axis in axes.items()}
    known = [word for word in words if counts[word]]
    if upright and upright not in axes:
        read_map_axis(upright)
        raise InputError("the map", [Problem(upright, "nothing is reported of it", "choose another quantity")])
    partners = []
    for word in known if upright else ():
        pairs = 0 if word == upright else sum(p.is_pair for p in map_points(here, axes[word], axes[upright]))
        why = "" if pairs or word == upright else NO_PAIR
        partners.append({"word": word, "label": _label(axes[word].label), "pairs": pairs, "why": why})
    return {
        "maps": [{"y": y, "x": x, "title": f"{y} against {x}"} for y, x in MAPS],
        "words": [{"word": word, "label": _label(axes[word].label), "values": counts[word]} for word in known],
        "partners": sorted((one for one in partners if one["word"] != upright), key=lambda one: -int(one["pairs"])),
    }


def _values_of(names: Sequence[str], facts: Any) -> int:
    return sum(fact.question.name in names or any(name in fact.question.at for name in names) for fact in facts)


def _label(text: str) -> str:
    return typeset(text)


def literature_map(asked: Sequence[Sequence[str]], source: str) -> dict[str, Any]:
    """Return a map with its points, and the design of a `source` placed among them."""
    from ...explore.maps.axes import read_map_axis
    from ...explore.maps.mapped import LiteratureMap
    from ...explore.maps.placed import card_points
    from ...explore.maps.points import map_points
    from ...report.described import plain
    from ...report.described.charts import described_chart
    from ...report.maps.figures import map_chart
    from ...report.maps.files import heads_of, map_rows, map_sentence, title_of

    pairs = [(str(key), str(text)) for key, text in asked]
    own = {key: text for key, text in pairs if key in OF_MAP}
    here = papers_now()
    query = read_asked([(key, text) for key, text in pairs if key not in OF_MAP]).query
    y, x = (read_map_axis(own.get(name, "")) for name in ("y", "x"))
    systems, placed = _placed(source, own.get("system", ""), x, y) if source else ([], ())
    made = LiteratureMap(x, y, map_points(here, x, y, query), card_points(x, y), placed)
    if not made.points and not made.cards and not placed:
        what = f"nothing is reported of {y.label} or {x.label} with these filters"
        raise InputError("the map", [Problem("", what, "clear the filters, or choose another pair")])
    rows = map_rows(made)
    return {
        "title": typeset(title_of(made)),
        "says": typeset(map_sentence(made)),
        "plot": plain(described_chart(map_chart(made))),
        "points": {
            "title": "Points",
            "heads": list(map(typeset, heads_of(made))),
            "rows": [list(map(typeset, row)) for row in rows],
            "says": "",
        },
        "ids": [[name for name in row[-1].split(", ") if name in here.facts] for row in rows],
        "refused": [typeset(f"{one.system}: {why}") for one in placed for why in one.refused],
        "near": _near(made),
        "systems": systems,
    }


def _placed(source: str, system: str, x: MapAxis, y: MapAxis) -> tuple[list[str], tuple[PlacedDesign, ...]]:
    """Return the systems of a design, and one of them, or all that have both values, placed on a map."""
    from ...environment import own_papers
    from ...explore.maps.placed import ALL, place_systems
    from ...studies.opening.case import open_case

    case = open_case(source, papers=own_papers(), system="" if system == ALL else system)
    return list(case.systems), tuple(place_systems(case, system, x, y))


def _near(made: LiteratureMap) -> list[dict[str, Any]]:
    from ...explore.maps.near import near_points

    return [
        {"design": point.subject, "near": [_named(one, made) for one in near_points(made, point)]}
        for placed in made.designs
        for point in placed.points
        if point.is_pair
    ]


def _named(point: ReportedPoint, made: LiteratureMap) -> dict[str, Any]:
    from ...report.maps.figures import axis_value

    ids = dict.fromkeys(name for value in (point.y, point.x) if value for name in value.ids)
    says = f"{axis_value(point.y, made.y)} against {axis_value(point.x, made.x)}"
    return {"subject": point.subject, "ids": list(ids), "says": typeset(says)}


def reported_lives(asked: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the analysis of reported lives: the sentence, figures, tables, and what is no row."""
    return _lives(tuple((str(key), str(text)) for key, text in asked), papers_stamp())


@lru_cache(maxsize=8)
def _lives(asked: tuple[tuple[str, str], ...], _: Stamp) -> dict[str, Any]:
    from dataclasses import replace

    from ...explore.lives.analysis import analyse_lives
    from ...explore.lives.rows import LIVES, SYMMETRIC
    from ...report.described import described_charts, plain
    from ...report.lives.figures import lives_charts
    from ...report.lives.files import row_table
    from ...report.lives.tabled import tables_of
    from ...report.lives.wording import headline

    own = {key: text for key, text in asked if key in OF_LIVES}
    here = papers_now()
    query = read_asked([(key, text) for key, text in asked if key not in OF_LIVES]).query
    by, life = own.get("by", USUAL_BY), own.get("life", LIVES[0])
    made: LifeAnalysis = analyse_lives(here, life, by, replace(query, cell=query.cell or SYMMETRIC))
    return {
        "headline": typeset(headline(made)),
        "plots": [plain(plot) for plot, _ in described_charts(lives_charts(made))],
        "tables": [_typeset(plain(one)) for one in (*tables_of(made), row_table(made)) if one.rows],
        "left_out": _typeset(plain(_left_out(made))),
        "lives": [{"value": name, "label": name.replace("_", " ")} for name in LIVES],
        "covariates": list(COVARIATES),
        "by": by.split(","),
    }


def _left_out(made: LifeAnalysis) -> Any:
    from ...report.lives.tabled import Tabled

    rows = tuple((one.id, one.why) for one in made.rows.left_out)
    return Tabled("Reported lives that are no rows", ("id", "why"), rows)


def _typeset(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of text as print has it."""
    rows = [[typeset(cell) for cell in row] for row in table["rows"]]
    return {**table, "heads": list(map(typeset, table["heads"])), "rows": rows, "says": typeset(table["says"])}
