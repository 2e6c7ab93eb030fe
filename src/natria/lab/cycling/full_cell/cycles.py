"""Analysis of a full cell: capacities, Coulombic efficiency, energies and curves.

Also retention, rates and iR drop.

Capacities are given per cell, and per area or mass if the specimen has them. Means are over the cycles at the most
frequent current, without formation; their spread is the standard deviation over these cycles. That of a Coulombic
efficiency also has the error of the charges and of the current offset (`efficiency`). Retention is the discharge
capacity relative to the first cycle after formation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot

import numpy as np

from ....quantity import Finding, Span
from ....record import Table
from ...results import Cycling, Event, Remark, Results, merged
from ...specimen import finding_of, table
from ..aurbach.means import table_of_means
from ..charge.charges import remarks as charge_remarks
from ..charge_error import offset_remarks
from ..symmetric.ir_drop import OF_DROPS, ir_drop
from ..theil_sen import theil_sen
from .capacity import FullCellCycles, full_cycles
from .curves import OF_CURVES, curves
from .efficiency import EfficiencyError, efficiency_error, settled
from .rate import rate

FEW = 3  # fewest cycles for a spread and a robust slope
CLEAR = 2.0  # times the error of a CE: one that is above 100 % by more is stated
SHOWN = 8  # cycles that are named in a remark
MILESTONES = (50, 100, 200, 300, 500, 1000, 2000)  # cycle numbers for which publications give a retention
OF_FADE = ("capacity_retention", "capacity_decay", "capacity_decay_fitted")
At = dict[str, float | Span]


def full_cell(cycling: Cycling, events: Sequence[Event] = ()) -> Results:
    """Return all results of a full cell; means exclude cycles from a lasting short on."""
    shorted = [e.cycle for e in events if "short" in e.what and not e.is_reversible]
    cycles = full_cycles(cycling)
    if not len(cycles):
        return Results(remarks=(Remark("no-cycles", "No cycles: no current flows in the recording."),))
    healthy = cycles.number < min(shorted, default=np.inf)
    error = efficiency_error(cycling, cycles)
    findings = tuple(_findings(cycling, cycles, healthy, error))
    if not cycling.wants():
        return merged((_with_rates(cycling, cycles, Results(findings)), *_others(cycling, cycles)))
    remarks = (*_remarks(cycling, cycles), *_of_efficiency(cycling, cycles, healthy, error))
    means = [error.mean(cycles, there) for there in _of_means(cycles, healthy, error) if len(there)]
    tables = (_table(cycling, cycles), *table_of_means(cycling.recording, means))
    own = Results((*findings, *error.offset.measured), tables, remarks=remarks)
    return merged((_with_rates(cycling, cycles, own), *_others(cycling, cycles)))


def _with_rates(cycling: Cycling, cycles: FullCellCycles, own: Results) -> Results:
    """Return results with those of a rate test, of which a block may equal the cycles of the means."""
    rates = rate(cycling, cycles)
    answered = [f.question for f in own.findings]
    return merged((own, replace(rates, findings=tuple(f for f in rates.findings if f.question not in answered))))


def _others(cycling: Cycling, cycles: FullCellCycles) -> Iterator[Results]:
    """Yield the results of analyses that take time, where one of their terms is wanted."""
    if cycling.wants(*OF_DROPS):
        yield ir_drop(cycling)
    if cycling.wants(*OF_CURVES):
        yield curves(cycling, cycles)


class _Reader:
    """Makes the findings of one recording, with their conditions, divisors and methods."""

    def __init__(self, cycling: Cycling, cycles: FullCellCycles, error: EfficiencyError) -> None:
        self.cycling, self.cycles, self.error = cycling, cycles, error

    def at(self, places: np.ndarray) -> tuple[At, tuple[Finding, ...]]:
        numbers = self.cycles.number[places]
        current, by_area = self.cycling.specimen.current(float(np.nanmedian(self.cycles.current[places])))
        cycle: float | Span = float(numbers[0])
        if len(numbers) > 1:
            cycle = (float(numbers[0]), float(numbers[-1]))
        return {**current, **self.cycles.limits, "cycle": cycle}, by_area

    def give(
        self,
        name: str,
        values: np.ndarray,
        places: np.ndarray,
        method: str,
        per: Finding | None = None,
    ) -> Iterator[Finding]:
        """Yield the mean of the values over these cycles; for one cycle its value, without a spread."""
        there = places[np.isfinite(values[places])]
        if not len(there) or (mean := float(values[there].mean())) <= 0:
            return
        by = 1.0 if per is None else per.plain
        std = float(values[there].std(ddof=1)) / by if len(there) >= FEW else None
        at, by_area = self.at(there)
        how = f"mean of {len(there)} cycles; {method}" if len(there) > 1 else method
        uses = (*by_area, *(() if per is None else (per,)))
        if values is self.cycles.efficiency and (own := self.error.std(there)) is not None:
            std, uses = hypot(std or 0.0, own), (*uses, *self.error.offset.uses)
            how += f"; charge: {self.cycles.charges.source}; error of a CE {100 * own:.2g} %"
        yield finding_of(
            self.cycling.recording, self.cycling.specimen, name, mean / by, at, method=how, std=std, uses=uses
        )


def _of_efficiency(
    cycling: Cycling, cycles: FullCellCycles, healthy: np.ndarray, error: EfficiencyError
) -> Iterator[Remark]:
    """Yield remarks on the mean CE.

    They say what it leaves out, where the charges are from, and what is not known of the current offset.
    """
    main = np.flatnonzero(cycles.main & healthy)
    out = len(main) - len(settled(cycles, error, main))
    if out:
        last = int(cycles.number[main[out - 1]])
        which = f"cycle {last}" if out == 1 else f"{out} further cycles, to cycle {last}"
        text = f"CE: {which} excluded from its mean: not yet settled."
        yield Remark("formation-excluded", text)
    yield from charge_remarks(cycles.charges)
    there = error.slope[np.isfinite(error.slope)]
    if len(there):
        yield from offset_remarks(cycling, error.offset, float(there.mean()), "CE")
    above = cycles.number[cycles.efficiency > 1 + CLEAR * error.each]
    if len(above):
        which = ", ".join(map(str, above[:SHOWN])) + (", ..." if len(above) > SHOWN else "")
        yield Remark(
            "efficiency-above-100",
            f"CE: above 100 % by more than its error in {len(above)} cycles ({which}); possible causes are a side "
            "reaction, a soft short, self-discharge between the two half-cycles, or the other order of charge and "
            "discharge.",
        )


def _of_means(cycles: FullCellCycles, healthy: np.ndarray, error: EfficiencyError) -> Iterator[np.ndarray]:
    """Yield the cycles of each mean CE: the first, the first after formation, all that are settled."""
    for places in _ranges(np.flatnonzero(cycles.main & healthy)):
        there = settled(cycles, error, places)
        yield there[np.isfinite(cycles.efficiency[there])]


def _ranges(main: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the cycles with numbers: the first, the first after formation, all at the main current."""
    ranges = {0: np.array([0])}
    if len(main):
        ranges |= {int(main[0]): main[:1]}
    return (*ranges.values(), *((main,) if len(main) > 1 else ()))


def _findings(
    cycling: Cycling, cycles: FullCellCycles, healthy: np.ndarray, error: EfficiencyError
) -> Iterator[Finding]:
    reader = _Reader(cycling, cycles, error)
    main = np.flatnonzero(cycles.main & healthy)
    for places in _ranges(main):
        yield from _of_range(reader, places)
    if len(main) > 1 and cycling.wants(*OF_FADE):
        yield from _fade(reader, main)


def _of_range(reader: _Reader, places: np.ndarray) -> Iterator[Finding]:
    cycles, specimen = reader.cycles, reader.cycling.specimen
    first = "charge, then discharge" if cycles.charge_first else "discharge, then charge"
    pairing = f"order: {first}"
    efficiency = "coulombic_efficiency" if cycles.charge_first else "coulombic_efficiency_as_assembled"
    over = "discharge over the charge before it" if cycles.charge_first else "charge over the discharge before it"
    energy = cycles.discharge_energy / cycles.charge_energy
    voltage = cycles.discharge_voltage / cycles.charge_voltage
    basis = f" of {specimen.mass_basis}" if specimen.mass_basis else ""
    rows: list[tuple[str, np.ndarray, str, Finding | None]] = [
        ("discharge_capacity", cycles.discharge_capacity, cycles.charges.source, None),
        ("charge_capacity", cycles.charge_capacity, cycles.charges.source, None),
        (efficiency, cycles.efficiency, f"CE: {over}; {pairing}", None),
        ("average_discharge_voltage", cycles.discharge_voltage, "energy over charge", None),
        ("average_charge_voltage", cycles.charge_voltage, "energy over charge", None),
        ("discharge_energy", cycles.discharge_energy, "integral of voltage times current", None),
        ("charge_energy", cycles.charge_energy, "integral of voltage times current", None),
        ("voltage_efficiency", voltage, f"average discharge over average charge voltage; {pairing}", None),
        ("energy_efficiency", energy, f"discharge over charge energy; {pairing}", None),
    ]
    if specimen.area is not None:
        per_area = f"{cycles.charges.source}, per face area"
        rows += [
            ("discharge_areal_capacity", cycles.discharge_capacity, per_area, specimen.area),
            ("charge_areal_capacity", cycles.charge_capacity, per_area, specimen.area),
        ]
    if specimen.mass is not None:
        per_mass = f"{cycles.charges.source}, per mass{basis}"
        rows += [
            ("specific_capacity", cycles.discharge_capacity, per_mass, specimen.mass),
            ("specific_charge_capacity", cycles.charge_capacity, per_mass, specimen.mass),
        ]
    for name, values, method, per in rows:
        if not reader.cycling.wants(name):
            continue
        where = settled(cycles, reader.error, places) if values is cycles.efficiency else places
        yield from reader.give(name, values, where, method, per)


def _fade(reader: _Reader, main: np.ndarray) -> Iterator[Finding]:
    """Yield retention and decay of the cycles at the most frequent current."""
    cycles, cycling = reader.cycles, reader.cycling
    number, capacity = cycles.number[main].astype(float), cycles.discharge_capacity[main]
    kept = capacity / capacity[0]
    reference = f"discharge capacity relative to cycle {int(number[0])}, the first after formation at this current"
    slope, error = theil_sen(number, kept) if len(main) >= FEW else (float("nan"), float("nan"))
    scatter = float(np.std(np.diff(kept), ddof=1) / np.sqrt(2)) if len(main) > FEW else float("nan")
    at, by_area = reader.at(main)

    def give(name: str, value: float, std: float, at: At, method: str) -> Finding:
        return finding_of(cycling.recording, cycling.specimen, name, value, at, method=method, std=std, uses=by_area)

    wanted = {int(n): k for k, n in enumerate(number) if int(n) in MILESTONES} | {int(number[-1]): len(main) - 1}
    for cycle, k in wanted.items():
        # both ends scatter; the scatter is taken from differences of neighbours, free of a steady loss
        yield give("capacity_retention", float(kept[k]), scatter * np.sqrt(2), {**at, "cycle": float(cycle)}, reference)
    lost, cycles_between = 1 - float(kept[-1]), float(number[-1] - number[0])
    if lost > 0:
        method = "linear: (1 - retention) / number of cycles between the first and the last"
        yield give("capacity_decay", lost / cycles_between, scatter * np.sqrt(2) / cycles_between, at, method)
    if len(main) >= FEW:
        method = f"Theil-Sen slope of the retention over {len(main)} cycles"
        yield give("capacity_decay_fitted", -slope, error, at, method)


def _by_method(c: FullCellCycles) -> dict[str, tuple[str, np.ndarray]]:
    """Columns of the CE by the readings and by the counter, where the file has one."""
    if c.charges.counter is None:
        return {}
    earlier, later = (c.charged, c.discharged) if c.charge_first else (c.discharged, c.charged)
    whole = (earlier >= 0) & (later >= 0)
    found = {"readings": c.charges.readings, "counter": c.charges.counter.charge}
    return {
        f"coulombic_efficiency_by_{name}": ("1", np.where(whole, charge[later] / charge[earlier], np.nan))
        for name, charge in found.items()
    }


def _table(cycling: Cycling, c: FullCellCycles) -> Table:
    whole = np.flatnonzero(c.main)
    reference = c.discharge_capacity[whole[0]] if len(whole) else np.nan
    over = "discharge over charge before" if c.charge_first else "charge over discharge before"
    return table(
        cycling.recording,
        "cycles",
        f"Cycles of the full cell; Coulombic efficiency: {over}",
        {
            "cycle": ("1", c.number),
            "charge_capacity": ("C", c.charge_capacity),
            "discharge_capacity": ("C", c.discharge_capacity),
            "charge_current": ("A", c.charge_current),
            "discharge_current": ("A", c.discharge_current),
            "coulombic_efficiency": ("1", c.efficiency),
            **_by_method(c),
            "retention": ("1", c.discharge_capacity / reference),
            "average_charge_voltage": ("V", c.charge_voltage),
            "average_discharge_voltage": ("V", c.discharge_voltage),
            "charge_energy": ("J", c.charge_energy),
            "discharge_energy": ("J", c.discharge_energy),
            "voltage_efficiency": ("1", c.discharge_voltage / c.charge_voltage),
            "energy_efficiency": ("1", c.discharge_energy / c.charge_energy),
            "charge_end_voltage": ("V", c.charge_end),
            "discharge_end_voltage": ("V", c.discharge_end),
            "hold_share": ("1", c.hold_share),
            "is_formation": ("1", c.formation.astype(float)),
        },
    )


def _remarks(cycling: Cycling, c: FullCellCycles) -> Iterator[Remark]:
    order = "charge, then discharge" if c.charge_first else "discharge, then charge"
    known = cycling.specimen.as_assembled
    why = f"the cell was assembled {known}" if known in ("charged", "discharged") else "as at the start of the record"
    yield Remark("charge-first" if c.charge_first else "discharge-first", f"Order of a cycle: {order} ({why}).")
    if c.skipped:
        yield Remark("first-half-cycle-skipped", "The first half-cycle belongs to no cycle.")
    if c.cut:
        yield Remark("last-half-cycle-cut", "The last half-cycle is cut by the end of the record and excluded.")
    if c.formation.any():
        last = int(c.number[c.formation][-1])
        reason = "at a lower current" if cycling.specimen.formation is None else "as given"
        text = f"Formation: cycles {int(c.number[0])} to {last}, {reason}; excluded from all means."
        yield Remark("formation", text)
    main = np.flatnonzero(c.main)
    if len(main) > 1:
        text = f"Means are over the {len(main)} of {len(c)} cycles at the most frequent current."
        yield Remark("means", text)
    if cycling.specimen.mass is None:
        yield Remark("no-mass", "No capacity per mass: the active mass is unknown. Set it with --mass or in a design.")
