"""Where a model keeps a run that is not finished."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Unfinished:
    """Where an unfinished run is kept, and another folder in which it may lie.

    A run that `must` be kept stops where its files cannot be written; one that `goes_on` is not begun anew.
    """

    folder: Path | None = None
    earlier: Path | None = None
    must: bool = False
    goes_on: bool = False
