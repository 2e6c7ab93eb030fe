"""What a measurement costs: time and memory of `measure` against what users do without it, in one run.

A symmetric cell of 1,000 cycles (720,000 readings, simulated), one of 10,000 cycles (400,000 readings) and, where the
folder of instrument files lies beside the checkout, a Neware file of 700,000 readings. Each runs in a process of its
own: the processor time of the analysis without the reading of the file, and the highest memory of the process. The peer
is a group-by over the cycle numbers of the file in pandas, which gives mean voltages by cycle and nothing else. The
command `natria measure` also draws the figures and writes the page. Aim: under 1 s for 1,000 cycles, and 300 MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

REAL = Path(__file__).parents[2] / "shared" / "data" / "cycler" / "BTS85-36-6-5-110-20240424.ndax"
RUNS = 3
MEASURE = """
import json, resource, sys, time
from pathlib import Path
from natria.lab import measure, read_recording
begun = time.process_time()
recording = read_recording(Path(sys.argv[1]))
read = time.process_time()
found = measure(recording)
done = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([read - begun, done - read, peak, len(recording), len(found.halves), len(found.findings)]))
"""
COMMAND = """
import json, resource, sys, time
from tempfile import TemporaryDirectory
from natria.cli.main import cli
begun = time.process_time()
with TemporaryDirectory() as out:
    cli(["measure", sys.argv[1], "--out", out + "/page"], standalone_mode=False)
done = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print()
print(json.dumps([0.0, done - begun, peak, 0, 0, 0]))
"""
PANDAS = """
import json, resource, sys, time
import pandas as pd
begun = time.process_time()
frame = pd.read_parquet(sys.argv[1])
read = time.process_time()
by = frame.groupby([frame["cycle_count"], frame["current_ampere"] > 0])["voltage_volt"]
means = by.agg(["mean", "median", "std"])
done = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([read - begun, done - read, peak, len(frame), len(means), 0]))
"""


def best(code: str, file: Path) -> list[float] | None:
    """The quickest of some runs, each in its own process; None where the peer is not installed."""
    found: list[list[float]] = []
    for _ in range(RUNS):
        ran = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
        if ran.returncode:
            return None
        found.append(json.loads(ran.stdout.splitlines()[-1]))
    return min(found, key=lambda numbers: numbers[1])


def make(file: Path, half_cycles: int, samples: int) -> None:
    """Write a symmetric cell with so many half-cycles of so many readings."""
    from natria.lab.files.write import write_recording
    from natria.lab.synthetic import SymmetricTest, symmetric_cell
    from natria.record import Recording

    made = symmetric_cell(1, test=SymmetricTest(half_cycles=half_cycles, samples=samples)).recording
    columns = {**made.columns, "cycle_count": (made.time // 7200.0) + 1.0}
    write_recording(Recording(made.file, made.sha256, columns, made.format, origin=made.origin), file)


def main() -> None:
    with TemporaryDirectory() as away:
        file, long = (Path(away) / name for name in ("cell.parquet", "long.parquet"))
        make(file, 2000, 360)
        make(long, 20_000, 20)
        rows = {
            "measure, symmetric cell": best(MEASURE, file),
            "pandas group-by, symmetric cell (peer)": best(PANDAS, file),
            "measure, 10,000 cycles": best(MEASURE, long),
            "natria measure, 10,000 cycles": best(COMMAND, long),
        }
        if REAL.is_file():
            rows["measure, full cell, Neware ndax"] = best(MEASURE, REAL)
    print(f"{'':40}{'readings':>10}{'half-cycles':>12}{'findings':>10}{'read s':>8}{'analysis s':>12}{'peak MB':>9}")
    for name, numbers in rows.items():
        if numbers is None:
            print(f"{name:40}not installed")
            continue
        read, analysis, peak, readings, halves, findings = numbers
        print(f"{name:40}{readings:10.0f}{halves:12.0f}{findings:10.0f}{read:8.2f}{analysis:12.2f}{peak:9.0f}")
    ours, peer = rows["measure, symmetric cell"], rows["pandas group-by, symmetric cell (peer)"]
    if ours and peer:
        print(f"\nanalysis over peer: x {ours[1] / peer[1]:.1f}; peak memory over peer: x {ours[2] / peer[2]:.2f}")
    if ours:
        print(f"aim: analysis under 1 s ({ours[1]:.2f}), peak under 300 MB ({ours[2]:.0f})")
    if command := rows["natria measure, 10,000 cycles"]:
        print(f"aim: natria measure of 10,000 cycles under 300 MB ({command[2]:.0f})")


if __name__ == "__main__":
    main()
