"""Spectra of known truth and files that hold them, shared by the tests of impedance files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

Rows = Iterable[Iterable[float]]


def arc(frequency: np.ndarray, resistance: float = 20.0) -> np.ndarray:
    """5 ohm, and an arc of a resistance at 100 Hz with n = 0.9."""
    return np.asarray(5 + resistance / (1 + (1j * frequency / 100) ** 0.9))


def ladder(points: int = 25, high: float = 1e5, low: float = 0.1) -> np.ndarray:
    return np.geomspace(high, low, points)


def csv(columns: dict[str, np.ndarray], delimiter: str = ",") -> str:
    """A table with all digits."""
    rows = zip(*columns.values(), strict=True)
    return "".join(f"{delimiter.join(line)}\n" for line in [columns, *([repr(float(v)) for v in row] for row in rows)])


def table(frequency: np.ndarray, impedance: np.ndarray, **more: np.ndarray) -> str:
    return csv({"f/Hz": frequency, "Z'/ohm": impedance.real, "Z''/ohm": impedance.imag, **more})


def write(folder: Path, text: str, name: str = "spectrum.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
