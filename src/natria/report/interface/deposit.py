"""Figures of a deposition: its last state side by side, and its course over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...record import Field, Grid, Table
from ...studies.interface import InterfaceRun
from ..common.picture import Picture, files_of, new_figure
from ..common.style import COLOURS, COLUMN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UM = 1e6
MAH_PER_CM2 = 3.6e4  # C/m^2 in one
MA_PER_CM2 = 10.0  # A/m^2 in one
METAL = "#5b5b5b"
SHOWN = (  # array, label, factor, colours
    ("order_parameter", "order parameter (1)", 1.0, "Greys"),
    ("concentration", "cations (mol/L)", 1e-3, "viridis"),
    ("potential", "potential (V)", 1.0, "plasma"),
)


def drawn(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return a figure of the last state and one of the course for each deposition."""
    found: list[Picture] = []
    for part in made.parts:
        state, course = (part.artefacts.get(name) for name in ("deposition_state", "deposition_course"))
        if isinstance(state, Field):
            found.append(_state(state, f"{made.design.name}: {state.title}", part.part))
        if isinstance(course, Table):
            found.append(_course(course, f"{made.design.name}: course of {part.part}", part.part))
    return tuple(found)


def _state(field: Field, title: str, part: str) -> Picture:
    svg, png = files_of(lambda: state_figure(field, title))
    says = (
        "The order parameter (1 in metal), the concentration of cations and the potential against the metal; the line "
        "is the front, the dashed line the edge of the layer. Metal is grey in the last two."
    )
    return Picture(f"{part}-state", title, says, svg, png, wide=True)


def state_figure(field: Field, title: str) -> Figure:
    """Return phase, concentration and potential side by side; of three dimensions the middle section."""
    figure, _ = new_figure()
    figure.clear()
    axes = figure.subplots(1, len(SHOWN), sharey=True)
    for one, shown in zip(axes, SHOWN, strict=True):
        draw_field(one, field, shown)
        one.set_xlabel("along the electrode (µm)")
    axes[0].set_ylabel("height (µm)")
    figure.suptitle(title, x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 3.3)
    return figure


def section(field: Field, name: str) -> np.ndarray:
    """Return an array of a field as height by width: the middle section of three dimensions."""
    values = field[name].values
    found: np.ndarray = values if values.ndim == 2 else values[:, values.shape[1] // 2]
    return found


def draw_field(axes: Axes, field: Field, shown: tuple[str, str, float, str], **style: Any) -> Any:
    """Draw an array of a field with the front and the edge of the layer; without a label it has no scale."""
    from matplotlib.ticker import MaxNLocator

    name, label, factor, colours = shown
    assert isinstance(field.support, Grid)
    height, width = (axis * UM for axis in (field.support.axes[0], field.support.axes[-1]))
    middle = [(one[1:] + one[:-1]) / 2 for one in (width, height)]
    phase = section(field, "order_parameter")
    values = np.ma.masked_invalid(section(field, name) * factor)
    axes.set_facecolor(METAL)
    image = axes.pcolormesh(width, height, values, rasterized=True, cmap=colours, **style)
    axes.contour(*middle, phase, levels=[0.5], colors="black", linewidths=0.7)
    layer = np.where(phase >= 0.5, 1.0, section(field, "layer"))
    if section(field, "layer").max() > 0.5 > layer.min():
        axes.contour(*middle, layer, levels=[0.5], colors="#d1495b", linewidths=0.6, linestyles="--")
    axes.set_aspect("equal")
    axes.grid(visible=False)
    if label and axes.figure is not None:
        axes.figure.colorbar(image, ax=axes, label=label, location="top", shrink=0.9, ticks=MaxNLocator(4))
    return image


def _course(table: Table, title: str, part: str) -> Picture:
    svg, png = files_of(lambda: course_figure(table, title))
    says = (
        "Over time: height of the tip and of the metal; area and contour of the front over those of a flat one; "
        "current density and plated charge."
    )
    return Picture(f"{part}-course", title, says, svg, png, wide=True)


def course_figure(table: Table, title: str) -> Figure:
    """Return tip and mean height, roughness, current and charge over time."""
    figure, _ = new_figure()
    figure.clear()
    heights, rough, current = figure.subplots(1, 3)
    found = {name: one.numbers for name, one in table.columns.items()}
    time = found["time"]
    heights.plot(time, found["tip_height"] * UM, color=COLOURS[0], label="tip")
    heights.plot(time, found["mean_height"] * UM, color=COLOURS[1], ls="--", label="mean")
    heights.set_ylabel("height of metal (µm)")
    rough.plot(time, found["roughness_factor"], color=COLOURS[0], label="area of the front")
    rough.plot(time, found["arc_length_ratio"], color=COLOURS[1], ls="--", label="length of its contour")
    rough.set_ylabel("over that of a flat front (1)")
    current.plot(time, found["current_density"] / MA_PER_CM2, color=COLOURS[0], label="current")
    current.set_ylabel("current density (mA/cm²)")
    charge = current.twinx()
    charge.plot(time, found["plated_charge"] / MAH_PER_CM2, color=COLOURS[1], ls="--", label="charge")
    charge.set_ylabel("plated charge (mAh/cm²)")
    charge.grid(visible=False)
    charge.spines["right"].set_visible(True)
    for one in (heights, rough, current):
        one.set_xlabel("time (s)")
    for one in (heights, rough):
        one.legend(loc="upper left")
    lines = [*current.lines, *charge.lines]
    current.legend(lines, [str(one.get_label()) for one in lines], loc="center right")
    figure.suptitle(title, x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 2.4)
    return figure
