"""Texts and table rows of a simulation, used by the terminal and by the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite, isnan

import numpy as np

from ...models.cell.failure.utilisation import Watch
from ...quantity import assumptions, number, percent_of_charge
from ...studies.simulation.outcome import Simulation
from ..study.wording import briefly, count, listed

HOUR = 3600.0
CYCLES = 8  # rows of the table of cycles
KINDS = {"symmetric": "symmetric cell", "half": "sodium on a foil", "full": "full cell"}
Rows = list[tuple[str, ...]]


def titled(s: Simulation) -> str:
    incomplete = ", incomplete" if s.is_incomplete else ""
    return f"{s.plan.system}: {KINDS[s.prepared.cell.kind]}, simulated{incomplete}"


def sentences(s: Simulation) -> Iterator[str]:
    """How the run ended, which limit comes first, and what was run."""
    yield ended(s)
    yield nearest_limit(s)
    yield f"{count(s.cycles, 'cycle')} of {_planned(s)}, {_hours(s.lasts)}, {len(s.recording):,} readings."


def ended(s: Simulation) -> str:
    """How the run ended, with J/J_lim where the cell has a salt."""
    limit = "" if s.over_limit is None else f", J/J_lim = {number(s.over_limit)}"
    at_largest = limit and f"; at the largest current{limit}"
    if s.ending is not None:
        return f"Stopped in cycle {s.ending.leg.cycle}, after {_hours(s.ending.time)}: {s.ending.why}{limit}."
    if s.is_incomplete:
        return f"Incomplete: the run is not finished; readings up to cycle {s.cycles}, {_hours(s.lasts)}{at_largest}."
    if s.plan.planned is not None and s.cycles >= s.plan.planned:
        return f"Protocol completed{at_largest}."
    why = "the limit of --cycles" if s.plan.planned is not None else "no short detected"
    return f"Ended after cycle {s.cycles}: {why}{at_largest}."


def nearest_limit(s: Simulation) -> str:
    """Return the failure mode that fails first by any rival law, among those that end a run.

    Modes that only warn are in the table.
    """
    first = s.first
    if first is None:
        return "No failure mode that ends a run can be evaluated."
    named = f"{first.name} ({first.law})"
    if first.has_failed:
        at = " from the start" if not first.failed_at else f" after {_hours(first.failed_at)}"
        return f"First limit exceeded{'' if isnan(first.failed_at) else at}: {named}; {_most(first)}."
    expected = "" if isnan(first.foretold) else f"; expected after {_hours(first.foretold)} at the last current"
    nearest = f"{named}, utilisation {number(100 * first.load_max)} %"
    if s.ending is not None:  # by a limit that no monitor shares
        return f"The end of the run is not by a monitored limit; nearest of those: {nearest}."
    return f"No limit exceeded; nearest: {nearest}{expected}."


def _most(w: Watch) -> str:
    return f"utilisation up to {number(100 * w.load_max)} %" if isfinite(w.load_max) else "the limit is zero"


def layer_rows(s: Simulation) -> Rows:
    """Rows of layer, position, thickness and area resistance, with the sum last."""
    rows: Rows = [
        (
            x.name,
            x.where,
            "" if x.thickness is None else length(x.thickness),
            number(x.area_resistance * 1e4),
        )
        for x in s.layers
    ]
    return [*rows, ("total", "", "", number(sum(x.area_resistance for x in s.layers) * 1e4))]


def length(metres: float) -> str:
    """A length in mm, um or nm."""
    for unit, size in (("mm", 1e-3), ("um", 1e-6), ("nm", 1e-9)):
        if metres >= 0.9995 * size:
            return f"{number(metres / size)} {unit}"
    return f"{number(metres / 1e-9)} nm"


def ways(s: Simulation) -> str:
    """What the two values of a cycle are."""
    return "Charge / discharge" if s.prepared.cell.kind == "full" else "Plating / stripping"


def cycle_rows(s: Simulation) -> tuple[tuple[str, ...], Rows]:
    """Heads and rows of some cycles from the first to the last; plating before stripping."""
    halves, m = s.measurement.halves, s.measurement
    area = s.prepared.cell.area * 1e4
    by_cycle = {name: _by_cycle(s, *at) for name, at in PER_CYCLE.items()}
    there = {name: values for name, values in by_cycle.items() if values}
    heads = ("cycle", "|V| mid (mV)", "|V| end (mV)", "capacity (mAh/cm^2)", *there)
    every = np.unique(halves.cycle)
    chosen = every[np.unique(np.geomspace(1, len(every), min(CYCLES, len(every))).round().astype(int)) - 1]
    rows: Rows = []
    for cycle in chosen if len(every) else ():
        mine = np.flatnonzero(halves.cycle == cycle)
        mine = mine[np.argsort(halves.sign[mine] != m.kind.plating_sign, kind="stable")]
        mid, end, charge = (
            " / ".join(number(scale * abs(float(values[k]))) for k in mine)
            for values, scale in ((halves.voltage_mid, 1e3), (halves.voltage_end, 1e3), (halves.charge, 1 / 3.6 / area))
        )
        rows.append((str(cycle), mid, end, charge, *(_shown(h, v.get(int(cycle))) for h, v in there.items())))
    return heads, rows


CE = "CE (%)"
PER_CYCLE = {  # column head -> table of the measurement, its column, factor
    "hysteresis (mV)": ("cycles", "hysteresis", 1e3),
    CE: ("efficiency", "efficiency", 1.0),
}


def _by_cycle(s: Simulation, name: str, column: str, factor: float) -> dict[int, float]:
    table = s.measurement.table(name)
    if table is None or column not in table.columns:
        return {}
    numbers = table.columns[column].numbers * factor
    return {int(c): float(v) for c, v in zip(table.columns["cycle"].numbers, numbers, strict=True)}


def _shown(head: str, value: float | None) -> str:
    if value is None or isnan(value):
        return ""
    return percent_of_charge(value) if head == CE else f"{value:.4g}"


WATCHED = ("failure mode", "law", "utilisation", "effect", "limit exceeded")
RAMP = ("law", "direction", "highest passed (mA/cm^2)", "first failed (mA/cm^2)")


EFFECTS = {"shorts": "short", "stops": "end of run", "warns": "warning"}  # of a limit that acts in a run


def watch_rows(s: Simulation) -> Rows:
    """Return rows of the failure modes that can be evaluated, the first to fail first.

    Each row has the time at which the limit is exceeded.
    """
    return [(w.name, w.law, _utilisation(w), EFFECTS[w.kind], _when(w)) for w in s.watches if w.is_known]


def ramp_rows(s: Simulation) -> Rows:
    """Rows of the critical current of a ramp by each law: the last step passed and the first that failed."""
    if s.critical is None:
        return []
    c = {name: column.values for name, column in s.critical.table.columns.items()}
    rows = zip(c["law"], c["direction"], c["last_passed"], c["first_failed"], strict=True)
    return [
        (law, direction, _milliampere(low) or "-", _milliampere(high) or "none")
        for law, direction, low, high in rows
        if direction
    ]


def _milliampere(amperes: float) -> str:
    """mA/cm^2"""
    return "" if isnan(amperes) else number(amperes / 10)


def _utilisation(w: Watch) -> str:
    return f"{number(100 * w.load_max)} %" if isfinite(w.load_max) else "limit is zero"


def _when(w: Watch) -> str:
    if not isnan(w.failed_at):
        return f"after {_hours(w.failed_at)}" if w.failed_at else "from the start"
    if w.has_failed:
        return "from the start"
    return "" if isnan(w.foretold) else f"expected after {_hours(w.foretold)}"


def unknown(s: Simulation) -> Rows:
    """Rows of the failure modes that cannot be evaluated: which, how many, and what is missing."""
    reasons = Counter(w.unknown_why for w in s.watches if not w.is_known)
    kinds = {why: listed(dict.fromkeys(_kind(w) for w in s.watches if w.unknown_why == why)) for why in reasons}
    return [(kinds[why], str(number_), why) for why, number_ in reasons.most_common()]


def _kind(w: Watch) -> str:
    """ "crack" of "crack at the working electrode"."""
    return w.name.partition(" at ")[0].partition(" of ")[0]


def assumed(s: Simulation) -> Rows:
    """Rows of what is assumed, with the reason."""
    return [(briefly(a.about), a.why) for a in assumptions(s.whole)]


def read_again(s: Simulation, out: str, design: str) -> str:
    """The command that analyses the simulated recording like that of a cycler."""
    area = "" if s.plan.design.has("area") else ' --area "1 cm^2"'
    return f"natria measure {out}/recording.parquet --design {design} --system {s.plan.system}{area}"


def _planned(s: Simulation) -> str:
    return "an open-ended protocol (until a short)" if s.plan.planned is None else f"{s.plan.planned:,}"


def _hours(seconds: float) -> str:
    hours = seconds / HOUR
    return f"{hours:,.1f} h" if hours >= 10 else f"{number(hours)} h" if hours >= 0.1 else f"{number(seconds)} s"
