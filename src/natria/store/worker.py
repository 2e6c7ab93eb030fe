"""A worker process: takes keys from a pipe, computes and keeps each result itself, and says so.

The result is on disk before it is reported, so that nothing is lost with the main process.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from ..quantity import OutputError
from .claims import claim
from .store import Store, writing
from .values import has_value, keep_value


@dataclass(frozen=True)
class MapTask:
    """What is computed for every key, and where results are kept."""

    function: bytes  # pickled: the worker reports it where it cannot be had
    folder: Path
    name: str
    version: int


@dataclass(frozen=True)
class Message:
    """What a worker reports: ready, a key kept, busy elsewhere or failed, a full disk, or broken itself."""

    state: Literal["ready", "kept", "busy", "failed", "full", "broken", "warning"]
    why: str = ""


def work(pipe: Connection, task: MapTask) -> None:
    """Serve keys until the pipe closes or the main process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the main process ends its workers
    Thread(target=_end_with_main, daemon=True).start()
    try:
        function = pickle.loads(task.function)  # noqa: S301 - of our own main process
    except Exception as bad:  # noqa: BLE001 - whatever an import can raise
        pipe.send(Message("broken", f"{type(bad).__name__}: {bad}"))
        return
    store = Store(task.folder, None, lambda text: pipe.send(Message("warning", text)))
    pipe.send(Message("ready"))
    while True:
        try:
            digest, key = pipe.recv()
        except EOFError:
            return
        pipe.send(_one(function, digest, key, task, store))


def _end_with_main() -> None:
    main = parent_process()
    if main is not None:
        wait([main.sentinel])
        os._exit(1)


def _one(function: Callable[[Any], Any], digest: str, key: Any, task: MapTask, store: Store) -> Message:
    try:
        with writing(task.folder), claim(task.folder, digest) as ours:
            if not ours:
                return Message("busy")
            if has_value(store, task.name, task.version, digest):
                return Message("kept")
            return _computed(function, digest, key, task, store)
    except OutputError as bad:
        return Message("full", str(bad))


def _computed(function: Callable[[Any], Any], digest: str, key: Any, task: MapTask, store: Store) -> Message:
    began = time.monotonic()
    try:
        value = pickle.dumps(function(key), protocol=5)
    except Exception as bad:  # noqa: BLE001 - a function may raise anything; its key has failed
        return Message("failed", f"{type(bad).__name__}: {bad}")
    seconds = time.monotonic() - began
    keep_value(store, task.name, task.version, digest, key=key, pickled=value, seconds=seconds)
    return Message("kept")
