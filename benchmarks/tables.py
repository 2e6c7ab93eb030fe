"""Markdown tables, rates and worker processes of the benchmarks of `lab`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import Pool
from typing import TypeVar

Job, Result = TypeVar("Job"), TypeVar("Result")


def spread(function: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> list[Result]:
    """The results of all jobs in their order; in this process with one worker."""
    if workers < 2:
        return [function(job) for job in jobs]
    with Pool(workers) as pool:
        return pool.map(function, jobs, chunksize=10)


def row(*cells: object) -> str:
    return "| " + " | ".join(str(c) for c in cells) + " |"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(head)
    yield row(*names)
    yield row(*("---" for _ in names))
    for one in rows:
        yield row(*one)
    yield ""


def percent(hits: int, of: int) -> str:
    return f"{100 * hits / of:.1f} % ({hits} of {of})" if of else "-"


def upper_bound(alarms: int, cells: int) -> float:
    """The highest rate that so few alarms leave possible at 95 % (Clopper and Pearson, Biometrika 26, 404, 1934)."""
    from scipy.stats import beta

    return 1.0 if alarms == cells else float(beta.ppf(0.95, alarms + 1, cells - alarms))
