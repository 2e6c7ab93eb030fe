"""Files of a measurement by name: page, findings.json, tables for people and for programs, figures."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ...lab import Measurement
from ...literature import Library
from ...studies import Comparison, measurement_document
from ..common.folder import MARK
from .figures import measurement_pictures
from .page import measurement_page
from .spreadsheets import spreadsheet_files


def measurement_files(
    m: Measurement, comparisons: Sequence[Comparison], version: str, papers: Library | None = None
) -> dict[str, bytes]:
    """Every file of a measurement by its name; `papers` are those that its facts may come from."""
    drawn = measurement_pictures(m)
    document = measurement_document(m, comparisons, version, papers=papers)
    return {
        "index.html": measurement_page(m, comparisons, drawn, version, papers).encode(),
        MARK: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        **{t.file: t.parquet for t in m.tables},
        **spreadsheet_files(m),
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }
