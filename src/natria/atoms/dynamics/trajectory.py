"""Trajectories in chunks, each an entry of the store, so that a killed run goes on bit by bit."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import inf
from typing import Any

import numpy as np

from ...quantity import InputError, ModelError, Problem, did_you_mean
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluator, to_ase
from ..calculators.evaluate import EV, FORCE
from ..calculators.kept import StepName, kept
from .integrate import (
    BOLTZMANN,
    THERMOSTATS,
    Forces,
    MotionState,
    ThermostatSettings,
    freedom,
    kinetic_energy,
    started,
)

NAME = "atoms dynamics"
VERSION = 1
ATOMIC_MASS = 1.66053906660e-27  # kg (CODATA 2018)


@dataclass(frozen=True)
class RunSettings:
    """A run: its thermostat, steps between samples, samples a chunk, and the seed of random numbers."""

    thermostat: ThermostatSettings
    every: int
    samples: int
    seed: int

    @property
    def interval(self) -> float:
        """The time between two samples, s."""
        return self.thermostat.step * self.every


@dataclass(frozen=True, eq=False)
class AtomsTrajectory:
    """Positions (m, not wrapped: sample, atom, axis), energies and heat (J) of each sample."""

    structure: Structure
    settings: RunSettings
    masses: np.ndarray
    positions: np.ndarray
    potential: np.ndarray
    kinetic: np.ndarray
    heat: np.ndarray

    @property
    def temperatures(self) -> np.ndarray:
        """The temperature of each sample by its kinetic energy, K."""
        return np.asarray(2 * self.kinetic / (BOLTZMANN * freedom(self.settings.thermostat, len(self.masses))))

    @property
    def conserved(self) -> np.ndarray:
        """The energy less the heat from the thermostat, J: constant but for the error of the time step."""
        return np.asarray(self.potential + self.kinetic - self.heat)

    def after(self, time_: float) -> AtomsTrajectory:
        """The trajectory without the samples up to a time (s), which is not below zero."""
        if not time_ >= 0:
            raise ValueError("the time that is left out is below zero")
        first = round(time_ / self.settings.interval)
        parts = (self.positions, self.potential, self.kinetic, self.heat)
        return AtomsTrajectory(self.structure, self.settings, self.masses, *(part[first:] for part in parts))


def trajectory(
    structure: Structure,
    evaluate: Evaluator,
    settings: RunSettings,
    chunks: int,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> AtomsTrajectory:
    """Move the atoms of a structure at a temperature.

    Every chunk begins with a new calculator, so that it depends on the state before it alone.
    """
    ensure_run(settings)
    masses = np.asarray(to_ase(structure).get_masses()) * ATOMIC_MASS
    state = started(structure.positions, masses, settings.thermostat, settings.seed)
    one = _Run(structure, evaluate, settings, masses)
    parts: list[dict[str, np.ndarray]] = []
    stage = f"chunks at {settings.thermostat.temperature:g} K"
    for place in range(chunks):
        tell(stage, place, chunks)
        state, samples = one.chunk(state, place)
        parts.append(samples)
    tell(stage, chunks, chunks)
    whole = {name: np.concatenate([part[name] for part in parts]) for name in SAMPLED}
    return AtomsTrajectory(structure, settings, masses, **whole)


SAMPLED = ("positions", "potential", "kinetic", "heat")


def ensure_run(settings: RunSettings) -> None:
    """Raise InputError unless the thermostat is known and its numbers are finite and above zero."""
    heat = settings.thermostat
    if heat.kind not in THERMOSTATS:
        fix = did_you_mean(heat.kind, THERMOSTATS) or f"known: {', '.join(THERMOSTATS)}"
        raise InputError("--thermostat", [Problem(heat.kind, "there is no thermostat of this name", fix)])
    if not (0 < heat.temperature < inf and 0 < heat.step < heat.relaxation < inf):
        what = "needs a temperature and a time step above zero, and a finite relaxation time above the time step"
        raise InputError("--temperature", [Problem("", what, "give for example 600 K, 1 fs and 100 fs")])


@dataclass(frozen=True, eq=False)
class _Run:
    """What all chunks of one run share."""

    structure: Structure
    evaluate: Evaluator
    settings: RunSettings
    masses: np.ndarray

    def chunk(self, state: MotionState, place: int) -> tuple[MotionState, dict[str, np.ndarray]]:
        """The chunk at a place: from the store, or computed from the state before it."""
        recipe, kelvin = self.evaluate.recipe, self.settings.thermostat.temperature
        key = {
            "structure": self.structure.digest,
            "recipe": recipe.digest,
            "settings": asdict(self.settings),
            "chunk": place,
        }
        text = f"chunk {place} of {self.structure.title or 'a structure'} at {kelvin:g} K by {recipe.calculator}"
        content = {"key": text, "recipe": recipe.to_json()}
        step = StepName(NAME, VERSION, key)
        made = kept(self.evaluate.store, step, content, lambda: self.computed(state))
        self.evaluate.found += made.was_there
        with np.load(io.BytesIO(made.data), allow_pickle=False) as found:
            random = json.loads(str(found["random"]))
            after = MotionState(found["positions"][-1], found["velocities"], float(found["heat"][-1]), random)
            return after, {name: found[name] for name in SAMPLED}

    def computed(self, state: MotionState) -> bytes:
        """The samples of a chunk from the state before it, with the state after it."""
        began, heat = time.monotonic(), self.settings.thermostat
        advance, forces = THERMOSTATS[heat.kind], self.forces()
        rows: dict[str, list[Any]] = {name: [] for name in SAMPLED}
        for _ in range(self.settings.samples):
            state, _, energy = advance(state, forces, self.masses, heat, self.settings.every)
            if not np.isfinite(state.positions).all():
                what = f"the atoms of {self.structure.title or 'the structure'} flew apart at {heat.temperature:g} K"
                raise ModelError(what, "give a shorter time step, or relax the structure first")
            sample = (state.positions, energy, kinetic_energy(state.velocities, self.masses), state.heat)
            for name, value in zip(SAMPLED, sample, strict=True):
                rows[name].append(value)
        written = io.BytesIO()
        arrays = {name: np.array(row) for name, row in rows.items()}
        arrays |= {"velocities": state.velocities, "random": np.array(json.dumps(state.random))}
        np.savez(written, allow_pickle=False, **arrays)
        self.evaluate.seconds += time.monotonic() - began
        return written.getvalue()

    def forces(self) -> Forces:
        """Energy and forces by a new calculator; the last ones are kept, as a run asks for them twice."""
        atoms, evaluate = to_ase(self.structure), self.evaluate
        last: list[Any] = [None, None]

        def forces(positions: np.ndarray) -> tuple[float, np.ndarray]:
            if last[0] is positions:
                found: tuple[float, np.ndarray] = last[1]
                return found
            atoms.positions = positions / ANGSTROM
            try:
                if atoms.calc is None:
                    atoms.calc = evaluate.make()
                energy, force = float(atoms.get_potential_energy()), np.array(atoms.get_forces(), float)
            except Exception as bad:  # a foreign calculator may raise anything
                what = f"{evaluate.recipe.calculator} cannot evaluate {self.structure.title or 'the structure'}"
                fix = "check that it knows the elements and its settings; --debug shows where it failed"
                raise ModelError(f"{what}: {type(bad).__name__}: {bad}", fix) from bad
            evaluate.calls += 1
            last[:] = positions, (energy * EV, force * FORCE)
            return energy * EV, force * FORCE

        return forces
