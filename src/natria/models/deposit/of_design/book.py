"""What is written down of a run: a row for each time, the waves of its front, fields at some times."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ....quantity import ModelError
from ..inputs import FARADAY
from ..measures import shape_of
from ..run import DepositState
from ..settings import DepositGrid
from .case import DepositionCase
from .frames import Frame, FramePlan
from .live import Live
from .stages import SIGN, DepositionStage
from .waves import amplitudes_of, count_of_waves, heights_of

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
    "stage": "1",
}  # columns of the table of a course
LATER = ("current_density", "tip_velocity")  # that follow from the others
DEBT = 1.0  # of the concentration of the bath: salt below zero that a state may have in front of its metal
RESTS = 6  # times fewer rows of a rest than of a plating
ROW = tuple(name for name in UNITS if name not in LATER)
_AT = {name: at for at, name in enumerate(ROW)}


@dataclass(eq=False)
class CourseBook:
    """What is written down of a run, a row for each of its times."""

    case: DepositionCase
    grid: DepositGrid
    live: Live
    rows: list[list[float]] = field(default_factory=list)
    waves: list[np.ndarray] = field(default_factory=list)
    frames: dict[int, Frame] = field(default_factory=dict)
    last: DepositState | None = None
    stage: int = 0

    def __post_init__(self) -> None:
        self.plan = FramePlan.of(self.grid.shape, 1 + sum(rows_of(self.case, one) for one in self.case.stages))
        self.count = count_of_waves(self.grid.shape[2] * self.grid.spacing, self.case.front_width)

    def take(self, state: DepositState) -> None:
        """Write down a state, and show it where the run is shown."""
        spacing, number = self.grid.spacing, len(self.rows)
        if self.rows and self.rows[-1][0] == state.time:
            return
        first = self.rows[0][_AT["mean_height"]] if self.rows else float("nan")
        most = max((abs(row[_AT["plated_charge"]]) for row in self.rows), default=0.0)
        row = _row(self.case, self.grid, state, state.tip(spacing), first)
        row["missing_sodium"] = _over_most(state, most / FARADAY)
        self.rows.append([{**row, "stage": float(self.stage)}[name] for name in ROW])
        self.waves.append(amplitudes_of(heights_of(state.xi, spacing), self.count))
        self.last = state
        self.live.course(self.columns(), UNITS)
        if number % self.plan.every == 0:
            self.keep(number)

    def keep(self, number: int) -> None:
        """Keep the fields of the last state."""
        if self.last is not None and number not in self.frames:
            self.frames[number] = self.plan.frame(self.last)
            self.live.frame(number, self.frames[number])

    def columns(self) -> dict[str, np.ndarray]:
        """Return the rows so far by column."""
        return _columns(np.array(self.rows))


def rows_of(case: DepositionCase, stage: DepositionStage) -> int:
    """Return the number of rows of a stage that takes its whole time."""
    return case.outputs if SIGN[stage.drive] else max(1, case.outputs // RESTS)


def _row(case: DepositionCase, grid: DepositGrid, state: DepositState, tip: float, first: float) -> dict[str, float]:
    """Return the row of a state. The deposit is what grew on the metal of the first state."""
    start = case.start.front if np.isnan(first) else first
    shape = shape_of(state.xi, grid.spacing, start, tip)
    outside = state.xi < 0.5
    least = float(state.concentration[outside].min()) if outside.any() else float("nan")
    refuse_debt(least / case.salt.concentration, state.time)
    return {
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
        "least_concentration": least,
        "room": case.room - tip,
        "step": state.step,
        "steps": float(state.steps),
    }


def refuse_debt(least: float, time: float) -> None:
    """Refuse a state in which metal has taken far more salt than there was.

    `least` is the least concentration over that of the bath.
    Under a voltage the reaction takes the concentration as predicted. Near depletion it may fall below zero by a
    little; far below, the fields are no solution of the equations.
    """
    if least < -DEBT:
        raise ModelError(
            f"the salt in front of the metal is at {least:.2g} of that of the bath at {time:.6g} s: it was used up, "
            "and this model does not follow a voltage beyond",
            "lower the voltage, or end the run before this time",
        )


def _over_most(state: DepositState, most: float) -> float:
    """Return the missing sodium over the most that was plated: after a strip little is left."""
    if not state.plated:
        return 0.0
    return state.missing * state.plated / max(abs(state.plated), most)


def _columns(rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns by name, with rates by differences."""
    kept = {name: rows[:, at] for name, at in _AT.items()}
    for name, of in zip(LATER, ("plated_charge", "tip_height"), strict=True):
        kept[name] = rate(kept["time"], kept[of], kept["stage"])
    return {name: kept[name] for name in UNITS}


def rate(times: np.ndarray, values: np.ndarray, stages: np.ndarray) -> np.ndarray:
    """Return the rate by differences over the neighbours in one stage; nan for a single time."""
    found = np.full(len(times), np.nan)
    for stage in np.unique(stages):
        here = np.flatnonzero(stages == stage)
        within = slice(max(here[0] - 1, 0), here[-1] + 1)  # from the end of the stage before on
        if within.stop - within.start > 1:
            found[here] = np.gradient(values[within], times[within])[-len(here) :]
    return found
