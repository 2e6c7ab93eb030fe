"""The lattice and the bulk modulus of a crystal, from the pressure at a few volumes.

Birch and Murnaghan's equation of state (F. Birch, Phys. Rev. 71, 809 (1947)), with x = (V0/V)^(1/3):

    p = 3 B0/2 (x^7 - x^5) (1 + 3/4 (B0' - 4) (x^2 - 1))

It is fitted to pressures and not to energies: with plane waves at a fixed cutoff the energy jumps by some 0.1 meV where
the basis gains or loses a shell, and the stress does not. The cell keeps its shape, its ions are relaxed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluates, Relaxed, relax_ions
from ..calculators.evaluate import FORCE
from ..calculators.structures import moved
from ..structures import SpaceGroup, space_group
from .pressure import MissingPressure, PressureSettings, relaxed_reference

WIDEST = 0.05  # isotropic strain


@dataclass(frozen=True)
class LatticeSettings:
    """Numerics of an equation of state. `strains` are isotropic, each taken with both signs."""

    strains: tuple[float, ...] = (0.01, 0.02)
    force: float = 0.005 * FORCE
    stress: float = 2e7  # Pa
    symmetry: float = 0.01 * ANGSTROM
    pressure: PressureSettings = field(default_factory=PressureSettings)


@dataclass(frozen=True, eq=False)
class EquationOfState:
    """Birch-Murnaghan's parameters (m^3, Pa, 1) and the rms misfit of the pressures (Pa)."""

    volume: float
    bulk_modulus: float
    slope: float
    misfit: float

    def pressure(self, volume: np.ndarray) -> np.ndarray:
        """The pressure (Pa) at volumes (m^3)."""
        return _pressure(volume, self.volume, self.bulk_modulus, self.slope)


@dataclass(frozen=True, eq=False)
class Lattice:
    """A relaxed cell with its equation of state.

    `energy_modulus` (Pa) is the bulk modulus from the energies of the outermost volumes, which come on their own.
    """

    reference: Relaxed
    group: SpaceGroup  # of the structure that was given
    relaxed_group: SpaceGroup
    state: EquationOfState
    volumes: np.ndarray  # m^3, ascending
    pressures: np.ndarray  # Pa
    energies: np.ndarray  # J
    energy_modulus: float
    unrelaxed: tuple[str, ...]
    pressure: MissingPressure
    settings: LatticeSettings


def _pressure(volume: np.ndarray, v0: float, b0: float, slope: float) -> np.ndarray:
    x = (v0 / volume) ** (1 / 3)
    return np.asarray(1.5 * b0 * (x**7 - x**5) * (1 + 0.75 * (slope - 4) * (x**2 - 1)))


def fit_state(volumes: np.ndarray, pressures: np.ndarray) -> EquationOfState:
    """Fit the equation of state to at least four pressures (Pa) at volumes (m^3)."""
    from scipy.optimize import least_squares

    middle = volumes[np.argmin(np.abs(pressures))]
    bulk = float(-np.polyfit(np.log(volumes / middle), pressures, 1)[0])

    def misfit(x: np.ndarray) -> np.ndarray:
        return np.asarray((_pressure(volumes, middle * x[0], bulk * x[1], x[2]) - pressures) / bulk)

    x = least_squares(misfit, [1.0, 1.0, 4.0], xtol=1e-14, ftol=1e-14, gtol=1e-14).x
    rms = float(np.sqrt(np.mean(misfit(x) ** 2))) * bulk
    return EquationOfState(float(middle * x[0]), float(bulk * x[1]), float(x[2]), rms)


def modulus_by_energies(volumes: np.ndarray, energies: np.ndarray, state: EquationOfState) -> float:
    """The bulk modulus (Pa) of the energies, with the volume and the slope of a state.

    The energy of the state is linear in its modulus, so one factor and an offset are fitted by least squares.
    """
    grid = np.linspace(0, 1, 201)
    work = []
    for volume in volumes:
        path = state.volume + (volume - state.volume) * grid
        work.append(-float(np.trapezoid(state.pressure(path), path)))
    design = np.stack([np.array(work), np.ones(len(work))], axis=1)
    scale = float(np.ptp(work))
    factor = np.linalg.lstsq(design / [scale, 1.0], (energies - energies.min()) / scale, rcond=None)[0][0]
    return float(factor) * state.bulk_modulus


def lattice(
    structure: Structure,
    evaluate: Evaluates,
    settings: LatticeSettings | None = None,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> Lattice:
    """Relax the cell, take the pressure at isotropic strains, and fit the equation of state."""
    settings = settings or LatticeSettings()
    _ensure_settings(settings)
    group = space_group(structure, settings.symmetry)
    tell("relaxation of the cell", 0, 1)
    reference, corrected, pressure = relaxed_reference(
        structure, evaluate, settings.force, settings.stress, settings.pressure
    )
    whole, rest = reference.structure, reference.evaluation
    rows = [(whole.volume, -np.trace(rest.stress) / 3, rest.energy)]
    unrelaxed = []
    strains = [sign * one for one in settings.strains for sign in (-1, 1)]
    for done, strain in enumerate(strains):
        tell("volumes", done, len(strains))
        start = moved(whole, whole.positions * (1 + strain), whole.cell * (1 + strain))
        one = relax_ions(start, corrected, settings.force, reference.hessian)
        unrelaxed += [] if one.converged else [f"{strain:+g}"]
        rows.append((one.structure.volume, -np.trace(one.evaluation.stress) / 3, one.evaluation.energy))
    tell("volumes", len(strains), len(strains))
    volumes, pressures, energies = np.array(sorted(rows)).T
    state = fit_state(volumes, pressures)
    return Lattice(
        reference=reference,
        group=group,
        relaxed_group=space_group(whole, settings.symmetry),
        state=state,
        volumes=volumes,
        pressures=pressures,
        energies=energies,
        energy_modulus=modulus_by_energies(volumes, energies, state),
        unrelaxed=tuple(unrelaxed),
        pressure=pressure,
        settings=settings,
    )


def _ensure_settings(settings: LatticeSettings) -> None:
    if len(settings.strains) < 2 or not all(0 < one <= WIDEST for one in settings.strains):
        shown = ", ".join(f"{one:g}" for one in settings.strains)
        what = f"{shown or 'nothing'} is not at least two isotropic strains above 0, up to {WIDEST:g}"
        raise InputError("--strains", [Problem("", what, "give for example 0.01,0.02")])
