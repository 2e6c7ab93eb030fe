"""One cell simulated with several values of one number of its design, each from its first cycle.

A C-rate, a current, a thickness and a protocol are varied alike: each value is an override of the design.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...design import Case, number_at, written_at
from ...quantity import InputError, Problem, factor, number, show_condition, term
from ...record import Column, Table, numbers, words
from ...store import Store
from ..opening.overrides import BY
from .outcome import Simulation
from .plan import Plan, plan
from .resume import Stopped, simulate_design

OPTION = "--vary"
FEWEST, MOST = 2, 12  # values: fewer are one cell, more cannot be told apart in a figure
CYCLES = 2  # of each cell, unless more are asked for: `lab` tells a cycling test by its second cycle
RATE = "protocol.rate"
SCHEMA = "natria.varied/1"


def read_varied(text: str) -> tuple[str, tuple[str, ...]]:
    """Return path and values of "PATH=VALUE, VALUE"; values with commas are separated by semicolons."""
    path, _, rest = text.partition("=")
    values = tuple(one.strip() for one in rest.split(";" if ";" in rest else ","))
    if not path.strip() or not all(values):
        fix = "write a path and its values, such as protocol.rate='0.1C, 1C, 2C'"
        raise InputError(OPTION, [Problem(text, "is not PATH=VALUE, VALUE", fix)])
    if not FEWEST <= len(values) <= MOST or len(set(values)) < len(values):
        fix = f"give {FEWEST} to {MOST} different values, separated by commas or semicolons"
        raise InputError(OPTION, [Problem(path.strip(), f"has {len(set(values))} different values", fix)])
    return written_at(path.strip()), values


def varied_plans(
    case: Case,
    system: str,
    path: str,
    values: tuple[str, ...],
    *,
    given: Mapping[str, str],
    cycles: int | None,
    samples: int | None,
    by: str = BY,
    store: Store | None = None,
) -> tuple[Plan, ...]:
    """Return a plan for each value."""
    if path in given:
        fix = f"leave {path} out of --set"
        raise InputError(OPTION, [Problem(path, "is also set", fix)])
    each = [{**given, path: value} for value in values]
    each_cycles = cycles or CYCLES
    return tuple(plan(case, system, given=one, cycles=each_cycles, samples=samples, by=by, store=store) for one in each)


def vary(path: str, values: tuple[str, ...], plans: Sequence[Plan]) -> VariedCell:
    """Run all plans; a run that is stopped stops them all."""
    cells = []
    for one in plans:
        made = simulate_design(one)
        if isinstance(made, Stopped):
            raise KeyboardInterrupt
        cells.append(made)
    return VariedCell(path, values, tuple(cells))


@dataclass(frozen=True, eq=False)
class VariedCell:
    """Simulations of one system that differ by the value at one path."""

    path: str
    values: tuple[str, ...]
    cells: tuple[Simulation, ...]

    @property
    def system(self) -> str:
        return self.cells[0].plan.system

    @cached_property
    def swept(self) -> np.ndarray | None:
        """Return the values in SI; None where they are no numbers."""
        if number_at(self.path) is None:
            return None
        return np.array([s.plan.design.finding(self.path).plain for s in self.cells])

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Return the values as they are shown."""
        if self.swept is None:
            return self.values
        if self.path == RATE:
            return tuple(show_condition("rate", float(x), 3) for x in self.swept)
        shown = self._shown
        return tuple(f"{number(float(x) * shown[1], 3)}{'' if shown[0] == '1' else ' ' + shown[0]}" for x in self.swept)

    @property
    def _shown(self) -> tuple[str, float]:
        """Return the unit of display of the swept number, and what SI is multiplied by."""
        at = number_at(self.path)
        assert at is not None
        row = term(at.term)
        return row.shown, factor(row.unit, row.shown)

    @property
    def axis(self) -> tuple[np.ndarray, str]:
        """Return the values as they are drawn, and the label of their axis; of words their numbers."""
        if self.swept is None:
            return np.arange(1.0, len(self.values) + 1), self.path
        unit, scale = ("C", 3600.0) if self.path == RATE else self._shown
        return self.swept * scale, f"{self.path} ({'no unit' if unit == '1' else unit})"

    @cached_property
    def table(self) -> Table:
        """Return the first cycle of each cell: charges, energy, mean voltages, and why a cell ended early."""
        first = self.path.rpartition(".")[2]
        at = number_at(self.path)
        unit = "" if at is None else term(at.term).unit
        value = words(self.values) if self.swept is None else numbers(unit, self.swept)
        rows = [_first_cycle(s) for s in self.cells]
        columns: dict[str, Column] = {first: value}
        columns |= {name: numbers(UNITS[name], [row[name] for row in rows]) for name in UNITS}
        columns["ended"] = words([_ended(s) for s in self.cells])
        title = f"First cycle of {self.system} by {self.path}"
        return Table("varied", title, columns, self.cells[0].recording.origin)


UNITS = {
    "charge_capacity": "C/m^2",
    "discharge_capacity": "C/m^2",
    "discharge_energy": "J/m^2",
    "average_charge_voltage": "V",
    "average_discharge_voltage": "V",
}
WAYS = {"charge": 1, "discharge": -1}


def _first_cycle(s: Simulation) -> dict[str, float]:
    """Return the numbers of the first cycle per area of one face; of what was not run they are nan."""
    halves, area = s.measurement.halves, s.prepared.cell.area
    found: dict[str, float] = {}
    for way, sign in WAYS.items():
        mine = np.flatnonzero((halves.sign == sign) & (cycles_of_halves(s) == 1))
        charge, energy = float(halves.charge[mine].sum()), float(np.abs(halves.energy[mine]).sum())
        found[f"{way}_capacity"] = charge / area if len(mine) else np.nan
        found[f"average_{way}_voltage"] = energy / charge if charge > 0 else np.nan
        found[f"{way}_energy"] = energy / area if len(mine) else np.nan
    return {name: found[name] for name in UNITS}


def cycles_of_halves(s: Simulation) -> np.ndarray:
    """Return the cycle of the protocol in which each half-cycle begins."""
    halves = s.measurement.halves
    cycle = s.recording.columns.get("cycle_count")
    return halves.cycle if cycle is None else cycle[halves.first]


def _ended(s: Simulation) -> str:
    return "" if s.ending is None else f"cycle {s.ending.leg.cycle}: {s.ending.why}"


def varied_document(varied: VariedCell, version: str) -> dict[str, Any]:
    """Return the JSON of a varied cell: the table of the first cycles in SI."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "of": varied.system,
        "path": varied.path,
        "values": list(varied.values),
        "columns": {name: column.unit for name, column in varied.table.columns.items()},
        "rows": list(_rows(varied.table)),
        "made_with": [s.plan.made_with for s in varied.cells],
    }


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for k in range(len(table)):
        row = {name: column.values[k] for name, column in table.columns.items()}
        yield {n: (v if isinstance(v, str) else None if np.isnan(v) else float(v)) for n, v in row.items()}
