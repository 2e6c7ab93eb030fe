"""The app: command to first page, upload of a million readings to its curve, zoom, cancel, memory, many files.

    python benchmarks/app.py [--rows 1000000] [--files 50] [--peers PYTHON] [--part http --part race ...]

`http` measures natria from outside, over HTTP, without the drawing in the browser. `race` and `memory` drive natria,
Streamlit and Dash (extra `bench`, or the Python of another environment by --peers) in one Chromium, see `app_race.py`.
`list` opens a workspace of 300 measured files. Parts that need Playwright (extra `browser`) say where it is missing.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import app_race
import numpy as np

HEADER = "test_time_second,voltage_volt,current_ampere"
LINES = 3  # that the command prints before it serves
MANY = 300  # files of a workspace
LONGER = 36  # readings that a file has more than the one before


class Client:
    """Requests with the token of a server."""

    def __init__(self, workspace: Path) -> None:
        self.began = time.perf_counter()
        command = [sys.executable, "-m", "natria", "app", "--no-browser", "--port", "0", "--workspace", str(workspace)]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)
        printed = "".join(self.server.stdout.readline() for _ in range(LINES))
        self.base, self.token = re.search(r"(http://\S+)/#token=(\S+)", printed).groups()

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"x-natria-token": self.token}
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read()

    def json(self, method: str, path: str, body: bytes | None = None) -> dict:
        return json.loads(self.ask(method, path, body))


def recording(rows: int, seed: int = 1) -> bytes:
    """A symmetric cell of half-cycles of 1 h with noise, as CSV."""
    time_ = np.arange(rows) * 1.0
    sign = np.where((time_ // 3600) % 2 == 0, 1.0, -1.0)
    voltage = sign * 0.05 + np.random.default_rng(seed).normal(0, 2e-4, rows)
    lines = (f"{t:.1f},{v:.6f},{i:.4f}" for t, v, i in zip(time_, voltage, sign * 1e-3, strict=True))
    return "\n".join((HEADER, *lines, "")).encode()


def until(client: Client, name: str, holds: Callable[[dict], object]) -> float:
    """Wait until the view of a recording is as wanted; return the time."""
    while True:
        found = client.json("GET", f"/api/measure/view/{name}")
        if found["failed"]:
            raise SystemExit(found["failed"]["what"])
        if found["view"] and holds(found["view"]):
            return time.perf_counter()
        time.sleep(0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--peers", default=sys.executable, help="Python with Streamlit, Dash, Plotly and Polars")
    parser.add_argument("--part", action="append", choices=PARTS, help="default: all")
    asked = parser.parse_args()
    for part in asked.part or PARTS:
        print(f"-- {part}")
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](asked, Path(folder))


def over_http(asked: argparse.Namespace, folder: Path) -> None:
    body = recording(asked.rows)
    client = Client(folder)
    try:
        client.ask("GET", "/")
        print(f"command to first page          {time.perf_counter() - client.began:6.2f} s")
        time.sleep(6)  # the spare process imports
        measure(client, body, asked.rows)
    finally:
        client.server.terminate()
        client.server.wait()


def race(asked: argparse.Namespace, folder: Path) -> None:
    file = folder / "million.csv"
    file.write_bytes(recording(asked.rows))
    with app_race.chromium() as browser:
        app_race.run(asked.peers, lambda rival, python: app_race.race(rival, python, folder, file, browser))


def memory(asked: argparse.Namespace, folder: Path) -> None:
    rows = asked.rows // 10
    files = [folder / f"cell-{k}.csv" for k in range(asked.files)]
    for k, file in enumerate(files):  # each a little longer, so that a new plot shows another window
        file.write_bytes(recording(rows + LONGER * k, seed=k))
    print(f"{len(files)} files of {rows:,} readings ({files[0].stat().st_size / 1e6:.1f} MB each)")
    with app_race.chromium() as browser:
        app_race.run(asked.peers, lambda rival, python: app_race.hold(rival, python, folder, files, browser))


def listed(_: argparse.Namespace, folder: Path) -> None:
    """Open a workspace of many files, each with the results of one that was measured."""
    from natria.app.workspace import AppWorkspace

    client = Client(folder)
    try:
        client.ask("PUT", "/api/measure/file/cell-0.csv", recording(20_000))
        client.ask("POST", "/api/measure/run/cell-0.csv", b"{}")
        until(client, "cell-0.csv", lambda view: view["stage"] == "complete")
    finally:
        client.server.terminate()
        client.server.wait()
    work = AppWorkspace(folder)
    for k in range(1, MANY):
        name = f"cell-{k}.csv"
        shutil.copyfile(work.find("cell-0.csv"), work.recordings / name)
        shutil.copytree(work.results("cell-0.csv", {}), work.results(name, {}))
    client = Client(folder)
    try:
        client.ask("GET", "/")
        print(f"command to first page, {MANY} files   {time.perf_counter() - client.began:6.2f} s")
        times = []
        for _ in range(10):
            at = time.perf_counter()
            size = len(client.ask("GET", "/api/workspace"))
            times.append(time.perf_counter() - at)
        print(f"list of {MANY} measured files, median {1e3 * float(np.median(times)):6.0f} ms ({size / 1e3:.0f} kB)")
        with app_race.chromium() as browser:
            page = browser.new_page()
            at = time.perf_counter()
            page.goto(f"{client.base}/#token={client.token}")
            page.locator(".files li").nth(MANY - 1).wait_for()
            print(f"page with the list in Chromium  {time.perf_counter() - at:6.2f} s")
    finally:
        client.server.terminate()
        client.server.wait()


def measure(client: Client, body: bytes, rows: int) -> None:
    name = "million.csv"
    began = time.perf_counter()
    client.ask("PUT", f"/api/measure/file/{name}", body)
    uploaded = time.perf_counter()
    client.ask("POST", f"/api/measure/run/{name}", b'{"area": "1 cm^2"}')
    until(client, name, lambda view: view["plots"])
    series = f"/api/measure/series/{name}?x=test_time_second&y=voltage_volt&points=4000"
    first = client.ask("GET", series)
    drawn = time.perf_counter()
    done = until(client, name, lambda view: view["stage"] in ("numbers", "complete"))
    complete = until(client, name, lambda view: view["stage"] == "complete")
    print(f"upload of {rows:,} readings ({len(body) / 1e6:.0f} MB) {uploaded - began:6.2f} s")
    print(f"upload to curve                {drawn - began:6.2f} s  ({len(first) // 16} points)")
    print(f"upload to numbers              {done - began:6.2f} s")
    print(f"upload to all figures          {complete - began:6.2f} s")
    zooms = []
    for k in range(20):
        at = time.perf_counter()
        client.ask("GET", f"{series}&low={k * rows / 40}&high={(k + 10) * rows / 40}")
        zooms.append(time.perf_counter() - at)
    print(f"zoom to a quarter, median      {1e3 * float(np.median(zooms)):6.0f} ms (largest {1e3 * max(zooms):.0f} ms)")
    time.sleep(6)
    job = client.json("POST", f"/api/measure/run/{name}", b'{"area": "2 cm^2"}')
    time.sleep(0.3)
    at = time.perf_counter()
    client.ask("POST", f"/api/jobs/{job['id']}/cancel")
    print(f"cancel acknowledged            {1e3 * (time.perf_counter() - at):6.0f} ms")


PARTS = {"http": over_http, "race": race, "memory": memory, "list": listed}

if __name__ == "__main__":
    main()
