"""How well falls of the voltage are found, and how often healthy cells raise an alarm, in independent cells.

    python benchmarks/shorts_independent.py [--cells 50] [--healthy 1000] [--workers 2] [--misses] [--others 1]
        [--rows "50 half-cycles" ...] [--shares 0.4 ...]

The cells are those of `tests/lab/independent`, which shares nothing with `natria.lab`. Only the public result of
`natria.lab.measure` is scored, without a design: its events and remarks. `SIGNS` lists what counts. A gradual flag
counts as a detection and as a false alarm alike. Seeds are fixed: cell n of a fall is always the same. Set
thresholds with `--others 1` and above, which are other cells; the published table is that of `--others 0`.

A fall is found if a sign lies between its onset and its end, each widened by one half-cycle or a quarter of its
duration, whichever is longer (in plating: by 2 % of the test). The onset is right within one half-cycle or 5 % of the
fall's duration (in plating: two readings or 5 %). An earlier sign is a false alarm. Later signs count as neither.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from tables import percent, spread, table, upper_bound

from natria.lab import Measurement, measure

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "lab"))
from independent import DISTURBANCES, MadeCell, random_healthy, random_plating, random_short

SIGNS = {  # event or finding -> what it claims
    "hard short": "sudden",
    "soft short": "sudden",
    "gradual short": "gradual",
    "possible gradual short": "gradual",
}
SIGN_REMARKS = {"gradual-short": "gradual", "gradual_short": "gradual"}  # remarks without a time: no onset
SHARES = (0.25, 0.4, 0.6, 0.9)
FALLS: dict[str, float] = {  # half-cycles
    "at once": 0.0,
    "inside a half-cycle": 0.4,
    "1 half-cycle": 1.0,
    "5 half-cycles": 5.0,
    "15 half-cycles": 15.0,
    "50 half-cycles": 50.0,
}
PLATING: dict[str, tuple[float, float]] = {  # s, from and to
    "plating: at once": (0.0, 10.0),
    "plating: minutes": (60.0, 1800.0),
    "plating: hours": (3600.0, 8 * 3600.0),
}
ROWS = (*FALLS, *PLATING)
KINDS = ("none", *DISTURBANCES, "a random mixture", "all", "plating")
SEED = {"short": 51_000_000, "healthy": 61_000_000}
APART = 10_000  # seeds between two falls: no two have a cell in common
OTHERS = 1_000_000  # seeds between two sets of cells
GRADUAL_WIDENED, ONSET_WITHIN, PLATING_WIDENED = 0.25, 0.05, 0.02


@dataclass(frozen=True)
class Sign:
    """One claim of the measurement that a path has formed; `time` is nan where it states none."""

    claim: str
    time: float
    span: tuple[float, float] | None = None  # s, in which the onset lies with 95 % by the measurement


@dataclass(frozen=True)
class Scored:
    """One cell: what it was and what was found. Errors are nan where nothing was found."""

    row: str
    share: float
    seed: int
    cell_kind: str
    claims: tuple[str, ...]  # of signs that fit the fall
    early: tuple[str, ...]  # of signs before it, or in a healthy cell
    error: float  # s, onset found less true onset
    half_cycle: float  # s
    fall: float  # s
    tolerance: float  # s
    complications: tuple[str, ...] = ()
    is_within: bool | None = None  # whether the true onset lies in the stated interval; None without an interval
    width: float = float("nan")  # s, of the interval

    @property
    def is_found(self) -> bool:
        return bool(self.claims)

    @property
    def is_onset_right(self) -> bool:
        return abs(self.error) <= self.tolerance


def signs_of(measured: Measurement) -> tuple[Sign, ...]:
    """Every claim of the measurement, in time."""
    timed = [Sign(SIGNS[e.what], e.time, e.onset_within) for e in measured.events if e.what in SIGNS]
    claims = {s.claim for s in timed}
    untimed = [Sign(SIGN_REMARKS[r.code], float("nan")) for r in measured.remarks if r.code in SIGN_REMARKS]
    return (*sorted(timed, key=lambda s: s.time), *(s for s in untimed if s.claim not in claims))


def score(made: MadeCell, row: str, share: float, seed: int) -> Scored:
    """Measure one cell and compare with the truth."""
    measured = measure(made.recording)
    signs = signs_of(measured)
    path, half = made.truth.path, made.truth.half_cycle
    nothing = float("nan")
    if path is None:
        early = tuple(s.claim for s in signs)
        return Scored(row, share, seed, _recognised(measured, row), (), early, nothing, half, 0.0, 0.0)
    plated = row in PLATING
    spacing = float(np.median(np.diff(made.recording.time)))
    grain = PLATING_WIDENED * half if plated else half
    tolerance = max(2 * spacing if plated else half, ONSET_WITHIN * path.fall)
    widened = max(grain, GRADUAL_WIDENED * path.fall)
    fits = [s for s in signs if not path.onset - widened > s.time and not s.time > path.onset + path.fall + widened]
    early = tuple(s.claim for s in signs if s.time < path.onset - widened)
    error = min((s.time - path.onset for s in fits if np.isfinite(s.time)), default=nothing)  # the first is the onset
    claims = tuple(s.claim for s in fits)
    complications = made.truth.disturbances
    complications += ("flickers while it falls",) if path.flicker and path.fall else ()
    complications += ("heals in part",) if path.heals_at else ()
    kind = _recognised(measured, row)
    first = next((s for s in fits if np.isfinite(s.time) and s.time - path.onset == error), None)
    low, high = first.span if first and first.span else (nothing, nothing)
    within = low <= path.onset <= high if np.isfinite(low) else None
    return Scored(
        row, share, seed, kind, claims, early, error, half, path.fall, tolerance, complications, within, high - low
    )


def _recognised(measured: Measurement, row: str) -> str:
    """What the cell is taken for: the kind of cell, and in plating, which shows no kind of cell, the test."""
    return measured.kind.test if row == "plating" or row in PLATING else measured.kind.cell


def one_short(job: tuple[str, float, int]) -> Scored:
    row, share, seed = job
    if row in FALLS:
        return score(random_short(seed, share, FALLS[row]), row, share, seed)
    low, high = PLATING[row]
    fall = float(np.random.default_rng(seed).uniform(low, high))
    return score(random_plating(seed, share, fall), row, share, seed)


def one_healthy(job: tuple[str, int]) -> Scored:
    kind, seed = job
    made = random_plating(seed) if kind == "plating" else random_healthy(seed, None if "mixture" in kind else kind)
    return score(made, kind, 0.0, seed)


def detections(cells: list[Scored]) -> Iterator[str]:
    head = ["voltage falls", *(f"by {s:.0%}" for s in SHARES), "40 % and more", "of these flagged as gradual only",
            "signs before the onset"]  # fmt: skip
    rows = []
    for name in (*ROWS, "all"):
        these = [c for c in cells if name in (c.row, "all")]
        large = [c for c in these if c.share >= 0.4]
        each = [[c.is_found for c in these if c.share == s] for s in SHARES]
        only = sum(c.is_found and set(c.claims) == {"gradual"} for c in large)
        early = sum(bool(c.early) for c in these)
        counts = [percent(sum(x), len(x)) for x in (*each, [c.is_found for c in large])]
        rows.append([name, *counts, only, percent(early, len(these))])
    yield from table(head, rows)


def complicated(cells: list[Scored]) -> Iterator[str]:
    """Falls of 40 % and more of cells that are cycled, by what else the cell does; a cell may stand in several rows."""
    names = ("nothing else", *DISTURBANCES, "flickers while it falls", "heals in part")
    head = ["what else happens", "within a half-cycle", "over 1 to 50 half-cycles"]
    rows = []
    for name in names:
        these = [c for c in cells if c.row in FALLS and c.share >= 0.4 and name in (c.complications or names[:1])]
        quick, slow = ([c.is_found for c in these if (FALLS[c.row] < 1) == q] for q in (True, False))
        rows.append([name, percent(sum(quick), len(quick)), percent(sum(slow), len(slow))])
    yield from table(head, rows)


def onsets(cells: list[Scored]) -> Iterator[str]:
    head = ["voltage falls", "found with a time", "median, half-cycles", "95 %, half-cycles", "median, % of the fall",
            "95 %, % of the fall", "within tolerance", "median sign, half-cycles", "truth in the interval",
            "median width, half-cycles"]  # fmt: skip
    rows = []
    for name in ROWS:
        timed = [c for c in cells if c.row == name and np.isfinite(c.error)]
        if not timed:
            rows.append([name, 0, *["-"] * 8])
            continue
        error = np.array([c.error for c in timed])
        halves = error / np.array([c.half_cycle for c in timed])
        fall = np.array([c.fall for c in timed])
        ends = [f"{np.quantile(np.abs(halves), q):.3g}" for q in (0.5, 0.95)]
        shares = [f"{np.quantile(np.abs(100 * error / fall), q):.3g}" if fall.all() else "-" for q in (0.5, 0.95)]
        right = percent(sum(c.is_onset_right for c in timed), len(timed))
        spans = [c for c in timed if c.is_within is not None]
        wide = f"{np.median([c.width / c.half_cycle for c in spans]):.2g}" if spans else "-"
        inside = percent(sum(bool(c.is_within) for c in spans), len(spans)) if spans else "-"
        rows.append([name, len(timed), *ends, *shares, right, f"{np.median(halves):+.2g}", inside, wide])
    yield from table(head, rows)


def false_alarms(cells: list[Scored]) -> Iterator[str]:
    head = ["disturbance", "healthy cells", "with a sudden alarm", "with a gradual alarm", "with any",
            "true rate below (95 %)", "recognised"]  # fmt: skip
    rows = []
    for name in (*KINDS, "all cells that are cycled"):
        these = [c for c in cells if c.row == name or (name not in KINDS and c.row != "plating")]
        if not these:
            continue
        counts = [sum(claim in c.early for c in these) for claim in ("sudden", "gradual")]
        alarms = sum(bool(c.early) for c in these)
        known = percent(sum(c.cell_kind in ("symmetric", "plating until short") for c in these), len(these))
        rows.append([name, len(these), *counts, alarms, f"{100 * upper_bound(alarms, len(these)):.2g} %", known])
    yield from table(head, rows)


def misses(shorted: list[Scored], healthy: list[Scored]) -> Iterator[str]:
    """Seeds to look at: `random_short(seed, share, fall)`, `random_healthy(seed, kind)`."""
    for c in shorted:
        if not c.is_found or not c.is_onset_right:
            what = f"onset {c.error / c.half_cycle:+.2f} half-cycles" if c.is_found else "missed"
            yield f"{what}: {c.row}, share {c.share}, seed {c.seed}, recognised as {c.cell_kind}"
        if c.early:
            yield f"early {', '.join(c.early)}: {c.row}, share {c.share}, seed {c.seed}"
    for c in healthy:
        if c.early:
            yield f"false alarm {', '.join(c.early)}: healthy, {c.row}, seed {c.seed}"


def independent_tables(
    cells: int,
    healthy: int,
    workers: int,
    *,
    with_misses: bool = False,
    shares: tuple[float, ...] = SHARES,
    rows: tuple[str, ...] = ROWS,
    others: int = 0,
) -> Iterator[str]:
    """The tables: `cells` for each fall and share, `healthy` cycled cells in all and a tenth as many plated ones."""
    first = {name: seed + OTHERS * others for name, seed in SEED.items()}
    falls = [(n, row, share) for n, (row, share) in enumerate(product(ROWS, SHARES)) if share in shares and row in rows]
    shorted_jobs = [(row, share, first["short"] + n * APART + i) for n, row, share in falls for i in range(cells)]
    cycled = KINDS[:-1]
    healthy_jobs = [(cycled[i % len(cycled)], first["healthy"] + i) for i in range(healthy)]
    healthy_jobs += [("plating", first["healthy"] + healthy + i) for i in range(-(-healthy // 10))]
    shorted = spread(one_short, shorted_jobs, workers)
    sound = spread(one_healthy, healthy_jobs, workers)
    yield f"### Detection, {cells} cells for each fall\n"
    yield from detections(shorted)
    yield "### Detection of falls of 40 % and more, by what else happens\n"
    yield from complicated(shorted)
    yield "### Error of the onset\n"
    yield from onsets(shorted)
    yield "### False alarms\n"
    yield from false_alarms(sound)
    if with_misses:
        yield "### To look at\n"
        yield from misses(shorted, sound)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--cells", type=int, default=50, help="shorted cells for each duration and share")
    ask.add_argument("--healthy", type=int, default=1000, help="healthy cells that are cycled")
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--misses", action="store_true", help="list the seeds of misses, late onsets and false alarms")
    ask.add_argument("--others", type=int, default=0, help="which set of cells, 0 to 8; 0 is the published one")
    ask.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), help="falls of these durations only")
    ask.add_argument("--shares", nargs="+", type=float, choices=SHARES, default=list(SHARES), help="only these sizes")
    given = ask.parse_args()
    sizes = given.cells, given.healthy, given.workers
    which = {"shares": tuple(given.shares), "rows": tuple(given.rows), "others": given.others}
    print("\n".join(independent_tables(*sizes, with_misses=given.misses, **which)))


if __name__ == "__main__":
    main()
