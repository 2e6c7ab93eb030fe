"""What databases give: structures with their source, identifier and functional."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...record import Structure

UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, eq=False)
class FetchedStructure:
    """A structure with the name of its database, its identifier and address there, and its functional."""

    source: str
    identifier: str
    functional: str
    url: str
    structure: Structure

    @property
    def file_name(self) -> str:
        """Return a name of a file for it, without characters that have a meaning in paths."""
        return f"{UNSAFE.sub('_', self.identifier).strip('_') or 'structure'}.cif"


@dataclass(frozen=True, eq=False)
class FetchedStructures:
    """The structures found; `left_out` says why others were not taken."""

    structures: tuple[FetchedStructure, ...]
    left_out: dict[str, str] = field(default_factory=dict)
