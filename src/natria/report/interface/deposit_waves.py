"""The waves of a front: growth rate and amplitude over wavelength."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...record import Table
from ..common.picture import Picture, files_of, log_ticks, new_figure
from ..common.style import COLOURS, COLUMN

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UM = 1e6


def waves_picture(table: Table, title: str, part: str) -> Picture:
    """Return the growth rate of each wavelength, and its amplitude at the ends of the plating."""
    svg, png = files_of(lambda: waves_figure(table, title))
    says = (
        "Left: growth rate of the amplitude of each wavelength with its standard error; above zero a wave grows. "
        "Right: amplitude at the start and at the end of the first plating."
    )
    return Picture(f"{part}-waves", title, says, svg, png, wide=True)


def waves_figure(table: Table, title: str) -> Figure:
    """Return growth rate and amplitudes over wavelength."""
    figure, _ = new_figure()
    figure.clear()
    rates, sizes = figure.subplots(1, 2)
    found = {name: one.numbers for name, one in table.columns.items()}
    length = found["wavelength"] * UM
    there = np.isfinite(found["growth_rate"])
    rates.errorbar(length[there], found["growth_rate"][there], found["growth_rate_error"][there], fmt="o", ms=3)
    rates.axhline(0, color=COLOURS[5], lw=0.6)
    rates.set_ylabel("growth rate (1/s)")
    for name, label, colour, marker in (
        ("first_amplitude", "start", COLOURS[1], "s"),
        ("last_amplitude", "end", COLOURS[0], "o"),
    ):
        above = found[name] > 0
        sizes.plot(length[above], found[name][above] * UM, marker, ms=3, color=colour, label=label, ls="none")
    sizes.set_yscale("log")
    sizes.set_ylabel("amplitude (µm)")
    sizes.legend()
    for one in (rates, sizes):
        one.set_xscale("log")
        one.set_xlabel("wavelength (µm)")
        log_ticks(one.xaxis, float(length.min()), float(length.max()))
    figure.suptitle(title, x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 2.4)
    return figure
