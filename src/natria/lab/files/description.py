"""What a converted recording says of itself, as JSON beside its numbers: source, notes, metadata, origin with all that
it rests on, and a digest over everything.

The digest shows that a file was changed since natria wrote it: its numbers are then no longer those of the source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np

from ..._version import __version__
from ...quantity import Finding, Question, dump, load
from ...record.recording import BDF_VERSION, Recording

SCHEMA = "natria.recording/1"
Document = dict[str, Any]


def describe(recording: Recording, recipe: str = "") -> str:
    """One line of JSON. `recipe` says how the recording was made from its source, so that it need not be made again."""
    document = {
        "schema": SCHEMA,
        "natria": __version__,
        "bdf": BDF_VERSION,
        "recipe": recipe,
        "file": recording.file,
        "sha256": recording.sha256,
        "format": recording.format,
        "metadata": dict(recording.metadata),
        "notes": list(recording.notes),
        "origin": dump([_carrier(recording)]),
    }
    return json.dumps({**document, "digest": _digest(document, recording.columns)}, ensure_ascii=False)


def read(text: str) -> Document | None:
    """The document, or None where the text is none of ours."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(document, dict) and document.get("schema") == SCHEMA
    return document if ours else None


def fits(document: Document, columns: Mapping[str, np.ndarray]) -> bool:
    """Whether document and numbers are those that were written together."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    return document.get("digest") == _digest(rest, columns)


def restore(document: Document, columns: Mapping[str, np.ndarray]) -> Recording:
    """The recording that was described; only for a document that fits its columns."""
    said = {name: document[name] for name in ("file", "sha256", "format", "metadata")}
    origin = list(load(document["origin"], said["file"]).values())[-1].origin
    return Recording(**said, notes=tuple(document["notes"]), columns=columns, origin=origin)


def is_measured(document: Document) -> bool:
    """Of a document that may have been changed: whether it still says so."""
    try:
        return bool(document["origin"]["findings"][-1]["origin"]["kind"] == "measured")
    except (KeyError, IndexError, TypeError):
        return False


def _carrier(recording: Recording) -> Finding:
    """A finding of the recording, so that its origin goes into JSON the way every other does: how long it lasts."""
    lasts = float(recording.time[-1] - recording.time[0]) if len(recording) else 0.0
    return Finding(Question("recorded_time", recording.file), lasts, recording.origin, std=0.0)


def _digest(document: Document, columns: Mapping[str, np.ndarray]) -> str:
    found = sha256(json.dumps(document, sort_keys=True).encode())
    for name in sorted(columns):
        found.update(name.encode())
        values = np.array(columns[name], "<f8")
        values[np.isnan(values)] = np.nan  # of the many that there are, text keeps one
        found.update(values.data)
    return found.hexdigest()
