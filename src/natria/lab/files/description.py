"""Provenance of a converted recording, as JSON.

Contents: source, notes, metadata, origin with its ancestry, and a digest.

The digest detects changes after natria wrote the file; the numbers then no longer come from the source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np

from ..._version import __version__
from ...quantity import Finding, Question, dump, load
from ...record.note import Note
from ...record.recording import BDF_VERSION, Recording

UNCODED = "uncoded"  # code of a note in a file of an earlier version
SCHEMA = "natria.recording/1"
Document = dict[str, Any]


def describe(recording: Recording, recipe: str = "") -> str:
    """Return the provenance as one line of JSON.

    `recipe` identifies source and settings of the conversion.
    """
    document = {
        "schema": SCHEMA,
        "natria": __version__,
        "bdf": BDF_VERSION,
        "recipe": recipe,
        "file": recording.file,
        "sha256": recording.sha256,
        "format": recording.format,
        "metadata": dict(recording.metadata),
        "notes": [note.text for note in recording.notes],
        "note_codes": [note.code for note in recording.notes],
        "origin": dump([_carrier(recording)]),
    }
    return json.dumps({**document, "digest": _digest(document, recording.columns)}, ensure_ascii=False)


def read(text: str) -> Document | None:
    """Return the document, None if the text was not written by natria."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(document, dict) and document.get("schema") == SCHEMA
    return document if ours else None


def fits(document: Document, columns: Mapping[str, np.ndarray]) -> bool:
    """Whether the numbers match the digest of the document."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    return document.get("digest") == _digest(rest, columns)


def restore(document: Document, columns: Mapping[str, np.ndarray]) -> Recording:
    """Return the described recording; the document must match its columns."""
    about = {name: document[name] for name in ("file", "sha256", "format", "metadata")}
    origin = list(load(document["origin"], about["file"]).values())[-1].origin
    texts = document["notes"]
    codes = document.get("note_codes", [UNCODED] * len(texts))  # files of earlier versions have none
    notes = tuple(map(Note, codes, texts))
    return Recording(**about, notes=notes, columns=columns, origin=origin)


def is_measured(document: Document) -> bool:
    """Whether a document, possibly modified, has a measured origin."""
    try:
        return bool(document["origin"]["findings"][-1]["origin"]["kind"] == "measured")
    except (KeyError, IndexError, TypeError):
        return False


def _carrier(recording: Recording) -> Finding:
    """Return the duration of the recording as a finding.

    Its origin is then written to JSON like any other.
    """
    lasts = float(recording.time[-1] - recording.time[0]) if len(recording) else 0.0
    return Finding(Question("recorded_time", recording.file), lasts, recording.origin, std=0.0)


def _digest(document: Document, columns: Mapping[str, np.ndarray]) -> str:
    found = sha256(json.dumps(document, sort_keys=True).encode())
    for name in sorted(columns):
        found.update(name.encode())
        values = np.array(columns[name], "<f8")
        values[np.isnan(values)] = np.nan  # text formats keep only one of the many nan bit patterns
        found.update(values.data)
    return found.hexdigest()
