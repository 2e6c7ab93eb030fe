"""Figures of the model `crack`: strains, the largest nucleus held, a nucleus that lifts or sinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...quantity import number, typeset
from ...record import Table
from ...studies.interface import InterfaceRun, PartAnswers
from ..common.picture import Picture, files_of, finish, log_ticks, new_figure
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UM, NM, MPA = 1e6, 1e9, 1e-6
SIDES = {"demanded": (COLOURS[1], "o"), "tolerated": (COLOURS[0], "s"), "perfect": (COLOURS[2], "^")}
LABELS = {"demanded": "demanded by plating", "tolerated": "tolerated", "perfect": "perfect crystal, computed"}


@dataclass(frozen=True)
class _Shown:
    """A layer, its tables by term, and its numbers by name."""

    layer: str
    tables: Mapping[str, Table]
    values: Mapping[str, float]
    spreads: Mapping[str, float]
    thickness: float | None


def drawn(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return the figures of all layers."""
    return tuple(picture for part in made.parts for picture in _of(_shown(made, part)))


def _shown(made: InterfaceRun, part: PartAnswers) -> _Shown:
    tables = {name: one for name, one in part.artefacts.items() if isinstance(one, Table)}
    values = {one.question.name: one.value for one in part.findings}
    spreads = {one.question.name: one.std for one in part.findings if one.std}
    path = f"interphase.{part.part}.thickness"
    return _Shown(
        part.part, tables, values, spreads, made.design.finding(path).value if made.design.has(path) else None
    )


def _of(one: _Shown) -> Iterator[Picture]:
    for term, picture in PICTURES.items():
        if term in one.tables:
            yield picture(one, one.tables[term])


def _column(table: Table, name: str) -> np.ndarray:
    return table.columns[name].numbers


def _made(
    one: _Shown, name: str, title: str, says: str, draw: Callable[[Axes], None], *, height: float = 2.3
) -> Picture:
    def figure() -> Figure:
        drawing, axes = new_figure()
        draw(axes)
        finish(drawing, axes, title, height)
        return drawing

    return Picture(f"{one.layer}-{name}", title, says, *files_of(figure))


def _length(metres: float) -> str:
    """Return a length in nm, µm or mm."""
    rounded = 1.0005 * metres  # 0.9999 µm is shown as 1 µm
    scale, unit = (NM, "nm") if rounded < 1e-6 else (UM, "µm") if rounded < 1e-3 else (1e3, "mm")
    return f"{scale * metres:.3g} {unit}"


def _budget(one: _Shown, table: Table) -> Picture:
    side, what = (tuple(map(str, table.columns[name].values)) for name in ("side", "what"))
    strain = 100 * _column(table, "strain")
    ends = _ends(one, "roughness_strain", 100)

    def draw(axes: Axes) -> None:
        for kind, (colour, marker) in SIDES.items():
            here = [i for i, each in enumerate(side) if each == kind]
            if here:
                axes.plot(strain[here], here, marker, color=colour, label=LABELS[kind])
        if ends and "roughness" in what:
            row = what.index("roughness")
            axes.plot(ends, (row, row), color=SIDES["demanded"][0], linewidth=1.2, label="spread of its inputs")
        axes.set_yticks(range(len(what)), what)
        axes.set_ylim(len(what) - 0.5, -0.5)
        axes.set_xscale("log")
        axes.set_xlabel(typeset("strain (%)"))

    title = f"Strain demanded of {one.layer} and strain that it tolerates"
    says = "; ".join(f"{LABELS[s]}, {w}: {number(e)} %" for s, w, e in zip(side, what, strain, strict=True))
    says += f"; spread of the strain by roughness: {number(ends[0], 2)} to {number(ends[1], 2)} %" if ends else ""
    return _made(one, "strains", title, says, draw, height=1.2 + 0.16 * len(what))


def _ends(one: _Shown, name: str, scale: float) -> tuple[float, float] | None:
    """Return one standard deviation to either side of a positive number, in the logarithm."""
    value, std = one.values.get(name), one.spreads.get(name)
    if not value or std is None:
        return None
    sigma = float(np.sqrt(np.log1p((std / value) ** 2)))
    return scale * value * float(np.exp(-sigma)), scale * value * float(np.exp(sigma))


def _course(one: _Shown, table: Table) -> Picture:
    thickness = NM * _column(table, "thickness")
    curves = {
        "radius_without_stress": "without own stress",
        "radius_intact": "intact, with its own stress",
        "radius_cut": "cut at the rim, with its own stress",
    }

    def draw(axes: Axes) -> None:
        seen: list[np.ndarray] = []
        for place, (name, label) in enumerate(curves.items()):
            radius = np.where(_column(table, name) > 0, UM * _column(table, name), np.nan)
            if np.isfinite(radius).any() and not any(np.array_equal(radius, old, equal_nan=True) for old in seen):
                axes.plot(
                    thickness, radius, color=COLOURS[(5, 0, 1)[place]], linestyle=("--", "-", "-")[place], label=label,
                    zorder=3 - place / 10,
                )  # fmt: skip
                seen.append(radius)
        if one.thickness is not None:
            axes.axvline(
                NM * one.thickness, color="black", linewidth=0.8, linestyle=":", label="thickness of the design"
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("layer thickness (nm)")
        axes.set_ylabel("radius held down (µm)")

    cut = np.nan_to_num(_column(table, "radius_cut"))
    top = int(np.argmax(cut))
    best = float(thickness[top]) / NM if 0 < top < len(cut) - 1 and cut[-1] == 0 else None
    title = f"Largest nucleus that {one.layer} holds down" + (f"; cut, best at {_length(best)}" if best else "")
    states = {"nucleation_length": "intact", "nucleation_length_cut": "cut at the rim"}
    held = [f"{states[name]} {_length(one.values[name])}" for name in states if name in one.values]
    at = f" at its thickness of {_length(one.thickness)}" if one.thickness is not None else ""
    says = f"{one.layer}{at} holds down nuclei up to a radius of: {', '.join(held) or 'no value'}"
    return _made(one, "nucleation-length", title, says, draw)


def _map(one: _Shown, table: Table) -> Picture:
    h, g = (np.unique(_column(table, name)) for name in ("thickness", "adhesion"))
    radius = UM * _column(table, "radius").reshape(len(h), len(g))

    def draw(axes: Axes) -> None:
        from matplotlib.colors import LogNorm

        shades = axes.pcolormesh(
            NM * h,
            g,
            np.ma.masked_invalid(radius.T),
            norm=LogNorm(),
            cmap="viridis",
            rasterized=True,
            shading="nearest",
        )
        figure = axes.get_figure()
        if figure is not None:
            figure.colorbar(shades, ax=axes, label="radius held down (µm)")
        axes.set_facecolor("#d9d9d9")
        free = NM * _column(table, "free_thickness").reshape(len(h), len(g))[0]
        if np.isfinite(free).any():
            axes.plot(free, g, color=COLOURS[1], label="cut at the rim, comes off by itself to the right")
        if one.thickness is not None:
            axes.axvline(
                NM * one.thickness, color="black", linewidth=0.9, linestyle="--", label="thickness of the design"
            )
        axes.set_xlim(NM * h[0], NM * h[-1])
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("layer thickness (nm)")
        axes.set_ylabel("adhesion energy (J/m²)")
        axes.grid(visible=False)

    title = f"Largest nucleus that {one.layer} holds down while it is intact"
    known = radius[np.isfinite(radius)]
    says = "No radius: plate theory holds nowhere here"
    if known.size:
        says = (
            f"From {_length(known.min() / UM)} to {_length(known.max() / UM)} over these thicknesses and adhesion "
            "energies; grey is narrower than three times the thickness, or compressed"
        )
    return _made(one, "map", title, says, draw, height=2.6)


def _lifted(one: _Shown, table: Table) -> Picture:
    height = UM * _column(table, "height")
    sunk = one.tables.get("sunk_course")

    def draw(axes: Axes) -> None:
        axes.plot(height, MPA * _column(table, "pressure"), color=COLOURS[0], label="pressure, stiff metal")
        if sunk is not None:
            at = UM * _column(sunk, "height")
            axes.plot(
                at, MPA * _column(sunk, "pressure"), color=COLOURS[1], linestyle="--", label="pressure, metal flows"
            )
        axes.axhline(MPA * _column(table, "hardness")[0], color="black", linewidth=0.8, linestyle=":", label="hardness")
        axes.set_yscale("log")
        log_ticks(axes.yaxis, *axes.get_ylim())
        axes.set_xlabel("height of the nucleus (µm)")
        axes.set_ylabel("pressure (MPa)")
        other = axes.twinx()
        other.plot(height, UM * _column(table, "radius"), color=COLOURS[2], linestyle="-.")
        other.set_ylabel("radius that has come off (µm)", color=COLOURS[2])
        other.grid(visible=False)
        other.spines["right"].set_visible(True)
        axes.plot([], [], color=COLOURS[2], linestyle="-.", label="radius, stiff metal (right)")

    says = (
        f"The pressure passes {MPA * float(_column(table, 'pressure').max()):.3g} MPa, and at a height of "
        f"{_length(height[-1] / UM)} the layer has come off up to a radius of "
        f"{_length(float(_column(table, 'radius')[-1]))}"
    )
    return _made(one, "course", f"A nucleus grows below {one.layer}", says, draw)


def _profile(one: _Shown, table: Table) -> Picture:
    radius, opening = UM * _column(table, "radius"), UM * _column(table, "opening")
    traction = MPA * _column(table, "traction")
    shown = radius <= 1.4 * max(UM * one.values.get("delamination_length", 0.0), 1e-9) + 1e-12

    def draw(axes: Axes) -> None:
        axes.plot(radius[shown], opening[shown], color=COLOURS[0], label="opening")
        axes.set_xlabel("radius (µm)")
        axes.set_ylabel("opening (µm)")
        other = axes.twinx()
        other.fill_between(radius[shown], 0, traction[shown], color=COLOURS[1], alpha=0.4, linewidth=0)
        other.set_ylabel("traction of the bond (MPa)", color=COLOURS[1])
        other.grid(visible=False)
        other.spines["right"].set_visible(True)
        axes.plot(
            [], [], color=COLOURS[1], alpha=0.4, linewidth=5, label="traction (right); below zero: pressed together"
        )

    says = (
        f"The layer is lifted by {_length(opening.max() / UM)} at the axis; the bond pulls with at most "
        f"{traction.max():.3g} MPa at a radius of {_length(radius[np.argmax(traction)] / UM)}"
    )
    return _made(one, "profile", f"{one.layer} over the nucleus at its full height", says, draw)


def _energies(one: _Shown, table: Table) -> Picture:
    height, scale = UM * _column(table, "height"), 1e9
    shares = {"plastic": "flow of the metal", "stored": "stored", "dissipated": "bond"}

    def draw(axes: Axes) -> None:
        axes.stackplot(
            height,
            [scale * _column(table, name) for name in shares],
            labels=list(shares.values()),
            colors=[COLOURS[1], COLOURS[0], COLOURS[2]],
            alpha=0.7,
        )
        axes.plot(height, scale * _column(table, "work"), color="black", linewidth=0.9, label="work of the nucleus")
        axes.set_xlabel("height of the nucleus (µm)")
        axes.set_ylabel("energy (nJ)")

    share = one.values.get("sunk_share")
    title = f"Where the work of a nucleus below {one.layer} goes" + (f"; {100 * share:.0f} % sinks in" if share else "")
    parts = ", ".join(f"{label} {scale * _column(table, name)[-1]:.3g} nJ" for name, label in shares.items())
    says = f"Of {scale * _column(table, 'work')[-1]:.3g} nJ at the full height: {parts}"
    return _made(one, "sunk", title, says, draw)


PICTURES: Mapping[str, Callable[[_Shown, Table], Picture]] = {
    "strain_budget": _budget,
    "nucleation_length_course": _course,
    "delamination_map": _map,
    "delamination_course": _lifted,
    "blister_profile": _profile,
    "sunk_course": _energies,
}
