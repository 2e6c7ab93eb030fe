"""Findings of a file for the measured values of a design.

A JSON file of natria is read; impedance spectra and recordings are measured.
"""

from __future__ import annotations

from pathlib import Path

from ...design.measured import findings_in
from ...lab import Specimen, measure, read_recording
from ...lab.files.impedance import SpectrumFile, holds_spectra, read_spectra
from ...lab.impedance.measurement import measure_spectra
from ...quantity import Finding, InputError, NatriaError, Problem
from .given import Given

JSON = ".json"
BY = "the design"
BETWEEN = "readings-between"  # code of the note on other readings in a file of spectra


def measured_findings(file: Path, area: str = "", thickness: str = "") -> tuple[Finding, ...]:
    """Return the findings of a file.

    `area` is that of one electrode, `thickness` that of the layer between two.
    """
    if file.suffix.lower() == JSON:
        return findings_in(file, area, thickness)
    of = file.name.partition(".")[0]
    specimen = Given(area=area, thickness=thickness, by=BY).applied(Specimen(of))
    if holds_spectra(file):
        read = read_spectra(file)
        return (*measure_spectra([read], specimen).findings, *(_beside(file, specimen) if is_mixed(read) else ()))
    if thickness:
        what = "a thickness is for impedance spectra, and the file holds none"
        raise InputError(str(file), [Problem(file.name, what, "leave out the thickness")])
    return measure(read_recording(file), specimen).findings


def is_mixed(read: SpectrumFile) -> bool:
    """Whether a file of spectra also has readings of another kind: of a rest or of cycling."""
    return any(note.code == BETWEEN for note in read.notes)


def _beside(file: Path, specimen: Specimen) -> tuple[Finding, ...]:
    """Return the findings of the readings between the spectra of a file; none where they are no recording."""
    try:
        return measure(read_recording(file), specimen).findings
    except NatriaError:
        return ()
