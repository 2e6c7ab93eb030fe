"""The results of a sweep as plain JSON; the rows are in the table beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .sweep import SweptCells

SCHEMA = "natria.sweep/1"
MOST_REASONS = 20  # different reasons that are listed


def sweep_document(swept: SweptCells, version: str) -> dict[str, Any]:
    """Return what varies, how the cells ended, and why some were refused."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "system": swept.design.name,
        "cells": len(swept),
        "cycles": swept.cycles,
        "varies": swept.points.ranges,
        "ended_by": {name or "the end of the protocol": many for name, many in swept.counts.items()},
        "built_alone": swept.alone,
        "refused": dict(reasons(swept)),
        "failed_parts": [one.why for one in swept.failed],
        "table": swept.table.file,
    }


def reasons(swept: SweptCells) -> list[tuple[str, int]]:
    """Return the most frequent reasons of refusals, and how many cells each has."""
    return Counter(swept.refused.values()).most_common(MOST_REASONS)
