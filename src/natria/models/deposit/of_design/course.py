"""The run of a case: states to rows of a table, its end, and how it goes on after it was stopped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from ..inputs import FARADAY
from ..machine_code import state_of_kernels
from ..measures import FRONT, shape_of
from ..memory import Checkpoint, Kept, restore
from ..run import DepositState, StepPace, state_of, through
from ..settings import DepositGrid
from ..stepping import Stepper
from .case import DepositionCase, Tell, first_metal, grid_of, physics_of, settings_of, silent

UNITS = {
    "time": "s",
    "plated_charge": "C/m^2",
    "current_density": "A/m^2",
    "tip_height": "m",
    "tip_velocity": "m/s",
    "mean_height": "m",
    "roughness": "m",
    "roughness_factor": "1",
    "arc_length_ratio": "1",
    "dendrite_share": "1",
    "density": "1",
    "lost_sodium": "mol/m^2",
    "least_concentration": "mol/m^3",
    "room": "m",
    "step": "s",
    "steps": "1",
    "missing_sodium": "1",
}  # columns of the table of a course
LATER = ("current_density", "tip_velocity")  # that follow from the others
MOST_THREADS = 2
STEPS_TOLD = 1000  # a share of the run that is done is told in so many parts


@dataclass(frozen=True)
class DepositionOrder:
    """A case that is to be run, who hears of its progress, and the folder for an unfinished run."""

    case: DepositionCase
    tell: Tell = field(default=silent, compare=False)
    folder: Path | None = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class Deposition:
    """A course by column, and the last state."""

    grid: DepositGrid
    columns: dict[str, np.ndarray]
    last: DepositState


@lru_cache(maxsize=1)
def deposition_of(order: DepositionOrder) -> Deposition:
    """Return the run of a case; the one that was made last is at hand for its other artefacts."""
    case = order.case
    place = Checkpoint(order.folder / f"{state_of_kernels()}-{case.key}.npz" if order.folder else None)
    made = run_case(case, place, order.tell)
    place.forget()
    return made


def run_case(case: DepositionCase, place: Checkpoint, tell: Tell = silent) -> Deposition:
    """Return a run, from its checkpoint on where there is one."""
    grid = grid_of(case)
    rows: list[list[float]] = []
    last = None
    first = float("nan")
    for state in _states(case, grid, place, tell, rows):
        tip = state.tip(grid.spacing)
        first = rows[0][_AT["mean_height"]] if rows else first
        rows.append(_row(case, grid, state, tip, first))
        last = state
        if state.plated * FARADAY >= case.charge or tip >= case.room:
            break
    assert last is not None
    return Deposition(grid, _columns(np.array(rows)), last)


def _states(
    case: DepositionCase, grid: DepositGrid, place: Checkpoint, tell: Tell, rows: list[list[float]]
) -> Iterator[DepositState]:
    physics = physics_of(case, grid)
    grid.warn_of(physics.metal)
    settings = settings_of(case, min(MOST_THREADS, len(os.sched_getaffinity(0))))
    xi = first_metal(case, grid)
    made = Stepper(grid, physics, settings, xi, np.full(grid.shape, physics.bath.concentration))
    pace = _continued(made, place.found(), rows)
    times = np.linspace(0, case.time, case.outputs + 1)[1:]
    far = int(np.ceil(case.room / grid.spacing - 0.5))

    def after(now: StepPace) -> None:
        """Keep the run, and end it where metal has reached the far side between two times."""
        place.keep(made, now, np.array(rows))
        if made.xi[far:].max(initial=0.0) >= FRONT:
            raise _Touched(now)

    try:
        with made.device:
            yield from through(
                made, settings, times, lambda share, _: tell(int(share * STEPS_TOLD), STEPS_TOLD), pace, after
            )
    except _Touched as touched:
        yield state_of(made, touched.pace.step, touched.pace.refused, touched.pace.balance)


class _Touched(Exception):
    """Raised where metal has reached the far side."""

    def __init__(self, pace: StepPace) -> None:
        super().__init__()
        self.pace = pace


def _continued(made: Stepper, kept: Kept | None, rows: list[list[float]]) -> StepPace | None:
    """Put the run back to where it was kept, and its rows; None for a run that begins."""
    if kept is None:
        return None
    rows.extend(kept["rows"].tolist())
    return restore(made, kept)


ROW = tuple(name for name in UNITS if name not in LATER)
_AT = {name: at for at, name in enumerate(ROW)}


def _row(case: DepositionCase, grid: DepositGrid, state: DepositState, tip: float, first: float) -> list[float]:
    """Return the row of a state. The deposit is what grew on the metal of the first state."""
    start = case.start.front if np.isnan(first) else first
    shape = shape_of(state.xi, grid.spacing, start, tip)
    outside = state.xi < 0.5
    found = {
        "time": state.time,
        "plated_charge": state.plated * FARADAY,
        "tip_height": tip,
        "mean_height": shape.mean,
        "roughness": shape.roughness,
        "roughness_factor": shape.roughness_factor,
        "arc_length_ratio": shape.arc_length_ratio,
        "dendrite_share": shape.dendrite_share,
        "density": shape.density,
        "lost_sodium": shape.lost * case.metal.concentration,
        "least_concentration": float(state.concentration[outside].min()) if outside.any() else float("nan"),
        "room": case.room - tip,
        "step": state.step,
        "steps": float(state.steps),
        "missing_sodium": state.missing,
    }
    return [found[name] for name in ROW]


def _columns(rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns by name, with rates by differences."""
    kept = {name: rows[:, at] for name, at in _AT.items()}
    kept["current_density"] = rate(kept["time"], kept["plated_charge"])
    kept["tip_velocity"] = rate(kept["time"], kept["tip_height"])
    return {name: kept[name] for name in UNITS}


def rate(times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the rate by differences over the neighbours; nan for a single time."""
    if len(times) < 2:
        return np.full(len(times), np.nan)
    found: np.ndarray = np.gradient(values, times)
    return found
