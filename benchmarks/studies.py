"""What a sweep costs beside its cells: building them, keeping the parts, handing them to workers.

    python benchmarks/studies.py [--cells 2000] [--cycles 10] [--workers 2] [--memory 5000]
    python benchmarks/studies.py --only large --large 100000

Cells of kumar2020 with a layer, over one to three numbers. "Bare" is the batch driver (`go_rows`) on cells that are
built already, in the same run. All times are processor time, workers included, so that a busy machine does not change
them much. Workers import natria once: what a sweep of twice as many cells takes more is what its cells cost, the rest
is the start. Aims: the machinery at most 5 % over the bare driver, on Dask 10 %.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import numpy as np
from tables import table

from natria import load_case
from natria.answers import ask
from natria.design import Design
from natria.explore.answers import AnswerRequest, AnswersAtPoints, requested
from natria.explore.answers.evaluate import answers_of, design_at
from natria.explore.runners import runner
from natria.explore.sweeps import SweepPoints, hypercube, read_axis, sweep_cells
from natria.explore.sweeps.sweep import PART
from natria.models import find_model
from natria.models.cell.ensemble.batch import go_rows
from natria.models.cell.ensemble.together import build_together
from natria.quantity import Computed, Finding
from natria.store import Store
from natria.studies import Studio

AXES = ("interphase.bpi.thickness=1 um:40 um", "protocol.current=0.5 mA/cm^2:2 mA/cm^2:log", "temperature=288 K:318 K")
SEED = 1
TASKS = 5000  # that do nothing
T = TypeVar("T")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}


def design() -> Design:
    return Studio(load_case("kumar2020")).design("kumar2020/bpi")


def points(axes: int, cells: int) -> SweepPoints:
    return hypercube([read_axis(text) for text in AXES[:axes]], cells, SEED)


def spent() -> float:
    """Processor time of this process and of those of its children that have ended (s)."""
    now = os.times()
    return time.process_time() + now.children_user + now.children_system


def timed(job: Callable[[], T]) -> tuple[float, T]:
    begun = spent()
    found = job()
    return spent() - begun, found


def cells_of_a_part(cycles: int) -> Iterator[str]:
    """Bare driver and building of one part, for one to three numbers."""
    base, rows = design(), []
    for axes in range(1, len(AXES) + 1):
        some = points(axes, PART)
        values = {path: some.values[:, n] for n, path in enumerate(some.paths)}
        building, made = min((timed(lambda v=values: build_together(base, v, cycles)) for _ in range(3)), key=_first)
        bare = min(
            timed(lambda m=made: [go_rows(b.rows, lambda _: False, threads=1) for b in m.built])[0] for _ in "ab"
        )
        each = 1e3 / PART
        shares = (f"{100 * building / bare:.1f} %", made.alone, len(made.refused))
        rows.append((axes, f"{bare * each:.3f}", f"{building * each:.3f}", *shares))
    head = ("numbers", "bare, ms a cell", "building, ms a cell", "over the bare driver", "alone", "refused")
    yield from table(head, rows)


def _first(one: tuple[float, object]) -> float:
    return one[0]


def machinery(cells: int, cycles: int, workers: int) -> Iterator[str]:
    """A whole sweep over two numbers in each place, against building and running the same parts by hand."""
    base = design()
    some = {n: points(2, n) for n in (cells, 2 * cells)}

    def by_hand(n: int) -> None:
        for part in _parts(some[n]):
            part_by_hand(base, part, cycles)

    def by_joblib(n: int) -> None:
        from joblib import Parallel, delayed
        from joblib.externals.loky import get_reusable_executor

        Parallel(n_jobs=workers)(delayed(part_by_hand)(base, part, cycles) for part in _parts(some[n]))
        get_reusable_executor().shutdown(wait=True)  # the processor time of workers counts when they end

    def by_bare_dask(n: int) -> None:
        from distributed import Client, LocalCluster

        with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as on, Client(on) as client:
            client.gather(client.map(lambda part: part_by_hand(base, part, cycles), [*_parts(some[n])]))

    hand = _slope(by_hand, cells)[0]
    rows = [("by hand", f"{hand * 1e3:.3f}", "", "")]
    peers = {"joblib": ("joblib", by_joblib), "bare Dask": ("distributed", by_bare_dask)}
    for name, (needs, job) in peers.items():
        if find_spec(needs):
            each, start = _slope(job, cells)
            rows.append((name, f"{each * 1e3:.3f}", f"{100 * (each / hand - 1):+.1f} %", f"{start:.1f}"))
    for where in ("here", "processes", *(["dask"] if find_spec("distributed") else [])):
        each, start = _slope(lambda n, where=where: _swept(base, some[n], cycles, where, workers), cells)
        rows.append((where, f"{each * 1e3:.3f}", f"{100 * (each / hand - 1):+.1f} %", f"{start:.1f}"))
    yield from table(("where", "ms a cell", "over by hand", "start, s"), rows)


def _parts(some: SweepPoints) -> Iterator[dict[str, np.ndarray]]:
    for k in range(0, len(some), PART):
        yield {path: some.values[k : k + PART, i] for i, path in enumerate(some.paths)}


def part_by_hand(base: Design, part: dict[str, np.ndarray], cycles: int) -> int:
    """Build and run a part and keep nothing."""
    for built in build_together(base, part, cycles).built:
        go_rows(built.rows, lambda _: False, threads=1)
    return len(next(iter(part.values())))


def scheduler(tasks: int) -> Iterator[str]:
    """What Dask takes to hand out a task that does nothing."""
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as on, Client(on) as client:
        client.gather(client.map(abs, range(100)))
        begun = time.perf_counter()
        client.gather(client.map(abs, range(-tasks, 0)))
        each = (time.perf_counter() - begun) / tasks
    yield from table(("tasks", "ms of the clock a task"), [(f"{tasks:,}", f"{each * 1e3:.3f}")])


def _swept(base: Design, some: SweepPoints, cycles: int, where: str, workers: int) -> None:
    with tempfile.TemporaryDirectory() as folder, runner(where, workers) as by:
        sweep_cells(base, some, cycles, store=Store(Path(folder)), runner=by)


def _slope(job: Callable[[int], None], cells: int) -> tuple[float, float]:
    """Seconds of a cell, and those that do not depend on the number of cells."""
    one, two = (timed(lambda n=n: job(n))[0] for n in (cells, 2 * cells))
    return (two - one) / cells, 2 * one - two


MEMORY = """
import json, resource, sys
sys.path.insert(0, {folder!r})
import studies
some = studies.points(2, {cells})
swept = studies.sweep_cells(studies.design(), some, {cycles}, store=studies.Store(None))
table = len(swept.table.parquet)
print(json.dumps([resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, table / 1e6]))
"""


def memory(cells: int, cycles: int) -> Iterator[str]:
    """Peak memory of sweeps in a process of their own."""
    rows, peaks = [], []
    counts = (PART, cells)
    for n in counts:
        code = MEMORY.format(folder=str(Path(__file__).parent), cells=n, cycles=cycles)
        done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True)
        peak, size = json.loads(done.stdout)
        peaks.append(peak)
        rows.append((f"{n:,}", f"{peak:.0f}", f"{size:.2f}"))
    kilobytes = 1e3 * np.diff(peaks)[0] / (counts[1] - counts[0])
    rows.append(("100,000 by these two", f"{peaks[0] + kilobytes * 1e-3 * 1e5:.0f}", ""))
    yield from table(("cells", "peak MB", "table, MB"), rows)


TERMS = ("cell_overpotential", "area_resistance#bpi", "limiting_current_ratio", "critical_current_density")


def closed_forms(count: int) -> Iterator[str]:
    """Answers at many points: together, and one by one with `ask` at some of the same points."""
    base, some, rows = design(), points(3, count), []
    few = SweepPoints(some.paths, some.values[:200])
    for name in TERMS:
        seconds, found = timed(lambda n=name: _answers(base, some, n))
        request = found.requests[0]
        form = find_model(request.answerer)
        alone, _ = timed(
            lambda f=form, q=request.question: [
                ask(f, design_at(base, few, k), q, spread=False) for k in range(len(few))
            ]
        )
        together = f"{100 * found.answers[0].together / count:.0f} %"
        rows.append((name, form.name, f"{1e3 * seconds / count:.4f}", together, f"{1e3 * alone / len(few):.2f}"))
    yield from table((f"{count:,} points", "closed form", "ms a point", "at once", "by ask alone, ms"), rows)


def _answers(base: Design, some: SweepPoints, name: str) -> AnswersAtPoints:
    """The answers to a term by the closed forms that answer it as designed."""
    answering = [one for one in requested([name], [base]) if isinstance(_as_designed(base, one), Finding)]
    values = tuple(answers_of(base, one, some) for one in answering)
    return AnswersAtPoints(base, some, tuple(answering), values, (), Computed("", 1, (), ()))


def _as_designed(base: Design, one: AnswerRequest) -> object:
    return ask(find_model(one.answerer), base, one.question, spread=False)


def large(cells: int, cycles: int, workers: int) -> Iterator[str]:
    """One command for so many cells, with its page: time, peak memory of each process, size of the kept parts."""
    with tempfile.TemporaryDirectory() as folder:
        store, out = Path(folder, "store"), Path(folder, "out")
        command = [sys.executable, "-m", "natria", "sweep", "kumar2020", "--cycles", str(cycles)]
        command += [word for text in AXES[:2] for word in ("--vary", text)]
        command += ["--samples", str(cells), "--workers", str(workers), "--store", str(store), "--out", str(out)]
        before, begun = spent(), time.perf_counter()
        job = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        peaks: dict[int, float] = {}
        while job.poll() is None:
            for pid in (job.pid, *_children(job.pid)):
                peaks[pid] = max(peaks.get(pid, 0.0), _peak(pid))
            time.sleep(1.0)
        clock, processor = time.perf_counter() - begun, spent() - before
        entries = list(store.rglob("*.entry"))
        size = sum(file.stat().st_size for one in entries for file in one.rglob("*") if file.is_file())
        size += sum(one.stat().st_size for one in entries if one.is_file())
        table_size = sum(file.stat().st_size for file in out.rglob("*.parquet"))
    main = peaks.pop(job.pid, 0.0)
    rows = [
        ("exit code", f"{job.returncode}"),
        ("cells, cycles, workers", f"{cells:,}, {cycles}, {workers}"),
        ("on the clock, s", f"{clock:.0f}"),
        ("processor time, s", f"{processor:.0f}"),
        ("processor time, ms a cell", f"{1e3 * processor / cells:.2f}"),
        ("peak memory of the main process, MB", f"{main:.0f}"),
        ("peak memory of the largest worker, MB", f"{max(peaks.values(), default=0.0):.0f}"),
        ("kept parts", f"{len(entries):,}"),
        ("size of a kept part, kB", f"{1e-3 * size / max(len(entries), 1):.0f}"),
        ("table, MB", f"{1e-6 * table_size:.1f}"),
    ]
    yield from table(("one command", ""), rows)


def _children(pid: int) -> list[int]:
    """The descendants of a process, by /proc."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            some = [int(one) for one in task.read_text().split()]
        except OSError:
            continue
        found += some + [below for one in some for below in _children(one)]
    return found


def _peak(pid: int) -> float:
    """The peak resident memory of a process so far (MB); 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--cycles", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory", type=int, default=5000, help="cells of the larger sweep of the memory table")
    parser.add_argument("--large", type=int, default=0, help="cells of one large sweep by the command line; 0: none")
    parser.add_argument("--only", choices=["part", "machinery", "scheduler", "memory", "answers", "large"])
    parser.add_argument("--answers", type=int, default=100_000, help="points of the table of closed forms")
    told = parser.parse_args()
    os.environ.update(ONE_THREAD)
    tables = {
        "part": lambda: cells_of_a_part(told.cycles),
        "machinery": lambda: machinery(told.cells, told.cycles, told.workers),
        **({"scheduler": lambda: scheduler(TASKS)} if find_spec("distributed") else {}),
        "memory": lambda: memory(told.memory, told.cycles),
        "answers": lambda: closed_forms(told.answers),
        **({"large": lambda: large(told.large, told.cycles, told.workers)} if told.large else {}),
    }
    begun = time.perf_counter()
    for name, lines in tables.items():
        if told.only in (None, name):
            print(*lines(), sep="\n", flush=True)
    print(f"{time.perf_counter() - begun:.0f} s on the clock")


if __name__ == "__main__":
    main()
