"""The figure of stress-strain curves: stress and energy against the strain, one above the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.strain import StrainCurve
from ..common.picture import Picture, files_of, finish
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GPA = 1e9  # Pa
HEIGHT = 3.6  # inches


def strain_picture(title: str, curves: Sequence[StrainCurve], labels: Sequence[str], peaks: Sequence[bool]) -> Picture:
    """Return the figure of curves with their labels; `peaks` says of which the maximum is marked."""

    def draw() -> Figure:
        figure, (above, below) = _two_axes()
        for place, (curve, label, peak) in enumerate(zip(curves, labels, peaks, strict=True)):
            style = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)]}
            _draw(above, curve, curve.stresses / GPA, style, label)
            _draw(below, curve, curve.energies / GPA, style, "_")
            if peak:
                _peak(above, curve, style["color"])
            _events(above, curve, style["color"])
        _legend(above, curves, peaks)
        for axes in (above, below):
            axes.set_xlim(left=0)
        above.set_ylim(bottom=1.1 * _lowest(curves) / GPA)
        below.set_ylim(bottom=0)
        above.set_ylabel("Cauchy stress (GPa)")
        below.set_ylabel("energy (GJ/m³)")
        below.set_xlabel("engineering strain (%)")
        finish(figure, above, name, HEIGHT, 2)
        return figure

    name = f"Tension of {title}: stress and energy"
    svg, png = files_of(draw)
    return Picture("stress_strain", name, f"{name}, the maximum marked where it is not refused", svg, png)


def _two_axes() -> tuple[Figure, tuple[Axes, Axes]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    return figure, (above, below)


def _draw(axes: Axes, curve: StrainCurve, values: np.ndarray, style: Any, label: str) -> None:
    axes.plot(100 * curve.strains, values, label=label, **style)
    axes.plot(100 * curve.strains, values, ".", color=style["color"], markersize=3)


def _peak(axes: Axes, curve: StrainCurve, colour: Any) -> None:
    """Mark the maximum of the stress."""
    if curve.maximum is not None:
        axes.plot(100 * curve.maximum.strain, curve.maximum.value / GPA, "*", color=colour, markersize=7, zorder=5)


def _events(axes: Axes, curve: StrainCurve, colour: Any) -> None:
    """Mark a jump to its second point, and the strain at which stability is lost."""
    if curve.path.jump is not None:
        before, after = curve.path.jump.before, curve.path.jump.after
        strains = 100 * np.array([before.strain, after.strain])
        axes.plot(strains, np.array([before.stress, after.stress]) / GPA, ":", color=colour)
        axes.plot(strains[1], after.stress / GPA, "v", color=colour, markersize=4, zorder=5)
    if curve.probe is not None and curve.probe.lost is not None:
        middle = ((curve.probe.stable or 0.0) + curve.probe.lost) / 2
        stress = float(np.interp(middle, curve.strains, curve.stresses))
        axes.plot(100 * middle, stress / GPA, "x", color=colour, markersize=6, zorder=5)


def _lowest(curves: Sequence[StrainCurve]) -> float:
    """Return the lowest stress after a jump (Pa), 0 where none is below."""
    return min([0.0, *(one.path.jump.after.stress for one in curves if one.path.jump is not None)])


def _legend(axes: Axes, curves: Sequence[StrainCurve], peaks: Sequence[bool]) -> None:
    """Name the marks that occur."""
    marks = (
        ("*", "maximum of the stress", any(peaks)),
        ("v", "after a jump", any(one.path.jump is not None for one in curves)),
        (
            "x",
            "stability of the path lost",
            any(one.probe is not None and one.probe.lost is not None for one in curves),
        ),
    )
    for marker, label, occurs in marks:
        if occurs:
            axes.plot([], [], marker, color="black", markersize=5, label=label)
