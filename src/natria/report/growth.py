"""Output of the comparison of growth laws with thicknesses: text, table, figure, JSON.

The comparison itself is in `laws.growth.regime`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ..laws import GROWTH_LAWS, GrowthRank
from ..quantity import factor, term, typeset
from ..quantity import number as shown
from ..record import Sheet
from .common.picture import Picture, files_of, finish, new_figure
from .common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GROWTH = "growth.json"
SCHEMA = "natria.growth/1"
CLOSE = 9  # ratio of Akaike weights above which the weaker law is excluded from the alternatives
WIDE_SPAN = 100  # ratio of last to first time above which the axis is logarithmic


def growth_rows(sheet: Sheet, ranks: tuple[GrowthRank, ...]) -> list[tuple[str, str, str, str, str]]:
    """Return rows of law, parameters (in units of the file), rms residual, Akaike weight, and assessment."""
    length = sheet.units["thickness"]
    return [
        (
            rank.law,
            _parameters(rank, sheet),
            "" if rank.residual is None else f"{shown(rank.residual / factor(length, 'm'))} {length}",
            "" if rank.weight is None else f"{rank.weight:.2f}",
            _verdict(rank, ranks),
        )
        for rank in ranks
    ]


def growth_summary(ranks: tuple[GrowthRank, ...]) -> str:
    """Return one sentence on the growth law that the points support."""
    best, *others = ranks
    if best.decided:
        return f"The points follow the {best.law} law and exclude the others within their time range."
    if best.parameters is None:
        return f"The points do not determine a growth law: {best.reason}."
    open_ = [rank.law for rank in others if _is_open(rank, best)]
    beside = f" Not distinguishable from: {', '.join(open_)}." if open_ else ""
    return f"The points do not decide between the laws. Best fit: {best.law}; {best.reason}.{beside}"


def _verdict(rank: GrowthRank, ranks: tuple[GrowthRank, ...]) -> str:
    best = ranks[0]
    if rank.parameters is None:
        return f"not fitted: {rank.reason}"
    if rank is best:
        return "supported by the points" if rank.decided else f"best fit; {rank.reason}"
    if rank.aicc is None:
        return f"not distinguishable from {best.law}: {rank.reason}"
    if rank.weight is None:
        return rank.reason
    if _is_open(rank, best):
        return f"not distinguishable from {best.law}"
    return f"less likely than {best.law}"


def _is_open(rank: GrowthRank, best: GrowthRank) -> bool:
    """Whether a law remains an alternative to the best one: by weight, by residual, or for lack of points."""
    if best.decided or (rank.weight is None and rank.aicc is not None):
        return False  # a law that reduces to a simpler one is represented by that one
    if rank.weight is None or best.weight is None or rank.residual is None or best.residual is None:
        return True
    return rank.weight * CLOSE > best.weight or rank.residual < best.residual


def _units(sheet: Sheet) -> dict[str, str]:
    """Map SI units of parameters to the units of the file."""
    time, length = sheet.units["time"], sheet.units["thickness"]
    return {"m": length, "s": time, "m/s": f"{length}/{time}", "m^2/s": f"{length}^2/{time}"}


def _parameters(rank: GrowthRank, sheet: Sheet) -> str:
    values = zip(GROWTH_LAWS[rank.law].parameters, rank.parameters or (), strict=False)
    return ", ".join(f"{name.replace('_', ' ')} {_in_units(name, value, sheet)}" for name, value in values)


def _in_units(name: str, value: float, sheet: Sheet) -> str:
    si_unit = term(name).unit
    unit = _units(sheet).get(si_unit)
    return shown(value) if unit is None else f"{shown(value / factor(unit, si_unit))} {unit}"


# --- files


def growth_files(sheet: Sheet, ranks: tuple[GrowthRank, ...], version: str) -> dict[str, bytes]:
    """Return the figure and the JSON by file name."""
    picture = growth_picture(sheet, ranks)
    document = growth_document(sheet, ranks, version)
    return {
        GROWTH: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        f"{picture.id}.svg": picture.svg,
        f"{picture.id}.png": picture.png,
    }


def growth_document(sheet: Sheet, ranks: tuple[GrowthRank, ...], version: str) -> dict[str, Any]:
    """Return the JSON document in SI, each parameter with its unit."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "file": {"name": sheet.file, "sha256": sheet.sha256, "units": dict(sheet.units)},
        "points": {name: column.tolist() for name, column in sheet.columns.items()},
        "decided": ranks[0].decided,
        "summary": growth_summary(ranks),
        "laws": [
            {
                "law": rank.law,
                "parameters": {
                    name: {"value": value, "unit": term(name).unit}
                    for name, value in zip(GROWTH_LAWS[rank.law].parameters, rank.parameters or (), strict=False)
                },
                "residual": rank.residual,
                "aicc": rank.aicc,
                "weight": rank.weight,
                "says": _verdict(rank, ranks),
            }
            for rank in ranks
        ],
    }


def growth_picture(sheet: Sheet, ranks: tuple[GrowthRank, ...]) -> Picture:
    """Return a figure of the points and all fitted laws; the best fit is solid."""
    time_unit, length_unit = sheet.units["time"], sheet.units["thickness"]
    by_time, by_length = factor(time_unit, "s"), factor(length_unit, "m")
    time, thickness = sheet.columns["time"], sheet.columns["thickness"]
    fitted = [rank for rank in ranks if rank.parameters is not None]
    later = time[time > 0]
    wide = float(later.max() / later.min()) > WIDE_SPAN
    start, stop = float(later.min()), 1.05 * float(later.max())
    grid = np.geomspace(start / 2, stop, 300) if wide else np.linspace(0.0, stop, 300)

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, rank in enumerate(fitted):
            curve = GROWTH_LAWS[rank.law].thickness(grid, *(rank.parameters or ()))
            weight = "no separate weight" if rank.weight is None else f"weight {rank.weight:.2f}"
            style: Any = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)]}
            axes.plot(grid / by_time, curve / by_length, label=f"{rank.law}, {weight}", zorder=3 - place / 10, **style)
        if "std" in sheet.columns:
            spread = sheet.columns["std"] / by_length
            bars: Any = {"fmt": "none", "ecolor": "black", "elinewidth": 0.8, "capsize": 2, "zorder": 4}
            axes.errorbar(time / by_time, thickness / by_length, spread, **bars)
        label = "measured" + (", ± one standard deviation" if "std" in sheet.columns else "")
        axes.plot(time / by_time, thickness / by_length, "o", color="black", markersize=3.5, label=label, zorder=5)
        if wide:
            axes.set_xscale("log")
        else:
            axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(typeset(f"time ({time_unit})"))
        axes.set_ylabel(typeset(f"thickness ({length_unit})"))
        finish(figure, axes, growth_summary(ranks), 2.3)
        return figure

    svg, png = files_of(draw)
    laws = ", ".join(rank.law for rank in fitted) or "none"
    says = f"{len(time)} measured thicknesses against time, with the fitted laws: {laws}"
    return Picture("growth", growth_summary(ranks), says, svg, png)
