"""Figures of surfaces: slabs from the side, convergence with the thickness, the equilibrium shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.surface import Slab, SurfaceEnergy, WulffShape, miller_name
from ...record import Structure
from ...record.structure import ANGSTROM
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

VIEW = np.array([0.5, 0.3, 0.25])  # from where the shape is seen
RADIUS = 0.45  # of a drawn atom, over the nearest distance
WIDE = 10.0  # Å that a drawn slab has at least
BACK = 0.35  # opacity of the atom that is farthest from the viewer


def convergence_picture(title: str, surfaces: Sequence[tuple[str, SurfaceEnergy, str]]) -> Picture:
    """Return surface energies over the thickness of the slab, with those of the slope as lines."""

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, (name, energy, outcome) in enumerate(surfaces):
            style: Any = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)]}
            x = [row.slab.thickness / ANGSTROM for row in energy.slabs]
            label = f"{name} ({outcome})"
            axes.plot(x, energy.by_thickness, "o", label=label, color=style["color"], markersize=3)
            axes.plot(x, energy.rigid, "o", color=style["color"], markersize=3, markerfacecolor="none")
            axes.axhline(energy.line[1], linewidth=0.8, **style)
        axes.set_ylim(0, 1.15 * max(float(max(one.rigid.max(), one.line[1])) for _, one, _ in surfaces))
        axes.set_xlabel("thickness of the slab (Å)")
        axes.set_ylabel("surface energy (J/m²)")
        finish(figure, axes, heading, 2.6)
        return figure

    heading = f"Surface energy of {title} over the thickness"
    svg, png = files_of(draw)
    says = f"{heading}: relaxed slabs as full marks, rigid ones as open marks, the value of the slope as a line"
    return Picture("surface_energy", heading, says, svg, png)


def slab_picture(name: str, slab: Slab, relaxed: Structure, held: Sequence[int] = (), adsorbate: str = "") -> Picture:
    """Return a slab from the side along its second vector, a few cells wide, with its planes as lines.

    With an `adsorbate` the last atom is one, and has a colour of its own.
    """

    def draw() -> Figure:
        figure, axes = new_figure()
        _draw_atoms(axes, relaxed, adsorbate)
        levels = slab.levels / ANGSTROM
        for place, level in enumerate(levels):
            axes.axhline(level, color=COLOURS[-1], linewidth=0.4, linestyle=":" if place in held else "-", zorder=0)
        axes.set_aspect("equal")
        axes.grid(visible=False)
        axes.set_ylim(0, relaxed.cell[2, 2] / ANGSTROM)
        axes.set_xlabel("x (Å)")
        axes.set_ylabel("height (Å)")
        finish(figure, axes, relaxed.title, 3.6, columns=4)
        return figure

    svg, png = files_of(draw)
    kind = "the planes of the rigid slab as lines, those that are held dotted" if held else "the planes as lines"
    return Picture(name, relaxed.title, f"{relaxed.title} from the side, {kind}", svg, png)


def _draw_atoms(axes: Axes, structure: Structure, adsorbate: str) -> None:
    """Atoms from behind to the front; those behind are paler."""
    from matplotlib.patches import Circle

    place = structure.positions / ANGSTROM
    cell = structure.cell / ANGSTROM
    depth = place[:, 1]
    apart = np.linalg.norm(place[:, None] - place[None] + 1e9 * np.eye(len(place))[:, :, None], axis=2)
    radius = RADIUS * float(min(apart.min(), np.linalg.norm(cell[0]), np.linalg.norm(cell[1])))
    turns = max(2, int(np.ceil(WIDE / cell[0, 0])))
    names = list(structure.species)
    if adsorbate:
        names[-1] = f"adsorbed {adsorbate}"
    kinds = [*sorted(set(names[:-1])), *sorted(set(names[-1:]) - set(names[:-1]))]
    shade = (depth.max() - depth) / max(float(np.ptp(depth)), 1e-9)
    for atom in np.argsort(-depth):
        colour = COLOURS[kinds.index(names[atom]) % len(COLOURS)]
        for turn in range(turns):
            middle = (place[atom, 0] + turn * cell[0, 0], place[atom, 2])
            alpha = BACK + (1 - BACK) * float(shade[atom])
            axes.add_patch(Circle(middle, radius, facecolor=colour, edgecolor="black", linewidth=0.4, alpha=alpha))
    for kind in kinds:
        axes.plot([], [], "o", color=COLOURS[kinds.index(kind) % len(COLOURS)], label=kind)
    low, high = place[:, 0].min() - 2 * radius, place[:, 0].max() + (turns - 1) * cell[0, 0] + 2 * radius
    axes.set_xlim(low, high)


def wulff_picture(title: str, shape: WulffShape) -> Picture:
    """Return the equilibrium shape as seen from one side, each family in its colour."""

    def draw() -> Figure:
        from matplotlib.patches import Polygon

        figure, axes = new_figure()
        view = VIEW / np.linalg.norm(VIEW)
        right = np.cross([0.0, 0.0, 1.0], view)
        right = right / np.linalg.norm(right)
        screen = np.array([right, np.cross(view, right)])
        families = list(shape.energies)
        for face in shape.faces:
            light = float(face.normal @ view)
            if light > 0:
                colour = COLOURS[families.index(face.family) % len(COLOURS)]
                style: Any = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.8, "alpha": 0.45 + 0.55 * light}
                axes.add_patch(Polygon(face.corners @ screen.T, **style))
        for family, share in shape.shares.items():
            label = f"{miller_name(family)} {100 * share:.0f} % of the area"
            axes.plot([], [], "s", color=COLOURS[families.index(family) % len(COLOURS)], label=label)
        reach = 1.05 * max(float(np.abs(face.corners @ screen.T).max()) for face in shape.faces)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(-reach, reach)
        axes.set_aspect("equal")
        axes.axis("off")
        finish(figure, axes, heading, 2.8)
        return figure

    heading = f"Equilibrium shape of {title}"
    svg, png = files_of(draw)
    return Picture("equilibrium_shape", heading, f"{heading}, the faces of each family in one colour", svg, png)
