"""Analyses that run, wait or have ended since the server started, and whoever listens to them.

Each runs in a process of its own. One more process waits with everything imported, so that a dropped file is read at
once. Results are in the workspace; a job is only their way there, so none is lost with the server but the running ones,
which begin again when their recording is opened.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count

from .settings import AppSettings
from .workspace import FAILED, AppWorkspace, write_json

ENDS = ("done", "failed", "cancelled")
KEPT = 500  # jobs that have ended
WAITING = 1000  # events that a slow listener may be behind
MOST_LINE = 2**20
COMMAND = (sys.executable, "-m", "natria.app.worker")


@dataclass(frozen=True)
class AppJob:
    id: int
    name: str  # of the recording
    state: str = "waiting"  # running, done, failed, cancelled
    stage: str = ""
    what: str = ""  # what went wrong
    fix: str = ""


@dataclass
class Jobs:
    workspace: AppWorkspace
    settings: AppSettings
    known: dict[int, AppJob] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=lambda: count(1))
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _listeners: set[asyncio.Queue[AppJob | None]] = field(default_factory=set)
    _spare: Process | None = None
    _room: asyncio.Semaphore | None = None

    async def start(self) -> None:
        self._room = asyncio.Semaphore(self.settings.jobs)
        self._spare = await _spawn()

    async def stop(self) -> None:
        for listener in self._listeners:
            with suppress(asyncio.QueueFull):
                listener.put_nowait(None)
        for number in list(self._tasks):
            self.cancel(number)
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._spare is not None:
            await _end(self._spare)

    def submit(self, name: str, options: Mapping[str, str]) -> AppJob:
        """Start the analysis of a recording, or return the job that is about the same."""
        self.workspace.ask(name, options)
        same = [j for j in self.known.values() if j.name == name and j.state not in ENDS]
        for job in same:
            self.cancel(job.id)
        job = AppJob(next(self._ids), name)
        self._tell(job)
        task = asyncio.create_task(self._run(job, dict(options)))
        self._tasks[job.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job.id, None))
        return job

    def cancel(self, number: int) -> AppJob | None:
        """Cancel a job; its process is killed. Returns the job, or None where there is none of this number."""
        job = self.known.get(number)
        if job is not None and job.state not in ENDS:
            job = self._tell(replace(job, state="cancelled"))
            if (task := self._tasks.get(number)) is not None:
                task.cancel()
        return job

    async def events(self) -> AsyncIterator[AppJob]:
        """Yield each change of a job from now on, until the server stops."""
        listener: asyncio.Queue[AppJob | None] = asyncio.Queue(WAITING)
        self._listeners.add(listener)
        try:
            while (job := await listener.get()) is not None:
                yield job
        finally:
            self._listeners.discard(listener)

    def _tell(self, job: AppJob) -> AppJob:
        self.known[job.id] = job
        for number in [k for k, j in self.known.items() if j.state in ENDS][:-KEPT]:
            del self.known[number]
        for listener in self._listeners:
            with suppress(asyncio.QueueFull):
                listener.put_nowait(job)
        return job

    async def _run(self, job: AppJob, options: dict[str, str]) -> None:
        assert self._room is not None
        async with self._room:
            process, self._spare = self._spare or await _spawn(), None
            try:
                async with asyncio.timeout(self.settings.seconds):
                    await self._follow(self._tell(replace(job, state="running")), options, process)
            except TimeoutError:
                what = f"the analysis took longer than {self.settings.seconds:g} s and was ended"
                self._fail(job, options, what, "give more time with --seconds, or measure the file with natria measure")
            finally:
                await _end(process)
                if self._spare is None:
                    self._spare = await _spawn()

    async def _follow(self, job: AppJob, options: dict[str, str], process: Process) -> None:
        """Give the order to a process and pass on what it says until it ends."""
        assert process.stdin is not None
        assert process.stdout is not None
        out = self.workspace.results(job.name, options)
        (out / FAILED).unlink(missing_ok=True)
        order = {
            "path": str(self.workspace.find(job.name)),
            "options": options,
            "out": str(out),
            "memory": self.settings.memory,
            "seconds": self.settings.seconds,
        }
        with suppress(ConnectionError):
            process.stdin.write(json.dumps(order).encode() + b"\n")
            await process.stdin.drain()
        async for line in process.stdout:
            said = json.loads(line)
            if "problem" in said:
                self._tell(replace(job, state="failed", **said["problem"]))
                return
            job = self._tell(replace(job, stage=said["stage"]))
        if await process.wait() == 0:
            self._tell(replace(job, state="done"))
            return
        what = f"the process that read the file ended with code {process.returncode}"
        fix = f"the file may need more memory than {self.settings.memory:g} MiB; give more with --memory"
        self._fail(job, options, what, fix)

    def _fail(self, job: AppJob, options: dict[str, str], what: str, fix: str) -> None:
        write_json(self.workspace.results(job.name, options) / FAILED, {"what": what, "fix": fix})
        self._tell(replace(job, state="failed", what=what, fix=fix))


async def _spawn() -> Process:
    return await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=MOST_LINE)


async def _end(process: Process) -> None:
    """Kill a process that has not ended, and wait for it."""
    with suppress(ProcessLookupError):
        if process.returncode is None:
            process.kill()
    await process.wait()
