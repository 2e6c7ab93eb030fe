"""Settings of the app: limits on uploads, processes and points, each with the bounds that it may have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..quantity import InputError, Problem

MIB = 2**20
BOUNDS: dict[str, tuple[float, float]] = {
    "most_upload": (1, 65_536),
    "memory": (512, 1_048_576),
    "seconds": (1, 86_400),
    "jobs": (1, 64),
    "silence": (0.1, 3600),
}


@dataclass(frozen=True)
class AppSettings:
    """`most_upload` and `memory` are in MiB; `silence` is how long (s) an upload may send nothing."""

    workspace: Path
    most_upload: float = 1024
    memory: float = 8192
    seconds: float = 900
    jobs: int = 2  # at a time: a long fit lets others pass
    silence: float = 30

    def __post_init__(self) -> None:
        for name, (low, high) in BOUNDS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                problem = Problem(name, f"{value:g} is out of range", f"give {low:g} to {high:g}")
                raise InputError("the settings of the app", [problem])

    @property
    def most_bytes(self) -> int:
        return int(self.most_upload * MIB)
