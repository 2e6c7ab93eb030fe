"""Figures of regimes: which failure comes first over two numbers, and how near the limit is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.regimes import SAFE, RegimeMap
from ..common.chart import Chart, ChartPanel
from .literature import draw_literature
from .plane import axis_of, draw_own_point, draw_plane

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILLS = ("#e8efe6", "#7db3dd", "#e6a0ab", "#f1c27d", "#bda2d6", "#8cc9a1", "#b5b5b5")  # SAFE first; pale under marks
SIDES = 2
LEAST = 1e-30  # of a utilisation that is unknown or zero
UNRESOLVED, FAINT = "///", "#6b6b6b"


def regime_charts(found: RegimeMap) -> list[Chart]:
    """Return the map of regimes and that of the largest utilisation."""
    name = found.design.name
    first, use = partial(draw_regimes, found=found), partial(draw_use, found=found)
    return [
        Chart("regimes", "Which failure comes first", f"Regimes of failure of {name}", (ChartPanel(first),), 2.8),
        Chart("regimes-use", "Largest utilisation of a limit", f"How near {name} is", (ChartPanel(use),), 2.8),
    ]


def draw_regimes(axes: Axes, found: RegimeMap, **style: Any) -> None:
    """Draw the regimes, hatched where none is sure, with the design's own point and reported cells."""
    from matplotlib.colors import BoundaryNorm, ListedColormap

    count = len(found.names)
    shades = [FILLS[k % len(FILLS)] for k in range(count)]
    norm = BoundaryNorm(np.arange(count + 1) - 0.5, count)
    draw_plane(axes, found.points, found.regime.astype(float), cmap=ListedColormap(shades), norm=norm, **style)
    limits = axes.get_xlim(), axes.get_ylim()
    there = [k for k in range(count) if (found.regime == k).any()]
    x, y, regime = _grid(found, found.regime.astype(float))
    for k in there[1:] if there[0] == 0 else there:
        mine = np.ma.masked_where(regime == 0, np.where(regime == k, 1.0, 0.0))
        if len(there) > SIDES and mine.count() and 0 < mine.mean() < 1:
            axes.contour(x, y, mine, levels=[0.5], colors=FAINT, linewidths=0.6)
    use = np.log(_grid(found, np.where(found.nearest > 0, found.nearest, LEAST))[2])
    if use.min() < 0 < use.max():
        axes.contour(x, y, use, levels=[0.0], colors="black", linewidths=1.2)
        axes.plot([], [], color="black", linewidth=1.2, label="a limit is reached")
    unresolved = _grid(found, found.unresolved.astype(float))[2]
    if unresolved.any():
        region = axes.contourf(x, y, unresolved, levels=[0.5, 1.5], colors="none", hatches=[UNRESOLVED])
        region.set_edgecolor(FAINT)
        region.set_linewidth(0)
    for k in there:
        axes.scatter([], [], marker="s", s=30, color=shades[k], edgecolor="black", linewidth=0.4, label=found.names[k])
    if unresolved.any():
        sure = f"unresolved: none has {100 * found.settings.sure:g} % of the draws"
        axes.fill_between([], [], [], facecolor="none", edgecolor=FAINT, hatch=UNRESOLVED, linewidth=0, label=sure)
    draw_literature(axes, found.design, found.points)
    draw_own_point(axes, found.design, found.points)
    axes.set_xlim(*limits[0])
    axes.set_ylim(*limits[1])


def draw_use(axes: Axes, found: RegimeMap, **style: Any) -> None:
    """Draw the utilisation of the nearest limit, with the line where it is 1."""
    from matplotlib.colors import LogNorm

    use = found.nearest
    there = use[np.isfinite(use) & (use > 0)]
    norm = LogNorm(there.min(), there.max()) if len(there) and there.min() < there.max() else None
    drawn = draw_plane(axes, found.points, use, **{"cmap": "viridis", "norm": norm, **style})
    axes.figure.colorbar(drawn, ax=axes).set_label("utilisation of the nearest limit (1: failure)")
    x, y, grid = _grid(found, np.where(np.isfinite(use), use, 0.0))
    if grid.min() < 1 < grid.max():
        axes.contour(x, y, grid, levels=[1.0], colors="white", linewidths=1.4)
        axes.plot([], [], color="#bbbbbb", linewidth=1.4, label="limit reached (utilisation 1)")
    draw_own_point(axes, found.design, found.points)


def _grid(found: RegimeMap, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return both axes of the grid as they are shown, and values in rows of the second one."""
    (x, _), (y, _) = axis_of(found.points, 0), axis_of(found.points, 1)
    across, up = np.unique(x), np.unique(y)
    grid = np.zeros((len(up), len(across)))
    grid[np.searchsorted(up, y), np.searchsorted(across, x)] = values
    return across, up, grid


def regime_rows(found: RegimeMap) -> list[tuple[str, ...]]:
    """Return a row for each regime: points, share, unresolved ones among them."""
    rows: list[tuple[str, ...]] = []
    for k, name in enumerate(found.names):
        mine = found.regime == k
        open_ones = int((mine & found.unresolved).sum())
        rows.append((name, f"{mine.sum():,}", f"{100 * mine.mean():.1f} %", f"{open_ones:,}"))
    return rows


def use_rows(found: RegimeMap) -> list[tuple[str, ...]]:
    """Return a row for each limit: what happens there, its closed form, the ends of its utilisation."""
    from ...models.cell.failure.utilisation import SAYS
    from ...quantity import number

    rows: list[tuple[str, ...]] = []
    for one in found.uses:
        there = one.values.value[np.isfinite(one.values.value)]
        ends = (number(float(there.min()), 3), number(float(there.max()), 3))
        rows.append((one.name, SAYS[one.criterion.kind], one.criterion.form, *ends, f"{len(there):,}"))
    return rows


def says_regimes(found: RegimeMap) -> str:
    """Return how regimes were found, in a sentence."""
    use = found.settings
    return (
        f"The regime of a point is the failure mode of the largest utilisation where that is 1 or more, else "
        f"{SAFE!r}. {use.members} draws of {len(found.drawn.listed)} inputs (seed {use.seed}); unresolved where no "
        f"regime has {100 * use.sure:g} % of them. A range counts by its least favourable end."
    )
