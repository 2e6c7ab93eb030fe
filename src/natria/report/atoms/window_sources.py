"""Output of a window by two sources of energies: each alone, and the first filled by the second."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...atoms.stability.computed import ComputedWindow
from ...atoms.stability.energies.filled import FilledEnergies, PhaseOfSources
from ...laws.constants import FARADAY
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS
from .window import MILLI, window_summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEADS = ("phase", "first (eV/atom)", "second (eV/atom)", "difference (meV/atom)", "taken from")
NAMES = ("first alone", "second alone")
THICK = 0.5
INTERVAL = "95 % interval of a limit"
LONGEST = 26  # letters of a source beside the axis


@dataclass(frozen=True)
class WindowOfSources:
    """A window with both sources; `alone` holds that of each source, or why there is none."""

    filled: FilledEnergies
    alone: tuple[ComputedWindow | str, ComputedWindow | str]
    both: ComputedWindow


def sources_rows(found: WindowOfSources) -> list[tuple[str, ...]]:
    """Return a row for each compound with the energies of formation of both sources."""
    return [
        (
            one.formula,
            "" if one.first is None else f"{one.first / FARADAY:.3f}",
            "" if one.second is None else f"{one.second / FARADAY:.3f}",
            "" if one.difference is None else f"{MILLI * one.difference / FARADAY:+.0f}",
            _taken(one),
        )
        for one in found.filled.phases
    ]


def _taken(one: PhaseOfSources) -> str:
    return "second" if one.first is None else "first"


def sources_lines(found: WindowOfSources) -> list[str]:
    """Return the sources, how far they are apart, and the window of each alone."""
    filled = found.filled
    shared = sum(one.difference is not None for one in filled.phases)
    apart = f"{MILLI * filled.apart / FARADAY:.0f} meV/atom (root mean square)"
    lines = [
        f"first: {filled.first.file}; second: {filled.second.file}",
        "energies of formation, each from the elements of its own source",
        f"over {shared} compounds of both they differ by {apart}, {_used(found)}",
    ]
    for name, one in zip(NAMES, found.alone, strict=True):
        lines.append(f"{name}: {one if isinstance(one, str) else window_summary(one)}")
    return [*lines, *_resting(found)]


def _used(found: WindowOfSources) -> str:
    """What the difference of the sources is used for: nothing, without errors of the other phases."""
    if found.both.spread is None:
        return "which is not sampled: give the error of the other energies with --error"
    return "which is added to the error of what is filled"


def _resting(found: WindowOfSources) -> list[str]:
    """Which limits rest on a phase of the second source."""
    lines = []
    for name, limit in (("reduction", found.both.window.reduction), ("oxidation", found.both.window.oxidation)):
        if limit is None:
            continue
        phases = {*limit.reaction.reactants, *limit.reaction.products}
        if second := sorted(phases.intersection(found.filled.filled)):
            lines.append(f"the {name} limit rests on {', '.join(second)} of the second source")
    return lines


def sources_document(found: WindowOfSources) -> dict[str, Any]:
    """Return the part of the JSON document that holds both sources, energies in J/mol of atoms."""
    return {
        "first": found.filled.first.file,
        "second": found.filled.second.file,
        "root_mean_square_difference": {"value": found.filled.apart, "unit": "J/mol of atoms"},
        "phases": [
            {
                "formula": one.formula,
                "first": one.first,
                "second": one.second,
                "difference": one.difference,
                "taken_from": _taken(one),
            }
            for one in found.filled.phases
        ],
        "alone": {
            name: {"missing_because": one} if isinstance(one, str) else _limits(one)
            for name, one in zip(("first", "second"), found.alone, strict=True)
        },
    }


def _limits(one: ComputedWindow) -> dict[str, Any]:
    oxidation = one.window.oxidation
    return {
        "stable": one.window.is_stable,
        "bounds_only": one.is_bound,
        "reduction_limit": one.window.low if one.window.is_stable else None,
        "oxidation_limit": oxidation.voltage if oxidation else None,
        "lacking": list(one.lacking),
    }


def sources_picture(found: WindowOfSources) -> Picture:
    """Return the windows of each source and of both, a bar each, with 95 % intervals."""
    files = [short_name(one.file) for one in (found.filled.first, found.filled.second)]
    labels = [f"{name}\n{file}" for name, file in zip(NAMES, files, strict=True)]
    rows = [*zip(labels, found.alone, strict=True), ("first, filled\nby second", found.both)]
    heading = f"Window of {found.both.window.formula} by two sources"

    def draw() -> Figure:
        figure, axes = new_figure()
        label = INTERVAL
        for place, (_, one) in enumerate(reversed(rows)):
            label = _bar(axes, place, one, label)
        axes.set_yticks(range(len(rows)), [name for name, _ in reversed(rows)])
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel("voltage against sodium metal (V)")
        finish(figure, axes, heading, 1.8)
        return figure

    svg, png = files_of(draw)
    return Picture("window_sources", heading, f"{heading}; lines are 95 % intervals of the limits", svg, png)


def short_name(file: str) -> str:
    """Return a source in few letters: the end of a path, or the calculator without its versions."""
    parts = Path(file).parts[-2:]
    name = "/".join(one for one in parts if one != "/") if Path(file).suffix else file.partition(" (")[0]
    return name if len(name) <= LONGEST else f"...{name[3 - LONGEST :]}"


def _bar(axes: Axes, place: int, one: ComputedWindow | str, label: str) -> str:
    """Draw a window with its intervals; return the label of the next interval, as one label is enough."""
    if isinstance(one, str) or not one.window.is_stable:
        axes.text(0.0, place, " no window" if not isinstance(one, str) else " not computed", va="center")
        return label
    oxidation = one.window.oxidation
    high = one.stages[-1].high if oxidation is None else oxidation.voltage
    axes.barh(place, high - one.window.low, THICK, left=one.window.low, color=COLOURS[0], linewidth=0)
    for which in ("reduction", "oxidation"):
        span = one.spread.interval(which) if one.spread else None
        if span is not None:
            axes.plot(span, (place, place), color=COLOURS[1], linewidth=2, solid_capstyle="butt", label=label)
            label = "_"
    return label
