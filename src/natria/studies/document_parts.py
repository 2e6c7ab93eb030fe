"""Parts of every JSON of natria: its digest, and the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from ..quantity import origin_to_json
from ..record import Table


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
