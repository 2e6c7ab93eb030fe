"""BioLogic EC-Lab: text export (.mpt), with decimal points or commas."""

from __future__ import annotations

from pathlib import Path

from ....record.note import Note
from ..columns.layout import Layout, load_table, no_recording
from ..format import Col, Format, Head, Raw
from ..interleaved import without_spectra
from ..text import read_text

OPENING = "EC-Lab ASCII FILE"
LAYOUT = Layout(("time/*", ("Ewe/*", "<Ewe>/*", "Ecell/*", "Ewe-Ece/*")), delimiter="\t")
FREQUENCY = "freq/Hz"  # of a sequence of techniques; zero where a reading is none of a spectrum
OPEN_CIRCUIT = "Open Circuit Voltage"
CURRENTS = ("<I>/mA", "I/mA", "<I>/A", "I/A")

COLUMNS = (
    Col("time/*", "test_time_second", "s"),
    Col("Ecell/*", "voltage_volt"),
    Col("Ewe-Ece/*", "voltage_volt"),
    Col("<Ewe>/*", "voltage_volt"),
    Col("Ewe/*", "voltage_volt"),
    Col("<I>/*", "current_ampere"),
    Col("I/*", "current_ampere"),
    Col("Ns", "step_index", "1"),
    Col("cycle number", "cycle_count", "1"),
    Col("(Q-Qo)/*", "net_capacity_ah"),
    Col("Q charge/discharge/*", "step_capacity_ah"),
    Col("Temperature/*", "ambient_temperature_celsius"),
    Col("P/*", "power_watt"),
)


def load(path: Path, head: Head) -> Raw:
    raw = load_table(read_text(path, head), LAYOUT)
    technique = technique_of(head)
    frame, notes = raw.frame, raw.notes
    if FREQUENCY in frame.columns:
        frame, more = without_spectra(path, frame, FREQUENCY)
        notes = (*notes, *more)
    if technique == OPEN_CIRCUIT and not set(CURRENTS) & set(frame.columns):
        import polars as pl

        frame = frame.with_columns(pl.lit("0").alias("I/mA"))
        notes = (*notes, Note("open-circuit", "open circuit: no current column in the file, current set to zero"))
    return Raw(frame, {"technique": technique, **raw.metadata}, notes, raw.line)


def technique_of(head: Head) -> str:
    """Return the technique: the first text line after the number of header lines."""
    lines = [line.strip() for line in head.text.splitlines()[:20]]
    return next((line for line in lines[1:] if line and not line.startswith("Nb header")), "")


def _is_text_export(head: Head) -> bool:
    return head.text.startswith(OPENING)


def _is_impedance(head: Head) -> bool:
    return _is_text_export(head) and "impedance spectroscopy" in technique_of(head).lower()


FORMATS = (
    no_recording("BioLogic mpt, impedance", "BioLogic EC-Lab, PEIS or GEIS", _is_impedance),
    Format("BioLogic mpt", "BioLogic EC-Lab, text", _is_text_export, load, COLUMNS),
)
