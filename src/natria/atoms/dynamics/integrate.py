"""Molecular dynamics at a temperature, in SI: two thermostats over one state that can be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...laws import AVOGADRO, GAS

BOLTZMANN = GAS / AVOGADRO  # J/K
Forces = Callable[[np.ndarray], tuple[float, np.ndarray]]  # positions (m) -> energy (J), forces (N)


@dataclass(frozen=True)
class ThermostatSettings:
    """How temperature is held: kind, temperature (K), time step (s), and relaxation time (s).

    For `langevin` the relaxation time is 1/gamma of every atom, for `bussi` that of the kinetic energy.
    """

    kind: str
    temperature: float
    step: float
    relaxation: float


@dataclass(frozen=True, eq=False)
class MotionState:
    """Positions (m, not wrapped), velocities (m/s), heat from the thermostat (J), random numbers."""

    positions: np.ndarray
    velocities: np.ndarray
    heat: float
    random: Mapping[str, Any]  # of numpy's PCG64


def generator(state: Mapping[str, Any]) -> np.random.Generator:
    """The random numbers from where a state has them."""
    made = np.random.Generator(np.random.PCG64())
    made.bit_generator.state = dict(state)
    return made


def kinetic_energy(velocities: np.ndarray, masses: np.ndarray) -> float:
    """Return the kinetic energy, J."""
    return float(0.5 * np.sum(masses[:, None] * velocities**2))


def freedom(settings: ThermostatSettings, atoms: int) -> int:
    """Return the degrees of freedom that the thermostat heats: Bussi's keeps the total momentum at zero."""
    return 3 * atoms - (3 if settings.kind == "bussi" and atoms > 1 else 0)


def started(positions: np.ndarray, masses: np.ndarray, settings: ThermostatSettings, seed: int) -> MotionState:
    """Return a state at rest in position with velocities of the temperature."""
    random = np.random.Generator(np.random.PCG64(seed))
    spread = np.sqrt(BOLTZMANN * settings.temperature / masses)[:, None]
    velocities = spread * random.standard_normal(positions.shape)
    if settings.kind == "bussi" and len(masses) > 1:
        velocities -= np.sum(masses[:, None] * velocities, axis=0) / masses.sum()
    return MotionState(positions, velocities, 0.0, random.bit_generator.state)


Moves = tuple[MotionState, np.ndarray, float]  # the state, its forces, its potential energy


def langevin(state: MotionState, forces: Forces, masses: np.ndarray, settings: ThermostatSettings, steps: int) -> Moves:
    """Advance by the BAOAB scheme of Leimkuhler and Matthews, Appl. Math. Res. Express 2013, 34."""
    random, dt, mass = generator(state.random), settings.step, masses[:, None]
    keep = np.exp(-dt / settings.relaxation)
    kick = np.sqrt(BOLTZMANN * settings.temperature * (1 - keep**2) / mass)
    r, v, heat = state.positions, state.velocities, state.heat
    energy, force = forces(r)
    for _ in range(steps):
        v = v + dt / 2 * force / mass
        r = r + dt / 2 * v
        before = kinetic_energy(v, masses)
        v = keep * v + kick * random.standard_normal(v.shape)
        heat += kinetic_energy(v, masses) - before
        r = r + dt / 2 * v
        energy, force = forces(r)
        v = v + dt / 2 * force / mass
    return MotionState(r, v, heat, random.bit_generator.state), force, energy


def bussi(state: MotionState, forces: Forces, masses: np.ndarray, settings: ThermostatSettings, steps: int) -> Moves:
    """Advance by velocity Verlet and rescale the velocities at random.

    Bussi, Donadio and Parrinello, J. Chem. Phys. 126, 014101 (2007). K is multiplied by
    c + (1 - c) K0/(n K) (R1^2 + chi^2 of n - 1) + 2 R1 sqrt(c (1 - c) K0/(n K)), with n degrees of freedom,
    K0 = n k T/2 and c = exp(-dt/tau).
    """
    random, dt, mass = generator(state.random), settings.step, masses[:, None]
    keep, n = np.exp(-dt / settings.relaxation), freedom(settings, len(masses))
    r, v, heat = state.positions, state.velocities, state.heat
    energy, force = forces(r)
    for _ in range(steps):
        v = v + dt / 2 * force / mass
        r = r + dt * v
        energy, force = forces(r)
        v = v + dt / 2 * force / mass
        kinetic = kinetic_energy(v, masses)
        each = BOLTZMANN * settings.temperature / (2 * kinetic)  # K0/(n K)
        one, rest = random.standard_normal(), random.chisquare(n - 1)
        factor = keep + (1 - keep) * each * (one**2 + rest) + 2 * one * np.sqrt(keep * (1 - keep) * each)
        v = v * np.sqrt(factor)
        heat += (factor - 1) * kinetic
    return MotionState(r, v, heat, random.bit_generator.state), force, energy


THERMOSTATS: dict[str, Callable[..., Moves]] = {"langevin": langevin, "bussi": bussi}
