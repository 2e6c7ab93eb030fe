"""Analyses that run, wait or have ended since the server started, and whoever listens to them.

Each runs in a process of its own. One more process waits with everything imported, so that a dropped file is read at
once. Results are in the workspace; a job is only their way there, so none is lost with the server but the running ones,
which begin again when what they belong to is opened.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count

from .settings import AppSettings
from .tasks import LONG, Order
from .workspace import FAILED, write_json

ENDS = ("done", "failed", "cancelled")
KEPT = 500  # jobs that have ended
WAITING = 1000  # events that a slow listener may be behind
LISTENERS = 100  # pages that are open; one more ends the oldest, which may be gone
SETTLE = 1.0  # s until the spare process imports: the first page comes before
MOST_LINE = 2**20
MEMORY_ENDS = (signal.SIGABRT, getattr(signal, "SIGKILL", None))  # of libraries that get no memory; of the system
COMMAND = (sys.executable, "-m", "natria.app.worker")


@dataclass(frozen=True)
class AppJob:
    id: int
    task: str  # a key of TASKS
    name: str  # of the recording, design or case
    state: str = "waiting"  # running, done, failed, cancelled
    stage: str = ""
    done: float | None = None  # share of the stage
    left: float | None = None  # s
    what: str = ""  # what went wrong
    fix: str = ""


@dataclass
class Jobs:
    settings: AppSettings
    known: dict[int, AppJob] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=lambda: count(1))
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _listeners: dict[asyncio.Queue[AppJob | None], None] = field(default_factory=dict)  # the oldest first
    _spare: Process | None = None
    _refilling: asyncio.Lock = field(default_factory=asyncio.Lock)
    _settling: asyncio.Task[None] | None = None
    _room: asyncio.Semaphore | None = None
    _long_room: asyncio.Semaphore | None = None  # of tasks that take minutes
    _later: asyncio.Semaphore | None = None

    async def start(self) -> None:
        self._room, self._long_room = (asyncio.Semaphore(self.settings.jobs) for _ in range(2))
        self._later = asyncio.Semaphore(max(self.settings.jobs - 1, 1))
        self._settling = asyncio.create_task(self._refill(SETTLE))

    async def stop(self) -> None:
        self.hang_up()
        if self._settling is not None:
            self._settling.cancel()
        for number in list(self._tasks):
            self.cancel(number)
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._spare is not None:
            await _end(self._spare)

    def submit(self, order: Order, *, later: bool = False) -> AppJob:
        """Start a job; one that does the same task for the same name is cancelled.

        Jobs for `later` are one of many: they leave a process free for those that somebody waits for.
        """
        same = [j for j in self.known.values() if (j.task, j.name) == (order.task, order.name) and j.state not in ENDS]
        for job in same:
            self.cancel(job.id)
        job = AppJob(next(self._ids), order.task, order.name)
        self._tell(job)
        task = asyncio.create_task(self._run_later(job, order) if later else self._run(job, order))
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

    def hang_up(self) -> None:
        """End all listening."""
        for listener in list(self._listeners):
            self._end_listening(listener)

    async def events(self) -> AsyncIterator[AppJob]:
        """Yield each change of a job from now on, until the server stops."""
        listener: asyncio.Queue[AppJob | None] = asyncio.Queue(WAITING)
        if len(self._listeners) >= LISTENERS:
            self._end_listening(next(iter(self._listeners)))
        self._listeners[listener] = None
        try:
            while (job := await listener.get()) is not None:
                yield job
        finally:
            self._listeners.pop(listener, None)

    def _end_listening(self, listener: asyncio.Queue[AppJob | None]) -> None:
        self._listeners.pop(listener, None)
        if listener.full():
            listener.get_nowait()
        listener.put_nowait(None)

    async def _refill(self, after: float = 0.0) -> None:
        """Start the spare process where there is none."""
        await asyncio.sleep(after)
        async with self._refilling:
            if self._spare is None:
                self._spare = await _spawn()

    def _tell(self, job: AppJob) -> AppJob:
        self.known[job.id] = job
        for number in [k for k, j in self.known.items() if j.state in ENDS][:-KEPT]:
            del self.known[number]
        for listener in self._listeners:
            with suppress(asyncio.QueueFull):
                listener.put_nowait(job)
        return job

    async def _run_later(self, job: AppJob, order: Order) -> None:
        assert self._later is not None
        async with self._later:
            await self._run(job, order)

    async def _run(self, job: AppJob, order: Order) -> None:
        room = self._long_room if order.task in LONG else self._room
        assert room is not None
        async with room:
            process, self._spare = self._spare or await _spawn(), None
            try:
                async with asyncio.timeout(self.settings.seconds):
                    await self._follow(self._tell(replace(job, state="running")), order, process)
            except TimeoutError:
                what = f"the work took longer than {self.settings.seconds:g} s and was ended"
                self._fail(job, order, what, _more_time(order))
            finally:
                await _end(process)
                await self._refill()

    async def _follow(self, job: AppJob, order: Order, process: Process) -> None:
        """Give the order to a process and pass on what it says until it ends."""
        assert process.stdin is not None
        assert process.stdout is not None
        (order.out / FAILED).unlink(missing_ok=True)
        limits = {"memory": self.settings.memory, "seconds": self.settings.seconds}
        places = {"path": str(order.path), "out": str(order.out)}
        sent = {"task": order.task, "name": order.name, "options": dict(order.options), **places, **limits}
        with suppress(ConnectionError):
            process.stdin.write(json.dumps(sent).encode() + b"\n")
            await process.stdin.drain()
        async for line in process.stdout:
            said = json.loads(line)
            if "problem" in said:
                self._tell(replace(job, state="failed", **said["problem"]))
                return
            job = self._tell(replace(job, **said))
        if await process.wait() == 0:
            self._tell(replace(job, state="done", done=None, left=None))
            return
        self._fail(job, order, *self._end_of(order, process.returncode or 0))

    def _end_of(self, order: Order, code: int) -> tuple[str, str]:
        """Return what ended a process that said nothing, and a fix."""
        if -code == getattr(signal, "SIGXCPU", None):
            return f"the work took more than {self.settings.seconds:g} s on every processor", _more_time(order)
        fix = f"it may need more memory than {self.settings.memory:g} MiB; give more with natria app --memory"
        if -code in MEMORY_ENDS:
            name = signal.Signals(-code).name
            return f"the work was ended by {name}, which mostly means that it asked for too much memory", fix
        return f"the process that did the work ended with code {code}", fix

    def _fail(self, job: AppJob, order: Order, what: str, fix: str) -> None:
        write_json(order.out / FAILED, {"what": what, "fix": fix})
        self._tell(replace(job, state="failed", what=what, fix=fix))


def _more_time(order: Order) -> str:
    """Return what to do where a job took too long."""
    again = "; started again, it goes on where its state was kept last" if order.task in LONG else ""
    return f"give more time with natria app --seconds, or use the command line{again}"


async def _spawn() -> Process:
    return await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=MOST_LINE)


async def _end(process: Process) -> None:
    """Kill a process that has not ended, and wait for it."""
    with suppress(ProcessLookupError):
        if process.returncode is None:
            process.kill()
    await process.wait()
