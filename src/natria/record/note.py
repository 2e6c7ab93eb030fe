"""Note on a recording or a run: a sentence for people with a stable code for programs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A sentence on how a recording was read or what a run assumed.

    The code never changes, the text may.
    """

    code: str
    text: str

    def __str__(self) -> str:
        return self.text
