"""Files of material curves of any form: tables, VAMAS, JCAMP-DX."""

from __future__ import annotations

from pathlib import Path

from ....quantity import InputError
from ..read import read_head
from .kinds import CurveKind
from .read import MaterialCurve, read_curve, table_kinds
from .spectra import read_spectra, spectra_kinds


def curve_kinds(path: Path) -> tuple[CurveKind, ...]:
    """Return the kinds of material curve that a file holds; none where it holds none."""
    try:
        found = spectra_kinds(read_head(path).text)
    except InputError:
        return ()
    return table_kinds(path) if found is None else found


def read_curves(path: Path, kind: CurveKind) -> tuple[MaterialCurve, ...]:
    """Return all curves of a kind in a file, in SI; raises InputError naming file, place and what to mend."""
    found = spectra_kinds(read_head(path).text)
    return (read_curve(path, kind),) if found is None else read_spectra(path, kind)
