"""How far a study is: what goes on, and the steps that are done of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Hear = Callable[[str, int, int], None]  # what goes on, steps that are done, steps in all


@dataclass
class StudySteps:
    """The steps of a study: each question of each run, each curve and budget, each recording."""

    hear: Hear | None
    total: int
    done: int = 0

    def begin(self, what: str) -> None:
        """Say what goes on; what began before is done."""
        if self.hear is not None:
            self.hear(what, min(self.done, self.total), self.total)
        self.done += 1
