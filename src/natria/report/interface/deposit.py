"""Figures of a deposition: its last state side by side, and its course over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...record import Field, Table
from ...studies.interface import InterfaceRun
from ..common.picture import Picture, files_of, new_figure
from ..common.style import COLOURS, COLUMN
from .deposit_fields import SHOWN, UM, draw_field, film, poster
from .deposit_waves import waves_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAH_PER_CM2 = 3.6e4  # C/m^2 in one
MA_PER_CM2 = 10.0  # A/m^2 in one
SHOWN_OF = ("state", "course", "fields", "spectrum")  # artefacts
STRIP = "#f3dcdc"  # behind the time of a strip


def drawn(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return a figure of the last state and one of the course for each deposition."""
    found: list[Picture] = []
    for part in made.parts:
        name, has = made.design.name, part.artefacts
        state, course, fields, waves = (has.get(f"deposition_{one}") for one in SHOWN_OF)
        if isinstance(state, Field):
            found.append(_state(state, f"{name}: {state.title}", part.part))
        if isinstance(fields, Field):
            found.append(poster(fields, f"{name}: {fields.title}", part.part))
        if isinstance(course, Table):
            found.append(_course(course, f"{name}: course of {part.part}", part.part))
        if isinstance(waves, Table) and np.isfinite(waves.columns["growth_rate"].numbers).any():
            found.append(waves_picture(waves, f"{name}: waves of the front of {part.part}", part.part))
    return tuple(found)


def more_files(made: InterfaceRun) -> dict[str, bytes]:
    """Return the film of each deposition by the name of its file."""
    several = ((part.part, part.artefacts.get("deposition_fields")) for part in made.parts)
    return {f"{name}-film.gif": film(one) for name, one in several if isinstance(one, Field)}


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


def strips_of(table: Table) -> list[tuple[float, float]]:
    """Return when each strip of a course begins and ends, s."""
    time, stage = (table.columns[name].numbers for name in ("time", "stage"))
    drive = np.array(table.columns["drive"].values)
    ends = {int(one): float(time[stage == one][-1]) for one in np.unique(stage)}
    return [(ends[int(one) - 1], ends[int(one)]) for one in np.unique(stage[drive == "strip"])]


def _course(table: Table, title: str, part: str) -> Picture:
    svg, png = files_of(lambda: course_figure(table, title))
    says = (
        "Over time: height of the tip and of the metal; area and contour of the front over those of a flat one; "
        "current density and plated charge. Strips have a red ground."
    )
    return Picture(f"{part}-course", title, says, svg, png, wide=True)


def course_figure(table: Table, title: str) -> Figure:
    """Return tip and mean height, roughness, current and charge over time."""
    figure, _ = new_figure()
    figure.clear()
    heights, rough, current = figure.subplots(1, 3)
    found = {name: one.numbers for name, one in table.columns.items() if not one.is_text}
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
        for start, end in strips_of(table):
            one.axvspan(start, end, color=STRIP, lw=0, zorder=0)
    for one in (heights, rough):
        one.legend(loc="upper left")
    lines = [*current.lines, *charge.lines]
    current.legend(lines, [str(one.get_label()) for one in lines], loc="center right")
    figure.suptitle(title, x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 2.4)
    return figure
