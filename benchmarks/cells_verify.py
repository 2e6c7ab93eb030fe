"""The engine of cells against what can be solved by hand: every check, with its error.

    python benchmarks/cells_verify.py [--cycles 1000] [--random 500] [--out FOLDER]

Prints the tables of docs/cells_verification.md; with --out two figures are drawn into the folder. The checks are those
of tests/models/cell, which assert the bounds printed here. The exit code is 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from natria.laws import FARADAY, GAS, depletion_fraction, depletion_time, sand_time
from natria.models.cell.solvers.adaptive import SolveError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "models" / "cell"))

from verified_cells import FAST, KELVIN, SEPARATOR, cell_of, limiting, milli, ran, relaxation
from verified_check import Check
from verified_conserved import kept
from verified_films import FILMS, SALT
from verified_limits import LIMITS
from verified_orders import GRIDS, Order, in_space, in_time, orders
from verified_transients import TRANSIENTS, depleted_after

RATIOS = (1.05, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)
VOLUMES = (40, 100, 200, 400)
TOLERANCES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
Group = Callable[[], Iterator[Check]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cycles", type=int, default=1000, help="of the run that must keep its sodium and salt")
    parser.add_argument("--random", type=int, default=500, help="cells drawn at random; needs hypothesis")
    parser.add_argument("--out", type=Path, help="folder for two figures")
    asked = parser.parse_args()
    failed = [check for title, groups in _titled() for check in _table(title, groups) if not check.holds]
    _conservation(asked.cycles)
    by_grid = _depletion()
    _switched_off()
    space = _space()
    time = _time()
    if asked.random:
        _random(asked.random)
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        _draw_depletion(by_grid, asked.out / "depletion.png")
        _draw_orders(space, time, asked.out / "orders.png")
    print(f"\n{len(failed)} checks do not hold")
    return int(bool(failed))


def _titled() -> Iterator[tuple[str, Iterable[Group]]]:
    yield "Limits", LIMITS
    yield "The salt's laws", SALT
    yield "Pores of films, and a path for electrons", FILMS
    yield "Over time", TRANSIENTS
    yield "Orders", (orders,)


def _row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def _head(title: str, *columns: object) -> None:
    print(f"\n## {title}\n")
    _row(*columns)
    _row(*["---"] * len(columns))


def _table(title: str, groups: Iterable[Group]) -> Iterator[Check]:
    _head(title, "what", "equation", "computed", "exact", "error", "within")
    for group in groups:
        for check in group():
            figures = (f"{number:.9g} {check.unit}".strip() for number in (check.computed, check.exact))
            _row(check.what, check.equation, *figures, f"{check.error:.1e}", f"{check.within:.1e}")
            yield check


def _conservation(cycles: int) -> None:
    _head("Conservation", "cycles", "sodium, of the cell", "sodium, of a half-cycle's charge", "salt", "ended by")
    for count in sorted({min(50, cycles), cycles}):
        found = kept(count)
        drifts = (f"{drift:.1e}" for drift in (found.sodium, found.sodium_of_a_half_cycle, found.salt))
        _row(found.cycles, *drifts, found.ended)


def _depletion() -> dict[int, list[float]]:
    """The time to depletion by the grid, against the law of a finite gap."""
    found = {n: [depleted_after(ratio, n) for ratio in RATIOS] for n in VOLUMES}
    columns = ("J/J_lim", "laws.depletion_time, s", "Sand, s", *(f"{n} volumes" for n in VOLUMES))
    _head("Time to depletion, by the number of volumes", *columns)
    for k, ratio in enumerate(RATIOS):
        exact = depletion_time(ratio, 1.0, relaxation(SEPARATOR))
        off = (f"{found[n][k] / exact - 1:+.2%}" for n in VOLUMES)
        _row(f"{ratio:g}", f"{exact:.5g}", f"{_sand(ratio):.5g}", *off)
    return found


def _sand(ratio: float) -> float:
    slowed = SEPARATOR.diffusivity / SEPARATOR.macmullin * SEPARATOR.porosity
    return sand_time(ratio * limiting(SEPARATOR), slowed, SEPARATOR.concentration, 1 - SEPARATOR.transference)


def _switched_off() -> None:
    """The voltage of the gradient that is left after the current, over time, and how far each grid is off it.

    The walls fall back to the mean by the same series by which they left it (`laws.depletion_fraction`).
    """
    span, anions = relaxation(SEPARATOR), 1 - SEPARATOR.transference
    says = (f"plate {milli(0.5 * limiting(SEPARATOR))} for {20 * span!r} s", f"rest {0.1 * span!r} s")
    runs = [ran(cell_of(SEPARATOR, working=FAST), *says, volumes=n, rtol=1e-8) for n in VOLUMES]
    _head("After the current is switched off, in uV", "time, L^2/D", "exact", *(f"{n} volumes" for n in VOLUMES))
    for k in (0, 1, 3, 5, 7, 9, 12, 48):
        time = runs[0].of("time")[k] - runs[0].of("time")[0]
        left = 0.5 * (1 - depletion_fraction(time, span))
        exact = 2e6 * GAS * KELVIN / FARADAY * anions * np.log((1 + left) / (1 - left))
        _row(f"{time / span:.2g}", f"{exact:.1f}", *(f"{1e6 * each.of('voltage')[k] - exact:+.2g}" for each in runs))


def _space() -> list[Order]:
    _head("Error over the number of volumes, in uV", "case", *GRIDS, "order")
    made = list(in_space())
    for each in made:
        errors = dict(zip(each.refined, each.errors, strict=True))
        row = (f"{errors[n] * 1e6:.3g}" if n in errors else "" for n in map(float, GRIDS))
        _row(each.what, *row, f"{each.order:.3f}")
    return made


def _time() -> Order:
    found = in_time(TOLERANCES)
    _head("Largest error over the relative tolerance, in uV", "rtol", *(f"{r:.0e}" for r in TOLERANCES))
    _row("error", *(f"{e * 1e6:.2g}" for e in found.errors))
    return found


def _random(count: int) -> None:
    """How runs of cells end that nobody chose."""
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from random_cells import cells, sentences

    ends: Counter[str] = Counter()

    @seed(1)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cell=cells(), says=sentences())
    def each(cell: object, says: list[str]) -> None:
        try:
            out = ran(cell, *says, volumes=12, samples=5)  # type: ignore[arg-type]  # hypothesis knows no types
        except SolveError:
            ends["the solver gave up, and said so"] += 1
            return
        sound = bool(np.all(np.isfinite(out.rows)) and np.all(np.diff(out.rows[:, 0]) >= 0))
        ends[(out.event or "end of the protocol") if sound else "readings that are no numbers"] += 1

    each()
    _head("How cells drawn at random end", "reason", "cells")
    for reason, number in ends.most_common():
        _row(reason, number)


def _draw_depletion(found: dict[int, list[float]], file: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log", xlabel="J / J_lim", ylabel="time to depletion / (L²/D)")
    ratio = np.geomspace(1.01, 25, 200)
    span = relaxation(SEPARATOR)
    axes.plot(ratio, [depletion_time(r, 1.0, 1.0) for r in ratio], color="black", label="finite gap")
    axes.plot(ratio, [_sand(r) / span for r in ratio], color="grey", linestyle="--", label="Sand")
    for volumes, marker in ((VOLUMES[0], "o"), (VOLUMES[-1], "x")):
        axes.plot(RATIOS, np.array(found[volumes]) / span, marker, fillstyle="none", label=f"{volumes} volumes")
    axes.legend()
    figure.savefig(file, dpi=150)


def _draw_orders(space: list[Order], time: Order, file: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for each in space:
        left.loglog(each.refined, np.array(each.errors) * 1e6, "o-", fillstyle="none", label=each.what)
    at = np.array([10.0, 160.0])
    left.loglog(at, 1e3 * (at / 10) ** -2.0, color="grey", linestyle="--", label="slope -2")
    left.set(xlabel="volumes", ylabel="error of the voltage, µV")
    figure.legend(loc="outside lower left", ncols=3, fontsize="small")
    right.loglog(1 / np.array(time.refined), np.array(time.errors) * 1e6, "o-", fillstyle="none")
    right.set(xlabel="relative tolerance", ylabel="largest error of the voltage, µV")
    figure.savefig(file, dpi=150)


if __name__ == "__main__":
    sys.exit(main())
