"""Numbers that follow from others: thickness from a time, shares of other phases."""

from __future__ import annotations

import numpy as np

from ...answers import ask
from ...design import Design
from ...design.paths import join, last, parent, split
from ...quantity import Chosen, Finding, InputError, Problem, Question
from ..sweeps import SweepPoints

GROWN = "layer_growth"


def with_linked(design: Design, points: SweepPoints) -> SweepPoints:
    """Return points with a column for each number that follows from others.

    Where the time of a layer's growth varies and its thickness does not, the thickness is that of its growth law. Where
    shares of phases vary, the other phases of the layer take what is left, in the ratio of the design.
    """
    columns = {path: points.values[:, n] for n, path in enumerate(points.paths)}
    made = {**columns, **_grown(design, columns), **_left_over(design, columns)}
    return SweepPoints(tuple(made), np.stack(list(made.values()), axis=1))


def seen_by_answers(points: SweepPoints) -> SweepPoints:
    """Return points without times of growth whose thickness stands beside them: no cell reads them twice."""
    kept = [n for n, path in enumerate(points.paths) if thickness_of(path) not in points.paths]
    return SweepPoints(tuple(points.paths[n] for n in kept), points.values[:, kept])


def thickness_of(path: str) -> str:
    """Return the path of the thickness that a time of growth gives; empty for any other path."""
    keys = split(path)
    return join([*keys[:-2], "thickness"]) if keys[-2:] == ["growth", "time"] else ""


def _grown(design: Design, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    made = {}
    for path, times in columns.items():
        thickness = thickness_of(path)
        if thickness and thickness not in columns:
            made[thickness] = np.array([_thickness(design, path, float(time)) for time in times])
    return made


def _thickness(design: Design, path: str, time: float) -> float:
    """Return the thickness after a time by the growth law of a layer; nan where it has no answer."""
    from ...studies.answerers import find_answerer

    layer = split(path)[-3]
    set_to = Finding(Question("duration", f"{design.name}#{path}"), time, Chosen("the search"), 0.0)
    question = Question("layer_thickness", f"{design.name}#{layer}")
    found = ask(find_answerer(GROWN), design.patched({path: set_to}), question, spread=False)
    if not isinstance(found, Finding):
        raise InputError("--vary", [Problem(path, f"gives no thickness: {found}", "vary the thickness itself")])
    return found.value


def _left_over(design: Design, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    made: dict[str, np.ndarray] = {}
    tables = {parent(path) for path in columns if last(parent(path) or path) == "phases"}
    for table in sorted(tables):
        mine = [path for path in columns if parent(path) == table]
        others = [join([*split(table), name]) for name in design.names(table)]
        others = [path for path in others if path not in mine]
        if not others:
            continue
        now = np.array([design.finding(path).value for path in others])
        left = 1.0 - np.sum([columns[path] for path in mine], axis=0)
        made |= {path: left * share for path, share in zip(others, now / now.sum(), strict=True)}
    return made
