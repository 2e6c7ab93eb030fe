"""Time to a given error of the flat defect: natria against NGSolve, on meshes that each of them adapts.

    python benchmarks/interface_focusing.py --peer /path/of/an/environment/bin/python

The planar case of 10 um, 0.1 mS/cm, 1 mA/cm^2 and 1.3 mA/cm^2. Errors are those of the largest over the applied
current, against the finest mesh of the same code. CPU time of one thread, meshes and all coarser solutions included.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from time import process_time

from natria.models.interface.focusing import Conductor, DefectCell, Kinetics, Load, MeshSettings, Stress, focus

ERRORS = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5)
TOLERANCES = (3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6)
FINEST = MeshSettings(order=4, tolerance=1e-7)
Row = tuple[int, float, float]  # unknowns, factor, seconds


def own(order: int) -> list[Row]:
    """Return the course of natria: each tolerance is a search of its own, from the first mesh on."""
    cell = DefectCell("contact loss", 10e-6, 200e-6, (Conductor(200e-6, 0.01),))
    load = Load(10.0, Kinetics(13.0, 0.5, 0.5, 298.15), Stress("none"), 298.15)
    focus(cell, load, MeshSettings(order=order))  # load everything once
    rows = []
    for settings in (*(MeshSettings(order=order, tolerance=one) for one in TOLERANCES), FINEST):
        began = process_time()
        found = focus(cell, load, settings)
        rows.append((found.unknowns, found.factor, process_time() - began))
    return rows


def peer(python: str) -> dict[str, list[Row]]:
    """Return the courses of the peer."""
    with tempfile.TemporaryDirectory() as folder:
        got = Path(folder) / "got.json"
        subprocess.run([python, str(Path(__file__).with_name("interface_focusing_peer.py")), str(got)], check=True)
        return {name: [tuple(row) for row in rows] for name, rows in json.loads(got.read_text()).items()}


def first_below(rows: list[Row], error: float) -> Row | None:
    """Return the first row from which on all errors, against the last row, are below a bound."""
    best = rows[-1][1]
    found = None
    for row in reversed(rows[:-1]):
        if abs(row[1] / best - 1) > error:
            break
        found = row
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer", help="the Python of an environment with NGSolve (the extra `bench`)")
    chosen = options.parse_args()
    courses = {f"natria, order {order}": own(order) for order in (2, 3, 4)}
    courses |= peer(chosen.peer) if chosen.peer else {}
    print("factor on the finest mesh: " + ", ".join(f"{name} {rows[-1][1]:.5f}" for name, rows in courses.items()))
    print("| error of the factor | " + " | ".join(f"{name}: ms (unknowns)" for name in courses) + " |")
    print("| --- " * (1 + len(courses)) + "|")
    for error in ERRORS:
        shown = []
        for rows in courses.values():
            row = first_below(rows, error)
            shown.append("not reached" if row is None else f"{1e3 * row[2]:.0f} ({row[0]})")
        print(f"| {error:g} | " + " | ".join(shown) + " |")


if __name__ == "__main__":
    main()
