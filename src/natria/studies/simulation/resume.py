"""A simulation that can be stopped and continued: its store, its legs, its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ...models.cell.solvers.checkpoint import POSITION, RunFolder, discard_run
from ...models.cell.solvers.run import Ending
from .outcome import Simulation, finish
from .plan import Plan, go

UNFINISHED = "unfinished"  # folder of a run that is not done yet, in the folder of its results


def _nothing(_: int) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Listener:
    """Follows a run: gets the cycle it continues in, the current cycle, and the number of readings read.

    Between two legs it is asked whether the run is to stop.
    """

    resumed: Callable[[int], None] = _nothing
    in_cycle: Callable[[int], None] = _nothing
    reading: Callable[[int], None] = _nothing
    stop: Callable[[], bool] = _never


@dataclass(frozen=True)
class Stopped:
    """A run that was stopped in a cycle; its readings are kept in its store."""

    cycle: int


def simulate_design(
    plan: Plan,
    out: Path | None = None,
    *,
    fresh: bool = False,
    listener: Listener | None = None,
    keep: Callable[[Simulation], None] | None = None,
) -> Simulation | Stopped:
    """Run a plan to its end, from where an earlier run in the folder `out` was stopped.

    `keep` gets the result while its store still exists, so a result that could not be written can be made again.
    Without `out` nothing is stored.
    """
    heard = listener or Listener()
    with _store_folder(out) as folder:
        made = _through(plan, folder, fresh, heard, keep)
        if keep is not None and not isinstance(made, Stopped):
            discard_run(folder)
    return made


def _through(
    plan: Plan, folder: Path, fresh: bool, heard: Listener, keep: Callable[[Simulation], None] | None
) -> Simulation | Stopped:
    """Run a plan to its end in the folder of its readings, and hand on the result while they exist."""
    with RunFolder(folder, plan.made_with, fresh=fresh) as store:
        if store.position.cycle:
            heard.resumed(store.position.cycle)
        store.save()  # from here on the folder is marked as ours
        try:
            done, ending = _run(plan, store, heard)
            if not done:
                return Stopped(store.position.cycle)
            heard.reading(store.position.readings)
            made = finish(plan, store, ending)
            if keep is not None:
                keep(made)
        except KeyboardInterrupt:
            return Stopped(store.position.cycle)
        return made


def unfinished_in(out: Path) -> str:
    """Return the name of the unfinished run in the folder of the results; empty without one."""
    return UNFINISHED if (out / UNFINISHED / POSITION).is_file() else ""


@contextmanager
def _store_folder(out: Path | None) -> Iterator[Path]:
    """Return the folder of the unfinished run; a temporary one where nothing is to be kept."""
    if out is not None:
        yield out / UNFINISHED
        return
    with TemporaryDirectory(prefix="natria-simulate-") as folder:
        yield Path(folder)


def _run(plan: Plan, store: RunFolder, heard: Listener) -> tuple[bool, Ending | None]:
    """Return whether the run came to its end, and why it ended before its protocol did."""
    ending = None
    for done in go(plan, store):
        ending = done.ending
        heard.in_cycle(done.leg.cycle)
        if heard.stop() and ending is None:
            store.save()
            return False, None
    if ending is None:
        store.save()
    return True, ending
