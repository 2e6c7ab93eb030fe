"""How long natria takes to read files of cyclers, and how much memory, against the readers that people have.

Three files: a Neware .ndax of 700,000 readings (from ../shared), a workbook of 100,000 and a csv of 720,000 (made
here). Every reader runs in a process of its own, in three turns that alternate between the readers; what it imports is
loaded before the clock starts. Printed are the best time, the peak memory of the process and the ratio to the fastest
peer. Aim: natria no slower than that. What
natria gives is a checked recording in SI with the hash of its source; what the peers give is the table as it stands.

    pip install natria[bench]
    python benchmarks/reading.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

NDAX = Path(__file__).parents[2] / "shared" / "data" / "cycler" / "BTS85-36-6-5-110-20240424.ndax"
TURNS, READS = 3, 2  # processes a reader, readings a process
SLOW_S = 10.0  # a reader that takes longer has one turn
NAMES = ("DataPoint", "Cycle Index", "Step Index", "Step Type", "Time", "Total Time", "Current(mA)", "Voltage(V)")
NATRIA = """
from pathlib import Path
from natria.lab.files.read import read_recording
read_ = lambda f: read_recording(Path(f))"""
PANDAS_EXCEL = "import pandas, {0}\nread_ = lambda f: pandas.read_excel(f, sheet_name='record', engine='{1}')"
PEERS = {  # by kind of file: the code that defines `read_`
    "ndax, 700,000 rows": {
        "natria": NATRIA,
        "fastnda": "import fastnda\nread_ = fastnda.read",
        "NewareNDA": "import NewareNDA\nread_ = NewareNDA.read",
        "cellpy": "import cellpy\nread_ = lambda f: cellpy.get(f, instrument='neware_ndax', testing=True)",
    },
    "xlsx, 100,000 rows": {
        "natria": NATRIA,
        "fastexcel": "import fastexcel\nread_ = lambda f: fastexcel.read_excel(f).load_sheet('record').to_polars()",
        "polars": "import polars\nread_ = lambda f: polars.read_excel(f, sheet_name='record')",
        "pandas, calamine": PANDAS_EXCEL.format("python_calamine", "calamine"),
        "pandas, openpyxl": PANDAS_EXCEL.format("openpyxl", "openpyxl"),
        "openpyxl": "import openpyxl\nread_ = lambda f: [*openpyxl.load_workbook(f, read_only=True)['record'].values]",
    },
    "csv, 720,000 rows": {
        "natria": NATRIA,
        "polars": "import polars\nread_ = polars.read_csv",
        "pandas": "import pandas\nread_ = pandas.read_csv",
    },
}
CHILD = """
import contextlib, io, json, logging, resource, sys, time, warnings
logging.disable(); warnings.simplefilter("ignore")
{code}
times = []
with contextlib.redirect_stdout(io.StringIO()):
    for _ in range({reads}):
        begun = time.perf_counter()
        read_({file!r})
        times.append(time.perf_counter() - begun)
print(json.dumps([min(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3]))
"""


def measure(code: str, file: Path) -> tuple[float, float] | str:
    """Seconds and MB, or why not."""
    child = CHILD.format(code=code, reads=READS, file=str(file))
    try:
        done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return "takes more than 600 s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
        return "not installed" if last.startswith("ModuleNotFoundError") else last[:60]
    seconds, mb = json.loads(done.stdout.splitlines()[-1])
    return seconds, mb


def better(one: tuple[float, float] | str, other: tuple[float, float] | str) -> tuple[float, float] | str:
    """The faster of two measurements; what failed once has failed."""
    return next((x for x in (one, other) if isinstance(x, str)), None) or min(one, other)


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


def reading(k: int, every: int) -> list[str | float]:
    """Of a symmetric cell: half-cycles of 360 readings."""
    step, sign = k // 360, 1 - 2 * (k // 360 % 2)
    name = "CC Chg" if sign > 0 else "CC DChg"
    voltage = round(sign * (0.05 + k % 97 * 1e-5), 5)
    return [k + 1, step // 2 + 1, step + 1, name, clock(k % 360 * every), clock(k * every), sign, voltage]


def write_csv(path: Path, rows: int = 720_000) -> None:
    """A reading every 10 s, an hour each way: 1,000 cycles."""
    with path.open("w") as file:
        file.write(",".join(NAMES) + "\n")
        for k in range(rows):
            file.write(",".join(map(str, reading(k, every=10))) + "\n")


def write_workbook(path: Path, rows: int = 100_000) -> None:
    """With one sheet, as Neware's program writes it."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("record")
    sheet.append([*NAMES, "Capacity(Ah)", "Date"])
    for k in range(rows):
        sheet.append([*reading(k, every=1), k * 1e-8, "2024-05-06 08:58:57"])
    book.save(path)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made: dict[str, Callable[[Path], None]] = {"xlsx, 100,000 rows": write_workbook, "csv, 720,000 rows": write_csv}
        for what, readers in PEERS.items():
            file = Path(folder) / f"made.{what.partition(',')[0]}" if what in made else NDAX
            if what in made:
                try:
                    made[what](file)
                except ModuleNotFoundError as missing:
                    print(f"{what}: not made, {missing.name} is not installed\n")
                    continue
            if not file.is_file():
                print(f"{what}: {file.name} is not beside this checkout\n")
                continue
            found: dict[str, tuple[float, float] | str] = {}
            for _ in range(TURNS):
                for name, code in readers.items():
                    before = found.get(name)
                    if before is None or (not isinstance(before, str) and before[0] < SLOW_S):
                        now = measure(code, file)
                        found[name] = now if before is None else better(now, before)
            peers = [one[0] for name, one in found.items() if name != "natria" and not isinstance(one, str)]
            print(f"{what:24}{'s':>8}{'peak MB':>10}{'over the fastest peer':>24}")
            for name, one in found.items():
                if isinstance(one, str):
                    print(f"  {name:22}{one}")
                else:
                    print(f"  {name:22}{one[0]:8.2f}{one[1]:10.0f}{one[0] / min(peers, default=one[0]):24.2f}")
            print()


if __name__ == "__main__":
    main()
