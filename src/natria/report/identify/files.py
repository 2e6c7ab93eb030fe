"""Every file of a determination by its name."""

from __future__ import annotations

import json

from ...studies.identify.determine import Determination
from ...studies.identify.document import FILE, identify_document
from .figure import heat_map
from .page import identify_page


def identify_files(found: Determination, version: str) -> dict[str, bytes]:
    drawn = (heat_map(found),)
    document = json.dumps(identify_document(found, version), indent=1, allow_nan=False)
    return {
        "index.html": identify_page(found, drawn, version).encode(),
        FILE: f"{document}\n".encode(),
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }
