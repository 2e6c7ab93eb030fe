"""Functions that worker processes can import, and a script that runs one of them over many keys."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from natria.explore.runners import KeptResults, runner
from natria.store import Store

SLEEP = 0.02
NAME, VERSION = "parts", 1


def squared(x: int) -> int:
    """Return the square; some numbers have none."""
    if x % 7 == 3:
        raise ValueError(f"{x} has none")
    return x * x


def logged(key: tuple[str, int]) -> int:
    """Return the square after a while, with a line in a log for each time that it was computed."""
    log, number = key
    time.sleep(SLEEP)
    with Path(log).open("a", encoding="utf-8") as file:
        file.write(f"{number}\n")
    return number * number


def large(key: int) -> bytes:
    return bytes([key % 256]) * 40_000


def main() -> None:
    """FOLDER LOG COUNT WHERE WORKERS: run so many keys there; print how many were found, and the sum."""
    folder, log, count, where, workers = sys.argv[1:]
    found = []
    with runner(where, int(workers)) as by:
        kept = KeptResults(Store(Path(folder), None), NAME, VERSION)
        made = by(logged, [(log, number) for number in range(int(count))], kept, lambda told: found.append(told.done))
    assert not made.failed, made.failed
    sys.stdout.write(f"{found[0]} {sum(made.values)}\n")


if __name__ == "__main__":
    main()
