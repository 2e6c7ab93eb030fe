"""What a map over many keys reports and returns; the time that is left of any work."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """How far a map is. `seconds_left` is None until one key was finished in this call."""

    done: int
    total: int
    failed: int
    seconds_left: float | None


@dataclass(frozen=True)
class Failed:
    """A key without a result, the place at which it was given, and the reason."""

    place: int
    key: Any
    why: str


@dataclass(frozen=True)
class Mapped(Generic[T]):
    """The results in the order of the keys; None at the places of `failed`."""

    values: tuple[T | None, ...]
    failed: tuple[Failed, ...] = ()


def time_left(spent: float, gained: float, left: float) -> float | None:
    """Return the time (s) that is left at the pace so far; None where nothing is gained yet."""
    return spent / gained * left if gained > 0 else None


@dataclass
class StagePace:
    """Estimates the time that is left of a stage from the share that was gained since it began.

    Nothing is told before `sure` seconds of the stage, and before the share `least` of it.
    """

    sure: float = 0.0
    least: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _began: dict[str, tuple[float, float]] = field(default_factory=dict)

    def left(self, stage: str, share: float | None) -> float | None:
        """Return the time (s) that is left of a stage of which a share is done."""
        began, first = self._began.setdefault(stage, (self.clock(), share or 0.0))
        spent = self.clock() - began
        if share is None or spent < self.sure or share < self.least:
            return None
        return time_left(spent, share - first, 1 - share)


@dataclass
class Pace:
    """Counts finished keys and estimates the time that is left from those of this call."""

    total: int
    started: float
    found: int = 0  # kept by earlier calls
    made: int = 0
    failed: int = 0

    def progress(self) -> Progress:
        done = self.found + self.made
        left = self.total - done - self.failed
        seconds = time_left(time.monotonic() - self.started, self.made + self.failed, left)
        return Progress(done, self.total, self.failed, seconds)
