"""A figure for each case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import Any

import numpy as np

from natria.models.cell import prepare
from natria.quantity import number
from natria.report.common.style import COLOURS, COLUMN, LINES, RC

from .chi2022 import CCD, TRILAYER, budget_by_part, critical_by_law
from .kumar2020 import BPI, CURRENTS, LARGEST_RISING, spread_out
from .kumar2020_heat import heat_laws
from .lu2026 import ANODES, HALF_MA, SHORTED, deposited, with_exchange
from .running import HOUR, MA, cycled, prepared_of, reported, studio
from .yuan2025 import grown, growth_laws


def two_panels(title: str) -> tuple[Any, Any, Any]:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    mpl.rcParams.update({**RC, "figure.figsize": (2 * COLUMN, 2.6)})
    figure, (left, right) = plt.subplots(1, 2)
    figure.suptitle(title)
    return figure, left, right


def draw_kumar2020() -> Any:
    figure, left, right = two_panels("kumar2020: a layer on sodium, up to 50 mA/cm\u00b2")
    microns = np.array([0.5, 3, 10, 20, 35])
    for k, (what_if, name) in enumerate((("", "fitted at 3 \u00b5m"), ("faces fitted too", "faces fitted too"))):
        design = studio("kumar2020", what_if).design(BPI)
        made = (prepare(design.with_({"interphase.bpi.thickness": f"{um} um"})) for um in microns)
        left.plot(microns, [1e3 * cycled(p, 1, 1, cycles=2).overpotential for p in made], COLOURS[k], label=name)
    told = [1e3 * reported(f"kumar2020:eta-{um}um") for um in (3, 35)]
    left.plot((3, 35), told, "ks", label="reported")
    left.set(xlabel="layer, \u00b5m", ylabel="overpotential at 1 mA/cm\u00b2, mV", ylim=(0, None))
    base = prepared_of(BPI)
    laws = list(heat_laws().items())
    lines = {
        "own heat, design": base.cell,
        "own heat, layers and faces by VFT": laws[1][1],
        "own heat, all as bare sodium": laws[-1][1],
        "deposits of 5.6 times the area": spread_out(base.cell, 5.56, layers=True),
    }
    for k, (name, cell) in enumerate(lines.items()):
        volts = [1e3 * cycled(base, j, 1, cell).overpotential for j in CURRENTS]
        right.plot(CURRENTS, volts, color=COLOURS[k], linestyle=LINES[k], label=name)
    level = 1e3 * cycled(base, LARGEST_RISING, 1).overpotential
    right.fill_between((40, 50), 0, level, color="0.85", label="reported: below 25 mA/cm\u00b2")
    right.set(xlabel="mA/cm\u00b2", ylabel="overpotential, mV", ylim=(0, None))
    for axis in (left, right):
        axis.legend()
    return figure


def draw_lu2026() -> Any:
    figure, left, right = two_panels("lu2026: three anodes in a gel at 0.5 mA/cm\u00b2")
    exchange = np.geomspace(5e-4, 20, 25)
    for k, (name, system) in enumerate(ANODES.items()):
        prepared = prepared_of(system)
        made = (with_exchange(prepared.cell, i0 * MA) for i0 in exchange)
        volts = [1e3 * cycled(prepared, HALF_MA, HALF_MA, c, 1).overpotential for c in made]
        left.plot(exchange, volts, color=COLOURS[k], linestyle=LINES[k], label=name)
        own = prepared.cell.working.exchange_current / MA
        left.plot(own, np.interp(own, exchange, volts), "o", color=COLOURS[k])
    left.axhline(1e3 * reported("lu2026:eta-05"), color="k", lw=0.8, label="reported, SFC-Na")
    left.set(xscale="log", xlabel="i0 (dots: Tafel), mA/cm\u00b2", ylabel="overpotential, mV", ylim=(0, None))
    left.legend()
    places = np.arange(len(ANODES))
    ends = [deposited(system)[0].ending for system in ANODES.values()]
    right.bar(
        places - 0.2, [reported(SHORTED[n]) / HOUR for n in ANODES], 0.4, color=COLOURS[1], label="reported short"
    )
    right.bar(places + 0.2, [e.time / HOUR for e in ends if e], 0.4, color=COLOURS[0], label="model: sodium used up")
    right.annotate("at least", (-0.2, reported(SHORTED["SFC-Na"]) / HOUR), ha="center", va="bottom", fontsize=6)
    right.set(xticks=places, xticklabels=list(ANODES), ylabel="h of deposition", yscale="log", ylim=(1, 400))
    right.legend()
    return figure


def draw_chi2022() -> Any:
    figure, left, right = two_panels("chi2022: trilayer at 60 \u00b0C")
    parts = budget_by_part(TRILAYER, 2.3)
    bottom = 0.0
    for k, name in enumerate(("outer-1", "core", "outer-2", "both faces")):
        left.bar(0, parts[name], 0.5, bottom=bottom, color=COLOURS[k])
        left.annotate(f"{name}, {number(parts[name])}", (0.3, bottom + parts[name] / 2), va="center", fontsize=6.5)
        bottom += parts[name]
    left.set(xticks=[], xlim=(-0.5, 1.2), ylabel="dV/dJ at 2.3 mA/cm\u00b2, \u03a9 cm\u00b2")
    names = [law if ramp == "base" else ramp for ramp, law in CCD_SHOWN]
    for k, (ramp, law) in enumerate(CCD_SHOWN):
        low, high = critical_by_law()[ramp][law]
        ends = (low,) if high == inf else (low, high)
        right.plot(ends, [k] * len(ends), ">" if high == inf else "|-", color=COLOURS[0], markersize=6)
    right.axvline(reported(CCD) / MA, color="k", lw=0.8, label="reported")
    right.set(xscale="log", xlim=(0.5, 40), yticks=range(len(names)), yticklabels=names)
    right.set(ylim=(len(names) - 0.4, -0.6), xlabel="critical current, mA/cm\u00b2")
    right.legend(loc="lower left")
    return figure


CCD_SHOWN = (
    ("base", "measured pressure line: voids begin"),
    ("base", "measured pressure line: contact lost"),
    ("base", "Porz: drop of the face"),
    ("flaw of 0.1 um", "Porz: drop of the face"),
    ("flaw of 10 um", "Porz: drop of the face"),
    ("10 ohm cm^2 for both faces", "Porz: drop of the face"),
    ("base", "vacancy diffusion: contact lost"),
)


def draw_yuan2025() -> Any:
    figure, left, right = two_panels("yuan2025: the layer at rest and in cycling")
    for k, (name, cell) in enumerate(growth_laws().items()):
        for cycling, line in ((False, "-"), (True, ":")):
            done = grown(cell, cycling=cycling)
            hours, microns = done["time"] / HOUR, 1e6 * done["thickness_working"]
            left.plot(hours, microns, line, color=COLOURS[k], label="" if cycling else name)
    for name in ("interlayer-onset", "interlayer-complete", "overpotential-settles"):
        left.axvline(reported(f"yuan2025:{name}") / HOUR, color="k", lw=0.6)
    left.set(xscale="log", xlim=(0.5, 240), ylim=(0, 3), xlabel="h (dotted: cycling)", ylabel="layer, \u00b5m")
    left.legend()
    for k, (name, cell) in enumerate(list(growth_laws().items())[:3]):
        volts = 1e3 * grown(cell, cycling=True).cycle_overpotentials
        right.plot(2.0 * np.arange(len(volts)) + 1, volts, color=COLOURS[k], linestyle=LINES[k], label=name)
    right.axvline(reported("yuan2025:overpotential-settles") / HOUR, color="k", lw=0.6, label="reported: settled")
    right.set(xlim=(0, 240), ylim=(0, 500), xlabel="h of cycling", ylabel="overpotential, mV")
    right.legend()
    return figure


FIGURES: Mapping[str, Callable[[], Any]] = {
    "kumar2020": draw_kumar2020,
    "lu2026": draw_lu2026,
    "chi2022": draw_chi2022,
    "yuan2025": draw_yuan2025,
}
