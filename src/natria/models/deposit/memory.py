"""The whole state of a run on disk, so that a run that was killed goes on to the identical fields.

A step depends on the last states of each field, on the steps before it and on what solvers start from. All of it is
kept, in double precision. The file is written beside its place and then renamed, so a kill leaves the one before.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from .run import StepPace
from .stepping import Stepper
from .steps.sodium import SodiumBalance

STACKS = ("xi", "c", "phi", "total")
FIELDS = ("u", "scale", "layer")
ELECTRONS = "electrons"
EVERY = 120.0  # s of the clock between two writings

Kept = dict[str, np.ndarray]


def memory_of(made: Stepper, pace: StepPace) -> Kept:
    """Return all that a run goes on from, as arrays by name."""
    fields, bring = made.fields, made.device.bring
    balances = [astuple(one) for one in (made.first_balance, *made.balances, pace.balance)]
    return {
        **{name: np.array([bring(one) for one in getattr(fields, name)]) for name in STACKS},
        **{name: np.array(bring(getattr(fields, name))) for name in FIELDS},
        **({ELECTRONS: np.array(made.electrons.potentials)} if made.electrons else {}),
        "past": np.array(made.past),
        "balances": np.array(balances),
        "clock": np.array([made.time, made.steps, pace.dt, pace.step, pace.refused, made.most]),
    }


def restore(made: Stepper, kept: Kept) -> StepPace:
    """Put a run back to where it was kept; return its pace."""
    fields, put = made.fields, made.device.put
    for name in STACKS:
        for one, values in zip(getattr(fields, name), kept[name], strict=True):
            put(values, one)
    for name in FIELDS:
        put(kept[name], getattr(fields, name))
    for one, values in zip(made.electrons.potentials if made.electrons else [], kept.get(ELECTRONS, []), strict=True):
        one[:] = values
    made.past = [float(one) for one in kept["past"]]
    first, one, two, last = (SodiumBalance(*map(float, row)) for row in kept["balances"])
    made.first_balance, made.balances = first, [one, two]
    at, steps, dt, step, refused, made.most = (float(number) for number in kept["clock"])
    made.time, made.steps = at, int(steps)
    return StepPace(dt, step, int(refused), last)


@dataclass
class Checkpoint:
    """A file with the state of a run. Without a path nothing is kept.

    A file that cannot be read is left aside. One that cannot be written is told once, and the run goes on; where it
    `must` be kept, the run stops.
    """

    path: Path | None
    every: float = EVERY  # s
    clock: Callable[[], float] = time.monotonic
    must: bool = False
    at: float | None = None  # s of the run, of what was kept last
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        self._last = self.clock()

    def found(self, path: Path | None = None) -> Kept | None:
        """Return what was kept, here or in another file; None where nothing sound is there."""
        path = path or self.path
        if path is None or not path.is_file():
            return None
        try:
            with np.load(path, allow_pickle=False) as file:
                kept = {name: file[name] for name in file.files}
        except (OSError, ValueError, BadZipFile, EOFError):
            warnings.warn(f"{path} cannot be read: the run begins anew", stacklevel=2)
            return None
        self.at = float(kept["clock"][0])
        return kept

    def keep(self, made: Stepper, pace: StepPace, **more: np.ndarray) -> None:
        """Write the state, with more arrays of the caller, if enough time has passed since it was written.

        A state with a number that is none is not kept: the next step ends the run, and the file before is good.
        """
        if self.path is None or self.clock() - self._last < self.every:
            return
        if not all(np.isfinite(one).all() for one in (made.xi, made.c, made.phi)):
            return
        beside = self.path.with_suffix(f".{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(file, **more, **memory_of(made, pace))  # type: ignore[arg-type]
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
            self.at = made.time
        except OSError as bad:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            if self.must:
                raise
            warnings.warn(f"{self.path} cannot be written ({bad}): a run that is killed begins anew", stacklevel=2)
            self.path = None
        self._last = self.clock()

    def forget(self) -> None:
        """Remove the file of a run that has ended."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
