"""Maps: one answer over two numbers of a design at once, as a table of x, y and value."""

from __future__ import annotations

import numpy as np

from ..design import Map, Scale, scale_of
from ..quantity import Finding, Question, Refused, conditions, term
from ..record import Table, numbers
from .sweep import Answers, curve_origin


def map_table(map_: Map, answers: Answers) -> Table | Refused:
    """The answer at every point of the grid, x by x; nan where refused, a refusal where all are."""
    x, y = scale_of(map_.x), scale_of(map_.y)
    grid = [(float(a), float(b)) for a in x.values for b in y.values]
    points = [_asked(map_, (x, a), (y, b), answers) for a, b in grid]
    found = [p for p in points if isinstance(p, Finding)]
    if not found:
        return next(p for p in points if isinstance(p, Refused))
    columns = {
        x.name: numbers(x.unit, [a for a, _ in grid]),
        y.name: numbers(y.unit, [b for _, b in grid]),
        map_.name: numbers(term(map_.name).unit, [p.value if isinstance(p, Finding) else np.nan for p in points]),
    }
    return Table(f"map--{map_.id}", map_.title, columns, curve_origin(found))


def _asked(map_: Map, x: tuple[Scale, float], y: tuple[Scale, float], answers: Answers) -> Finding | Refused:
    at = {**conditions(**map_.at), **{scale.over: value for scale, value in (x, y) if scale.is_condition}}
    patch = {k: v for scale, value in (x, y) if not scale.is_condition for k, v in scale.patch(value).items()}
    return answers(Question(map_.name, map_.of, at), patch)[0]
