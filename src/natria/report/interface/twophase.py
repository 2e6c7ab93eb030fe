"""Figures of a layer of two phases: structure and current, sweep, map of the interfaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...laws.constants import FARADAY as EV  # J/mol in an electronvolt
from ...record import Field, Grid, Table
from ...studies.interface import InterfaceRun
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, COLUMN

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NANO = 1e9
PHASES = ("#e8e8e8", "#0b5fa5", "#ffffff")  # host, second phase, pore
NAMES = ("host", "second phase")  # of a layer whose phases are not named
ROOM = 0.3  # of the least conductivity: where a logarithmic axis ends, and with it a bound of zero
FLAT = 0.0125  # eV, half a colour of the map: up to this spread of the apparent energy a sentence says more


def drawn(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return the figures of each part."""
    found: list[Picture] = []
    for part in made.parts:
        for term, picture in _PICTURES.items():
            one = part.artefacts.get(term)
            if one is not None:
                found.append(picture(one, part.part, phases_of(made, part.part)))
    return tuple(found)


def phases_of(made: InterfaceRun, part: str) -> tuple[str, ...]:
    """Return the two phases of a layer, the one with the greater share first."""
    table = f"interphase.{part}.phases"
    shares = {name: made.design.finding(f"{table}.{name}").value for name in made.design.names(table)}
    return tuple(sorted(shares, key=lambda name: -shares[name]))


def _structure(field: Any, part: str, phases: Sequence[str]) -> Picture:
    title = f"Microstructure, potential and current of {part}"
    svg, png = files_of(lambda: structure_figure(field, title, phases))
    says = (
        "A slice through the middle: the phases, the potential over the voltage, and the current density over its mean."
    )
    return Picture(f"{part}-structure", title, says, svg, png, wide=True)


def structure_figure(field: Field, title: str, phases: Sequence[str] = NAMES) -> Figure:
    """Return a slice along the current: phases, potential, size of the current density."""
    from matplotlib.colors import ListedColormap, LogNorm
    from matplotlib.patches import Patch

    assert isinstance(field.support, Grid)
    figure, _ = new_figure()
    figure.clear()
    axes = figure.subplots(1, 3, sharey=True)
    x, y, z = (axis * NANO for axis in field.support.axes)
    at = (len(z) - 1) // 2
    current = np.linalg.norm(field["relative_current_density"].values, axis=-1)[:, :, at]
    most = float(np.nanmax(current))
    floor = max(float(np.nanmin(current)), most * 1e-4) if most > 0 else 1.0
    shown = (
        (field["phase"].values[:, :, at], {"cmap": ListedColormap(PHASES), "vmin": 0, "vmax": 2}, ""),
        (field["potential"].values[:, :, at], {"cmap": "viridis", "vmin": 0, "vmax": 1}, "potential / voltage"),
        (
            np.maximum(current, floor),
            {"cmap": "magma", "norm": LogNorm(floor, max(most, 2 * floor))},
            "current density / mean",
        ),
    )
    for one, (values, how, label) in zip(axes, shown, strict=True):
        image = one.pcolormesh(y, x, values, rasterized=True, **how)
        one.set_aspect("equal")
        one.grid(visible=False)
        one.set_xlabel("along the layer (nm)")
        if label:
            figure.colorbar(image, ax=one, label=label, location="top", shrink=0.9)
    axes[0].set_ylabel("from the sodium (nm)")
    present = [int(one) for one in np.unique(field["phase"].values)]
    names = (*phases, "pore")
    marks = [Patch(facecolor=PHASES[one], edgecolor="#4d4d4d", linewidth=0.5, label=names[one]) for one in present]
    axes[0].legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1.02))
    figure.suptitle(title, x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 3.0)
    return figure


def _fractions(table: Any, part: str, phases: Sequence[str]) -> Picture:
    title = f"Conductivity and apparent energy of {part} over the share of {phases[1]}, mixed"
    svg, png = files_of(lambda: fraction_figure(table, title, phases))
    says = (
        "Above the conductivity with interfaces and without, between the bounds of Hashin and Shtrikman; below the "
        "apparent energy. Points are single structures, lines their means."
    )
    return Picture(f"{part}-fractions", title, says, svg, png)


def fraction_figure(table: Table, title: str, phases: Sequence[str] = NAMES) -> Figure:
    """Return conductivity and apparent energy over the fraction, with single structures and bounds."""
    figure, _ = new_figure()
    figure.clear()
    above, below = figure.subplots(2, 1, sharex=True)
    columns = {name: one.numbers for name, one in table.columns.items()}
    share = 100 * columns["fraction"]
    order = np.argsort(share, kind="stable")
    lower, upper = (columns[name][order] / 100 for name in ("lower_bound", "upper_bound"))
    shown = np.concatenate(
        [columns[name] for name in ("conductivity", "conductivity_without_interface", "upper_bound")]
    )
    floor = ROOM * float(np.min(shown[shown > 0], initial=np.inf)) / 100
    bounds = (np.maximum(one, floor) if np.isfinite(floor) else one for one in (lower, upper))
    above.fill_between(share[order], *bounds, color="#c4c4c4", label="bounds of the phases, without interfaces")
    for (suffix, label), colour, mark in zip(
        (("", "with interfaces"), ("_without_interface", "phases in series at faces")), COLOURS, "ox", strict=False
    ):
        for axes, name, factor in ((above, "conductivity", 0.01), (below, "energy", 1 / EV)):
            values = columns[name + suffix] * factor
            axes.plot(share, values, mark, color=colour, markersize=2.5, markeredgewidth=0.6)
            axes.plot(*_means(share, values), color=colour, label=label if axes is above else "_")
    above.set_yscale("log")
    if np.isfinite(floor):
        above.set_ylim(bottom=floor)
    above.set_ylabel("conductivity (S/cm)")
    below.set_ylabel("apparent energy (eV)")
    below.set_ylim(bottom=0)
    below.set_xlabel(f"share of {_named(phases[1])} (%)")
    finish(figure, above, title, 4.0)
    return figure


def _named(phase: str) -> str:
    """Return a phase in a sentence: its formula, or "the host" without one."""
    return f"the {phase}" if phase in NAMES else phase


def _means(share: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    at = np.unique(np.round(share, 2))
    here = [values[np.isclose(share, one, atol=0.02)] for one in at]
    means = [np.mean(one[np.isfinite(one)]) if np.isfinite(one).any() else np.nan for one in here]
    return at, np.array(means)


def _map(table: Any, part: str, phases: Sequence[str]) -> Picture:
    title = f"What the interfaces of {part} would have to be for its reported energy"
    svg, png = files_of(lambda: map_figure(table, title, phases))
    says = (
        "The apparent energy over barrier and prefactor of the interfaces, of the layer as designed and of a half-and-"
        "half mixture; hatched where it lies in the band that is reported. A layer whose energy does not depend on its "
        "interfaces has a sentence in place of a map."
    )
    return Picture(f"{part}-interfaces", title, says, svg, png, wide=True)


def map_figure(table: Table, title: str, phases: Sequence[str] = NAMES) -> Figure:
    """Return the maps of the apparent energy, with the reported band hatched where a structure reaches it."""
    figure, _ = new_figure()
    figure.clear()
    columns = table.columns
    names = np.array(columns["structure"].values)
    kinds = list(dict.fromkeys(names.tolist()))
    axes = figure.subplots(1, len(kinds), sharey=True, squeeze=False)[0]
    band = [float(columns[name].numbers[0]) / EV for name in ("reported_least", "reported_most")]
    levels = np.arange(-0.0125, 0.42, 0.025)
    image = None
    for one, kind in zip(axes, kinds, strict=True):
        here = names == kind
        energy, ratio, found = (
            columns[name].numbers[here] for name in ("interface_energy", "prefactor_ratio", "energy")
        )
        across, up = np.unique(energy), np.unique(ratio)
        values = found.reshape(len(across), len(up)).T / EV
        known = np.isfinite(values).any()
        reached = known and np.isfinite(band).all() and np.nanmin(values) < band[1] and np.nanmax(values) > band[0]
        one.set_yscale("log")
        one.set(xlim=(across[0] / EV, across[-1] / EV), ylim=(up[0], up[-1]))
        if not known or np.nanmax(values) - np.nanmin(values) < FLAT:
            one.text(0.5, 0.5, _sentence(values), transform=one.transAxes, ha="center", va="center", fontsize=7)
        else:
            image = one.contourf(across / EV, up, values, levels=levels, cmap="viridis", extend="both")
            if reached:
                one.contourf(across / EV, up, values, levels=band, colors="none", hatches=["///"])
                one.contour(across / EV, up, values, levels=band, colors="#ffffff", linewidths=1.0)
        note = "" if reached or not np.isfinite(band).all() else "\nreported band not reached"
        one.set_title(f"{kind}{note}", fontsize=7)
        one.set_xlabel("barrier of the interface (eV)")
        one.grid(visible=False)
    axes[0].set_ylabel(f"prefactor over that of {_named(phases[0])}")
    if image is not None:
        figure.colorbar(image, ax=list(axes), label="apparent energy (eV)", ticks=np.arange(0, 0.41, 0.1))
    end = f"; hatched: {band[0]:.3f} to {band[1]:.3f} eV, reported" if np.isfinite(band).all() else ""
    figure.suptitle(title + end, x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 2.8)
    return figure


def _sentence(values: np.ndarray) -> str:
    """Return what there is to say of energies (eV) that do not depend on the interfaces."""
    if not np.isfinite(values).any():
        return "no conducting path leads\nthrough the layer"
    return (
        f"{np.nanmean(values):.3f} eV within {np.nanmax(values) - np.nanmin(values):.1g} eV\n"
        "at every barrier and prefactor:\nthe interfaces do not set\nthe energy of this layer"
    )


_PICTURES: dict[str, Callable[[Any, str, Sequence[str]], Picture]] = {
    "microstructure": _structure,
    "conduction_over_fraction": _fractions,
    "interface_energy_map": _map,
}
