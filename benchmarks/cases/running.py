"""Running the cells of the cases: a trace of a cell, its overpotential as `lab` reads it, and tables to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import isfinite, log, nan

import numpy as np

from natria.design import load_case
from natria.design.protocol import parse
from natria.lab import Specimen, measure
from natria.laws import FARADAY
from natria.literature import fact
from natria.models.cell import COLUMNS, Cell, Ending, Prepared, legs, pack, prepare, recording_of, run
from natria.models.cell.cell import Electrode
from natria.models.cell.equations.voltage_parts import PARTS
from natria.quantity import number
from natria.studies import Studio

MA = 10.0  # A/m^2 in 1 mA/cm^2
MAH = 36e3  # C/m^2 in 1 mAh/cm^2
OHM = 1e-4  # ohm m^2 in 1 ohm cm^2
HOUR = 3600.0
EV = FARADAY  # J/mol in 1 eV
PLACE = {name: k for k, name in enumerate(COLUMNS)}
NONE = "none"

Rows = Iterable[Sequence[float | str]]


@dataclass(frozen=True)
class Sheet:
    """A table of the page."""

    title: str
    head: Sequence[str]
    rows: Rows

    def __str__(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        table = ["| " + " | ".join(shown(c) for c in row) + " |" for row in lines]
        return "\n".join([f"### {self.title}", "", *table])


def shown(cell: float | str) -> str:
    if isinstance(cell, str):
        return cell
    return "-" if np.isnan(cell) else number(float(cell))


# --- running a cell


@cache
def studio(case: str, what_if: str = "") -> Studio:
    """The designs of a case with their fits, as the case has them or with one of its what-ifs."""
    return Studio(load_case(case), what_if)


@cache
def prepared_of(system: str, what_if: str = "") -> Prepared:
    return prepare(studio(system.partition("/")[0], what_if).design(system))


@dataclass(frozen=True, eq=False)
class Trace:
    """What a cell did: its readings, and why it ended before its protocol if it did."""

    prepared: Prepared
    rows: np.ndarray
    ending: Ending | None

    def __getitem__(self, column: str) -> np.ndarray:
        return self.rows[:, PLACE[column]]

    @property
    def cycle_overpotentials(self) -> np.ndarray:
        """V of each whole cycle, by the definition of `lab`: half of the mid hysteresis."""
        recording = recording_of(self.prepared, self.rows)
        table = measure(recording, Specimen(self.prepared.system, "symmetric")).table("cycles")
        assert table is not None
        return table.columns["hysteresis"].numbers / 2

    @property
    def overpotential(self) -> float:
        """V of the last cycle; nan where the cell did not get through."""
        return nan if self.ending else float(self.cycle_overpotentials[-1])

    @property
    def warming(self) -> float:
        """K, the most of it."""
        return float(self["temperature"].max() - self.prepared.cell.temperature)


def trace(prepared: Prepared, *steps: str, cell: Cell | None = None) -> Trace:
    """A cell through sentences of a protocol; another cell than the design's is said in the origin."""
    told = replace(prepared, cell=cell).with_settings(changed="a hypothesis") if cell else prepared
    rows, ending = [], None
    for done in run(pack(told.cell), legs(parse(steps, {}), told.cell.kind), told.limits):
        rows.append(done.rows)
        ending = done.ending
    return Trace(told, np.concatenate(rows), ending)


def cycled(prepared: Prepared, current: float, charge: float, cell: Cell | None = None, cycles: int = 10) -> Trace:
    """So many cycles at a current and a charge (mA/cm^2, mAh/cm^2): ten, after which a coin cell is as warm as it gets
    even where a half-cycle is a minute."""
    steps = (f"{verb} {current} mA/cm^2 for {charge} mAh/cm^2" for verb in ("plate", "strip"))
    return trace(prepared, *steps, f"repeat {cycles}", cell=cell)


def root(of: Callable[[float], float], low: float, high: float) -> float:
    """Where a function of the simulation is zero, on a logarithmic axis; nan where it has one sign at both ends."""
    from scipy.optimize import brentq

    ends = of(low), of(high)
    if not all(map(isfinite, ends)) or ends[0] * ends[1] > 0:
        return nan
    return float(np.exp(brentq(lambda x: of(float(np.exp(x))), log(low), log(high), xtol=1e-4)))


def reported(name: str) -> float:
    """SI, whatever bound it has."""
    return fact(name).value


def part_sums(done: Trace) -> dict[str, float]:
    """mV by part at the end of the last plating, the two electrodes together."""
    at = int(np.flatnonzero(done["current"] > 0)[-1])
    both = {"films": "layers on sodium", "face": "faces", "electrolyte": "electrolyte", "solids": "solids"}
    sums: dict[str, float] = {}
    for part in PARTS:
        name = both.get(part.partition("_")[0], "salt gradient" if part == "concentration" else part)
        sums[name] = sums.get(name, 0.0) + 1e3 * float(done[part][at])
    return sums


def electrodes(cell: Cell, change: Callable[[Electrode], Electrode]) -> Cell:
    return replace(cell, working=change(cell.working), counter=change(cell.counter))
