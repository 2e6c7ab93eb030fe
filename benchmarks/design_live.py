"""Time from an edit of a design to its answers, in the process that the app keeps: python benchmarks/design_live.py.

Each row is the median over edits of one thickness, wall time in a warm process: the edit with the new description of
the cell, the limits, a curve of limits, all answers in closed form, the ranges of the limits over 128 draws, and the
check of the whole file.
"""

import statistics
import time

from natria.app.design.live import answer, edit
from natria.design.case import cases

EDITS = 9
PATHS = {"kumar2020": "interphase.bpi.thickness", "lu2026": "interphase.mci.thickness"}


def timed(run):
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


def main():
    print("case        edit  limits  sum    curve  answers  ranges  check   (s, median)")
    for name, path in PATHS.items():
        file = str(cases()[name])
        text = cases()[name].read_text(encoding="utf-8")
        rows = []
        for k in range(EDITS + 1):
            made, found = timed(lambda text=text, k=k: edit(text, file, "", path, f"{2 + 0.1 * k:.1f} um"))
            text = found["text"]
            asked = (("limits", {}), ("curve", {"path": path, "of": "limits"}), ("answers", {}))
            more = [timed(lambda a=a, m=m, text=text: answer(a, text, file, **m))[0] for a, m in asked]
            ranges = timed(lambda text=text: answer("limits", text, file, ranges=True))[0]
            check = timed(lambda text=text: answer("checked", text, file))[0]
            rows.append((made, more[0], made + more[0], more[1], more[2], ranges, check))
        shown = "  ".join(f"{statistics.median(column):.2f}  " for column in zip(*rows[1:], strict=True))
        print(f"{name:10}  {shown}")


if __name__ == "__main__":
    main()
