"""Delamination step by step: a nucleus grows below a layer, or the end of a strip is lifted.

At each step the pressure acts where the nucleus is: on its first patch and wherever the bond is broken at the end of
the step, which is found by repetition. A pressure that reached only the front of the step before would make the load
depend on the length of the steps. Height is the control, so a falling pressure is followed. The work of the load is the
sum of (p f + p' f')/2 (x' - x).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from .control import ControlRow, Lost, NewtonSettings, Point, solve_at
from .film import BondedFilm

Load = Literal["pressure", "force"]


@dataclass(frozen=True, eq=False)
class LiftedCourse:
    """Height (m), load (Pa, or N/m), front, zone (m), volume (m^3), work and energies (J), by step."""

    height: np.ndarray
    load: np.ndarray
    front: np.ndarray
    zone: np.ndarray
    volume: np.ndarray
    work: np.ndarray
    bending: np.ndarray
    stretching: np.ndarray
    bond: np.ndarray
    dissipated: np.ndarray
    x: np.ndarray  # of the last step
    largest: np.ndarray  # opening so far, of the last step

    @property
    def imbalance(self) -> np.ndarray:
        """Return work less stored and dissipated energy, over the work at the end."""
        held = self.bending + self.stretching + self.bond + self.dissipated
        return np.asarray((self.work - held) / self.work[-1])


@dataclass(eq=False)
class _State:
    point: Point
    largest: np.ndarray
    force: np.ndarray  # load times its unit forces
    work: float = 0.0


def lift(
    film: BondedFilm,
    heights: np.ndarray,
    load: Load = "pressure",
    settings: NewtonSettings | None = None,
    *,
    at_peak: int = 0,
) -> LiftedCourse:
    """Return the course along rising heights of the centre, or of the lifted end.

    Where the load has passed its peak the last two steps are taken again in `at_peak` smaller ones, if that is above 0.
    """
    settings = settings or NewtonSettings()
    size = film.line.size
    state = _State(Point(np.zeros(size), 0.0), np.zeros_like(film.area), np.zeros(size))
    rows: list[dict[str, float]] = []
    reached = [(0.0, replace(state))]

    def step(height: float) -> None:
        _advance(film, state, (reached[-1][0], height), load, settings=settings)
        reached.append((height, replace(state)))
        rows.append(_row(film, state, height))

    for height in heights:
        step(float(height))
        if at_peak and _has_passed(rows):
            low, state = reached[-3][0], replace(reached[-3][1])
            del rows[-2:], reached[-2:]
            for finer in np.linspace(low, float(height), at_peak + 1)[1:]:
                step(float(finer))
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return LiftedCourse(**columns, x=state.point.x, largest=state.largest)


def _has_passed(rows: list[dict[str, float]]) -> bool:
    """Return whether the load before the last was the largest so far, and the last is below it."""
    loads = [row["load"] for row in rows]
    return len(loads) > 1 and loads[-1] < loads[-2] == max(loads)


def _advance(
    film: BondedFilm,
    state: _State,
    span: tuple[float, float],
    load: Load,
    *,
    settings: NewtonSettings,
    halved: int = 0,
) -> None:
    """Bring the state from one height to the next, in halves where Newton's method fails."""
    try:
        _step(film, state, span[1], load, settings)
    except Lost:
        if halved == settings.halvings:
            raise
        middle = sum(span) / 2
        _advance(film, state, (span[0], middle), load, settings=settings, halved=halved + 1)
        _advance(film, state, (middle, span[1]), load, settings=settings, halved=halved + 1)


def _step(film: BondedFilm, state: _State, height: float, load: Load, settings: NewtonSettings) -> None:
    """Bring the state to a height; the pressure reaches its front."""
    row, at, front = ControlRow(film.lifted_end()), state.point, film.front(state.largest)
    for _ in range(settings.fronts):
        unit = film.pressed(front) if load == "pressure" else film.lifted_end()
        at = solve_at(lambda x: film.forces(x, state.largest), unit, row, height, at, settings=settings)
        largest = film.pulls(at.x, state.largest).largest
        if load == "force" or film.front(largest) <= front:
            break
        front = film.front(largest)
    else:
        raise Lost(f"the front still moves at the height {height:.4g} m", "take smaller steps")
    force = at.load * unit
    state.work += float((state.force + force) / 2 @ (at.x - state.point.x))
    state.point, state.force, state.largest = at, force, largest


def _row(film: BondedFilm, state: _State, height: float) -> dict[str, float]:
    x, largest = state.point.x, state.largest
    return {
        "height": height,
        "load": state.point.load,
        "front": film.front(largest),
        "zone": film.zone(largest),
        "volume": float(np.sum(film.area * np.maximum(film.opening(x), 0.0))),
        "work": state.work,
        **film.energies(x, largest),
    }
