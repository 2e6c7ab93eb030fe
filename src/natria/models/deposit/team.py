"""Kernels over bands of rows, a band to each thread.

A kernel takes the band (first, end) of the first axis and writes only into it. Sums are kept for each row and added in
one order, so results do not depend on the number of threads. The threads wait for work without turning: on a busy
machine a thread that turns takes the time of one that computes. Numba's own parallel loops are avoided for the
reasons given in `models/cell/ensemble/batch.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self

WORTH = 12_000  # cells below which a second thread costs more than it saves

Work = tuple[Callable[..., Any], tuple[Any, ...]]


class Team:
    """Threads that run kernels together; `close` ends them."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads
        self._work: list[SimpleQueue[Work | None]] = [SimpleQueue() for _ in range(threads - 1)]
        self._done: SimpleQueue[BaseException | None] = SimpleQueue()
        for queue in self._work:
            Thread(target=_serve, args=(queue, self._done), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def each(self, kernel: Callable[..., Any], rows: int, cells: int, *given: Any) -> None:
        """Run a kernel over all rows; it is called with (band, *given)."""
        if not self._work or cells < WORTH or rows < self.threads:
            kernel((0, rows), *given)
            return
        bands = [(rows * n // self.threads, rows * (n + 1) // self.threads) for n in range(self.threads)]
        for queue, band in zip(self._work, bands[1:], strict=True):
            queue.put((kernel, (band, *given)))
        try:
            kernel(bands[0], *given)
        finally:
            failed = [self._done.get() for _ in self._work]
        for one in failed:
            if one is not None:
                raise one

    def close(self) -> None:
        for queue in self._work:
            queue.put(None)
        self._work = []


def _serve(work: SimpleQueue[Work | None], done: SimpleQueue[BaseException | None]) -> None:
    while (one := work.get()) is not None:
        kernel, given = one
        try:
            kernel(*given)
        except BaseException as failure:  # noqa: BLE001 - raised again by the caller
            done.put(failure)
        else:
            done.put(None)
