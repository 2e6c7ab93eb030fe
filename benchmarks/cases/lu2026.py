"""lu2026: three anodes in a gel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import nan

import numpy as np

from natria.design.protocol import parse
from natria.laws import charge_of_sodium
from natria.literature import fact
from natria.models.cell import Cell, legs, pack, run
from natria.models.cell.cell import SaltLayer
from natria.models.cell.failure.critical_current import critical_currents
from natria.models.cell.failure.monitors import monitors_of
from natria.models.cell.failure.utilisation import Watch, Watching
from natria.quantity import number, show_value

from .hanging import hanging, hangs_on
from .running import (
    HOUR,
    MA,
    MAH,
    NONE,
    Sheet,
    Trace,
    cycled,
    electrodes,
    part_sums,
    prepared_of,
    reported,
    root,
    studio,
)

ANODES = {"SFC-Na": "lu2026/sfc-na", "F-Na": "lu2026/f-na", "P-Na": "lu2026/p-na"}
SHORTED = {"SFC-Na": "lu2026:short-sfc", "F-Na": "lu2026:short-f", "P-Na": "lu2026:short-p"}
HALF_MA = 0.5  # mA/cm^2


def anode_costs() -> Sheet:
    rows = []
    for name, system in ANODES.items():
        done = cycled(prepared_of(system), HALF_MA, HALF_MA, cycles=3)
        parts = part_sums(done)
        i0 = prepared_of(system).cell.working.exchange_current / MA * 1e3
        told = show_value(fact("lu2026:eta-05")) if name == "SFC-Na" else ""
        names = ("faces", "layers on sodium", "electrolyte", "salt gradient")
        rows.append((name, i0, *(parts[n] for n in names), 1e3 * done.overpotential, told))
    head = ("anode", "i0, uA/cm^2", "faces, mV", "layers", "gel", "salt gradient", "cell, mV", "reported")
    return Sheet("Overpotential of three anodes at 0.5 mA/cm^2, with their Tafel i0", head, rows)


def with_exchange(cell: Cell, i0: float) -> Cell:
    """A/m^2."""
    return electrodes(cell, lambda e: replace(e, exchange_current=i0))


def exchange_needed(cell: Cell, volts: float) -> float:
    """A/m^2 at which SFC-Na shows an overpotential; nan where the rest of the cell costs more by itself."""

    def beyond(i0: float) -> float:
        return cycled(prepared_of(ANODES["SFC-Na"]), HALF_MA, HALF_MA, with_exchange(cell, i0), 2).overpotential - volts

    return root(beyond, 1e-3, 1e6)


def free_gel(cell: Cell) -> Cell:
    layers = (replace(x, conductivity=1e6, diffusivity=1e-3) for x in cell.electrolyte if isinstance(x, SaltLayer))
    return replace(cell, electrolyte=tuple(layers))


def bare(cell: Cell) -> Cell:
    return electrodes(cell, lambda e: replace(e, films=()))


def exchange_currents() -> Sheet:
    cell = prepared_of(ANODES["SFC-Na"]).cell
    tafel = cell.working.exchange_current
    cells = {
        "as designed": cell,
        "without the layer": bare(cell),
        "without the gel": free_gel(cell),
        "faces alone": bare(free_gel(cell)),
    }
    cycle, plateau = fact("lu2026:eta-05"), fact("lu2026:eta-deposition")
    meant = {
        show_value(cycle): cycle.value,
        "half of it, were it peak to peak": cycle.value / 2,
        f"{show_value(plateau)}, plateau of the long deposition": plateau.value,
    }
    rows = []
    for name, made in cells.items():
        row: list[float | str] = [name]
        for volts in meant.values():
            i0 = exchange_needed(made, volts)
            row += [NONE, NONE] if np.isnan(i0) else [i0 / MA, i0 / tafel]
        rows.append(row)
    head = ["cell", *(word for m in meant for word in (f"i0 for {m}, mA/cm^2", "over the Tafel i0"))]
    return Sheet("Exchange current of SFC-Na that would meet what is reported at 0.5 mA/cm^2", head, rows)


@cache
def deposited(system: str) -> tuple[Trace, tuple[Watch, ...]]:
    """Plated without a break until something ends it, watched by every law."""
    prepared = prepared_of(system)
    monitors, _ = monitors_of(studio("lu2026").design(system))
    watching = Watching(monitors)
    rows, ending = [], None
    for done in run(pack(prepared.cell), legs(parse([f"plate {HALF_MA} mA/cm^2 for 200 h"], {}), prepared.cell.kind)):
        watching.see(done.rows)
        rows.append(done.rows)
        ending = done.ending
    return Trace(prepared, np.concatenate(rows), ending), watching.watches()


def focusing_needed(system: str, seconds: float) -> float:
    """How many times the mean current density a dense filament of sodium carries that crosses the gap in this time."""
    gap = sum(layer.thickness for layer in prepared_of(system).cell.electrolyte)
    molar_volume = studio("lu2026").design(system).finding("working.molar_volume").plain
    return charge_of_sodium(gap, molar_volume) / seconds / (HALF_MA * MA)


def depositions() -> Sheet:
    rows = []
    for name, system in ANODES.items():
        done, _ = deposited(system)
        assert done.ending is not None
        told = fact(SHORTED[name])
        by_then = HALF_MA * MA * told.value / MAH
        stock = prepared_of(system).cell.counter.inventory / MAH
        volts = 1e3 * float(np.interp(told.value, done["time"], done["voltage"]))
        hours = done.ending.time / HOUR
        factor = done.ending.time / told.value
        focus = ("<= " if told.bound else "") + number(focusing_needed(system, told.value))
        least = float(done["least_salt"].min())
        rows.append((name, show_value(told), by_then, stock, hours, done.ending.event, factor, least, volts, focus))
    head = (
        "anode",
        "shorted (reported)",
        "by then, mAh/cm^2",
        "foil, mAh/cm^2",
        "ends in the model, h",
        "by",
        "over reported",
        "least salt",
        "voltage by then, mV",
        "focusing needed",
    )
    return Sheet("Deposition at 0.5 mA/cm^2 without a break", head, rows)


def margins() -> Sheet:
    """Load over limit of each law that a design answers, until the sodium of the counter electrode is gone."""
    seen = {name: {(w.name, w.law): w for w in deposited(system)[1]} for name, system in ANODES.items()}
    keys = list(dict.fromkeys(key for by in seen.values() for key, w in by.items() if w.is_known and w.load_max > 0))
    merged: dict[str, list[float]] = {}
    for key in keys:
        place, law = key
        kind = place.partition(" at ")[0]
        loads = [by[key].load_max if key in by and by[key].is_known else nan for by in seen.values()]
        old = merged.get(f"{kind}: {law}", [nan] * len(loads))
        merged[f"{kind}: {law}"] = [float(np.fmax(a, b)) for a, b in zip(old, loads, strict=True)]
    rows = [(law, *loads, _order(loads)) for law, loads in merged.items()]
    lives = [reported(SHORTED[name]) for name in ANODES]
    rows.append(("reported: hours to the short", *(t / HOUR for t in lives), _order([1 / t for t in lives])))
    return Sheet("Load over limit along the deposition (1 fails)", ("law", *ANODES, "worst first"), rows)


def ramp_of_bare_sodium() -> Sheet:
    """As the paper raises the current on P-Na, but for the step, which it does not give."""
    told = fact("lu2026:ccd-p")
    first = float(np.max(told.question.at["conditioning_current"])) / MA
    cycles = round(float(np.max(told.question.at["conditioning_cycles"])))
    steps = [
        *(f"{verb} {first} mA/cm^2 for 1 h" for verb in ("plate", "strip")),
        f"repeat {cycles}",
        *(f"{verb} {first} mA/cm^2 for 1 h" for verb in ("plate", "strip")),
        f"raise the current by {first} mA/cm^2 each cycle until short",
    ]
    ramp = critical_currents(studio("lu2026").design(ANODES["P-Na"]).with_({"protocol": {"steps": steps}})).ramp
    rows: list[Sequence[float | str]] = []
    for law in ramp.laws:
        if found := ramp.between(law, "cell"):
            low, high = (nan if x is None else x / MA for x in (found.passed, found.failed))
            rows.append((law, low, high, low / (told.value / MA), found.reason))
    head = ("law", "last passed, mA/cm^2", "first failed", f"over the reported {show_value(told)}", "")
    return Sheet("Critical current of P-Na", head, rows)


def _order(loads: Sequence[float]) -> str:
    """The anodes from the worst to the best; equal ones (to 1 %) stand together."""
    known = [(name, load) for name, load in zip(ANODES, loads, strict=True) if not np.isnan(load)]
    known.sort(key=lambda row: -float(f"{row[1]:.3g}"))
    text = known[0][0] if known else "unknown"
    for (_, before), (name, load) in pairwise(known):
        text += (" = " if load > 0.99 * before else " > ") + name
    return text


def sheets() -> Iterator[Sheet]:
    yield anode_costs()
    yield exchange_currents()
    yield depositions()
    yield margins()
    yield ramp_of_bare_sodium()
    rows = hangs_on(ANODES["SFC-Na"], lambda p: cycled(p, HALF_MA, HALF_MA, cycles=2).overpotential)
    yield hanging("What the overpotential of SFC-Na hangs on", rows)
