"""The budgets of a study as a bar chart of area resistances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....quantity import factor, number, term, typeset
from ....record import Table
from ....studies import StudyResult
from ...common.picture import Picture, files_of, finish, new_figure
from ...common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Where the voltage goes, at the current of the protocol"


def budget_picture(result: StudyResult) -> Picture | None:
    budgets = {b.system: b.table for b in result.budgets if b.table is not None}
    return _draw(list(budgets), list(budgets.values())) if budgets else None


def _draw(systems: list[str], tables: list[Table]) -> Picture:
    row = term("area_resistance")
    scale = factor(row.unit, row.shown)
    parts = list(dict.fromkeys(p for t in tables for p in t.columns["part"].values))

    def draw() -> Figure:
        figure, axes = new_figure()
        left = np.zeros(len(tables))
        for place, part in enumerate(parts):
            width = np.array([_value(t, str(part)) * scale for t in tables])
            colour = COLOURS[place % len(COLOURS)]
            bars = axes.barh(range(len(tables)), width, left=left, color=colour, height=0.6, label=str(part))
            labels = [number(w, 2) if w > 0.08 * max(1e-30, _total(tables) * scale) else "" for w in width]
            axes.bar_label(bars, labels, label_type="center", color="white", fontsize=6.5)
            left += width
        for place, total in enumerate(left):
            axes.text(total, place, f" {number(float(total))}", va="center", fontsize=6.5)
        axes.set_yticks(range(len(tables)), [s.replace("/", "/\n", 1) for s in systems])
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.margins(x=0.12)
        axes.set_xlabel(typeset(f"area resistance ({row.shown})"))
        finish(figure, axes, TITLE, 0.8 + 0.4 * len(tables), min(3, len(parts)))
        return figure

    svg, png = files_of(draw)
    says = "; ".join(
        f"{system}: "
        + ", ".join(f"{p} {number(_value(t, str(p)) * scale)} {row.shown}" for p in t.columns["part"].values)
        for system, t in zip(systems, tables, strict=True)
    )
    return Picture("budget", TITLE, f"{TITLE}, area resistance by part. {says}", svg, png)


def _value(table: Table, part: str) -> float:
    names = list(table.columns["part"].values)
    return float(table.columns["area_resistance"].numbers[names.index(part)]) if part in names else 0.0


def _total(tables: list[Table]) -> float:
    return max(float(np.sum(t.columns["area_resistance"].numbers)) for t in tables)
