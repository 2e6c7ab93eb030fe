"""What a map over many keys reports meanwhile and returns at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass
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
        worked = self.made + self.failed
        seconds = (time.monotonic() - self.started) / worked * left if worked else None
        return Progress(done, self.total, self.failed, seconds)
