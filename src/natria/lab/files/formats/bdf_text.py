"""Battery Data Format as csv, with machine-readable names or with labels ("Test Time / s")."""

from __future__ import annotations

from ....record.recording import COLUMNS, REQUIRED
from ..columns.layout import Layout, text_format
from ..format import Col
from ..natria_files import TEXTS


def label(name: str) -> str:
    """ "Test Time / *" for test_time_second: the words of the name but its unit."""
    return " ".join(name.split("_")[:-1]) + " / *"


COUNTS = ("cycle_count", "step_count", "step_index")  # have no unit at the end of their names


def _forms(name: str) -> tuple[str, ...]:
    words = name.replace("_", " ")
    return (name, words, f"{words} / *") if name in COUNTS else (name, label(name))


LAYOUT = Layout(tuple(_forms(name) for name in REQUIRED))
BDF = text_format(
    "BDF csv",
    "Battery Data Format, csv",
    LAYOUT,
    tuple(Col(form, name, unit) for name, unit in COLUMNS.items() for form in _forms(name)),
)
FORMATS = (*TEXTS, BDF)
