"""Impedance spectra of instruments that write nothing else here: named, so that nobody takes them for cycling."""

from __future__ import annotations

import re

from ..layout import no_recording

FORMATS = (
    no_recording("ZPlot impedance", "Scribner ZPlot", lambda head: head.text.startswith("ZPLOT2")),
    no_recording(
        "VersaStudio",
        "Princeton VersaStudio",
        lambda head: head.text.lstrip().startswith("<Application>") and "VersaStudio" in head.text[:200],
        "is a file of VersaStudio, whose impedance and cycling are not told apart here",
    ),
    no_recording(
        "Parstat impedance",
        "Princeton Parstat",
        lambda head: re.match(r"[^\n]*Frequency \(Hz\)[^\n]*Zre", head.text) is not None,
    ),
)
