"""A process that is kept for short work: a choice that is plotted, a figure that is exported.

It imports what a measurement needs once, so that an answer takes milliseconds; the server stays small and never
computes. One request is answered at a time. `WORK` is the table of what it does:

    python -m natria.app.quick      lines of JSON in {"do": ..., "given": {...}} and out {"found": ...}
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from ..quantity import InputError, NatriaError, Problem
from .settings import AppSettings

WORK: Mapping[str, str] = {
    "pick": "measure.parts:pick",
    "plot": "measure.exporting:export_plot",
    "numbers": "measure.exporting:export_numbers",
    "everything": "measure.exporting:export_all",
    "design": "design.live:answer",
    "design_edit": "design.live:edit",
    "design_layers": "design.live:change_layers",
    "facts_file": "literature.drawn:facts_file",
    "map_axes": "literature.maps:map_axes",
    "literature_map": "literature.maps:literature_map",
    "reported_lives": "literature.maps:reported_lives",
}
COMMAND = (sys.executable, "-m", "natria.app.quick")
MOST_LINE = 2**28  # bytes of an answer
PATIENCE = 120.0  # s for one answer, with the imports of the first


@dataclass
class Quick:
    """The kept process as the server sees it; started at the first request, and again after it has ended."""

    settings: AppSettings
    _process: Process | None = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _starting: asyncio.Task[None] | None = None

    def warm(self) -> None:
        """Start the process beside what goes on, so that the first answer need not wait for it."""
        if self._process is None and self._starting is None:
            self._starting = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        async with self._one_at_a_time:
            await self._started()

    async def ask(self, do: str, **given: Any) -> Any:
        """Return what the work found; raises InputError with what the process says is wrong."""
        line = json.dumps({"do": do, "given": given}).encode() + b"\n"
        async with self._one_at_a_time:
            process = await self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                async with asyncio.timeout(PATIENCE):
                    with suppress(ConnectionError):
                        process.stdin.write(line)
                        await process.stdin.drain()
                    answer = await process.stdout.readline()
            except BaseException:  # also where the one who asked has gone: the answer would be taken for the next one
                await self._end()
                raise
            if not answer:
                await self._end()
        if not answer:
            fix = "try again with less, or give more memory with natria app --memory"
            raise NatriaError("the process for short work ended without an answer", fix)
        found = json.loads(answer)
        if "problems" in found:
            raise InputError(found["source"], [Problem(*problem) for problem in found["problems"]])
        if "what" in found:
            raise NatriaError(found["what"], found["fix"])
        return found["found"]

    async def stop(self) -> None:
        if self._starting is not None:
            self._starting.cancel()
        await self._end()

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *COMMAND, f"{self.settings.memory:g}", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=MOST_LINE
            )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def main() -> int:
    from .worker import limit, warm_up

    lines, out = sys.stdin, sys.stdout
    sys.stdout = sys.stderr  # what libraries print is no answer
    warm_up()
    limit(float(sys.argv[1]))
    for line in lines:
        out.write(json.dumps(answer(json.loads(line)), allow_nan=False) + "\n")
        out.flush()
    return 0


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a request found, or what is wrong with it."""
    try:
        return {"found": _function_of(asked["do"])(**asked["given"])}
    except InputError as bad:
        return {"source": bad.source, "problems": [[p.where, p.what, p.fix] for p in bad.problems]}
    except NatriaError as bad:
        return {"what": bad.what, "fix": bad.fix}
    except MemoryError:
        return {"what": "this needs more memory than the app may use", "fix": "give more with natria app --memory"}
    except Exception as bad:  # noqa: BLE001  # a bug must be told to the one who asked
        return {"what": f"natria failed ({type(bad).__name__}: {bad})", "fix": "this is a bug of natria: report it"}


def _function_of(do: str) -> Callable[..., Any]:
    module, _, name = WORK[do].partition(":")
    found: Callable[..., Any] = getattr(import_module(f".{module}", __package__), name)
    return found


if __name__ == "__main__":
    sys.exit(main())
