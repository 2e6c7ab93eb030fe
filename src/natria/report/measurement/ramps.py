"""Figure of a critical current test: current, mid voltage and resistance of each step, first failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...lab import Measurement
from ..common.picture import Picture, files_of, finish
from ..common.style import COLOURS, COLUMN
from .cycles import column
from .traces import density, titled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOOKS = {"plating": (COLOURS[0], "o"), "stripping": (COLOURS[1], "s")}


def ramps(m: Measurement) -> list[Picture]:
    table = m.table("critical_current")
    if table is None or not len(table):
        return []
    flow, unit = density(m, column(table, "current"))
    voltage = 1e3 * column(table, "mid_voltage")
    resistance = column(table, "resistance") * (m.specimen.area.plain * 1e4 if m.specimen.area else 1.0)
    ohms = "Ω cm²" if m.specimen.area else "Ω"
    way = np.array(table.columns["direction"].values)
    passed = np.array(table.columns["passed"].values)
    steps = np.arange(1, len(flow) + 1)
    failed = np.flatnonzero(passed == "no")

    def draw() -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(COLUMN, 4.2))
        FigureCanvasAgg(figure)
        upper, middle, lower = figure.subplots(3, 1, sharex=True)
        upper.step(steps, flow, where="mid", color="#4d4d4d", linewidth=0.9)
        upper.set_ylabel(f"|current|\n({unit})")
        for direction, (colour, marker) in LOOKS.items():
            here = way == direction
            look = {"color": colour, "marker": marker, "markersize": 3, "linestyle": "none"}
            middle.plot(steps[here], voltage[here], label=direction, **look)
            lower.plot(steps[here], resistance[here], **look)
        for place, k in enumerate(failed[:1]):
            for axes in (upper, middle, lower):
                label = f"first failure: {flow[k]:.3g} {unit}, {way[k]}" if axes is middle and not place else None
                axes.axvline(steps[k], color="#b3001b", linewidth=0.9, linestyle="--", label=label)
        middle.set_ylabel("|V| mid (mV)")
        lower.set_ylabel(f"|V| / |I|\n({ohms})")
        lower.set_xlabel("step number")
        finish(figure, middle, titled(m, "Critical current test: steps of the current ramp"), 4.2, columns=2)
        return figure

    svg, png = files_of(draw)
    why = str(table.columns["why"].values[failed[0]]) if len(failed) else "no step failed"
    says = f"Current, mid voltage and resistance of {len(steps)} steps; {why}"
    return [Picture("critical-current", "Critical current test", says, svg, png)]
