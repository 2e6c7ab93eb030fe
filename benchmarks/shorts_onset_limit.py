"""How well the onset of a slow fall can be known at all: a detector that knows all but the onset.

    python benchmarks/shorts_onset_limit.py [--cells 25] [--workers 2] [--others 0]

The cells are those of `shorts_independent.py`. The detector knows the size and the duration of each fall, the three
shapes that it may have (even, late, in stairs), and the flicker of its path (standard deviation, correlation time). The
onset is the most likely one. What it misses cannot be found by a method that must find all of this too.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product

import numpy as np
from shorts_independent import APART, FALLS, ONSET_WITHIN, OTHERS, ROWS, SEED, SHARES, random_short
from tables import percent, spread, table

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.shorts.gradual import median_of_five, without_outliers
from natria.lab.cycling.shorts.healthy_drift import STEPS, healthy
from natria.lab.cycling.shorts.resistance import flow, resistance

SLOW = ("5 half-cycles", "15 half-cycles", "50 half-cycles")
STAIRS, LATE, FINE, FLICKER_TIMES = 6, 1.5, 8, 25
SCATTERS = (0.003, 0.01, 0.03)
SPACING = 0.25  # half-cycles between the onsets that are tried
STILL = 0.1  # of the flicker after the fall


@dataclass(frozen=True)
class Known:
    row: str
    share: float
    flickers: bool
    error: float  # half-cycles
    tolerance: float


def shapes(x: np.ndarray) -> tuple[np.ndarray, ...]:
    """The shares of a fall by the share of its duration."""
    stairs = np.where(x > 0, np.minimum((np.floor(x * STAIRS) + 1) / STAIRS, 1.0), 0.0)
    return x, x**LATE, stairs


def averaged(number: int, rate: float) -> np.ndarray:
    """Correlation of exp(-rate |t|) between half-cycles over which it is averaged."""
    apart = np.abs(np.subtract.outer(np.arange(number), np.arange(number)))
    found = np.exp(-rate * apart) * 2 * (np.cosh(rate) - 1) / rate**2
    found[apart == 0] = 2 * (rate - 1 + np.exp(-rate)) / rate**2
    return found


def one(job: tuple[str, float, int]) -> Known:
    row, share, seed = job
    made = random_short(seed, share, FALLS[row])
    record, path = made.recording, made.truth.path
    halves = half_cycles(record.time, record.voltage, record.current)
    trace = resistance(halves, flow(halves, record.voltage, record.current), record.current)
    position = np.arange(len(halves) + 1)
    clock = np.r_[halves.start, halves.end[-1]]
    onset, end = np.interp([path.onset, path.onset + path.fall], clock, position)
    stop = min(int(np.ceil(end)) + 8, len(halves))
    known = np.flatnonzero(np.isfinite(trace.steady))
    level = np.interp(position[:-1], known, trace.steady[known])
    level = without_outliers(level, median_of_five(level))[:stop]
    course = healthy(((halves.start + halves.end) / 2)[:stop], from_start=True)
    places = np.arange(max(onset - max(10, (end - onset) / 2), 3.0), min(onset + end, stop - 2.0), SPACING)
    fine = (np.arange(FINE * stop) + 0.5) / FINE
    grown = shapes(np.clip((fine[:, None] - places) / (end - onset), 0, 1))
    total = np.full(len(places), -np.inf)
    walk = np.minimum.outer(np.arange(stop), np.arange(stop))
    lasting = averaged(stop, FLICKER_TIMES / (end - onset))
    shown = (position[:stop] + 0.5)[:, None] - places < end - onset
    daily = (course.terms * course.variance) @ course.terms.T
    for each in grown:
        taken = np.log(1 - share * each).reshape(stop, FINE, -1).mean(axis=1)
        size = path.flicker * np.expm1(-taken) * np.where(shown, 1.0, STILL)  # of ln R: d(share)/(1 - share)
        flicker = size.T[:, :, None] * size.T[:, None, :] * lasting
        left = (level[:, None] - level[0] - taken).T[:, :, None]
        for step, scatter in product(STEPS, SCATTERS):
            root = np.linalg.cholesky(daily + step**2 * walk + scatter**2 * np.eye(stop) + flicker)
            chi = (np.linalg.solve(root, left) ** 2).sum(axis=(1, 2))
            likely = -np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1) - chi / 2
            total = np.maximum(total, likely)
    error = float(places[int(np.argmax(total))] - onset)
    return Known(row, share, bool(path.flicker), error, max(1.0, ONSET_WITHIN * (end - onset)))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--cells", type=int, default=25)
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--others", type=int, default=0)
    given = ask.parse_args()
    first = SEED["short"] + OTHERS * given.others
    falls = enumerate(product(ROWS, SHARES))
    jobs = [(r, s, first + n * APART + i) for n, (r, s) in falls if r in SLOW for i in range(given.cells)]
    cells = spread(one, jobs, given.workers)
    rows = []
    for row in SLOW:
        these = [c for c in cells if c.row == row]
        parts = (these, [c for c in these if not c.flickers], [c for c in these if c.flickers])
        each = [percent(sum(abs(c.error) <= c.tolerance for c in part), len(part)) for part in parts]
        rows.append([row, *each, f"{np.median([abs(c.error) for c in these]):.2g}"])
    head = ["voltage falls", "within tolerance", "without flicker", "with flicker", "median error, half-cycles"]
    print("\n".join(table(head, rows)))


if __name__ == "__main__":
    main()
