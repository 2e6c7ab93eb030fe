"""The truth of a synthetic recording as a JSON file beside it, for the test of an analysis."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from ....quantity import Computed, InputError, Problem
from ...files.write import beside

SCHEMA = "natria.truth/1"


def truth_path(path: Path) -> Path:
    """Return the path of the truth file of a recording: `cell.csv` has `cell.truth.json`."""
    return path.with_name(f"{path.stem}.truth.json")


def write_truth(path: Path, kind: str, recordings: Mapping[str, str], origin: Computed, truth: object) -> None:
    """Write the truth file. `recordings` are names of files by what they hold; all values are in SI."""
    text = truth_text(kind, recordings, origin, truth)
    beside(path, lambda part: part.write_text(text, encoding="utf-8"))


def truth_text(kind: str, recordings: Mapping[str, str], origin: Computed, truth: object) -> str:
    """Return the truth file as text; the same seed and settings give the same text."""
    document = {
        "schema": SCHEMA,
        "kind": kind,
        "recordings": dict(recordings),
        "model": origin.model,
        "version": origin.version,
        "settings": {s.path: s.word for s in origin.settings},
        "truth": asdict(truth) if is_dataclass(truth) and not isinstance(truth, type) else truth,
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_truth(path: Path) -> dict[str, Any]:
    """Return the document of a truth file."""
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as bad:
        raise InputError(str(path), [Problem("file", f"cannot be read as JSON: {bad}")]) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise InputError(str(path), [Problem("schema", f"is no truth file: expected {SCHEMA!r}")])
    return document
