"""A nucleus between a layer and a metal that flows, step by step: the gap at the axis is the control."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .control import Lost, NewtonSettings, Point, solve_at
from .ground import LayerOnMetal

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class SunkCourse:
    """Height, pressure and front of the nucleus, metal sunk, layer raised, work and energies."""

    height: Array
    pressure: Array
    front: Array
    sunk: Array
    raised: Array
    work: Array
    stored: Array
    plastic: Array
    broken: Array

    @property
    def imbalance(self) -> Array:
        """Return work less stored, plastic and cohesive energy, over the work at the end."""
        return np.asarray((self.work - self.stored - self.plastic - self.broken) / self.work[-1])


@dataclass(eq=False)
class _Ground:
    """What a course carries from step to step."""

    at: Point
    force: Array
    plastic: Array
    largest: Array
    work: float = 0.0
    spent: float = 0.0
    height: float = 0.0
    before: tuple[Point, float] | None = None  # the step before, from which the next one is guessed

    def guess(self, height: float) -> Point:
        """Return the state that the last two steps lead to at a height."""
        if self.before is None:
            return self.at
        old, low = self.before
        share = (height - self.height) / (self.height - low)
        return Point(self.at.x + share * (self.at.x - old.x), self.at.load + share * (self.at.load - old.load))


def sink(model: LayerOnMetal, heights: Array, settings: NewtonSettings | None = None) -> SunkCourse:
    """Return the course along rising gaps at the axis; raises where there is no equilibrium."""
    settings = settings or NewtonSettings()
    now = _Ground(
        Point(np.zeros(model.size), 0.0),
        np.zeros(model.size),
        np.zeros((*model.metal.volume.shape, 4)),
        np.zeros_like(model.place),
    )
    rows, before = [], 0.0
    for height in heights:
        _advance(model, now, (before, float(height)), settings)
        before = float(height)
        rows.append((before, *_reading(model, now)))
    return SunkCourse(*np.array(rows).T)


def _advance(
    model: LayerOnMetal, now: _Ground, span: tuple[float, float], settings: NewtonSettings, halved: int = 0
) -> None:
    """Bring the state from one gap to the next, in halves where Newton's method fails."""
    try:
        _step(model, now, span[1], settings)
    except Lost:
        if halved == settings.halvings:
            raise
        middle = sum(span) / 2
        _advance(model, now, (span[0], middle), settings, halved + 1)
        _advance(model, now, (middle, span[1]), settings, halved + 1)


def _step(model: LayerOnMetal, now: _Ground, height: float, settings: NewtonSettings) -> None:
    """Bring the state to a gap; the pressure reaches its front."""
    front, new = model.front(now.largest), now.guess(height)
    for _ in range(settings.fronts):
        unit = model.pressed(front)
        new = solve_at(
            lambda x: model.forces(x, now.plastic, now.largest), unit, model.gap_row(), height, new, settings=settings
        )
        reached = model.front(model.parts(new.x, now.plastic, now.largest)[2].largest)
        if reached <= front:
            break
        front = reached
    else:
        raise Lost(f"the front still moves at the height {height:.4g} m", "take smaller steps")
    _, down, bonds = model.parts(new.x, now.plastic, now.largest)
    now.work += float((now.force + new.load * unit) / 2 @ (new.x - now.at.x))
    now.spent += float(np.sum(down.spent * model.metal.volume))
    now.before, now.height = (now.at, now.height), height
    now.at, now.force, now.plastic, now.largest = new, new.load * unit, down.plastic, bonds.largest


def _reading(model: LayerOnMetal, now: _Ground) -> tuple[float, ...]:
    """Return the columns of a course after the height."""
    up, down, bonds = model.parts(now.at.x, now.plastic, now.largest)
    raised, sunk = model.centre(now.at.x)
    stored = float(np.sum(up.stored * model.layer.volume) + np.sum(down.stored * model.metal.volume))
    return (
        now.at.load,
        model.front(now.largest),
        sunk,
        raised,
        now.work,
        stored + model.over_bond(bonds.stored),
        now.spent,
        model.over_bond(bonds.dissipated),
    )
