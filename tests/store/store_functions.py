"""Functions that map_stored runs in other processes, and a script that runs one; they log each start and end."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from natria.store import Store, map_stored

SLEEP = 0.02


def square(key: int) -> int:
    return key * key


def logged(key: tuple[str, int]) -> int:
    """The square, with a line in a log for each time that it was computed."""
    log, number = key
    time.sleep(SLEEP)
    with Path(log).open("a", encoding="utf-8") as file:
        file.write(f"{number}\n")
    return number * number


def slow(key: tuple[str, int]) -> int:
    time.sleep(0.15)
    return logged(key)


def odd_fails(key: int) -> int:
    if key % 2:
        raise ValueError(f"{key} is odd")
    return key


def three_kills(key: int) -> int:
    if key == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return key


def kills_once(key: tuple[str, int]) -> int:
    mark, number = Path(key[0]), key[1]
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def big(key: int) -> bytes:
    return bytes([key % 256]) * 40_000


def main() -> None:
    """FOLDER LOG COUNT SEED WORKERS FUNCTION: run a map over so many keys; print the pid and the sum."""
    folder, log, count, workers, name = sys.argv[1:]
    keys = [(log, number) for number in range(int(count))]
    mapped = map_stored(
        globals()[name], keys, Store(Path(folder), None), name=name, version=1, workers=int(workers), attempts=50
    )
    assert not mapped.failed
    sys.stdout.write(f"{sum(mapped.values)}\n")


if __name__ == "__main__":
    main()
