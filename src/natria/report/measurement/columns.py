"""Columns of a table as people read them.

Everyday units, values per area beside absolute ones, and the digits that the spread allows.

Tables of a measurement are in SI. A page, a CSV and a workbook show the same columns in mA, mAh, mV and hours. With a
known area each current, charge and resistance has a second column per area; with a known mass each capacity of a full
cell has one per mass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, isnan, log10

import numpy as np

from ...lab import Specimen
from ...quantity import show_time
from ...record import Column, Table

EFFICIENCIES = ("efficiency", "coulombic_efficiency")  # how the names of columns of CE begin
CE_DECIMALS = (2, 4)  # of a CE in percent: always, and at most, as no instrument shows more
FRACTIONS = (  # further columns of unit 1 that are shown in %
    *("voltage_efficiency", "energy_efficiency", "retention", "std_random", "std_offset", "half_width_95"),
    *("hold_share", "share", "share_of_first"),
)
SECONDS = ("delay", "sampling", "into", "rest_before")  # short times, in s in files
HEADS = {"coulombic_efficiency": "Coulombic efficiency", "dv_dq": "dV/dQ", "dq_dv": "dQ/dV", "c_rate": "C-rate"}
FLAGS = ("is_formation",)
UNITS = {  # SI unit -> unit of people, factor
    "V": ("mV", 1e3),
    "A": ("mA", 1e3),
    "C": ("mAh", 1 / 3.6),
    "C/V": ("mAh/V", 1 / 3.6),
    "s": ("h", 1 / 3600),
    "J": ("mWh", 1 / 3.6),
    "A/m^2": ("mA/cm^2", 0.1),
    "C/m^2": ("mAh/cm^2", 1 / 3.6e4),
}
PER_AREA = {"A": ("mA/cm^2", 0.1), "C": ("mAh/cm^2", 1 / 3.6e4), "ohm": ("ohm cm^2", 1e4)}  # over, for ohm times m^2
PER_MASS = ("mAh/g", 1 / 3.6e3)
CAPACITIES = ("charge_capacity", "discharge_capacity", "discharge_capacity_std")
SIGNIFICANT = 4  # digits of the usual value of a column of unknown spread
MOST_DECIMALS = 6
WIDE = 1e3  # ratio of usual to least value above which a column has digits by value, not decimals
ROUNDING = 1e-12  # smaller numbers are rounding errors of zero


@dataclass(frozen=True, eq=False)
class ShownColumn:
    """A column with its head and its values in the unit of the head.

    `decimals` is None where digits go by value.
    """

    head: str
    values: np.ndarray | tuple[str, ...]
    decimals: int | None = None
    is_time: bool = False

    @property
    def title(self) -> str:
        """The head of a column on a page, where each time has its unit."""
        return self.head.removesuffix(" (h)").removesuffix(" (s)") if self.is_time else self.head

    def text(self, row: int) -> str:
        """Return a cell as text; empty where nothing is known."""
        if isinstance(self.values, tuple):
            return self.values[row]
        value = float(self.values[row])
        if isnan(value):
            return ""
        if self.is_time:
            return show_time(value * (3600 if self.head.endswith("(h)") else 1))
        value = 0.0 if abs(value) < ROUNDING else value
        return f"{value:.{SIGNIFICANT}g}" if self.decimals is None else f"{value:.{self.decimals}f}"


def shown_columns(table: Table, of: Specimen | None = None) -> tuple[ShownColumn, ...]:
    """Return the columns of a table for people; `of` gives the area and the mass of the cell."""
    return tuple(shown for name, column in table.columns.items() for shown in _shown(table, name, column, of))


def _shown(table: Table, name: str, column: Column, of: Specimen | None) -> Iterator[ShownColumn]:
    head = _head(name)
    if column.is_text:
        yield ShownColumn(head, tuple(map(str, column.values)))
        return
    values = column.numbers
    if name in FLAGS:
        yield ShownColumn(head, tuple("yes" if value > 0 else "" for value in values))
        return
    unit, factor = _unit(name, column)
    spread = _spread(table, name)
    yield _column(f"{head} ({unit})" if unit else head, factor, values, spread, name)
    if of is not None and of.area is not None and column.unit in PER_AREA and f"{name}_density" not in table.columns:
        unit, factor = PER_AREA[column.unit]
        per = factor * of.area.plain if column.unit == "ohm" else factor / of.area.plain
        yield _column(f"{head} ({unit})", per, values, spread, name)
    if of is not None and of.mass is not None and name in CAPACITIES:
        unit, factor = PER_MASS
        yield _column(f"{head} ({unit})", factor / of.mass.plain, values, spread, name)


def _head(name: str) -> str:
    """Return the name of a column as people write it."""
    for former, written in HEADS.items():
        name = name.replace(former, written)
    return name.replace("_", " ")


def _column(head: str, factor: float, values: np.ndarray, spread: np.ndarray | None, name: str) -> ShownColumn:
    scaled = factor * values
    decimals = _decimals(scaled, None if spread is None else abs(factor) * spread)
    if name.startswith(EFFICIENCIES):
        least, most = CE_DECIMALS
        decimals = least if spread is None else min(max(decimals or 0, least), most)
    return ShownColumn(head, scaled, decimals, head.endswith(("(h)", "(s)")))


def _unit(name: str, column: Column) -> tuple[str, float]:
    """Return the unit that a column is shown in, and its factor."""
    if column.unit == "1" and (name in FRACTIONS or name.startswith(EFFICIENCIES)):
        return "%", 100.0
    if name == "c_rate":
        return "1/h", 3600.0
    if column.unit == "1" or (column.unit == "s" and name in SECONDS):
        return column.unit.replace("1", ""), 1.0
    if column.unit == "V" and _usual(column.numbers) >= 1.0:
        return "V", 1.0
    return UNITS.get(column.unit, (column.unit, 1.0))


def _usual(values: np.ndarray) -> float:
    """The median size of the values that are not zero."""
    there = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(np.median(there)) if len(there) else 0.0


def _spread(table: Table, name: str) -> np.ndarray | None:
    """The column with the standard deviation of another, if the table has one."""
    for beside in (f"{name}_std", f"{name}_spread", *(["std_random"] if name.startswith(EFFICIENCIES) else [])):
        if beside in table.columns and _usual(table.columns[beside].numbers) > 0:
            return table.columns[beside].numbers
    return None


def _decimals(values: np.ndarray, spread: np.ndarray | None) -> int | None:
    """Decimals of a column: two digits of its usual spread, else four digits of its usual value."""
    there = values[np.isfinite(values)]
    if not len(there) or not there.any():
        return 0
    if spread is not None:
        return min(max(1 - floor(log10(_usual(spread))), 0), MOST_DECIMALS)
    if np.array_equal(there, np.round(there)) and np.abs(there).max() < 1e6:
        return 0
    usual, least = _usual(there), float(np.abs(there[there != 0]).min())
    if usual > WIDE * least or usual < 10.0**-MOST_DECIMALS:
        return None
    return min(max(SIGNIFICANT - 1 - floor(log10(usual)), 0), MOST_DECIMALS)
