"""Findings of a file for the measured values of a design.

A JSON file of natria is read; a recording is measured.
"""

from __future__ import annotations

from pathlib import Path

from ...design.measured import findings_in
from ...lab import Specimen, measure, read_recording
from ...quantity import Finding
from .given import given_area

JSON = ".json"
BY = "the design"


def measured_findings(file: Path, area: str = "") -> tuple[Finding, ...]:
    """Return the findings of a file; `area` is that of the electrode of a recording."""
    if file.suffix.lower() == JSON:
        return findings_in(file, area)
    of = file.name.partition(".")[0]
    return measure(read_recording(file), Specimen(of, area=given_area(area, of, BY) if area else None)).findings
