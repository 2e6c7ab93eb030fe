"""Corner figure: each number of a posterior alone and in pairs."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from ...quantity import factor, term, typeset
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.free import short_name
from ...studies.posterior import Posterior
from ..common.picture import Picture, files_of
from ..common.style import COLOURS, COLUMN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BINS = 36
WIDE = 22  # characters of a line of a label
TINY = 1e-300
WITHIN = (0.5, 0.95)  # shares of the samples inside the lines
SHOWN = (0.001, 0.999)  # quantiles between which the axes lie


def corner(c: Calibration, found: Posterior) -> Picture:
    """Return the corner figure of a posterior, with the fitted values as lines."""
    labels, values, fits = [], [], []
    for n, path in enumerate(found.paths):
        row = term(c.free[n].term)
        scale = factor(row.unit, row.shown)
        power = int(np.floor(np.log10(max(abs(c.fit.values[n] * scale), TINY))))
        power = 0 if -2 < power < 4 else power
        unit = "" if row.shown == "1" else row.shown
        unit = f"1e{power} {unit}".strip() if power else unit
        words = short_name(path).replace("_", " ")
        labels.append("\n".join([*wrap(typeset(words), WIDE), f"({typeset(unit)})" if unit else ""]).strip())
        values.append(found.values[:, n] * scale / 10.0**power)
        fits.append(c.fit.values[n] * scale / 10.0**power)
    size = len(labels)

    def draw() -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        figure = Figure(figsize=(max(COLUMN, 1.8 * size), max(COLUMN, 1.8 * size)), layout="constrained")
        FigureCanvasAgg(figure)
        grid = figure.subplots(size, size, squeeze=False)
        ends = [np.quantile(one, SHOWN) for one in values]
        for i in range(size):
            for j in range(size):
                axes = grid[i][j]
                if j > i:
                    axes.set_visible(False)
                    continue
                axes.grid(visible=False)
                axes.set_xlim(*ends[j])
                if i == j:
                    axes.hist(values[i], BINS, ends[i], density=True, color=COLOURS[0], alpha=0.6)
                    axes.set_yticks([])
                else:
                    _pair(axes, values[j], values[i], ends[j], ends[i])
                    axes.axhline(fits[i], color=COLOURS[1], linewidth=0.7)
                axes.axvline(fits[j], color=COLOURS[1], linewidth=0.7)
                axes.xaxis.set_major_locator(MaxNLocator(4))
                axes.tick_params(labelbottom=i == size - 1, labelleft=j == 0 and i > 0)
                if i == size - 1:
                    axes.set_xlabel(labels[j])
                if j == 0 and i > 0:
                    axes.set_ylabel(labels[i])
        return figure

    title = f"Posterior of the calibrated numbers ({found.method})"
    says = "samples alone and in pairs, lines around 50 and 95 % of them; straight lines: the fit"
    return Picture("corner", title, says, *files_of(draw), wide=size > 1)


def _pair(axes: Axes, x: np.ndarray, y: np.ndarray, x_ends: np.ndarray, y_ends: np.ndarray) -> None:
    """Draw the density of a pair with lines around shares of the samples."""
    counts, across, up = np.histogram2d(x, y, BINS, (x_ends, y_ends))
    smooth = sum(np.roll(counts, (i, j), (0, 1)) * 0.25 ** (abs(i) + abs(j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
    order = np.sort(np.asarray(smooth).ravel())[::-1]
    inside = np.cumsum(order) / order.sum()
    levels = sorted({float(order[int(np.searchsorted(inside, share))]) for share in WITHIN})
    middles = [(edges[1:] + edges[:-1]) / 2 for edges in (across, up)]
    axes.pcolormesh(across, up, np.asarray(smooth).T, cmap="Blues", rasterized=True)
    axes.contour(*middles, np.asarray(smooth).T, levels=levels, colors=COLOURS[0], linewidths=0.7)
    axes.set_ylim(*y_ends)
