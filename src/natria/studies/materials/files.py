"""Files of material curves, told from all others and measured by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...lab.files.materials import SPECTRA_SUFFIXES, CurveKind, MaterialCurve, curve_kinds, read_curves
from ...lab.materials import MeasuredCurves, measure_curves
from ...quantity import InputError, Problem
from ..groups.files import expanded, reason
from ..opening.given import BY
from .given import CurvesGiven

SUFFIXES = (".csv", ".txt", ".tsv", ".dat", ".asc", *SPECTRA_SUFFIXES)
Of = Mapping[CurveKind, tuple[Path, ...]]


def curves_among(given: Sequence[Path]) -> tuple[Of, tuple[Path, ...]]:
    """Return the files of material curves by kind, and the paths that are left.

    A folder is left whole where none of its files is one; otherwise its other files are left one by one.
    """
    found: dict[CurveKind, list[Path]] = {}
    left: list[Path] = []
    for one in given:
        files, _, _ = expanded(one, str(one), suffixes=SUFFIXES) if one.is_dir() else ([one], False, [])
        kinds = {file: curve_kinds(file) for file in files if file.suffix.lower() in SUFFIXES}
        for file, of_file in kinds.items():
            for kind in of_file:
                found.setdefault(kind, []).append(file)
        others = [file for file in files if not kinds.get(file)]
        left += [one] if one.is_dir() and len(others) == len(files) else others
    return {kind: tuple(dict.fromkeys(files)) for kind, files in found.items()}, tuple(left)


def measure_curve_files(
    files: Sequence[Path], kind: CurveKind, of: str = "", given: CurvesGiven | None = None, by: str = BY
) -> MeasuredCurves:
    """Return the results of files of one kind and one sample.

    A file that cannot be measured is in `failed`.
    """
    own = given or CurvesGiven()
    sample = of or own.sample or (files[0].stem if files else "sample")
    settings = own.settings(sample, by, kind)
    good: list[MaterialCurve] = []
    failed: dict[str, str] = {}
    single: MeasuredCurves | None = None
    for file in files:
        try:
            curves = read_curves(file, kind)
            single = measure_curves(curves, sample, settings)
        except InputError as bad:
            if len(files) == 1:
                raise
            failed[str(file)] = reason(bad)
        else:
            good += curves
    if not good:
        raise InputError("natria measure", [Problem(name, why) for name, why in failed.items()])
    whole = single if len(files) == 1 and single is not None else measure_curves(good, sample, settings)
    return whole.with_failed(failed)
