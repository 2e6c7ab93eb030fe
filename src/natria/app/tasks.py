"""What a job may do in its process; `TASKS` is the table. Each page has its own functions.

A function takes the order of its job and a way to tell its progress, and writes its results to the folder of the order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

TASKS: Mapping[str, str] = {
    "measure": "measure.measuring:measure_order",
    "compare": "measure.comparing:compare_order",
    "runnable": "design.running:describe_order",
    "simulate": "design.running:simulate_order",
    "study": "study.studying:study_order",
}
LONG = ("simulate", "study")  # tasks of minutes: they wait for each other, and others pass them


@dataclass(frozen=True)
class Order:
    """A file or folder of the workspace, what is asked of it, and where the results go."""

    task: str
    name: str
    path: Path
    options: Mapping[str, Any]
    out: Path


class Say(Protocol):
    """Tells the stage that has begun, the share of it that is done, and the time (s) that is left."""

    def __call__(self, stage: str, done: float | None = None, left: float | None = None) -> None: ...


def function_of(task: str) -> Callable[[Order, Say], None]:
    """Return the function of a task; its module is imported now."""
    module, _, name = TASKS[task].partition(":")
    found: Callable[[Order, Say], None] = getattr(import_module(f".{module}", __package__), name)
    return found
