"""A simulation that can be stopped and continued: its store, its legs, its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

from ...models.cell.solvers.adaptive import SolveError
from ...models.cell.solvers.checkpoint import POSITION, RunFolder, discard_run, position_in
from ...models.cell.solvers.run import Ending
from ...quantity import OutputError
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
        _ensure_space(plan, folder)
        made = _through(plan, folder, fresh, heard, keep, kept=out is not None)
        if keep is not None and not isinstance(made, Stopped):
            discard_run(folder)
    return made


def unfinished_result(plan: Plan, out: Path) -> Simulation:
    """Return what an unfinished run in the folder `out` has so far, marked as incomplete.

    The run stays as it is.
    """
    without = "run the command without --partial"
    if not unfinished_in(out):
        raise OutputError(f"{out} holds no unfinished run", without)
    with RunFolder(out / UNFINISHED, plan.made_with, width=len(plan.columns)) as store:
        if not store.position.readings:
            raise OutputError(f"the unfinished run in {out} has no readings yet", without)
        return finish(plan, store, None, incomplete=True)


def _ensure_space(plan: Plan, folder: Path) -> None:
    """Raise an error where the readings of a run cannot fit on its disk."""
    there = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    kept = sum(p.stat().st_size for p in folder.iterdir() if p.is_file()) if folder.is_dir() else 0
    free = disk_usage(there).free
    if plan.bytes - kept > free:
        what = f"{plan.cycles:,} cycles need about {gigabytes(plan.bytes)}, and {there} has {gigabytes(free)} free"
        raise OutputError(what, "give fewer --cycles or --samples, or another disk with --out")


def gigabytes(size: float) -> str:
    """Return a size of files as a text."""
    return f"{size / 1e9:,.2g} GB" if size < 1e10 else f"{size / 1e9:,.0f} GB"


def _through(
    plan: Plan,
    folder: Path,
    fresh: bool,
    heard: Listener,
    keep: Callable[[Simulation], None] | None,
    *,
    kept: bool,
) -> Simulation | Stopped:
    """Run a plan to its end in the folder of its readings, and hand on the result while they exist."""
    try:
        return _in_folder(plan, folder, fresh, heard, keep)
    except SolveError as failed:
        position = position_in(folder)
        if position is None or not position.readings:
            discard_run(folder)  # nothing that could be continued
            raise
        if not kept:
            raise
        partial = "add --partial to the same command for the readings before it, marked as incomplete"
        raise SolveError(failed.what, f"{failed.fix}; {partial}" if failed.fix else partial) from None


def _in_folder(
    plan: Plan, folder: Path, fresh: bool, heard: Listener, keep: Callable[[Simulation], None] | None
) -> Simulation | Stopped:
    with RunFolder(folder, plan.made_with, fresh=fresh, width=len(plan.columns)) as store:
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
    try:
        for done in go(plan, store):
            ending = done.ending
            heard.in_cycle(done.leg.cycle)
            if heard.stop() and ending is None:
                store.save()
                return False, None
    except SolveError:
        store.save()
        raise
    if ending is None:
        store.save()
    return True, ending
