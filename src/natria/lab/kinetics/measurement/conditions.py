"""Temperature of a recording: given, of the file, of its name, or an assumption that is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ....quantity import Assumed, Chosen, Finding, Measured, Question
from ....record import Recording
from ...files.impedance.conditions.file_name import from_name
from ...results import Remark
from ...specimen import Specimen

KELVIN = 273.15
COLUMNS = ("temperature_t1_celsius", "ambient_temperature_celsius")
ROOM, ROOM_STD = 298.15, 3.0  # K: an unheated, air-conditioned laboratory
WHY = "room temperature; the recording and its name give none"


def temperature_of(recording: Recording, specimen: Specimen) -> Finding | None:
    """Return the temperature of a recording: what the specimen has, then the file, then its name."""
    if specimen.temperature is not None:
        return specimen.temperature
    question = Question("temperature", specimen.of)
    for name in COLUMNS:
        values = recording.columns.get(name)
        if values is not None and np.isfinite(values).any():
            seen = values[np.isfinite(values)]
            origin = Measured(recording.file, recording.sha256, f"median of the column {name}")
            return Finding(question, float(np.median(seen)) + KELVIN, origin, float(np.std(seen)))
    named = from_name(Path(recording.file.replace("\\", "/")).stem).temperature
    return None if named is None else Finding(question, named, Chosen(f"the name of {recording.file}"), 0.0)


def assumed_temperature(specimen: Specimen) -> tuple[Finding, Remark]:
    """Return a room temperature as an assumption, and the remark on it."""
    found = Finding(Question("temperature", specimen.of), ROOM, Assumed(WHY, "estimate"), ROOM_STD)
    text = (
        f"No temperature is known: {ROOM - KELVIN:g} °C is assumed, and RT/F depends on it. Give it with --temperature."
    )
    return found, Remark("temperature-assumed", text)
