"""Figures of the current at a defect: field, profile along the contact, focusing factor over the size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...record import AnyArtefact, Field, Mesh, Table
from ...studies.interface import InterfaceRun
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UM = 1e6
MA_PER_CM2 = 0.1  # of 1 A/m^2
VIEW = 4.0  # of the size of the defect: what the picture of the field shows
EQUIPOTENTIALS = 14
LINES_OF_CURRENT = 14
BAR_TICKS = 8
WIDE = 3.0  # ratio of the largest to the least current in one figure, from which its axis is logarithmic
NEAR = 1e-5  # of the length of the contact: nearer to its inner end the axis is linear
CELLS = 100  # of the grid on which lines of current are drawn


def drawn(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return the pictures of a run: a field for each defect, then all profiles and all curves together."""
    fields = {p.part: p.artefacts["focusing_field"] for p in made.parts if "focusing_field" in p.artefacts}
    pictures = [_field_picture(made, part, one) for part, one in fields.items() if isinstance(one, Field)]
    profiles = _tables(made, "interface_current_profile")
    sizes = _tables(made, "focusing_by_size")
    if profiles:
        applied = abs(made.design.finding("protocol.current").plain)
        pictures.append(_picture("profile", "Current along the contact", PROFILE, lambda: _profiles(profiles, applied)))
    if sizes:
        pictures.append(_picture("size", "Focusing factor over the size of the defect", SIZE, lambda: _sizes(sizes)))
    return tuple(pictures)


PROFILE = (
    "Current density along the contact over the applied one, against the length of the contact from its inner end: the "
    "edge of a pore or of lost contact, the tip of a bump, the centre of an island."
)
SIZE = "Largest current density at the contact over its mean there, against the radius of the defect."


def _tables(made: InterfaceRun, term: str) -> dict[str, Table]:
    found: Mapping[str, AnyArtefact] = {p.part: p.artefacts[term] for p in made.parts if term in p.artefacts}
    return {part: one for part, one in found.items() if isinstance(one, Table)}


def _picture(name: str, title: str, says: str, draw: Any) -> Picture:
    return Picture(name, title, says, *files_of(draw))


def _field_picture(made: InterfaceRun, part: str, field: Field) -> Picture:
    shape = made.design.word(f"defect.{part}.shape")
    title = f"Current density and potential at {part} ({shape})"
    says = "Colours: current density; thin lines: equipotentials; arrows: lines of current; grey: the defect."
    return _picture(f"field-{part}", title, says, lambda: _field(field, title, shape))


def _field(field: Field, title: str, shape: str) -> Figure:
    from matplotlib.ticker import MaxNLocator
    from matplotlib.tri import Triangulation

    assert isinstance(field.support, Mesh)
    points = field.support.points * UM
    mesh = Triangulation(points[:, 0], points[:, 1], field.support.cells[0][1])
    flux = field["current_density"].values * MA_PER_CM2
    potential = field["potential"].values * 1e3
    size, width = _size(field, shape), points[:, 0].max()
    view = min(VIEW * size, width), min(VIEW * size, points[:, 1].max())
    figure, axes = new_figure()
    shown = (points[:, 0] <= view[0]) & (points[:, 1] <= view[1])
    levels = _levels(np.hypot(*flux.T)[shown], 24)
    colours = axes.tricontourf(mesh, np.hypot(*flux.T), levels=levels, cmap="viridis", extend="both")
    lines = _levels(potential[shown], EQUIPOTENTIALS + 2)[1:-1]
    axes.tricontour(mesh, potential, levels=lines, colors="white", linewidths=0.5).set(path_effects=_rim())
    _stream(axes, mesh, flux, view)
    _shape(axes, field, shape, size, view[0])
    axes.set(xlim=(0, view[0]), ylim=(-0.12 * view[1], view[1]), aspect="equal")
    axes.set(xlabel="distance from the axis (µm)", ylabel="distance from the face (µm)")
    axes.grid(visible=False)
    ticks = MaxNLocator(BAR_TICKS, steps=(1, 2, 2.5, 5, 10)).tick_values(levels[0], levels[-1])
    ticks = ticks[(ticks >= levels[0]) & (ticks <= levels[-1])]
    bar = figure.colorbar(colours, ax=axes, label="current density (mA/cm²)", ticks=ticks, format="%.3g")
    bar.ax.tick_params(width=0.4)
    step = lines[1] - lines[0]
    axes.plot([], [], color="white", lw=0.5, path_effects=_rim(), label=f"equipotentials, {step:.3g} mV apart")
    finish(figure, axes, title, 3.0, 2)
    return figure


def _rim() -> list[Any]:
    """Return the dark rim of a white line, so that it is seen on every colour."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=1.1, foreground="0.3")]


def _levels(values: np.ndarray, count: int) -> np.ndarray:
    low, high = np.percentile(values, [0, 99.5])
    return np.linspace(low, max(high, low + 1e-9 * max(abs(low), 1e-9)), count)


def _size(field: Field, shape: str) -> float:
    """Return the reach of the defect from its axis or above the face, in um."""
    x, y = _contact(field)
    edge = {"island": x.max(), "bump": y.max()}.get(shape, x.min()) * UM
    tips = field.support.points if isinstance(field.support, Mesh) else np.zeros((1, 3))
    top = tips[tips[:, 0] < 1e-9 * tips[:, 0].max(), 1].min() * UM
    return float(max(edge, top))


def _contact(field: Field) -> tuple[np.ndarray, np.ndarray]:
    assert isinstance(field.support, Mesh)
    on = np.isfinite(field["contact_current"].values)
    return field.support.points[on, 0], field.support.points[on, 1]


def _stream(axes: Axes, mesh: Any, flux: np.ndarray, view: tuple[float, float]) -> None:
    from matplotlib.tri import LinearTriInterpolator

    x, y = np.linspace(0, view[0], CELLS), np.linspace(0, view[1], CELLS)
    grid = np.meshgrid(x, y)
    u, v = (LinearTriInterpolator(mesh, part)(*grid) for part in flux.T)
    starts = np.column_stack(
        [np.linspace(0.02, 0.98, LINES_OF_CURRENT) * view[0], np.full(LINES_OF_CURRENT, 0.985 * view[1])]
    )
    axes.streamplot(
        x,
        y,
        u,
        v,
        start_points=starts,
        color="black",
        linewidth=0.4,
        arrowsize=0.5,
        density=4,
        broken_streamlines=False,
    )


def _shape(axes: Axes, field: Field, shape: str, size: float, right: float) -> None:
    """Draw the electrode, and the defect: metal or void above its face, lost contact as a bar."""
    from matplotlib.patches import Polygon

    depth = 0.12 * size * VIEW
    axes.fill_between([0, right], -depth, 0, color="0.75", lw=0)
    x, _ = _contact(field)
    flat = {"contact loss": (0.0, x.min() * UM), "island": (x.max() * UM, right)}
    if shape in flat:
        axes.plot(flat[shape], [0, 0], color=COLOURS[1], lw=3, solid_capstyle="butt", label="no contact")
        return
    outline = _outline(field) * UM
    colour = "0.75" if shape == "bump" else "white"
    axes.add_patch(Polygon(outline, closed=True, fc=colour, ec="0.3", lw=0.6, zorder=3))


def _outline(field: Field) -> np.ndarray:
    """Return the corners of the defect: boundary nodes on no side of the cell, and the origin."""
    assert isinstance(field.support, Mesh)
    points, triangles = field.support.points[:, :2], field.support.cells[0][1]
    sides = np.sort(np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    single, counts = np.unique(sides, axis=0, return_counts=True)
    ends = points[single[counts == 1]]
    far = points.max(axis=0) * (1 - 1e-9)
    near = points.max() * 1e-9
    middle = ends.mean(axis=1)
    inner = (middle[:, 0] > near) & (middle[:, 1] > near) & (middle < far).all(axis=1)
    nodes = np.unique(ends[inner].reshape(-1, 2), axis=0)
    angle = np.arctan2(nodes[:, 1], nodes[:, 0])
    return np.vstack([[0.0, 0.0], nodes[np.argsort(angle)]])


def _profiles(tables: Mapping[str, Table], applied: float) -> Figure:
    from matplotlib.ticker import LogLocator

    figure, axes = new_figure()
    nearest, least, most = np.inf, np.inf, -np.inf
    for (part, table), colour, line in _styled(tables):
        x = table.columns["distance"].numbers * UM
        current = table.columns["current_density"].numbers
        ratio = np.sign(current[np.argmax(np.abs(current))]) * current / applied
        least, most = min(least, ratio.min()), max(most, ratio.max())
        axes.plot(x, ratio, color=colour, ls=line, label=part)
        nearest = min(nearest, float(x[x > NEAR * x[-1]].min()))
    axes.set_xscale("symlog", linthresh=nearest)  # with its inner end, at which most current may flow
    axes.set(xlabel="length of the contact from its inner end (µm)", ylabel="current over applied (1)")
    if 0 < WIDE * least < most:
        axes.set_yscale("log", subs=())
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter("{x:g}")
    finish(figure, axes, "Current along the contact", 2.3, 2)
    return figure


def _sizes(tables: Mapping[str, Table]) -> Figure:
    figure, axes = new_figure()
    for (part, table), colour, line in _styled(tables):
        factor = table.columns["contact_focusing_factor"].numbers
        axes.plot(table.columns["radius"].numbers * UM, factor, color=colour, ls=line, marker="o", ms=3, label=part)
    axes.set(xscale="log", xlabel="radius (µm)", ylabel="largest over mean current (1)")
    finish(figure, axes, "Focusing factor over the size of the defect", 2.3, 2)
    return figure


def _styled(tables: Mapping[str, Table]) -> Iterator[tuple[tuple[str, Table], str, Any]]:
    for place, item in enumerate(tables.items()):
        yield item, COLOURS[place % len(COLOURS)], LINES[place % len(LINES)]
