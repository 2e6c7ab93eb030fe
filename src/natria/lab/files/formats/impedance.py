"""Impedance spectra, recognised so that they are refused with a clear message."""

from __future__ import annotations

from ..columns.layout import no_recording

FORMATS = (
    no_recording("ZPlot impedance", "Scribner ZPlot", lambda head: head.text.startswith("ZPLOT2")),
    no_recording(
        "VersaStudio",
        "Princeton VersaStudio",
        lambda head: head.text.lstrip().startswith("<Application>") and "VersaStudio" in head.text[:200],
        "is a VersaStudio file, for which impedance and cycling are not distinguished",
    ),
)
