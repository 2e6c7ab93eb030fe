"""The runner that an address names.

"here", "processes", "dask" (a cluster of this computer), or "tcp://HOST:PORT".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Any

from ...quantity import InputError, OutputError, Problem
from ...store.progress import Mapped
from .parts import run_by, run_here, run_in_processes

Runner = Callable[..., Mapped[Any]]
OPTION = "--on"
REMOTE = ("tcp://", "tls://", "ws://", "wss://")
# Ctrl-C goes to the whole group; the main process ends its workers
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
ATTEMPTS = 3  # of a part whose worker dies
CONNECT = 15  # s until a scheduler that does not answer is given up


@contextmanager
def runner(where: str, workers: int | None = None) -> Iterator[Runner]:
    """Yield the runner of an address; a cluster of this computer ends with it."""
    if where == "here":
        yield run_here
    elif where == "processes":
        yield run_in_processes(workers)
    elif where == "dask" or where.startswith(REMOTE):
        with _dask(where, workers) as found:
            yield found
    else:
        fix = "give here, processes, dask, or the address of a Dask scheduler such as tcp://10.0.0.1:8786"
        raise InputError(OPTION, [Problem(where, "is no place to run on", fix)])


@contextmanager
def _dask(where: str, workers: int | None) -> Iterator[Runner]:
    if find_spec("distributed") is None:
        fix = "install it (pip install 'natria[dask]'), or run in local processes"
        raise InputError(OPTION, [Problem(where, "needs Dask, which is not installed", fix)])
    import dask
    from distributed import Client, LocalCluster

    with ExitStack() as opened:
        opened.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": ATTEMPTS - 1}))
        try:
            if where == "dask":
                ours: Any = LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None, preload=[DEAF]
                )
                place = opened.enter_context(ours)
            else:
                place = where
            asked: Any = Client(place, timeout=CONNECT)
            client = opened.enter_context(asked)
        except (OSError, TimeoutError) as bad:
            fix = "check the address, and start the scheduler (dask scheduler) and its workers (dask worker ADDRESS)"
            raise OutputError(f"no Dask scheduler answers at {where}: {bad}", fix) from None
        yield _by(client)


def _by(client: Any) -> Runner:
    """Return the runner of a client; a part whose worker dies is given to another, three times in all."""
    return run_by(client.get_executor(pure=False), lambda: max(1, sum(client.nthreads().values())))
