"""Maps: one answer over two numbers of a design at once, as a table of x, y and value."""

from __future__ import annotations

from ...design import Map, scale_of
from ...quantity import Question, Refused, conditions
from ...record import Table
from .sweep import Answers, asked, curves_of, tables_of


def map_tables(map_: Map, answers: Answers) -> tuple[Table, ...] | Refused:
    """Return the map of each model as a table of x, y and value.

    Values are nan where refused; a refusal is returned where all are.
    """
    x, y = scale_of(map_.x), scale_of(map_.y)
    grid = [(float(a), float(b)) for a in x.values for b in y.values]
    question = Question(map_.name, map_.of, conditions(**map_.at))
    curves = curves_of([asked(question, answers, (x, a), (y, b)) for a, b in grid], (x, y))
    if isinstance(curves, Refused):
        return curves
    axes = ((x, [a for a, _ in grid]), (y, [b for _, b in grid]))
    return tables_of(f"map--{map_.id}", map_.title, map_.name, axes, curves)
