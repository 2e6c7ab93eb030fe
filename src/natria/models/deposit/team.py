"""Kernels over bands of rows, a band to each thread.

A kernel takes the band (first, end) of the first axis and writes only into it. Sums are kept for each row and added in
one order, so results do not depend on the number of threads. Kernels are called by `team_kernels`, from Python or from
machine code. A thread without work for some milliseconds sleeps until a call wakes it. Numba's own parallel loops are
avoided for the reasons given in `models/cell/ensemble/batch.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from threading import Event, Thread
from typing import Any, Self

import numpy as np

from . import team_kernels as kernels

WORTH = 3000  # cells below which a second thread costs more than it saves

shared = cache(kernels.shared)


class Team:
    """Threads that run kernels together; `close` ends them."""

    def __init__(self, threads: int = 1) -> None:
        self.threads, self._process, self._awake = threads, 0, []  # type: int, int, list[Event]
        self._mail = np.zeros(0, np.int64)
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def each(self, kernel: Callable[..., Any], rows: int, cells: int, *given: Any) -> None:
        """Run a kernel over all rows; it is called with (band, *given)."""
        if self.threads == 1 or rows < self.threads or cells < WORTH:
            kernel((0, rows), *given)
        else:
            self.run(shared(kernel), rows, cells, given)

    def run(self, function: Callable[..., Any], *given: Any) -> Any:
        """Return what machine code gives that runs kernels on these threads; it takes `mail` first."""
        if self._process != os.getpid():
            self._begin()  # threads do not follow into a process that was forked
        mail = self._mail
        mail[kernels.WORTH], mail[kernels.BUSY] = WORTH, 1
        for awake in self._awake:
            if not awake.is_set():
                awake.set()
        try:
            found = function(mail, *given)
        finally:
            mail[kernels.BUSY] = 0
        if mail[kernels.FAILED]:
            mail[kernels.FAILED] = 0
            message = "a kernel has failed in a thread"
            raise RuntimeError(message)
        return found

    def close(self) -> None:
        for n, awake in enumerate(self._awake, 1):
            self._mail[kernels.HEAD + kernels.EACH * n] = kernels.STOP
            awake.set()
        self.threads, self._awake = 1, []
        self._mail[kernels.THREADS] = 1

    def _begin(self) -> None:
        self._process = os.getpid()
        self._mail = np.zeros(kernels.HEAD + kernels.EACH * self.threads, np.int64)
        self._mail[kernels.THREADS] = self.threads
        self._awake = [Event() for _ in range(self.threads - 1)]
        for n, awake in enumerate(self._awake, 1):
            Thread(target=_serve, args=(self._mail, n, awake), daemon=True).start()


def _serve(mail: np.ndarray, rank: int, awake: Event) -> None:
    while not kernels.serve(mail, rank):
        awake.clear()
        if not mail[kernels.BUSY] and mail[kernels.HEAD + kernels.EACH * rank] != kernels.STOP:
            awake.wait()
