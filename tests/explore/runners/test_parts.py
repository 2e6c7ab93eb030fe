from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from part_functions import squared

from natria.explore.runners import KeptResults, run_by, run_here, run_in_processes, runner
from natria.quantity import InputError, OutputError
from natria.store import Store

RUNNERS = {
    "here": lambda: run_here,
    "processes": lambda: run_in_processes(2),
    "executor": lambda: run_by(ThreadPoolExecutor(2), lambda: 2),
}


@pytest.mark.parametrize("name", RUNNERS)
def test_every_way_keeps_the_same_promise(name: str, tmp_path: Path) -> None:
    kept, told = KeptResults(Store(tmp_path), "squares", 1), []
    made = RUNNERS[name]()(squared, range(20), kept, told.append)
    assert made.values == tuple(None if x % 7 == 3 else x * x for x in range(20))
    assert [one.place for one in made.failed] == [3, 10, 17]
    assert all("has none" in one.why for one in made.failed)
    assert (told[-1].done, told[-1].failed, told[-1].total) == (17, 3, 20)
    again = []
    RUNNERS[name]()(squared, range(20), kept, again.append)
    assert again[0].done == 17  # what failed is tried again, what is kept is not


def test_what_one_way_kept_another_finds(tmp_path: Path) -> None:
    kept, told = KeptResults(Store(tmp_path), "squares", 1), []
    run_here(squared, range(3), kept)
    run_by(ThreadPoolExecutor(1), lambda: 1)(squared, range(3), kept, told.append)
    assert [(p.done, p.total) for p in told] == [(3, 3)]


def test_nothing_is_kept_without_a_store() -> None:
    made = run_here(squared, range(3), KeptResults(Store(None), "squares", 1))
    assert made.values == (0, 1, 4)


def test_an_interrupted_call_goes_on(tmp_path: Path) -> None:
    kept = KeptResults(Store(tmp_path), "squares", 1)

    def stop(progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_here(squared, range(3), kept, stop)
    told = []
    run_here(squared, range(3), kept, told.append)
    assert told[0].done == 2


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(InputError), runner("cloud"):
        pass


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs Dask (pip install 'natria[dask]')")
def test_a_scheduler_that_is_not_there_is_said() -> None:
    with pytest.raises(OutputError), runner("tcp://127.0.0.1:1"):
        pass
