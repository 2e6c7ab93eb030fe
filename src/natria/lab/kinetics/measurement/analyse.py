"""Analyse recordings of kinetics: the technique of each, then the analysis of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ....quantity import InputError, Problem
from ....record import Note, Recording
from ...results import Remark
from ...specimen import Specimen
from ..inputs import Vector
from ..recognise import Recognition, Technique, technique_of
from ..voltammetry import split_sweeps
from .conditions import temperature_of
from .measured import FAMILIES, Family, KineticInput, KineticSettings, MeasuredKinetics
from .polarisation import measure_polarisation
from .tafel import measure_tafel
from .voltammetry import measure_voltammetry

Analyse = Callable[[Sequence[KineticInput], Specimen, KineticSettings], MeasuredKinetics]
ANALYSE: dict[Family, Analyse] = {
    "tafel": measure_tafel,
    "voltammetry": measure_voltammetry,
    "polarisation": measure_polarisation,
}
STATED: dict[Family, Technique] = {"tafel": "Tafel sweep", "polarisation": "DC polarisation"}
APART = "measure them in two commands, or name the technique with --technique"
NO_AREA = "Electrode area unknown: currents and charges are those of the cell. Set the area with --area or a design."


def measure_kinetics(
    recordings: Sequence[Recording],
    specimen: Specimen,
    settings: KineticSettings | None = None,
    technique: Family | None = None,
) -> MeasuredKinetics:
    """Return what the recordings of one cell show; `technique` overrules what the data say."""
    if not recordings:
        raise InputError("the recordings", [Problem("", "there are none", "give a file with a sweep or a step")])
    inputs = [_input(recording, specimen, technique) for recording in recordings]
    families = {FAMILIES[one.recognition.technique] for one in inputs}
    if len(families) > 1:
        first = FAMILIES[inputs[0].recognition.technique]
        other = next(one for one in inputs if FAMILIES[one.recognition.technique] != first)
        what = f"is a {other.recognition.technique}, and {inputs[0].name} is a {inputs[0].recognition.technique}"
        raise InputError(other.recording.file, [Problem("", what, APART)])
    (family,) = families
    measured = ANALYSE[family](inputs, specimen, settings or KineticSettings())
    notes = tuple(Remark(note.code, note.text) for one in inputs for note in one.recording.notes)
    area = () if specimen.area is not None else (Remark("no-area", NO_AREA),)
    return measured.with_remarks((*area, *notes))


def _input(recording: Recording, specimen: Specimen, technique: Family | None) -> KineticInput:
    found = technique_of(recording)
    if technique is not None:
        found = _stated(recording, technique, found)
    if not found.is_kinetics:
        what = f"is cycling: {'; '.join(note.text for note in found.reasons)}"
        raise InputError(recording.file, [Problem("", what, "measure it as cycling, or name its technique")])
    return KineticInput(_finite(recording), found, replace(specimen, temperature=temperature_of(recording, specimen)))


def _stated(recording: Recording, technique: Family, found: Recognition) -> Recognition:
    """Return the technique that is stated, with what the data would have said."""
    if FAMILIES.get(found.technique) == technique:
        return found
    if technique in STATED:
        stated = STATED[technique]
    else:
        t, v, i = _columns(recording)
        one = len(split_sweeps(t, v, i)) < 2
        stated = "linear sweep" if one else "cyclic voltammetry"
    said = Note("technique-stated", f"stated; the data alone would be taken for {found.technique}")
    return Recognition(stated, (said,))


def _columns(recording: Recording) -> tuple[Vector, Vector, Vector]:
    kept = _kept(recording)
    return recording.time[kept], recording.voltage[kept], recording.current[kept]


def _kept(recording: Recording) -> np.ndarray:
    readings = np.stack([recording.time, recording.voltage, recording.current])
    return np.asarray(np.isfinite(readings).all(axis=0))


def _finite(recording: Recording) -> Recording:
    """Return the recording without readings that lack a time, a voltage or a current."""
    kept = _kept(recording)
    if kept.all():
        return recording
    return replace(recording, columns={name: values[kept] for name, values in recording.columns.items()})
