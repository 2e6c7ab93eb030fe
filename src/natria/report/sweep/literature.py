"""Reported cells on a map of thickness and current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...design import Design
from ...explore.regimes.literature import LiteraturePoint, literature_points
from ...explore.sweeps import SweepPoints
from ...quantity import factor, number, term

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURRENT, KIND, LAST = "protocol.current", "interphase.", ".thickness"
MARKS: dict[str, dict[str, Any]] = {
    "stable": {"marker": "o", "label": "reported stable (life at least)"},
    "failed": {"marker": "X", "label": "reported failed"},
    "critical current": {"marker": "D", "label": "reported critical current"},
}
HEADS = ("fact", "system", "outcome", "thickness (um)", "thickness from", "current (mA/cm^2)")


def sides_of(points: SweepPoints) -> tuple[int, int] | None:
    """Return the places of thickness and current among two numbers that vary; None where they are others."""
    paths = points.paths
    if len(paths) != 2 or CURRENT not in paths:
        return None
    current = paths.index(CURRENT)
    other = paths[1 - current]
    return (1 - current, current) if other.startswith(KIND) and other.endswith(LAST) else None


def points_on(design: Design, points: SweepPoints) -> tuple[LiteraturePoint, ...]:
    """Return the reported cells in a plane of thickness and current; none where two others vary."""
    sides = sides_of(points)
    if sides is None:
        return ()
    low, high = points.values.min(axis=0), points.values.max(axis=0)
    thick, current = sides
    return tuple(
        one
        for one in literature_points(design.library)
        if low[current] <= one.current <= high[current]
        and one.thickness[1] >= low[thick]
        and one.thickness[0] <= high[thick]
    )


def draw_literature(axes: Axes, design: Design, points: SweepPoints) -> None:
    """Draw reported cells: open marks where no paper reports the thickness, a line over a range of it."""
    sides = sides_of(points)
    if sides is None:
        return
    to_um, to_ma = factor(term("layer_thickness").unit, "um"), factor(term("current_density").unit, "mA/cm^2")
    limits = axes.get_xlim(), axes.get_ylim()
    labelled: set[str] = set()
    for one in points_on(design, points):
        ends = [to_um * end for end in one.thickness]
        at = [(ends[0] * ends[1]) ** 0.5, to_ma * one.current]
        look = dict(MARKS[one.outcome])
        label = look.pop("label") + (", thickness assumed" if one.is_assumed else "")
        own = one.system.partition("/")[0] == design.name.partition("/")[0]
        colour = "black" if own else "#555555"
        x, y = (at[k] for k in (0, 1)) if sides[0] == 0 else (at[1], at[0])
        face = "none" if one.is_assumed else colour
        axes.scatter(
            [x],
            [y],
            s=22 if own else 14,
            facecolor=face,
            edgecolor=colour,
            linewidth=0.8,
            zorder=4,
            label=label if label not in labelled else "_",
            **look,
        )
        labelled.add(label)
        if ends[0] < ends[1]:
            line = (ends, [at[1]] * 2) if sides[0] == 0 else ([at[1]] * 2, ends)
            axes.plot(*line, color=colour, linewidth=0.8, zorder=4)
    axes.set_xlim(*limits[0])
    axes.set_ylim(*limits[1])


def literature_rows(found: tuple[LiteraturePoint, ...]) -> list[tuple[str, ...]]:
    """Return a row for each reported cell."""
    to_um, to_ma = factor(term("layer_thickness").unit, "um"), factor(term("current_density").unit, "mA/cm^2")
    return [
        (
            one.fact.id,
            one.system,
            one.outcome,
            " to ".join(dict.fromkeys(number(end * to_um, 3) for end in one.thickness)),
            one.thickness_from,
            number(one.current * to_ma, 3),
        )
        for one in found
    ]
