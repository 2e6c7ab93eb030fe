"""Fields of a deposition: one state, several times as a poster, all times as a film."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from ...record import Field, Grid
from ..common.picture import Picture, files_of, new_figure
from ..common.style import COLUMN, RC

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UM = 1e6
METAL = "#5b5b5b"
POSTER = 4  # times on a poster
FILM_DPI, FILM_BYTES = 90, 4_000_000
FILM_TIME, LAST_TIME = 150, 1500  # ms of a picture, and of the last
SHOWN = (  # array, label, factor, colours
    ("order_parameter", "order parameter (1)", 1.0, "Greys"),
    ("concentration", "cations (mol/L)", 1e-3, "viridis"),
    ("potential", "potential (V)", 1.0, "plasma"),
)


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
    values = np.ma.masked_invalid(section(field, name) * factor)
    axes.set_facecolor(METAL)
    image = axes.pcolormesh(width, height, values, rasterized=True, cmap=colours, **style)
    draw_front(axes, field)
    axes.set_aspect("equal")
    axes.grid(visible=False)
    if label and axes.figure is not None:
        axes.figure.colorbar(image, ax=axes, label=label, location="top", shrink=0.9, ticks=MaxNLocator(4))
    return image


def draw_front(axes: Axes, field: Field) -> None:
    """Draw the front, and the edge of the layer where there is one."""
    assert isinstance(field.support, Grid)
    middle = [(one[1:] + one[:-1]) / 2 * UM for one in (field.support.axes[-1], field.support.axes[0])]
    phase, layer = section(field, "order_parameter"), section(field, "layer")
    if phase.max() >= 0.5 > phase.min():
        axes.contour(*middle, phase, levels=[0.5], colors="black", linewidths=0.7)
    ahead = np.where(phase >= 0.5, 1.0, layer)
    if layer.max() > 0.5 > ahead.min():
        axes.contour(*middle, ahead, levels=[0.5], colors="#d1495b", linewidths=0.6, linestyles="--")


def poster(fields: Field, title: str, part: str) -> Picture:
    """Return phase, concentration and potential at several times, with one scale for each."""
    svg, png = files_of(lambda: poster_figure(fields, title))
    says = (
        "Order parameter, concentration of cations and potential over time, from top to bottom, on the scales on top. "
        "The line is the front; metal is grey."
    )
    return Picture(f"{part}-poster", title, says, svg, png, wide=True)


def poster_figure(fields: Field, title: str) -> Figure:
    """Return a row for each of some times, a column for each field."""
    assert fields.times is not None
    chosen = np.unique(np.rint(np.linspace(0, len(fields.times) - 1, POSTER)).astype(int))
    limits = [limits_of(fields, name, factor) for name, _, factor, _ in SHOWN]
    figure, _ = new_figure()
    figure.clear()
    rows = figure.subplots(len(chosen), len(SHOWN), sharex=True, sharey=True, squeeze=False)
    for at, (row, number) in enumerate(zip(rows, chosen, strict=True)):
        state = fields.at(int(number))
        for axes, (name, label, factor, colours), (low, high) in zip(row, SHOWN, limits, strict=True):
            draw_field(axes, state, (name, "" if at else label, factor, colours), vmin=low, vmax=high)
        row[0].set_ylabel(f"{fields.times[number]:.3g} s\nheight (µm)")
    for axes in rows[-1]:
        axes.set_xlabel("along the electrode (µm)")
    figure.suptitle(title, x=0.02, ha="left")
    height, width = (float(fields.support.axes[n][-1]) for n in (0, -1)) if isinstance(fields.support, Grid) else (1, 1)
    each = min(max(2 * COLUMN / len(SHOWN) * 0.85 * height / width, 1.0), 3.0)
    figure.set_size_inches(2 * COLUMN, each * len(chosen) + 1.0)
    return figure


def limits_of(fields: Field, name: str, factor: float) -> tuple[float, float]:
    """Return the least and the largest of a field over all times."""
    values = fields[name].values * factor
    if not np.isfinite(values).any():
        return 0.0, 1.0
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def film(fields: Field, most: int = FILM_BYTES) -> bytes:
    """Return all times as an animated GIF of at most so many bytes; a longer one leaves out times."""
    pictures = _pictures(fields)
    while True:
        made = _gif(pictures)
        if len(made) <= most or len(pictures) <= 2:
            return made
        pictures = [*pictures[:-1:2], pictures[-1]]


def _pictures(fields: Field) -> list[Any]:
    """Return a picture for each time; axes and scales are drawn once and stay."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    assert fields.times is not None
    found = []
    with mpl.rc_context(RC):
        figure, _ = new_figure()
        figure.clear()
        figure.set_size_inches(2 * COLUMN, 3.3)
        figure.set_dpi(FILM_DPI)
        canvas: Any = FigureCanvasAgg(figure)
        panels = figure.subplots(1, len(SHOWN), sharey=True)
        title = figure.suptitle(" ", x=0.02, ha="left")
        first, images = fields.at(0), []
        for axes, (name, label, factor, colours) in zip(panels, SHOWN, strict=True):
            low, high = limits_of(fields, name, factor)
            images.append(draw_field(axes, first, (name, label, factor, colours), vmin=low, vmax=high))
            axes.set_xlabel("along the electrode (µm)")
        panels[0].set_ylabel("height (µm)")
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # the places of the first picture are those of all
        for number, time in enumerate(fields.times):
            state = fields.at(number)
            for axes, image, (name, _, factor, _) in zip(panels, images, SHOWN, strict=True):
                for line in [one for one in axes.collections if one is not image]:
                    line.remove()
                image.set_array(np.ma.masked_invalid(section(state, name) * factor))
                draw_front(axes, state)
            title.set_text(f"Deposit after {time:.4g} s")
            canvas.draw()
            picture = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())
            found.append(picture.quantize(256, dither=Image.Dither.NONE))
    return found


def _gif(pictures: list[Any]) -> bytes:
    written = io.BytesIO()
    times = [*[FILM_TIME] * (len(pictures) - 1), LAST_TIME]
    pictures[0].save(written, "GIF", save_all=True, append_images=pictures[1:], duration=times, loop=0, optimize=True)
    return written.getvalue()
