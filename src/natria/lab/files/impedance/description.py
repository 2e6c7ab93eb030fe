"""Provenance of spectra that natria wrote, as JSON.

Contents: source, notes, metadata, conditions of each sweep, origins with their ancestry, and a digest.

The digest detects changes after natria wrote the file; the numbers then no longer come from the source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from ...._version import __version__
from ....quantity import Finding, Question, dump, load
from ....record.note import Note
from ....record.spectrum import Spectrum
from .format import FrequencySweep, SpectrumFile

SCHEMA = "natria.spectra/1"
NUMBERS = ("frequency", "real", "imaginary")
Document = dict[str, Any]


def describe(file: SpectrumFile) -> str:
    """Return the provenance of spectra as one line of JSON."""
    carriers = [_carrier(file.file, sweep.spectrum) for sweep in file.sweeps]
    document = {
        "schema": SCHEMA,
        "natria": __version__,
        "file": file.file,
        "sha256": file.sha256,
        "format": file.format,
        "metadata": dict(file.metadata),
        "notes": [note.text for note in file.notes],
        "note_codes": [note.code for note in file.notes],
        "sweeps": [_of_sweep(sweep, one.id) for sweep, one in zip(file.sweeps, carriers, strict=True)],
        "origin": dump(dict.fromkeys(carriers)),
    }
    return json.dumps({**document, "digest": _digest(document, arrays_of(file))}, ensure_ascii=False)


def read(text: str) -> Document | None:
    """Return the document, None if the text was not written by natria."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(document, dict) and document.get("schema") == SCHEMA
    return document if ours else None


def fits(document: Document, arrays: Sequence[np.ndarray]) -> bool:
    """Whether the numbers match the digest of the document."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    return document.get("digest") == _digest(rest, arrays)


def restore(document: Document, arrays: Sequence[np.ndarray]) -> SpectrumFile:
    """Return the described spectra; the document must match its numbers."""
    origins = {key: finding.origin for key, finding in load(document["origin"], document["file"]).items()}
    frequency, real, imaginary = arrays
    sweeps: list[FrequencySweep] = []
    at = 0
    for about in document["sweeps"]:
        rows = slice(at, at + about["points"])
        at = rows.stop
        impedance = np.empty(about["points"], complex)
        impedance.real, impedance.imag = real[rows], imaginary[rows]
        origin = origins[about["origin"]]
        spectrum = Spectrum(frequency[rows], impedance, about["unit"], about["title"], None, origin)
        conditions = {name: about[name] for name in ("time", "temperature", "bias", "step")}
        sweeps.append(FrequencySweep(spectrum, about["number"], **conditions))
    notes = tuple(map(Note, document["note_codes"], document["notes"]))
    about = {name: document[name] for name in ("file", "sha256", "format", "metadata")}
    return SpectrumFile(**about, sweeps=tuple(sweeps), notes=notes)


def is_measured(document: Mapping[str, Any]) -> bool:
    """Whether all origins of a document, possibly modified, are measured."""
    try:
        mine = {about["origin"] for about in document["sweeps"]}
        found = {one["id"]: one["origin"]["kind"] for one in document["origin"]["findings"]}
        return all(found[key] == "measured" for key in mine)
    except (KeyError, IndexError, TypeError):
        return False


def arrays_of(file: SpectrumFile) -> tuple[np.ndarray, ...]:
    """Return frequency, real and imaginary part of all sweeps, one after the other."""
    spectra = [sweep.spectrum for sweep in file.sweeps]
    return tuple(np.concatenate([getattr(one, name) for one in spectra] or [np.empty(0)]) for name in NUMBERS)


def _of_sweep(sweep: FrequencySweep, origin: str) -> Document:
    return {
        "number": sweep.number,
        "points": len(sweep.spectrum),
        "unit": sweep.spectrum.unit,
        "title": sweep.spectrum.title,
        "time": sweep.time,
        "temperature": sweep.temperature,
        "bias": sweep.bias,
        "step": sweep.step,
        "origin": origin,
    }


def _carrier(file: str, spectrum: Spectrum) -> Finding:
    """Return the highest frequency as a finding, whose origin is then written to JSON like any other."""
    highest = float(spectrum.frequency.max())
    return Finding(Question("frequency", file), highest, spectrum.origin, std=0.0)


def _digest(document: Document, arrays: Sequence[np.ndarray]) -> str:
    found = sha256(json.dumps(document, sort_keys=True).encode())
    for array in arrays:
        values = np.array(array, "<f8")
        values[np.isnan(values)] = np.nan  # text keeps only one of the many nan bit patterns
        found.update(values.data)
    return found.hexdigest()
