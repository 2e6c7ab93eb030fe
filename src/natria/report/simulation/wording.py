"""A simulation in words and rows, for the terminal and the page alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite, isnan

import numpy as np

from ...models.cell.failure.utilisation import Watch
from ...quantity import assumptions, number
from ...studies.simulation.outcome import Simulation
from ..study.wording import briefly, count, listed

HOUR = 3600.0
CYCLES = 8  # that are shown one by one
KINDS = {"symmetric": "symmetric cell", "half": "sodium on a foil", "full": "full cell"}
Rows = list[tuple[str, ...]]


def titled(s: Simulation) -> str:
    return f"{s.plan.system}: {KINDS[s.prepared.cell.kind]}, simulated"


def sentences(s: Simulation) -> Iterator[str]:
    """What was run, how it ended, what comes first of all that can end it."""
    yield f"{count(s.cycles, 'cycle')} of {_planned(s)}, {_hours(s.lasts)}, {len(s.recording):,} readings."
    yield ended(s)
    yield first_of_all(s)


def ended(s: Simulation) -> str:
    """In words, with J/J_lim where there is salt."""
    limit = "" if s.over_limit is None else f", J/J_lim = {number(s.over_limit)}"
    if s.ending is not None:
        return f"It ended in cycle {s.ending.leg.cycle}, after {_hours(s.ending.time)}: {s.ending.why}{limit}."
    if s.plan.planned is not None and s.cycles >= s.plan.planned:
        return f"It ended with its protocol{limit and f'; at its largest current{limit}'}."
    why = "as --cycles says" if s.plan.planned is not None else "without a short"
    return f"It was ended after cycle {s.cycles}, {why}{limit and f'; at its largest current{limit}'}."


def first_of_all(s: Simulation) -> str:
    """The first way to fail of those that end a run, by any of the rival laws; warnings stand in the table."""
    first = s.first
    if first is None:
        return "Of no way to fail is enough known to say which comes first."
    named = f"{first.name} ({first.law})"
    if first.has_failed:
        at = "" if isnan(first.failed_at) else f" after {_hours(first.failed_at)}"
        return f"The first limit to be passed{at}: {named}, {_most(first)}."
    told = "" if isnan(first.foretold) else f"; with the last current it is reached after {_hours(first.foretold)}"
    return f"No limit was passed. The nearest: {named}, {number(100 * first.margin)} % of it left{told}."


def _most(w: Watch) -> str:
    return f"at its most {number(w.load_max)} times the limit" if isfinite(w.load_max) else "which is zero"


def layer_rows(s: Simulation) -> Rows:
    """Layer, where it is, thickness, area resistance; the sum below."""
    rows: Rows = [
        (
            x.name,
            x.where,
            "" if x.thickness is None else length(x.thickness),
            number(x.area_resistance * 1e4),
        )
        for x in s.layers
    ]
    return [*rows, ("all", "", "", number(sum(x.area_resistance for x in s.layers) * 1e4))]


def length(metres: float) -> str:
    """With the unit that reads best."""
    for unit, size in (("mm", 1e-3), ("um", 1e-6), ("nm", 1e-9)):
        if metres >= 0.9995 * size:
            return f"{number(metres / size)} {unit}"
    return f"{number(metres / 1e-9)} nm"


def cycle_rows(s: Simulation) -> tuple[tuple[str, ...], Rows]:
    """A few cycles from the first to the last, as lab reads them: heads and rows. Plating stands before stripping."""
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
        rows.append((str(cycle), mid, end, charge, *(_shown(v.get(int(cycle))) for v in there.values())))
    return heads, rows


PER_CYCLE = {  # head -> table of the measurement, its column, factor
    "hysteresis (mV)": ("cycles", "hysteresis", 1e3),
    "efficiency (%)": ("efficiency", "efficiency", 1e2),
}


def _by_cycle(s: Simulation, name: str, column: str, factor: float) -> dict[int, float]:
    table = s.measurement.table(name)
    if table is None or column not in table.columns:
        return {}
    numbers = table.columns[column].numbers * factor
    return {int(c): float(v) for c, v in zip(table.columns["cycle"].numbers, numbers, strict=True)}


def _shown(value: float | None) -> str:
    return "" if value is None or isnan(value) else f"{value:.4g}"


WATCHED = ("way to fail", "law", "largest load", "by itself it", "when")
RAMP = ("law", "direction", "last passed (mA/cm^2)", "first failed (mA/cm^2)")


DOES = {"shorts": "would short", "stops": "would stop", "warns": "warns"}  # the run, if it were let to


def watch_rows(s: Simulation) -> Rows:
    """What is known of each way to fail, first what comes first. Of limits that were passed the time, of the others
    when they would be."""
    return [(w.name, w.law, _load(w), DOES[w.kind], _when(w)) for w in s.watches if w.is_known]


def ramp_rows(s: Simulation) -> Rows:
    """The critical current of a ramp by each law, as an interval; only its lower end where a law never failed."""
    if s.critical is None:
        return []
    c = {name: column.values for name, column in s.critical.table.columns.items()}
    rows = zip(c["law"], c["direction"], c["last_passed"], c["first_failed"], strict=True)
    return [
        (law, direction, _milliampere(low) or "-", _milliampere(high) or "not failed")
        for law, direction, low, high in rows
        if direction
    ]


def _milliampere(amperes: float) -> str:
    """mA/cm^2"""
    return "" if isnan(amperes) else number(amperes / 10)


def _load(w: Watch) -> str:
    return f"{number(w.load_max)} of 1" if isfinite(w.load_max) else "the limit is zero"


def _when(w: Watch) -> str:
    if not isnan(w.failed_at):
        return f"passed after {_hours(w.failed_at)}"
    if w.has_failed:
        return "from the start"
    return "" if isnan(w.foretold) else f"foretold after {_hours(w.foretold)}"


def unknown(s: Simulation) -> Rows:
    """How many ways to fail are not known, for which reason."""
    reasons = Counter(w.unknown_why for w in s.watches if not w.is_known)
    kinds = {why: listed(dict.fromkeys(_kind(w) for w in s.watches if w.unknown_why == why)) for why in reasons}
    return [(kinds[why], str(number_), why) for why, number_ in reasons.most_common()]


def _kind(w: Watch) -> str:
    """ "crack" of "crack at the working electrode"."""
    return w.name.partition(" at ")[0].partition(" of ")[0]


def assumed(s: Simulation) -> Rows:
    """What is assumed, and why."""
    return [(briefly(a.about), a.why) for a in assumptions(s.whole)]


def read_again(s: Simulation, out: str, design: str) -> str:
    """The command that reads the recording as that of a cycler, beside papers and models."""
    area = "" if s.plan.design.has("area") else ' --area "1 cm^2"'
    return f"natria measure {out}/recording.parquet --design {design} --system {s.plan.system}{area}"


def _planned(s: Simulation) -> str:
    return "a protocol that goes on until a short" if s.plan.planned is None else f"{s.plan.planned:,}"


def _hours(seconds: float) -> str:
    hours = seconds / HOUR
    return f"{hours:,.1f} h" if hours >= 10 else f"{number(hours)} h" if hours >= 0.1 else f"{number(seconds)} s"
