"""All charts of a measurement by name, in the order of the page, and their files."""

from __future__ import annotations

import gc
from collections.abc import Callable

from ....lab import Measurement
from ...common.chart import Chart
from ...common.picture import Picture
from .cycles import cycles
from .full_cells import full_cells
from .loops import loops
from .plated import plated
from .ramps import ramps
from .traces import traces

Charts = Callable[[Measurement], list[Chart]]
CHARTS: tuple[Charts, ...] = (ramps, full_cells, cycles, plated, loops, traces)  # a further figure is a line here


def measurement_charts(m: Measurement) -> tuple[Chart, ...]:
    """Return the charts that apply to a measurement, the main one first; nothing is drawn yet."""
    return tuple(chart for charts in CHARTS for chart in charts(m))


def measurement_pictures(m: Measurement) -> tuple[Picture, ...]:
    """Return the charts as SVG and PNG; figures are freed one by one, as each holds some 10 MB in circles."""
    pictures = []
    for chart in measurement_charts(m):
        pictures.append(chart.picture())
        gc.collect()
    return tuple(pictures)
