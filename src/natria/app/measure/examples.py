"""Example recordings of the synthetic cycler, one click away on an empty page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...record import Recording

SEED = 7


@dataclass(frozen=True)
class Example:
    id: str
    file: str
    says: str
    asked: dict[str, str]
    make: Callable[[], Recording]


def _shorted() -> Recording:
    from ...lab.synthetic import Short, SymmetricTest, symmetric_cell

    test = SymmetricTest(half_cycles=200)
    return symmetric_cell(SEED, test=test, shorts=(Short(151.3, drop=0.3, wander=0.02, bursts=0.05),)).recording


def _critical() -> Recording:
    from ...lab.synthetic import ccd_cell

    return ccd_cell(SEED).recording


def _half() -> Recording:
    from ...lab.synthetic import half_cell

    return half_cell(SEED).recording


def _full() -> Recording:
    from ...lab.synthetic import FullTest, full_cell

    return full_cell(SEED, test=FullTest(cycles=30)).recording


AREA = {"area": "1 cm^2"}
EXAMPLES = (
    Example("short", "example-soft-short.csv", "A symmetric cell with a soft short", AREA, _shorted),
    Example("critical", "example-critical-current.csv", "A critical current test", AREA, _critical),
    Example("half", "example-half-cell.csv", "A half cell: Coulombic efficiency", AREA, _half),
    Example("full", "example-full-cell.csv", "A full cell: capacity over 30 cycles", {"mass": "2 mg"}, _full),
)


def write_example(example: Example, to: Path) -> None:
    """Write the recording of an example as CSV; it says of itself that it was simulated."""
    from ...lab.files.write import write_recording

    made = to.with_name(f"{to.name}.csv")
    try:
        write_recording(example.make(), made)
        made.replace(to)
    finally:
        made.unlink(missing_ok=True)
