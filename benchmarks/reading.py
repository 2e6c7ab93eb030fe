"""How long natria takes to read files of cyclers, and how much memory, against the readers that people have.

Three files: a Neware .ndax of 700,000 readings (from ../shared), a workbook of 100,000 and a csv of 720,000 (made
here). Every reader runs in a process of its own; what it imports is loaded before the clock starts. Printed is the best
of three, the peak memory of the whole process, and the ratio to the fastest peer. Aim: natria no slower than that. What
natria gives is a checked recording in SI with its source's hash; what the peers give is a table as it stands in the file.

    pip install natria[bench]
    python benchmarks/reading.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

NDAX = Path(__file__).parents[2] / "shared" / "data" / "cycler" / "BTS85-36-6-5-110-20240424.ndax"
ROUNDS = 3
NATRIA = "from natria.lab.files.read import read_recording as read\nfrom pathlib import Path\nread_ = lambda f: read(Path(f))"
PEERS = {  # by kind of file: the code that defines `read_`
    "ndax, 700,000 rows": {
        "natria": NATRIA,
        "fastnda": "import fastnda\nread_ = fastnda.read",
        "NewareNDA": "import NewareNDA\nread_ = NewareNDA.read",
        "cellpy": "import cellpy\nread_ = lambda f: cellpy.get(f, instrument='neware_ndax', testing=True)",
    },
    "xlsx, 100,000 rows": {
        "natria": NATRIA,
        "fastexcel": "import fastexcel, polars\nread_ = lambda f: fastexcel.read_excel(f).load_sheet('record').to_polars()",
        "polars": "import polars\nread_ = lambda f: polars.read_excel(f, sheet_name='record')",
        "pandas, calamine": "import pandas, python_calamine\nread_ = lambda f: pandas.read_excel(f, sheet_name='record', engine='calamine')",
        "pandas, openpyxl": "import pandas, openpyxl\nread_ = lambda f: pandas.read_excel(f, sheet_name='record', engine='openpyxl')",
        "openpyxl": "import openpyxl\nread_ = lambda f: list(openpyxl.load_workbook(f, read_only=True)['record'].values)",
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
    for _ in range({rounds}):
        begun = time.perf_counter()
        read_({file!r})
        times.append(time.perf_counter() - begun)
print(json.dumps([min(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3]))
"""


def measure(code: str, file: Path) -> tuple[float, float] | str:
    """Seconds and MB, or why not."""
    child = CHILD.format(code=code, rounds=ROUNDS, file=str(file))
    try:
        done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return "takes more than 600 s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
        return "not installed" if last.startswith("ModuleNotFoundError") else last[:60]
    seconds, mb = json.loads(done.stdout.splitlines()[-1])
    return seconds, mb


def clock(k: int) -> str:
    return f"{k // 3600:02d}:{k // 60 % 60:02d}:{k % 60:02d}.000"


def write_csv(path: Path, rows: int = 720_000) -> None:
    """A symmetric cell, a reading every 10 s, an hour each way: 1,000 cycles."""
    with path.open("w") as file:
        file.write("DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(V)\n")
        for k in range(rows):
            step, sign = k // 360, 1 - 2 * (k // 360 % 2)
            name = "CC Chg" if sign > 0 else "CC DChg"
            file.write(
                f"{k + 1},{step // 2 + 1},{step + 1},{name},{clock(k % 360 * 10)},{clock(k * 10)},{sign},{sign * (0.05 + k % 97 * 1e-5):.5f}\n"
            )


def write_workbook(path: Path, rows: int = 100_000) -> None:
    """As little of a workbook as any reader takes, with one sheet as Neware's program writes it."""
    names = [
        "DataPoint",
        "Cycle Index",
        "Step Index",
        "Step Type",
        "Time",
        "Total Time",
        "Current(A)",
        "Voltage(V)",
        "Capacity(Ah)",
        "Date",
    ]
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    package, kind = (
        "http://schemas.openxmlformats.org/package/2006",
        "application/vnd.openxmlformats-officedocument.spreadsheetml",
    )

    def row(number: int, cells: list[str | float]) -> bytes:
        made = (
            f'<c r="{chr(65 + k)}{number}"><v>{c!r}</v></c>'
            if not isinstance(c, str)
            else f'<c r="{chr(65 + k)}{number}" t="inlineStr"><is><t>{c}</t></is></c>'
            for k, c in enumerate(cells)
        )
        return f'<row r="{number}">{"".join(made)}</row>'.encode()

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="record" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode() + row(1, list(names)))
            for k in range(rows):
                sign = 1 - 2 * (k // 1000 % 2)
                sheet.write(
                    row(
                        k + 2,
                        [
                            k + 1,
                            k // 2000 + 1,
                            k // 1000 + 1,
                            "CC Chg" if sign > 0 else "CC DChg",
                            clock(k % 1000),
                            clock(k),
                            sign * 1e-3,
                            0.05 + k * 1e-7,
                            k * 1e-8,
                            "2024-05-06 08:58:57",
                        ],
                    )
                )
            sheet.write(b"</sheetData></worksheet>")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made: dict[str, Callable[[Path], None]] = {"xlsx, 100,000 rows": write_workbook, "csv, 720,000 rows": write_csv}
        for what, readers in PEERS.items():
            file = Path(folder) / f"made.{what.partition(',')[0]}" if what in made else NDAX
            if what in made:
                made[what](file)
            if not file.is_file():
                print(f"{what}: {file.name} is not beside this checkout\n")
                continue
            found = {name: measure(code, file) for name, code in readers.items()}
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
