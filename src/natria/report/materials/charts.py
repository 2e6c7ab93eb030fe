"""Charts of measured material curves: those that apply to their kind."""

from __future__ import annotations

from ...lab.materials import MeasuredCurves
from ...lab.peaks import METHODS
from ..common.chart import Chart
from .indents import indent_charts
from .pressed import compaction_charts
from .profiles import profile_charts
from .scans import scan_charts
from .spectra import spectrum_charts


def curve_charts(m: MeasuredCurves) -> tuple[Chart, ...]:
    """Return the charts of the kind, the main one first; nothing is drawn yet."""
    charts = {
        "indentation": indent_charts,
        "compaction": compaction_charts,
        "depth profile": profile_charts,
        **dict.fromkeys(METHODS, spectrum_charts),
    }
    return charts.get(m.kind, scan_charts)(m)
