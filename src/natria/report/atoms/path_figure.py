"""Figures of hops: the energy along each path, and the way of the atom between its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.calculators.evaluate import EV
from ...atoms.migration import Hop
from ...atoms.structures import shortest
from ...record.structure import ANGSTROM
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NEAR = 3.8  # Å from the path: atoms that are drawn
RADIUS = 0.45  # Å of a drawn atom
STRAIGHT = 0.1  # Å: a path that bends less is seen from the side of its nearest atom
FAINT = 0.25  # opacity of the atom that is farthest from the plane of the drawing
ACROSS = 3  # drawings in a row
ONLY_SADDLE = 3  # images of a hop whose ends and saddle alone are computed


def path_picture(name: str, hops: Sequence[tuple[str, Hop]]) -> Picture:
    """Return the energies along the paths."""

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, (label, hop) in enumerate(hops):
            style: Any = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)]}
            share = hop.distance / hop.distance[-1]
            axes.plot(share, hop.energies / EV, "o", color=style["color"], markersize=3)
            line = share, hop.energies / EV
            if len(share) > ONLY_SADDLE:
                line = smooth_path(*line)
            else:  # the shape of the path is not known
                style["linestyle"] = ":"
            axes.plot(*line, label=label, **style)
        axes.set_xlabel("share of the path")
        axes.set_ylabel("energy (eV)")
        finish(figure, axes, title, 2.6)
        return figure

    title = f"Energy along the hops: {name}"
    svg, png = files_of(draw)
    return Picture("path", title, f"{title}, the images of each path as points", svg, png)


def smooth_path(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a curve through the images of a path, monotone between them: it adds no barrier."""
    from scipy.interpolate import PchipInterpolator

    grid = np.linspace(x[0], x[-1], 200)
    return grid, np.asarray(PchipInterpolator(x, y)(grid))


def way_picture(name: str, hops: Sequence[tuple[str, Hop]]) -> Picture:
    """Return the way of the hopping atom between its neighbours at the saddle, a drawing for each hop."""

    def draw() -> Figure:
        figure, _ = new_figure()
        figure.clear()
        columns = min(len(hops), ACROSS)
        rows = -(-len(hops) // columns)
        panels = figure.subplots(rows, columns, squeeze=False)
        kinds = sorted({kind for _, hop in hops for kind in hop.saddle.species})
        for axes, (label, hop) in zip(panels.flat, hops, strict=False):
            _draw_way(axes, hop, kinds)
            axes.set_title(label)
        for axes in panels.flat[len(hops) :]:
            axes.axis("off")
        for kind in kinds:
            panels[0, 0].plot([], [], "o", color=COLOURS[kinds.index(kind) % len(COLOURS)], label=kind)
        panels[0, 0].plot([], [], "k.-", label="images of the path")
        finish(figure, panels[0, 0], title, 2.8 * rows, columns=4, wide=columns > 1)
        return figure

    title = f"Way of the atom: {name}"
    says = f"{title}: atoms within {NEAR} Å at the saddle, paler the farther they are from the plane, images as points"
    svg, png = files_of(draw)
    return Picture("way", title, says, svg, png, wide=len(hops) > 1)


def _draw_way(axes: Axes, hop: Hop, kinds: Sequence[str]) -> None:
    """Draw one hop in the plane of its path."""
    from matplotlib.patches import Circle

    way, around, species = surroundings(hop)
    plane = _plane(way, around)
    flat, line = around @ plane.T, (way - way[0]) @ plane.T
    away = np.abs(flat[:, 2])
    for atom in np.argsort(-away):
        colour = COLOURS[kinds.index(species[atom]) % len(COLOURS)]
        alpha = 1 - (1 - FAINT) * float(away[atom]) / NEAR
        look: Any = {"facecolor": colour, "edgecolor": "black", "linewidth": 0.4, "alpha": max(alpha, FAINT)}
        axes.add_patch(Circle((float(flat[atom, 0]), float(flat[atom, 1])), RADIUS, **look))
    axes.plot(line[:, 0], line[:, 1], "k.-", markersize=4, linewidth=1)
    both = np.vstack([flat, line])
    (left, low), (right, high) = both[:, :2].min(axis=0) - 2 * RADIUS, both[:, :2].max(axis=0) + 2 * RADIUS
    axes.set_xlim(float(left), float(right))
    axes.set_ylim(float(low), float(high))
    axes.set_aspect("equal")
    axes.grid(visible=False)
    axes.set_xlabel("along the hop (Å)")
    axes.set_ylabel("across (Å)")


def surroundings(hop: Hop) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return the way of the last atom, and the atoms near it at the saddle, in Å from its start.

    An atom that comes near in more than one cell is there as often.
    """
    cell = hop.saddle.cell / ANGSTROM
    places = [one.fractional[-1] for one in hop.structures]
    steps = [shortest(cell, (b - a)[None])[0] for a, b in pairwise(places)]
    way = np.vstack([np.zeros(3), np.cumsum(steps, axis=0)])
    offsets = np.array([[i, j, k] for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1)]) @ cell
    others = shortest(cell, hop.saddle.fractional[:-1] - places[hop.path.saddle]) + way[hop.path.saddle]
    images = (others[:, None] + offsets[None]).reshape(-1, 3)
    species = [kind for kind in hop.saddle.species[:-1] for _ in offsets]
    near = np.linalg.norm(images[:, None] - way[None], axis=2).min(axis=1) < NEAR
    return way, images[near], [kind for kind, is_near in zip(species, near, strict=True) if is_near]


def _plane(way: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Return the axes of the drawing: along the hop, across it in the drawing, and away from it."""
    along = way[-1] / np.linalg.norm(way[-1])
    bend = way - np.outer(way @ along, along)
    across = bend[np.argmax(np.linalg.norm(bend, axis=1))]
    if np.linalg.norm(across) < STRAIGHT and len(around):
        nearest = around[np.argmin(np.linalg.norm(around - way[-1] / 2, axis=1))]
        across = nearest - (nearest @ along) * along
    if np.linalg.norm(across) < STRAIGHT:
        across = np.cross(along, np.eye(3)[np.argmin(np.abs(along))])
    across = across / np.linalg.norm(across)
    return np.array([along, across, np.cross(along, across)])
