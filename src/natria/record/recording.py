"""Recordings of a cycler or a model: columns with the names of the Battery Data Format.

The names are those of version 1.3.0 of the format and carry their units. Time starts at or above zero and never runs
backwards, current is positive where it charges; a reader sees to both. A measured recording and a simulated one differ
in origin only, so what is read off them is the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ..quantity import Measured, ModelError, Origin
from .note import Note
from .table import Column, Table

BDF_VERSION = "1.3.0"
TIME, VOLTAGE, CURRENT = "test_time_second", "voltage_volt", "current_ampere"
REQUIRED = (TIME, VOLTAGE, CURRENT)
CELL_KIND = "cell"  # entry of the metadata of a simulated recording: symmetric, half or full

COLUMNS: dict[str, str] = {  # machine name of the format -> unit, as in the name
    TIME: "s",
    VOLTAGE: "V",
    CURRENT: "A",
    "unix_time_second": "s",
    "cycle_count": "1",
    "step_count": "1",
    "step_index": "1",
    "ambient_temperature_celsius": "degC",
    "temperature_t1_celsius": "degC",
    "temperature_t2_celsius": "degC",
    "temperature_t3_celsius": "degC",
    "temperature_t4_celsius": "degC",
    "temperature_t5_celsius": "degC",
    "ambient_pressure_pa": "Pa",
    "applied_pressure_pa": "Pa",
    "charging_capacity_ah": "A*h",
    "discharging_capacity_ah": "A*h",
    "step_capacity_ah": "A*h",
    "net_capacity_ah": "A*h",
    "cumulative_capacity_ah": "A*h",
    "charging_energy_wh": "W*h",
    "discharging_energy_wh": "W*h",
    "step_energy_wh": "W*h",
    "net_energy_wh": "W*h",
    "cumulative_energy_wh": "W*h",
    "power_watt": "W",
    "internal_resistance_ohm": "ohm",
}


@dataclass(frozen=True, eq=False)
class Recording:
    """A recording.

    `notes` are the repairs and remarks of the reader, `metadata` the header of the file.
    """

    file: str
    sha256: str
    columns: Mapping[str, np.ndarray] = field(repr=False)
    format: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)
    notes: tuple[Note, ...] = ()
    origin: Origin = field(default_factory=lambda: Measured("", "", ""))

    def __post_init__(self) -> None:
        missing = [name for name in REQUIRED if name not in self.columns]
        unknown = [name for name in self.columns if name not in COLUMNS]
        if missing or unknown:
            raise ModelError(f"a recording needs {', '.join(REQUIRED)}; missing {missing}, unknown {unknown}")
        lengths = {len(c) for c in self.columns.values()}
        if len(lengths) > 1:
            raise ModelError(f"the columns of a recording differ in length: {sorted(lengths)}")
        columns = {name: _frozen(self.columns[name]) for name in COLUMNS if name in self.columns}
        object.__setattr__(self, "columns", MappingProxyType(columns))
        object.__setattr__(self, "metadata", MappingProxyType(dict(self.metadata)))
        if self.origin == Measured("", "", ""):
            object.__setattr__(self, "origin", Measured(self.file, self.sha256, f"read as {self.format or 'a table'}"))

    def __len__(self) -> int:
        return len(self.time)

    @property
    def time(self) -> np.ndarray:
        """s since the start of the test."""
        return self.columns[TIME]

    @property
    def voltage(self) -> np.ndarray:
        """V of the cell."""
        return self.columns[VOLTAGE]

    @property
    def current(self) -> np.ndarray:
        """A, positive where it charges."""
        return self.columns[CURRENT]

    @property
    def is_measured(self) -> bool:
        return isinstance(self.origin, Measured)

    @cached_property
    def table(self) -> Table:
        return Table(
            "recording",
            self.file,
            {name: Column(COLUMNS[name], values) for name, values in self.columns.items()},
            self.origin,
        )


def _frozen(values: np.ndarray) -> np.ndarray:
    array = np.asarray(values, float)
    if array.flags.writeable:
        array = array.view()
        array.setflags(write=False)
    return array
