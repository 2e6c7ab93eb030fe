"""Parts of every JSON of natria: digest and tables; and how the JSON of a study is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from ..quantity import BookError, Finding, Problem, load, origin_to_json
from ..record import Table

SCHEMA = "natria.study/1"


def digest_of_document(document: Mapping[str, Any]) -> str:
    """Return a hash of everything in a study but itself, so that any edit is detected."""
    content = {key: value for key, value in document.items() if key != "digest"}
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def table_document(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "columns": {name: column.unit for name, column in table.columns.items()},
        "file": table.file,
        "sha256": table.sha256,
        "origin": origin_to_json(table.origin),
    }


def read_study(document: Mapping[str, Any], source: str) -> dict[str, Finding]:
    """Return the findings of the document of a study; refused where the document was edited."""
    if document.get("schema") == SCHEMA and document.get("digest") != digest_of_document(document):
        fix = "a study is written by natria; run it again instead of editing its result"
        raise BookError(source, [Problem("digest", "the document was changed after it was written", fix)])
    return load(document, source)
