"""Time from an edit of a design to its answers, in the process that the app keeps: python benchmarks/design_live.py.

Each row is the median over edits of one thickness, wall time in a warm process: the edit with the new description of
the cell, the limits, a curve of limits, all answers in closed form, the ranges of the limits over 128 draws, and the
check of the whole file.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from natria.app.design.live import answer, edit
from natria.design.case import cases

EDITS = 9
PATHS = {"kumar2020": "interphase.bpi.thickness", "lu2026": "interphase.mci.thickness"}


def seconds(asked: str, text: str, file: str, **more: Any) -> float:
    """Return how long an answer takes."""
    start = time.perf_counter()
    answer(asked, text, file, **more)
    return time.perf_counter() - start


def edits(name: str, path: str) -> list[tuple[float, ...]]:
    """Return the times of some edits of a case, the first of them without those that wait for imports and fits."""
    file, text = str(cases()[name]), cases()[name].read_text(encoding="utf-8")
    rows = []
    for k in range(EDITS + 1):
        start = time.perf_counter()
        text = edit(text, file, "", path, f"{2 + 0.1 * k:.1f} um")["text"]
        made = time.perf_counter() - start
        limits = seconds("limits", text, file)
        curve = seconds("curve", text, file, path=path, of="limits")
        rest = (seconds("answers", text, file), seconds("limits", text, file, ranges=True))
        rows.append((made, limits, made + limits, curve, *rest, seconds("checked", text, file)))
    return rows[1:]


def main() -> None:
    print("case        edit  limits  sum    curve  answers  ranges  check   (s, median)")
    for name, path in PATHS.items():
        medians = (statistics.median(column) for column in zip(*edits(name, path), strict=True))
        print(f"{name:10}  {'  '.join(f'{one:.2f}  ' for one in medians)}".rstrip())


if __name__ == "__main__":
    main()
