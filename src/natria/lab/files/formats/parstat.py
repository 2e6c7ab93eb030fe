"""Princeton Parstat: text with readings of cycling or of a rest, and impedance spectra between."""

from __future__ import annotations

import re
from pathlib import Path

from ..columns.layout import Layout, load_table
from ..format import Col, Format, Head, Raw
from ..interleaved import without_spectra
from ..text import read_text

FREQUENCY = "Frequency (Hz)"
LAYOUT = Layout((FREQUENCY, "Zre (*)"), delimiter="\t")

COLUMNS = (
    Col("Elapsed Time (*)", "test_time_second"),
    Col("Potential (*)", "voltage_volt"),
    Col("Current (*)", "current_ampere"),
)


def load(path: Path, head: Head) -> Raw:
    raw = load_table(read_text(path, head), LAYOUT)
    frame, notes = without_spectra(path, raw.frame, FREQUENCY)
    return Raw(frame, raw.metadata, (*raw.notes, *notes), raw.line)


def is_parstat(head: Head) -> bool:
    return re.match(r"[^\n]*Frequency \(Hz\)[^\n]*\t[^\n]*Zre", head.text) is not None


FORMATS = (Format("Parstat text", "Princeton Parstat, text, with spectra in between", is_parstat, load, COLUMNS),)
