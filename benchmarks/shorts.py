"""How well shorts are found: on synthetic cells with known truth, on healthy cells, on worn ones, on real files.

    python benchmarks/shorts.py [--cells 500] [--healthy 2000] [--independent 50] [--workers 2] [--files FOLDER]

Prints the tables of docs/shorts.md. Those of `shorts_independent.py`, with cells of other equations, come first. In the
cells of `natria.lab.synthetic`, a short counts as found if an event lies within one half-cycle of its onset; every
other short that is reported counts against the precision. Nothing is drawn by hand: cell n has the seed n.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from shorts_independent import independent_tables
from tables import percent, table, upper_bound

from natria.lab import Cycling, Event, Specimen, read_recording
from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.shorts.full_cell import full_cell_shorts
from natria.lab.cycling.shorts.symmetric import shorts
from natria.lab.synthetic import (
    FullCell,
    FullTest,
    Instrument,
    SymmetricTest,
    Synthetic,
    SyntheticSymmetricCell,
    full_cell,
    random_healthy_cell,
    random_symmetric_cell,
    symmetric_cell,
)
from natria.quantity import NatriaError
from natria.record import Recording

NOISES = (0.1e-3, 0.5e-3, 1e-3, 3e-3, 5e-3)  # V
DROPS = (0.10, 0.15, 0.20, 0.30, 0.40, 0.60)
RELATIVE = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0)  # noise over overpotential
HALF_CYCLES, SAMPLES = (80, 120), (60, 360)
WITHIN = 0.02  # of a half-cycle, or two samples
SHORT = ("soft short", "hard short", "gradual short")


@dataclass(frozen=True)
class Judged:
    """One cell: what was put in and what was found."""

    noise: float
    overpotential: float
    drop: float  # 0 for none
    found: bool
    wrong: int  # short events that are none
    late: float  # s, onset found less onset put in; nan where it was not found
    half_cycle: float  # s
    sample: float  # s
    kind_right: bool = False  # lasting or reversible, as put in


def cycling(recording: Recording) -> Cycling:
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return Cycling(recording, halves, Specimen("cell"))


def judge(made: Synthetic, noise: float, drop: float) -> Judged:
    cell = cycling(made.recording)
    events = [e for e in shorts(cell).events if e.what in SHORT]
    length = float(np.median(cell.halves.duration))
    sample = float(np.median(np.diff(cell.recording.time)))
    truth = made.truth.shorts[0] if made.truth.shorts else None
    hit: Event | None = None
    if truth is not None:
        near = [e for e in events if abs(e.time - truth.time) <= length]
        hit = min(near, key=lambda e: abs(e.time - truth.time), default=None)
    late = hit.time - truth.time if hit and truth else float("nan")
    right = bool(hit and truth and (hit.until is None) == (truth.until is None))
    eta = made.truth.overpotential or float("nan")
    return Judged(noise, eta, drop, hit is not None, len(events) - (hit is not None), late, length, sample, right)


def one_shorted(job: tuple[int, float]) -> Judged:
    seed, noise = job
    rng = np.random.default_rng(seed)
    drop = float(rng.uniform(DROPS[0], DROPS[-1]))
    return judge(random_symmetric_cell(rng, noise, drop, half_cycles=HALF_CYCLES, samples=SAMPLES), noise, drop)


def one_healthy(job: tuple[int, float]) -> Judged:
    seed, noise = job
    return judge(random_healthy_cell(np.random.default_rng(seed), noise), noise, 0.0)


def one_worn(job: tuple[int, str]) -> tuple[str, bool, bool]:
    """Whether wear was named, and whether a short was cried."""
    seed, how = job
    rng = np.random.default_rng(seed)
    at = int(rng.integers(40, 80))
    eta = float(rng.uniform(0.02, 0.1))
    cell = (
        SyntheticSymmetricCell(overpotential=eta, exhausted_at=at)
        if how == "counter exhausted"
        else SyntheticSymmetricCell(overpotential=eta, drying_at=at)
    )
    test = SymmetricTest(swing=float(rng.uniform(0, 3)), samples=int(rng.integers(60, 360)))
    made = symmetric_cell(seed, cell=cell, test=test, instrument=Instrument(noise=1e-3, spikes=5))
    names = {e.what for e in shorts(cycling(made.recording)).events}
    return how, how in names, bool(names & set(SHORT))


def one_full(job: tuple[int, bool]) -> tuple[bool, bool, bool]:
    """Whether it fails, whether a short was reported in the cycle it begins in, whether at all."""
    seed, fails = job
    rng = np.random.default_rng(seed)
    at = int(rng.integers(4, 25)) if fails else None
    cell = FullCell(
        failing_from=at,
        jag=float(rng.choice((0.0, 0.01, 0.05))),
        stuck=float(rng.uniform(0.5, 0.9)),
        fade=float(rng.uniform(0, 0.01)),
        self_discharge=0.0 if fails else float(rng.uniform(0, 0.02)),
        as_assembled=str(rng.choice(("charged", "discharged"))),
    )
    test = FullTest() if fails else FullTest(rates=(1.0, 2.0, 0.5, 5.0))
    noise = float(rng.choice((0.0, 1e-4, 1e-3, 5e-3)))
    made = full_cell(seed, cell=cell, test=test, instrument=Instrument(noise=noise, spikes=5))
    events = full_cell_shorts(cycling(made.recording)).events
    return fails, bool(events) and events[0].cycle == at, bool(events)


def by_noise(cells: list[Judged]) -> Iterator[str]:
    spans = list(pairwise(DROPS))
    head = ["noise, mV", "precision", *(f"recall, {a:.0%} to {b:.0%}" for a, b in spans), "recall from 20 %"]
    rows = []
    for noise in NOISES:
        these = [c for c in cells if c.noise == noise]
        hits, wrong = sum(c.found for c in these), sum(c.wrong for c in these)
        sizes = [[c.found for c in these if a <= c.drop < b] for a, b in spans]
        large = [c.found for c in these if c.drop >= 0.2]
        each = [percent(sum(s), len(s)) for s in (*sizes, large)]
        rows.append([f"{1e3 * noise:g}", percent(hits, hits + wrong), *each])
    yield from table(head, rows)


def by_relative_noise(cells: list[Judged]) -> Iterator[str]:
    head = ["noise over overpotential", "cells", "recall from 20 %", "recall of 15 to 20 %", "wrong events"]
    rows = []
    for low, high in pairwise(RELATIVE):
        these = [c for c in cells if low <= c.noise / c.overpotential < high]
        large, small = ([c.found for c in these if a <= c.drop < b] for a, b in ((0.2, 1.0), (0.15, 0.2)))
        rows.append(
            [f"{low:.0%} to {high:.0%}", len(these), percent(sum(large), len(large)), percent(sum(small), len(small)),
             sum(c.wrong for c in these)]
        )  # fmt: skip
    yield from table(head, rows)


def onsets(cells: list[Judged]) -> Iterator[str]:
    head = ["noise, mV", "median, s", "95 %, s", "median, % of half-cycle", "95 %, % of half-cycle",
            "within 2 % or two samples", "lasting or reversible correct"]  # fmt: skip
    rows = []
    for noise in NOISES:
        hits = [c for c in cells if c.noise == noise and c.found]
        if not hits:
            continue
        late = np.abs([c.late for c in hits])
        share = 100 * late / np.array([c.half_cycle for c in hits])
        good = sum(abs(c.late) <= max(WITHIN * c.half_cycle, 2 * c.sample) for c in hits)
        ends = [f"{np.quantile(x, q):.3g}" for x in (late, share) for q in (0.5, 0.95)]
        right = percent(sum(c.kind_right for c in hits), len(hits))
        rows.append([f"{1e3 * noise:g}", *ends, percent(good, len(hits)), right])
    yield from table(head, rows)


def healthy(cells: list[Judged]) -> Iterator[str]:
    head = ["noise, mV", "healthy cells", "with a false alarm", "upper limit of false alarms (95 %)"]
    rows = []
    for noise in (*NOISES, None):
        these = [c for c in cells if noise in (None, c.noise)]
        alarms = sum(c.wrong > 0 for c in these)
        name = "all" if noise is None else f"{1e3 * noise:g}"
        rows.append([name, len(these), alarms, f"{100 * upper_bound(alarms, len(these)):.2f} % of cells"])
    yield from table(head, rows)


def real(folder: Path) -> Iterator[str]:
    """Every file that reads as a recording with a current. They are all full or half cells that are in order."""
    rows = []
    for path in sorted(folder.iterdir()):
        try:
            recording = read_recording(path)
            cell = cycling(recording)
        except (NatriaError, OSError, ImportError) as error:
            rows.append([path.name, "not read: " + str(error).splitlines()[0][:60], "", ""])
            continue
        full, symmetric = full_cell_shorts(cell).events, shorts(cell).events
        told = [e.what for e in symmetric if e.what in SHORT]
        rows.append([path.name, len(cell.halves), len(full), f"{len(told)}"])
    yield from table(
        ["file", "half-cycles", "shorts, full-cell detector", "shorts, symmetric-cell detector (not applicable)"], rows
    )


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--cells", type=int, default=500, help="shorted cells for each noise")
    ask.add_argument("--healthy", type=int, default=2000, help="healthy cells in all")
    ask.add_argument("--independent", type=int, default=50, help="cells for each fall; 0: none")
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--files", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "cycler")
    given = ask.parse_args()
    shorted_jobs = [(11_000_000 + i, noise) for i in range(given.cells) for noise in NOISES]
    healthy_jobs = [(21_000_000 + i, NOISES[i % len(NOISES)]) for i in range(given.healthy)]
    worn_jobs = [(31_000_000 + i, how) for i in range(100) for how in ("counter exhausted", "electrolyte drying")]
    full_jobs = [(41_000_000 + i, fails) for i in range(200) for fails in (False, True)]
    with Pool(given.workers) as pool:
        shorted = pool.map(one_shorted, shorted_jobs, chunksize=10)
        sound = pool.map(one_healthy, healthy_jobs, chunksize=10)
        worn = pool.map(one_worn, worn_jobs, chunksize=10)
        full = pool.map(one_full, full_jobs, chunksize=10)
    cells = given.independent
    say = list(independent_tables(cells, 20 * cells, given.workers)) if cells else []
    say += [f"### Found, of {given.cells} cells for each noise\n", *by_noise(shorted), "### By relative noise\n"]
    say += [*by_relative_noise(shorted), "### The onset\n", *onsets(shorted), "### Healthy cells\n", *healthy(sound)]
    say += ["### Cells that wear out without a short\n"]
    wear = []
    for how in ("counter exhausted", "electrolyte drying"):
        these = [w for w in worn if w[0] == how]
        wear.append([how, len(these), sum(w[1] for w in these), sum(w[2] for w in these)])
    say += table(["failure", "cells", "recognised", "called a short"], wear)
    failing, sound_full = [f for f in full if f[0]], [f for f in full if not f[0]]
    say += ["### Full cells\n"]
    say += table(
        ["cells", "number", "short in the correct cycle", "any short"],
        [
            ["failing", len(failing), sum(f[1] for f in failing), sum(f[2] for f in failing)],
            ["healthy", len(sound_full), "", sum(f[2] for f in sound_full)],
        ],
    )
    if given.files.is_dir():
        say += ["### Real files\n", *real(given.files)]
    print("\n".join(say))


if __name__ == "__main__":
    main()
