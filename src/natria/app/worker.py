"""One job in a process of its own, with limits on memory and time: python -m natria.app.worker.

The process imports what an analysis needs, then waits for one line of JSON on its standard input: task, path, options,
folder of results, limits. It prints a line of JSON for each stage, and ends. It also ends when its input is closed, so
that none outlives the server.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from ..quantity import NatriaError
from .tasks import LONG, Order, function_of
from .wording import problem_of
from .workspace import FAILED, write_json

ENDED = 3  # exit code where the server is gone
MIB = 2**20


def main() -> int:
    lines = sys.stdin
    say, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no progress
    warm_up()
    order = lines.readline()
    if not order.strip():
        return ENDED
    threading.Thread(target=_end_with, args=(lines,), daemon=True).start()
    return run(json.loads(order), say)


def run(order: dict[str, Any], to: TextIO) -> int:
    """Run an order; return 0, or 2 where that cannot be done.

    What went wrong is then written beside the results.
    """
    processors = (os.cpu_count() or 1) if order["task"] in LONG else 1
    limit(order["memory"], order["seconds"] * processors)
    out = Path(order["out"])

    def say(stage: str, done: float | None = None, left: float | None = None) -> None:
        print(json.dumps({"stage": stage, "done": done, "left": left}), file=to, flush=True)

    try:
        function_of(order["task"])(Order(order["task"], order["name"], Path(order["path"]), order["options"], out), say)
    except NatriaError as bad:
        problem = problem_of(bad, order["task"])
    except MemoryError:
        fix = f"the limit is {order['memory']:g} MiB; give more with natria app --memory, or split the file"
        problem = {"what": "the work needs more memory than a job may use", "fix": fix}
    except Exception as bad:  # noqa: BLE001  # a bug must be told to the one who dropped the file
        what = f"natria failed ({type(bad).__name__}: {bad})"
        problem = {"what": what, "fix": "this is a bug of natria: report it, with the file if you can"}
    else:
        return 0
    place = Path(order["path"])
    for folder in (place, place.parent):  # the page shows names in the workspace
        problem = {key: text.replace(f"{folder}{os.sep}", "") for key, text in problem.items()}
    write_json(out / FAILED, problem)
    print(json.dumps({"problem": problem}), file=to, flush=True)
    return 2


def limit(memory: float, seconds: float | None = None) -> None:
    """Limit the memory (MiB) and the time (s, times processors) of this process, where the system can.

    The memory is address space beyond what the imported packages have, which is a GiB that is hardly used. The server
    ends a job after this time by the clock; the limit here holds where the server is gone.
    """
    try:
        import resource
    except ImportError:  # not on Windows: there the server still ends what takes too long
        return
    limits = {resource.RLIMIT_AS: _address_space() + int(memory * MIB)}
    if seconds is not None:
        limits[resource.RLIMIT_CPU] = (os.cpu_count() or 1) * (int(seconds) + 1)
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError, OSError):  # macOS refuses a limit of address space; the time is then the limit
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _address_space() -> int:
    """Return the address space (bytes) of this process; 0 where the system has no such table."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def warm_up() -> None:
    """Import what every analysis needs, before there is one."""
    import matplotlib.figure
    import numpy as np
    import polars as pl

    from .. import api, api_spectra
    from ..report import described
    from .measure import measuring

    assert all((matplotlib.figure, np, pl, api, api_spectra, described, measuring))


def _end_with(lines: TextIO) -> None:
    """End the process when the server closes its end: it was stopped, or killed."""
    lines.read()
    os._exit(ENDED)


if __name__ == "__main__":
    sys.exit(main())
