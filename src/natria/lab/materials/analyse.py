"""Analyse material curves: all of one kind and one sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...quantity import InputError, Problem
from ..files.materials import CurveKind, MaterialCurve
from .calorimetry import measure_heat_flows
from .compaction import measure_compaction
from .depth_profile import measure_depth_profiles
from .indentation import measure_indents
from .measured import CurveSettings, MeasuredCurves
from .spectra import measure_spectra
from .thermogravimetry import measure_masses

Analyse = Callable[[Sequence[MaterialCurve], str, CurveSettings], MeasuredCurves]
ANALYSE: dict[CurveKind, Analyse] = {
    "indentation": measure_indents,
    "compaction": measure_compaction,
    "thermogravimetry": measure_masses,
    "calorimetry": measure_heat_flows,
    "depth profile": measure_depth_profiles,
    "xps": measure_spectra,
    "raman": measure_spectra,
    "nmr": measure_spectra,
}


def measure_curves(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return what the curves of one kind show."""
    if not curves:
        raise InputError("the curves", [Problem("", "there are none", "give a file with a material test")])
    return ANALYSE[curves[0].kind](curves, of, settings)
