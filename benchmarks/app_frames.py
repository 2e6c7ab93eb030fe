"""Frames of the curve of 1,000,000 readings while it is zoomed and moved, in Chromium: python benchmarks/app_frames.py.

Needs Playwright and Chromium, and the built page (make app). A frame is the time between two calls of
requestAnimationFrame; 16.7 ms are 60 frames a second, which is the most that the browser asks for.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

READINGS, HALF_CYCLES = 1_000_000, 600
BEGIN = """() => { window.frames_ = []; window.on_ = true; let last = performance.now()
const next = (now) => { if (!window.on_) return; window.frames_.push(now - last); last = now
requestAnimationFrame(next) }; requestAnimationFrame(next) }"""
END = "() => { window.on_ = false; return window.frames_.slice(1) }"


def write(path: Path) -> None:
    """Write a symmetric cell of a million readings."""
    import polars as pl

    per = READINGS // HALF_CYCLES
    half = np.arange(READINGS) // per
    sign = np.where(half % 2 == 0, 1.0, -1.0)
    noise = np.random.default_rng(1).normal(0, 2e-4, READINGS)
    voltage = sign * (0.03 + 0.01 * (np.arange(READINGS) % per) / per + 2e-5 * half) + noise
    columns = {"test_time_second": np.arange(READINGS) * 10.0, "voltage_volt": voltage, "current_ampere": 1e-3 * sign}
    path.parent.mkdir(parents=True)
    pl.DataFrame(columns).write_csv(path)


def say(what: str, page: Any) -> None:
    times = np.array(page.evaluate(END))
    print(
        f"{what:12} {len(times):4} frames   median {np.median(times):5.1f} ms   95 % {np.quantile(times, 0.95):5.1f} ms"
        f"   mean {1e3 / times.mean():4.1f} frames a second"
    )


def drive(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("location.hash = '#/measure/million.csv'")
    page.locator(".pick figure").first.wait_for(timeout=120_000)
    page.locator(".progress").wait_for(state="detached", timeout=120_000)
    page.wait_for_timeout(2500)
    page.evaluate("scrollTo(0, 0)")
    box = page.locator("figure.wide .u-over").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    for what, way in (("wheel in", -100), ("wheel out", 100)):
        page.evaluate(BEGIN)
        for _ in range(30):
            page.mouse.wheel(0, way)
            page.wait_for_timeout(16)
        say(what, page)
        page.wait_for_timeout(500)
        if way < 0:
            deep = page.locator("figure.wide .readout").inner_text()
            assert deep
    for _ in range(15):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_timeout(500)
    page.locator("figure.wide button", has_text="Move").click()
    for what, way in (("drag left", -4), ("drag right", 4)):
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(BEGIN)
        for k in range(90):
            page.mouse.move(x + way * k, y)
            page.wait_for_timeout(8)
        say(what, page)
        page.mouse.up()
        page.wait_for_timeout(400)


def main() -> None:
    from playwright.sync_api import sync_playwright

    browser = next(b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b)
    with TemporaryDirectory() as folder:
        write(Path(folder) / "w" / "recordings" / "million.csv")
        command = [sys.executable, "-m", "natria", "app", "--no-browser", "--port", "0", "--workspace", f"{folder}/w"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                address = re.search(r"http://\S+", server.stdout.readline())
                assert address is not None
                with sync_playwright() as driver:
                    opened = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
                    drive(opened.new_page(viewport={"width": 1280, "height": 900}), address[0])
                    opened.close()
            finally:
                server.kill()


if __name__ == "__main__":
    main()
