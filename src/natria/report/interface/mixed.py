"""Figures of a mixed conductor: profiles, course in time, and the map with its draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...models.interface.mixed.tables import COURSE, MAP, PLACES, PROFILE, STAGES, profiles_of, shares_of
from ...record import Table
from ...studies.interface import InterfaceRun
from ...studies.interface.mixed_draws import DRAWS, MixedDraws, draws_of
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = dict(zip(PLACES, ("on top", "within", "under"), strict=True))
STAGE_LINES: tuple[dict[str, Any], ...] = ({"lw": 2.6, "alpha": 0.4}, {"lw": 1.2, "ls": "--"})  # start, end
CARRIERS = (("ionic", "ions", COLOURS[0]), ("electronic", "electrons", COLOURS[1]))
TINTS = dict(zip(PLACES, COLOURS, strict=False))
PER_AREA = 10.0  # A/m^2 in mA/cm^2
PER_CHARGE = 36000.0  # C/m^2 in mAh/cm^2
LEVELS, LEVEL_LINES = (10, 50, 90), (":", "-", "--")  # per cent on top
FINE, LEAST = 241, 1e-3  # points of a map either way as drawn, and the least share between which to interpolate
MICRO, MILLI, PERCENT = 1e6, 1e3, 100.0


def drawn(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return the figures of a run: of each part what was answered about it."""
    found: list[Picture] = []
    for part in made.parts:
        title = f"{made.design.name}#{part.part}"
        for term, draw in _DRAW.items():
            table = part.artefacts.get(term)
            if isinstance(table, Table):
                found.append(draw(table, part.part, title))
        table, draws = part.artefacts.get(MAP), part.artefacts.get(DRAWS)
        if isinstance(table, Table) and isinstance(draws, Table):
            found.append(map_picture(table, draws_of(draws), part.part, title))
    return tuple(found)


def profile_picture(table: Table, part: str, title: str) -> Picture:
    """Return potentials and reaction over the depth, at the start and at the end of the half-cycle."""
    stages = profiles_of(table)

    reacts = any(one["reaction_current"].any() for one in stages.values())

    def draw() -> Figure:
        figure, axes = new_figure()
        figure.delaxes(axes)
        panels = figure.subplots(3 if reacts else 2, 1, sharex=True)
        for stage, look in zip(STAGES, STAGE_LINES, strict=True):
            one = stages[stage]
            z = one["position"] * MICRO
            for carrier, name, colour in CARRIERS:
                label = f"{name}, {stage}"
                panels[0].plot(z, one[f"{carrier}_potential"] * MILLI, color=colour, label=label, **look)
                panels[1].plot(z, one[f"{carrier}_current"] / PER_AREA, color=colour, **look)
            if reacts:
                panels[2].plot(z, one["reaction_current"] / PER_AREA / MICRO, color=COLOURS[5], **look)
        panels[0].set_ylabel("potential (mV)")
        panels[1].set_ylabel("carried (mA/cm$^2$)")
        panels[1].axhline(0, color="#888888", lw=0.6, zorder=1)  # a carrier that does not move is seen on it
        panels[1].margins(y=0.08)
        if reacts:
            panels[2].set_ylabel("plated within\n(mA/cm$^2$ per µm)")
        panels[-1].set_xlabel("depth below the electrolyte (µm)")
        finish(figure, panels[0], f"Potentials and currents in {title}", 4.4 if reacts else 3.2, 2)
        return figure

    svg, png = files_of(draw)
    says = (
        "potentials of ions and electrons against the metal below, what each carries, and what plates inside, over the "
        "depth; what electrons carry at depth zero plates on top, what ions carry at the other end plates below"
    )
    return Picture(f"{part}-profile", f"Potentials and currents in {title}", says, svg, png)


def course_picture(table: Table, part: str, title: str) -> Picture:
    """Return the shares plated so far over the charge of the half-cycle."""
    columns = {name: one.numbers for name, one in table.columns.items()}
    charge = columns["areal_capacity"] / PER_CHARGE

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, line in zip(PLACES, LINES, strict=False):
            share = columns[f"share_{place}"] * PERCENT
            axes.semilogx(charge[1:], share[1:], line, color=TINTS[place], label=f"{NAMES[place]} (left)")
        right = axes.twinx()
        right.grid(visible=False)
        right.plot(charge[1:], columns["voltage"][1:] * MILLI, ":", color=COLOURS[5])
        right.set_ylabel("voltage of the layer (mV)")
        right.set_ylim(bottom=0)
        right.spines["right"].set_visible(True)
        axes.plot([], [], ":", color=COLOURS[5], label="voltage (right)")
        axes.set_ylim(-2, 102)
        axes.set_xlabel("charge plated (mAh/cm$^2$)")
        axes.set_ylabel("share of the sodium (%)")
        finish(figure, axes, f"Where the sodium of a half-cycle lies in {title}", 2.5, 2)
        return figure

    svg, png = files_of(draw)
    ends = ", ".join(f"{PERCENT * share:.1f} % {NAMES[place]}" for place, share in shares_of(table).items())
    says = f"shares plated so far and the voltage over the charge of the half-cycle; at its end {ends}"
    return Picture(f"{part}-course", f"Where the sodium of a half-cycle lies in {title}", says, svg, png)


def map_picture(table: Table, draws: MixedDraws, part: str, title: str) -> Picture:
    """Return the map of where most of the sodium plates, with the draws of the layer on it."""
    share = draws.probability(0)
    head = f"{PERCENT * share:.0f} % of draws plate more than half on top of {title}"

    def draw() -> Figure:
        figure, axes = new_figure()
        draw_map(axes, table)
        draw_cloud(axes, draws)
        finish(figure, axes, head, 3.3, 2)
        return figure

    svg, png = files_of(draw)
    solved = len(draws.ratio)
    says = (
        "regions of conductivity ratio and thickness in which most sodium plates on top of, within or under the layer; "
        "over the map the conductivity for electrons moves, and all other properties stay as in the design; "
        f"in {PERCENT * share:.1f} % of {solved} draws of all properties more than half plates on top; "
        f"{draws.refused} of {solved + draws.refused} draws have no solution and are left out"
    )
    return Picture(f"{part}-map", head, says, svg, png)


def draw_map(axes: Axes, table: Table) -> None:
    """Draw the share on top as lines, and tint the place that takes the most.

    Both are drawn from the shares on one finer grid.
    """
    ratio, thickness, shares = _finer(*grid_of(table))
    for k, place in enumerate(PLACES):
        ahead = shares[k] - np.delete(shares, k, axis=0).max(axis=0)
        if (ahead > 0).any():
            axes.contourf(ratio, thickness * MICRO, ahead, [0.0, 2.0], colors=[TINTS[place]], alpha=0.22)
            axes.plot([], [], "s", color=TINTS[place], alpha=0.4, label=f"most {NAMES[place]}")
    axes.set_xscale("log")
    axes.set_yscale("log")
    lines: Any = axes.contour(
        ratio, thickness * MICRO, shares[0] * PERCENT, LEVELS, colors="#333333", linewidths=0.7, linestyles=LEVEL_LINES
    )
    for level, line in zip(LEVELS, LEVEL_LINES, strict=True):
        if any(len(one) for one in lines.allsegs[LEVELS.index(level)]):
            axes.plot([], [], line, color="#333333", lw=0.7, label=f"{level} % on top")
    axes.set_xlim(ratio[0], ratio[-1])
    axes.set_ylim(thickness[0] * MICRO, thickness[-1] * MICRO)
    axes.set_xlabel("$\\sigma_e/\\sigma_i$ ($\\sigma_e$ moves, $\\sigma_i$ as in the design)")
    axes.set_ylabel("thickness of the layer (µm)")
    axes.grid(visible=False)


def _finer(ratio: np.ndarray, thickness: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a map on a finer grid, by logits that are linear in the logarithms.

    So far from its middle a share is a power of ratio and thickness, as where two ways lie side by side.
    """
    from scipy.interpolate import RegularGridInterpolator

    fine = [np.linspace(np.log(axis[0]), np.log(axis[-1]), FINE) for axis in (thickness, ratio)]
    grid = np.stack(np.meshgrid(*fine, indexing="ij"), axis=-1)
    at = (np.log(thickness), np.log(ratio))
    inner = np.moveaxis(np.clip(shares, LEAST, 1 - LEAST), 0, -1)
    logits = RegularGridInterpolator(at, np.log(inner / (1 - inner)), bounds_error=False, fill_value=None)(grid)
    found = np.moveaxis(1 / (1 + np.exp(-logits)), -1, 0)
    return np.exp(fine[1]), np.exp(fine[0]), found / found.sum(axis=0)


def draw_cloud(axes: Axes, draws: MixedDraws) -> None:
    """Draw each draw in the colour of the place that takes the most, and the layer of the design."""
    most = np.argmax(draws.shares, axis=1)
    for k, place in enumerate(PLACES):
        here = most == k
        if here.any():
            axes.plot(
                draws.ratio[here], draws.thickness[here] * MICRO, ".", ms=2.2, color=TINTS[place], alpha=0.75, zorder=4,
                label=f"draw, most {NAMES[place]}",
            )  # fmt: skip
    axes.plot(
        draws.middle[0], draws.middle[1] * MICRO, "*", ms=9, color="black", mec="white", mew=0.6, zorder=5,
        label="the design",
    )  # fmt: skip


def grid_of(table: Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ratios, thicknesses (m) and shares by place, thickness and ratio of a map."""
    ratio = np.unique(table.columns["conductivity_ratio"].numbers)
    thickness = np.unique(table.columns["thickness"].numbers)
    shares = np.stack([table.columns[f"share_{place}"].numbers for place in PLACES])
    return ratio, thickness, shares.reshape(len(PLACES), len(ratio), len(thickness)).swapaxes(1, 2)


_DRAW: Mapping[str, Callable[[Table, str, str], Picture]] = {PROFILE: profile_picture, COURSE: course_picture}
