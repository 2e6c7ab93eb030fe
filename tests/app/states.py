"""Every page in its states: empty, normal, busy, failing. A row opens one; pictures and checks go through all.

A server per kind of workspace: `empty`, `full` (recordings of each kind, one that is none, a long name), `many`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from natria.lab.files.write import write_recording
from natria.lab.synthetic import Short, SymmetricTest, ccd_cell, full_cell, symmetric_cell

LONG = "Na symmetric cell, 1M NaPF6 in diglyme, BPI 20 nm, stack pressure 0.5 MPa, repeat 3 (after rest).csv"
SMALL, CELL = "small.toml", Path(__file__).parents[1] / "small_cell.toml"  # a design that is studied in seconds
ROWS = 3_000_000  # of a recording that is analysed for some seconds
MANY = 300


@dataclass(frozen=True)
class State:
    page: str  # of the app, as in its address
    name: str
    workspace: str
    open: Callable[[Any], None]  # takes the page of the browser
    is_refused: bool = False  # a request of it is, which the browser writes to the console


def at(place: str, wanted: str) -> Callable[[Any], None]:
    """Open an address and wait until something is there."""

    def opening(page: Any) -> None:
        page.evaluate("place => { location.hash = place }", f"#/{place}")
        page.locator(wanted).first.wait_for()
        page.locator(".progress").wait_for(state="detached")
        page.wait_for_timeout(400)  # plots fetch their windows

    return opening


def busy(page: Any) -> None:
    """Measure the long recording again, and stop while it is measured."""
    at("measure/long.csv", ".options")(page)
    if not page.locator("input[name=area]").is_visible():
        page.locator(".options summary").click()
    area = page.locator("input[name=area]")
    page.fill("input[name=area]", f"{1 + float((area.input_value() or '0').split()[0])} cm^2")
    page.keyboard.press("Enter")
    page.locator(".progress").wait_for()


def compared(page: Any) -> None:
    """Choose two recordings and compare them."""
    at("measure/", ".files li")(page)
    for name in ("short.csv", LONG):
        page.get_by_label(f"Choose {name} to compare").check()
    page.locator(".tray button", has_text="Compare").click()
    page.locator("figure canvas").first.wait_for()
    page.locator(".progress").wait_for(state="detached")
    page.wait_for_timeout(400)


def studied(page: Any) -> None:
    """Run the study of a small design, where that was not done yet."""
    at(f"study/{SMALL}", "article h1")(page)
    start = page.get_by_role("button", name="Run the study")
    page.locator("table.four").or_(start).first.wait_for()
    if start.count():
        start.click()
    page.locator("table.four").wait_for()
    page.locator(".progress").wait_for(state="detached")


def without_key(page: Any) -> None:
    page.evaluate("() => sessionStorage.clear()")
    page.reload()
    page.locator(".message").wait_for()


STATES = (
    State("measure", "empty", "empty", at("measure/", ".examples button")),
    State("measure", "short", "full", at("measure/short.csv", ".figures figure canvas")),
    State("measure", "critical-current", "full", at("measure/critical.csv", ".figures figure canvas")),
    State("measure", "full-cell", "full", at("measure/full.csv", ".figures figure canvas")),
    State("measure", "spectra", "full", at("measure/spectra", ".figures figure")),
    State("measure", "long-name", "full", at(f"measure/{LONG}".replace(",", "%2C"), ".figures figure canvas")),
    State("measure", "busy", "full", busy),
    State("measure", "failing", "full", at("measure/notes.csv", ".message")),
    State("measure", "missing", "full", at("measure/none.csv", ".message"), is_refused=True),
    State("measure", "compared", "full", compared),
    State("measure", "many", "many", at("measure/", ".files li")),
    State("design", "empty", "empty", at("design/", "h1")),
    State("design", "case", "full", at("design/kumar2020?part=cell", ".nearest li")),
    State("design", "limits", "full", at("design/kumar2020?part=limits", ".nearest li")),
    State("design", "curves", "full", at("design/kumar2020?part=curves", "figure canvas")),
    State("design", "run", "full", at("design/yuan2025?part=run", ".run-form")),
    State("design", "numbers", "full", at("design/kumar2020?part=numbers", "section[aria-label=Answers] tr")),
    State("design", "text", "full", at("design/kumar2020?part=text", ".text textarea")),
    State("design", "own", "full", at(f"design/{SMALL}?part=curves", "figure canvas")),
    State("design", "compared", "full", at("design/=compare:kumar2020,yuan2025", "table.side")),
    State("literature", "facts", "full", at("literature/", "tbody tr")),
    State("literature", "map", "full", at("literature/map", "figure canvas")),
    State("literature", "fact", "full", at("literature/facts?open=kumar2020:E-NaOH", "tbody tr")),
    State("literature", "placed", "full", at("literature/map?y=modulus&x=barrier&design=kumar2020", "figure canvas")),
    State("literature", "lives", "full", at("literature/lives", "figure")),
    State("literature", "checks", "full", at("literature/checks", "h1")),
    State("study", "empty", "full", at("study/", "h1")),
    State("study", "case", "full", at("study/kumar2020", "h1")),
    State("study", "done", "full", studied),
    State("measure", "without-key", "empty", without_key, is_refused=True),  # the last: its tab has no key afterwards
)


def _recordings(folder: Path) -> None:
    short = symmetric_cell(7, test=SymmetricTest(half_cycles=60), shorts=(Short(40.3, drop=0.3),)).recording
    write_recording(short, folder / "short.csv")
    write_recording(symmetric_cell(8, test=SymmetricTest(half_cycles=60)).recording, folder / LONG)
    write_recording(ccd_cell(7).recording, folder / "critical.csv")
    write_recording(full_cell(7).recording, folder / "full.csv")
    (folder / "notes.csv").write_text("buy sodium\n", encoding="utf-8")
    designs = folder.parent / "designs"
    designs.mkdir()
    (designs / SMALL).write_text(CELL.read_text(encoding="utf-8"), encoding="utf-8")
    _spectra(folder / "spectra")
    _long(folder / "long.csv")


def _spectra(folder: Path) -> None:
    folder.mkdir()
    frequency, noise = np.logspace(6, 0, 43), np.random.default_rng(7)
    for kelvin in (280, 300, 320):
        arc = 5000.0 * 2 ** ((300 - kelvin) / 10)
        z = 20 + arc / (1 + (2j * np.pi * frequency * arc * 1e-6) ** 0.9)
        z *= 1 + noise.normal(0, 3e-3, len(z)) + 1j * noise.normal(0, 3e-3, len(z))
        lines = (f"{f:.6g},{one.real:.6g},{one.imag:.6g}" for f, one in zip(frequency, z, strict=True))
        text = "\n".join(("Frequency (Hz),Z' (ohm),Z'' (ohm)", *lines, ""))
        (folder / f"{kelvin} K.csv").write_text(text, encoding="utf-8")


def _long(file: Path) -> None:
    time = np.arange(ROWS) * 1.0
    sign = np.where((time // 3600) % 2 == 0, 1.0, -1.0)
    columns = np.stack([time, 0.05 * sign, 1e-3 * sign], 1)
    header = "test_time_second,voltage_volt,current_ampere"
    np.savetxt(file, columns, fmt="%.6g", delimiter=",", header=header, comments="")


def _many(folder: Path) -> None:
    for k in range(MANY):
        (folder / f"cell {k:03d}.csv").write_text(f"{k}\n", encoding="utf-8")


FILL: dict[str, Callable[[Path], None]] = {"empty": lambda _: None, "full": _recordings, "many": _many}


def prepare(workspace: str, folder: Path) -> Path:
    """Make a workspace with its recordings; return it."""
    recordings = folder / workspace / "recordings"
    recordings.mkdir(parents=True)
    FILL[workspace](recordings)
    return folder / workspace
