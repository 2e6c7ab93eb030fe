"""Parts whose worker or main process is killed, and parts that do not fit on the disk."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import part_functions
import pytest
from part_functions import large, logged
from processes import kill, wait_for, workers_below

from natria.explore.runners import KeptResults, run_by, run_here, run_in_processes
from natria.explore.runners.parts import AHEAD
from natria.quantity import OutputError
from natria.store import Store

COUNT = 500
needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="needs Dask (pip install 'natria[dask]')")
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")


def started(folder: Path, log: Path, where: str, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, part_functions.__file__, str(folder), str(log), str(COUNT), where, str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def kept(folder: Path) -> int:
    return len(list(folder.rglob("*.entry")))


@pytest.mark.slow
@needs_proc
@pytest.mark.parametrize(
    ("where", "workers"), [("processes", 2), pytest.param("dask", 3, marks=needs_dask)], ids=["processes", "dask"]
)
def test_500_parts_arrive_once_with_workers_and_main_killed(where: str, workers: int, tmp_path: Path) -> None:
    """What is kept is neither lost nor computed again; what was in flight is repeated, less than 5 %."""
    folder, log, draw = tmp_path / "store", tmp_path / "log", random.Random(3)
    process = started(folder, log, where, workers)
    wait_for(lambda: kept(folder) >= 60)
    kill(draw.choice(workers_below(process.pid)))  # a worker
    wait_for(lambda: kept(folder) >= 200)
    crew = workers_below(process.pid)
    kill(process.pid)  # the main process
    process.communicate()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in crew))
    before, done_before = kept(folder), sum(computed(log).values())
    assert 200 <= before < COUNT
    process = started(folder, log, where, workers)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    found, total = map(int, out.split())
    assert found == before
    assert total == sum(n * n for n in range(COUNT))
    assert kept(folder) == COUNT
    assert set(computed(log)) == set(range(COUNT))
    assert sum(computed(log).values()) - done_before == COUNT - before  # no part is repeated that was kept
    assert sum(computed(log).values()) - COUNT <= 2 * AHEAD * workers < 0.05 * COUNT


def computed(log: Path) -> Counter[int]:
    return Counter(int(line) for line in log.read_text().split())


RUNNERS = {
    "here": lambda: run_here,
    "processes": lambda: run_in_processes(2),
    "executor": lambda: run_by(ThreadPoolExecutor(2), lambda: 2),
}


@pytest.mark.parametrize("name", RUNNERS)
def test_a_full_disk_stops_clearly_and_the_next_call_goes_on(name: str, tiny_disk: Path) -> None:
    """12 results of 40 kB do not fit into 1 MB beside the ballast; without it they all do."""
    store = Store(tiny_disk / "store", None)
    saved, ballast = KeptResults(store, "large", 1), tiny_disk / "ballast"
    ballast.write_bytes(b"x" * 700_000)
    with pytest.raises(OutputError) as stopped:
        RUNNERS[name]()(large, range(12), saved)
    before = kept(store.folder)
    assert 0 < before < 12
    assert f"{before} of 12" in stopped.value.what
    assert not list(tiny_disk.rglob("*.part"))
    ballast.unlink()
    told = []
    made = RUNNERS[name]()(large, range(12), saved, told.append)
    assert told[0].done == before
    assert made.values == tuple(map(large, range(12)))


def test_a_cluster_that_is_lost_stops_clearly_and_the_next_call_goes_on(tmp_path: Path) -> None:
    saved, log = KeptResults(Store(tmp_path / "store"), "logged", 1), tmp_path / "log"
    keys = [(str(log), number) for number in range(20)]
    pool = ThreadPoolExecutor(1)

    def shut(told: object) -> None:
        if getattr(told, "done", 0) == 5:
            pool.shutdown(wait=False, cancel_futures=True)

    with pytest.raises(OutputError):
        run_by(pool, lambda: 1)(logged, keys, saved, shut)
    time.sleep(2 * part_functions.SLEEP)
    told = []
    made = run_by(ThreadPoolExecutor(1), lambda: 1)(logged, keys, saved, told.append)
    assert told[0].done >= 5
    assert made.values == tuple(n * n for n in range(20))
