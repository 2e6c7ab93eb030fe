"""Neware: csv of the BTS and BTSDA software, flat or nested by cycle, step and reading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..columns.layout import Layout, load_table, recogniser, text_format
from ..columns.names import fits
from ..format import Col, Format, Head, Raw
from ..text import read_text

if TYPE_CHECKING:
    import polars as pl

VOLTAGE, CURRENT = "Voltage(*)", "Current(*)"
CLOCK = ("Time", "Time(*)", "Relative Time", "Relative Time(*)", "Cumulative Time", "Total Time", "Total Time(*)")
STEP = ("Step Type", "Step Name", "Status", "Step State")
FLAT = Layout(
    (VOLTAGE, CURRENT, CLOCK, ("DataPoint", "Data Point", "Record ID", "Record number", "Step Index", "Step ID"))
)
LAYERS = Layout(("Record ID", VOLTAGE, CURRENT, CLOCK))

COLUMNS = (
    *(
        Col(name, "test_time_second", "s")
        for name in ("Cumulative Time", "Cumulative Time(*)", "Total Time", "Total Time(*)")
    ),
    *(Col(name, "step_time_second", "s") for name in ("Time", "Time(*)", "Relative Time", "Relative Time(*)")),
    *(
        Col(name, "unix_time_second")
        for name in ("Date", "Date(*)", "Realtime", "Real time", "Absolute Time", "DateTime")
    ),
    *(Col(name, "record_number", "1") for name in ("DataPoint", "Data Point", "Record ID", "Record number")),
    Col(VOLTAGE, "voltage_volt"),
    Col(CURRENT, "current_ampere"),
    *(Col(name, "cycle_count", "1") for name in ("Cycle Index", "Cycle ID", "Cycle")),
    *(Col(name, "step_index", "1") for name in ("Step Index", "Step ID", "Step", "Step Number")),
    Col("Chg. Cap.(*)", "charging_capacity_ah"),
    Col("DChg. Cap.(*)", "discharging_capacity_ah"),
    Col("Chg. Energy(*)", "charging_energy_wh"),
    Col("DChg. Energy(*)", "discharging_energy_wh"),
    Col("Capacity(*)", "step_capacity_ah"),
    Col("Energy(*)", "step_energy_wh"),
    Col("Power(*)", "power_watt"),
    Col("T1(*)", "temperature_t1_celsius", "degC"),
    Col("Temperature(*)", "temperature_t1_celsius", "degC"),
    Col("Aux. T1(*)", "temperature_t1_celsius", "degC"),
)


def load_layers(path: Path, head: Head) -> Raw:
    """Load a nested table of cycle, step and reading lines.

    Step lines are below cycle lines and readings below step lines, each indented by a cell.
    """

    raw = load_table(read_text(path, head), LAYERS)
    cycle, step, third = raw.frame.columns[:3]
    record = next(name for name in raw.frame.columns if fits("Record ID", name))
    frame = raw.frame.with_columns(
        _number(cycle).forward_fill().alias("Cycle ID"),
        _step(cycle, step).alias("Step ID"),
        _word(cycle, step, third).alias("Step Name"),
        (_empty(cycle) & _empty(step) & _number(record).is_not_null()).alias("is a reading"),
    )
    return Raw(frame.filter("is a reading"), raw.metadata, raw.notes, raw.line)


def _number(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).cast(pl.Float64, strict=False)


def _empty(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "")


def _step(cycle: str, step: str) -> pl.Expr:
    import polars as pl

    return pl.when(_empty(cycle)).then(_number(step)).forward_fill()


def _word(cycle: str, step: str, third: str) -> pl.Expr:
    """Step name, which is in the column after the step number."""
    import polars as pl

    return pl.when(_empty(cycle) & _number(step).is_not_null()).then(pl.col(third)).forward_fill()


def _in_layers(head: Head) -> bool:
    return KNOWN_LAYERS(head) and any(
        line.lstrip('"\ufeff').startswith((",,", "\t\t", ";;")) and "record" in line.lower()
        for line in head.text.split("\n", 10)[:10]
    )


KNOWN_LAYERS = recogniser(LAYERS)
FORMATS = (
    Format(
        "Neware csv, in layers", "Neware BTS and BTSDA, text", _in_layers, load_layers, COLUMNS, "by step", "Step Name"
    ),
    text_format("Neware csv", "Neware BTS and BTSDA, text", FLAT, COLUMNS, sign="by step", step_column="Step*"),
)
