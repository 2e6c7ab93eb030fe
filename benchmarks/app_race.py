"""The app beside Streamlit and Dash in one Chromium: first page, upload to plot, zoom, memory; `app.py` calls it.

The three read the same file with Polars, thin it to 4,000 points and draw voltage and current. Each time ends when the
browser has painted: two frames after the data of the plot arrived (natria) or were taken by plotly (the peers).
What is not alike: natria reads the file in a process of its own with limits, checks its columns and units, hashes it,
and goes on to findings and figures; the peers read the first three columns. Streamlit's box is a selection that the
script makes the window. For the memory the peers get one file after another; natria gets all of them at once and
measures each, with numbers and figures. The peers keep every table in memory, natria keeps files.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
PATIENCE = 120.0  # s
ZOOMS, STARTS = 5, 3
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FETCHED = "performance.getEntriesByType('resource').filter(e => e.name.includes('/series/') && e.responseEnd).length"
PLOTTED = "[...document.querySelectorAll('.js-plotly-plot')].map(p => p._fullLayout?.meta ?? '').join('')"


@dataclass(frozen=True)
class Rival:
    name: str
    module: str  # that its Python needs
    command: Callable[[str, int, Path], list[str]]  # Python, port, a folder of its own
    state: str  # JavaScript: changes when another window is drawn
    over: str  # what is dragged over


def _natria(python: str, port: int, folder: Path) -> list[str]:
    return [python, "-m", "natria", "app", "--no-browser", "--port", str(port), "--workspace", str(folder)]


def _dash(python: str, port: int, _: Path) -> list[str]:
    return [python, str(HERE / "app_dash.py"), str(port)]


def _streamlit(python: str, port: int, _: Path) -> list[str]:
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"browser.gatherUsageStats": "false", "server.fileWatcherType": "none"}
    given = [f"--{key}={value}" for key, value in options.items()]
    return [python, "-m", "streamlit", "run", str(HERE / "app_streamlit.py"), *given]


RIVALS = (
    Rival("natria", "natria", _natria, FETCHED, ".u-over"),
    Rival("Streamlit", "streamlit", _streamlit, PLOTTED, ".nsewdrag"),
    Rival("Dash", "dash", _dash, PLOTTED, ".nsewdrag"),
)


@dataclass(frozen=True)
class Opened:
    """A server that serves, and its page in a browser."""

    rival: Rival
    process: subprocess.Popen[str]
    page: Any
    first_page: float  # s since the command

    def until(self, holds: str) -> None:
        self.page.wait_for_function(f"() => {holds}", timeout=1e3 * PATIENCE)
        self.page.evaluate(PAINTED)

    def upload(self, file: Path) -> float:
        """Give the page a file; return the time until its plot is painted."""
        if self.rival.name == "natria":
            self.page.evaluate("() => { location.hash = '#/measure/' }")
            self.page.locator("input[type=file]").first.wait_for(state="attached")
        before = self.page.evaluate(self.rival.state)
        began = time.perf_counter()
        self.page.locator("input[type=file]").first.set_input_files(file)
        enough = f"{before} + 2 <= {FETCHED}" if self.rival.state is FETCHED else f"{PLOTTED} !== {before!r}"
        self.until(enough)
        return time.perf_counter() - began

    def zoom(self) -> float:
        """Drag over most of the plot; return the time until the new window is painted."""
        before, mouse = self.page.evaluate(self.rival.state), self.page.mouse
        box = self.page.locator(self.rival.over).first.bounding_box()
        mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.4 * box["height"])
        mouse.down()
        mouse.move(box["x"] + 0.85 * box["width"], box["y"] + 0.6 * box["height"], steps=3)
        began = time.perf_counter()
        mouse.up()
        self.until(f"{before} + 2 <= {FETCHED}" if self.rival.state is FETCHED else f"{PLOTTED} !== {before!r}")
        return time.perf_counter() - began


def missing(rival: Rival, python: str) -> str:
    """Return why a peer cannot run, or an empty text."""
    probe = subprocess.run([python, "-c", f"import {rival.module}"], capture_output=True, text=True, check=False)
    return "" if probe.returncode == 0 else f"{rival.name} is not installed for {Path(python).name} (extra bench)"


@contextmanager
def opened(rival: Rival, python: str, folder: Path, browser: Any) -> Iterator[Opened]:
    """Start a server and open its page in a new context of a browser: nothing is cached."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(1e3 * PATIENCE)
    began = time.perf_counter()
    # A pipe for natria, whose address has a key; what the peers print would fill one.
    out = subprocess.PIPE if rival.name == "natria" else subprocess.DEVNULL
    process = subprocess.Popen(rival.command(python, port, folder), stdout=out, stderr=subprocess.DEVNULL, text=True)
    try:
        address = f"http://127.0.0.1:{port}/"
        if process.stdout is not None:
            address = process.stdout.readline().split()[-1]
        _wait_for(port)
        page.goto(address)
        page.locator("h1").first.wait_for()
        yield Opened(rival, process, page, time.perf_counter() - began)
    finally:
        context.close()
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            time.sleep(0.005)
        else:
            return


def memory(process: int) -> float:
    """Return the memory (MB) of a process and all below it; what they share counts once. Linux only."""
    found = 0.0
    for number in [process, *_below(process)]:
        try:
            text = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="utf-8")
        except OSError:
            continue  # it ended
        found += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1e3
    return found


def _below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for number in map(int, task.read_text(encoding="utf-8").split()):
            yield number
            yield from _below(number)


@contextmanager
def peak(process: int) -> Iterator[list[float]]:
    """Yield a list that holds the largest memory when it is left."""
    seen, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            seen[0] = max(seen[0], memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


@contextmanager
def chromium() -> Iterator[Any]:
    import shutil

    from playwright.sync_api import sync_playwright

    path = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def race(rival: Rival, python: str, folder: Path, file: Path, browser: Any) -> dict[str, float]:
    """Return the times (s) of one rival."""
    starts, times = [], {}
    for k in range(STARTS):
        with opened(rival, python, folder / f"{rival.name}-{k}", browser) as app:
            starts.append(app.first_page)
            if k == STARTS - 1:
                time.sleep(5)  # natria's spare process imports
                times["upload to plot (s)"] = app.upload(file)
                time.sleep(3)  # natria's figures are made
                times["zoom, median (s)"] = float(np.median([app.zoom() for _ in range(ZOOMS)]))
    return {"command to first page, median (s)": float(np.median(starts)), **times}


def hold(rival: Rival, python: str, folder: Path, files: list[Path], browser: Any) -> dict[str, float]:
    """Return the memory (MB) of one rival at the start, at most, and when it holds many files."""
    give = _measured if rival.name == "natria" else _one_by_one
    with opened(rival, python, folder / rival.name, browser) as app:
        time.sleep(5)
        first, began = memory(app.process.pid), time.perf_counter()
        with peak(app.process.pid) as most:
            give(app, files)
            took = time.perf_counter() - began
            time.sleep(5)
        after = memory(app.process.pid)
    found = {"memory, page open (MB)": first, "memory, at most (MB)": most[0], "memory, with the files (MB)": after}
    return {**found, "time for all files (s)": took}


def _one_by_one(app: Opened, files: list[Path]) -> None:
    """Each file until its plot is painted."""
    for k, file in enumerate(files, start=1):
        app.upload(file)
        _say(app, k, len(files))


def _measured(app: Opened, files: list[Path]) -> None:
    """All files at once, and all that is found in them: numbers and figures."""
    app.page.locator("input[type=file]").first.set_input_files(files)
    app.until(f"document.querySelectorAll('.files li').length >= {len(files)}")
    app.page.get_by_role("button", name="Measure all that are new").click()
    count, done = (
        "[...document.querySelectorAll('.files .state')].filter(e => e.innerText.includes(' cell, ')).length",
        0,
    )
    while done < len(files):
        app.until(f"{count} > {done}")
        done = app.page.evaluate(count)
        _say(app, done, len(files))


def _say(app: Opened, done: int, of: int) -> None:
    held = memory(app.process.pid)
    print(f"{app.rival.name}: {done} of {of} files, {held:.0f} MB", file=sys.stderr, flush=True)


def table(found: dict[str, dict[str, float]]) -> str:
    """Return the numbers of all rivals, and their ratio to natria's."""
    own, lines = found["natria"], [f"{'':36}" + "".join(f"{name:>22}" for name in found)]
    for what, value in own.items():
        cells = (f"{one[what]:.3g} (x {one[what] / value:.2f})" for one in found.values())
        lines.append(f"{what:36}" + "".join(f"{cell:>22}" for cell in cells))
    return "\n".join(lines)


def run(peers: str, do: Callable[[Rival, str], dict[str, float]]) -> None:
    """Print the numbers of all rivals that there are; a peer that is missing is named with the reason."""
    found = {}
    for rival in RIVALS:
        python = sys.executable if rival.name == "natria" else peers
        if reason := missing(rival, python):
            print(f"skipped: {reason}")
            continue
        found[rival.name] = do(rival, python)
        print(f"{rival.name} has run", file=sys.stderr, flush=True)
    print(table(found))
