"""The elastic tensor of a structure with relaxed ions, from stresses at few strains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluates, Relaxed, relax_ions
from ..calculators.evaluate import FORCE
from ..calculators.relax import ensure_stress
from ..calculators.structures import moved
from ..structures import SpaceGroup, space_group
from .averages import kelvin
from .energies import EnergyCheck, against_work
from .fit import StiffnessFit, fit_stiffness
from .patterns import Pattern, choose_patterns
from .pressure import MissingPressure, PressureSettings, relaxed_reference
from .tensors import invariant_basis, strain_vector, stress_rotation, stress_vector

LARGEST = 0.05  # strain


@dataclass(frozen=True)
class ElasticSettings:
    """Numerics of a tensor. The result lists them, and the gates say whether they sufficed.

    `amplitudes` are strains, the smaller first; the tensor is that of the smaller one. `energies_at` is a larger strain
    at which energies are compared with stresses too (0: none), for energies with noise. `symmetry` is the tolerance (m)
    within which atoms count as symmetric.
    """

    amplitudes: tuple[float, float] = (0.005, 0.01)
    energies_at: float = 0.0
    force: float = 0.005 * FORCE
    stress: float = 2e7  # Pa
    symmetry: float = 0.01 * ANGSTROM
    relax_cell: bool = True
    pressure: PressureSettings = field(default_factory=PressureSettings)

    @property
    def all_amplitudes(self) -> tuple[float, ...]:
        """The amplitudes, and the strain at which energies are compared."""
        return (*self.amplitudes, self.energies_at) if self.energies_at else self.amplitudes


@dataclass(frozen=True, eq=False)
class ElasticTensor:
    """A tensor with how it was found.

    `coarse` is the tensor of the larger amplitude. `std` (Pa) holds the error of the fit and the error that the
    amplitude leaves: central differences err by a^2, so (C(2a) - C(a))/3 is what is left at a.
    """

    stiffness: np.ndarray
    std: np.ndarray
    coarse: np.ndarray
    fit: StiffnessFit
    reference: Relaxed
    group: SpaceGroup  # of the structure that was given
    relaxed_group: SpaceGroup
    constants: int
    patterns: tuple[Pattern, ...]
    curve: tuple[tuple[float, np.ndarray], ...]  # amplitude and stress (six components, Pa) of the first pattern
    unrelaxed: tuple[str, ...]  # strains at which the ions did not reach the tolerance
    energies: EnergyCheck
    pressure: MissingPressure
    settings: ElasticSettings

    @property
    def amplitude_change(self) -> float:
        """The largest relative change of a stiffness between the two amplitudes.

        The stiffnesses are those along the six eigenvectors of the tensor (Kelvin), so that a soft one counts as much
        as a stiff one.
        """
        values, vectors = np.linalg.eigh(kelvin(self.stiffness))
        change = np.einsum("ik,ij,jk->k", vectors, kelvin(self.coarse - self.stiffness), vectors)
        return float(np.abs(change / values).max())

    @property
    def softest(self) -> tuple[float, float]:
        """The least eigenvalue (Pa, Kelvin) and an upper bound of its standard deviation.

        The errors of the elements are added in absolute value, because those of equal elements go together.
        """
        values, vectors = np.linalg.eigh(kelvin(self.stiffness))
        along = np.abs(vectors[:, 0])
        return float(values[0]), float(along @ kelvin(self.std) @ along)


def plan(structure: Structure, settings: ElasticSettings) -> tuple[SpaceGroup, np.ndarray, tuple[Pattern, ...]]:
    """The space group, the invariant basis and the strains of a structure."""
    group = space_group(structure, settings.symmetry)
    rotations = group.cartesian(structure.cell)
    basis = invariant_basis(rotations)
    return group, basis, choose_patterns(basis, rotations)


def count_strained(patterns: tuple[Pattern, ...], amplitudes: int = 2) -> int:
    """The number of strained cells: two amplitudes, and two signs where symmetry does not join them."""
    return sum(amplitudes if one.turn is not None else 2 * amplitudes for one in patterns)


def elastic_tensor(
    structure: Structure,
    evaluate: Evaluates,
    settings: ElasticSettings | None = None,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> ElasticTensor:
    """Relax the cell, strain it, relax the ions of each strained cell, and fit the tensor to the stresses.

    A pressure that the stress lacks against the energies is added before the cell counts as relaxed. The stress of
    the unstrained cell cancels in the central differences. The ions of a strained cell start where those of the
    smaller or of the opposite strain suggest, and with their Hessian. `tell` gets the stage, how many of its cells are
    done, and how many there are.
    """
    settings = settings or ElasticSettings()
    _ensure_settings(settings)
    group, _, _ = plan(structure, settings)
    tell("relaxation of the cell", 0, 1)
    stress = settings.stress if settings.relax_cell else None
    reference, corrected, pressure = relaxed_reference(structure, evaluate, settings.force, stress, settings.pressure)
    relaxed_group, basis, patterns = plan(reference.structure, settings)
    strained = _Strained(reference, corrected, settings, tell, count_strained(patterns, len(settings.all_amplitudes)))
    slopes = np.array([strained.slopes(pattern) for pattern in patterns])  # pattern, amplitude, component
    strains = np.array([strain_vector(pattern.matrix(1.0)) for pattern in patterns])
    fine, coarse = (fit_stiffness(strains, slopes[:, k], basis) for k in range(2))
    ratio = (settings.amplitudes[1] / settings.amplitudes[0]) ** 2 - 1
    std = np.hypot(np.nan_to_num(fine.std), (coarse.stiffness - fine.stiffness) / ratio)
    return ElasticTensor(
        stiffness=fine.stiffness,
        std=std,
        coarse=coarse.stiffness,
        fit=fine,
        reference=reference,
        group=group,
        relaxed_group=relaxed_group,
        constants=len(basis),
        patterns=patterns,
        curve=strained.curve(patterns[0]),
        unrelaxed=tuple(strained.unrelaxed),
        energies=strained.against_energies(patterns, coarse.stiffness),
        pressure=pressure,
        settings=settings,
    )


def _ensure_settings(settings: ElasticSettings) -> None:
    small, large = settings.amplitudes
    if not 0 < small < large <= LARGEST:
        what = f"amplitudes {small:g} and {large:g} are not two strains in rising order, up to {LARGEST:g}"
        raise InputError("--amplitudes", [Problem("", what, "give for example 0.005,0.01")])
    if settings.energies_at and not large < settings.energies_at <= LARGEST:
        what = f"{settings.energies_at:g} is not a strain above the amplitudes, up to {LARGEST:g}"
        raise InputError("--energies-at", [Problem("", what, "give for example 0.03")])


class _Strained:
    """The strained cells of one tensor."""

    def __init__(
        self,
        reference: Relaxed,
        evaluate: Evaluates,
        settings: ElasticSettings,
        tell: Callable[[str, int, int], None],
        total: int,
    ) -> None:
        self.reference, self.evaluate, self.settings = reference, evaluate, settings
        self.tell, self.total, self.done = tell, total, 0
        self.hessian = reference.hessian
        self.stresses: dict[tuple[str, float], np.ndarray] = {}
        self.energies: dict[tuple[str, float], float] = {}
        self.unrelaxed: list[str] = []

    def slopes(self, pattern: Pattern) -> np.ndarray:
        """Central differences of the stress over the amplitude, for each amplitude (2 x 6, Pa)."""
        found: list[np.ndarray] = []
        shift = np.zeros(self.reference.structure.positions.shape)
        for amplitude in self.settings.all_amplitudes:
            grown = shift * amplitude / self.settings.amplitudes[0]
            up, moved_up = self._stress(pattern, amplitude, grown)
            if pattern.turn is not None:
                down = stress_rotation(pattern.turn) @ up
                self.energies[pattern.name, -amplitude] = self.energies[pattern.name, amplitude]
            else:
                down, _ = self._stress(pattern, -amplitude, -moved_up)
            self.stresses[pattern.name, amplitude] = up
            self.stresses[pattern.name, -amplitude] = down
            shift = moved_up if not found else shift
            found.append((up - down) / (2 * amplitude))
        return np.array(found[:2])

    def curve(self, pattern: Pattern) -> tuple[tuple[float, np.ndarray], ...]:
        """The stresses of a pattern by amplitude, with that of the unstrained cell."""
        rows = {amplitude: stress for (name, amplitude), stress in self.stresses.items() if name == pattern.name}
        rows[0.0] = stress_vector(self.reference.evaluation.stress)
        return tuple(sorted(rows.items(), key=lambda row: row[0]))

    def against_energies(self, patterns: tuple[Pattern, ...], stiffness: np.ndarray) -> EnergyCheck:
        """Compare energies of strained cells with the work of their stresses, worst pattern of each."""
        rest = self.reference.evaluation
        checks = []
        for pattern in patterns:
            known = {a: (self.stresses[name, a], e) for (name, a), e in self.energies.items() if name == pattern.name}
            known[0.0] = stress_vector(rest.stress), rest.energy
            checks.append(against_work(pattern, known, self.reference.structure.volume, stiffness))
        return EnergyCheck(max(one.stiffness for one in checks), max(one.strain for one in checks))

    def _stress(self, pattern: Pattern, amplitude: float, shift: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The stress of one strained cell with relaxed ions, and the move of the ions beside the strain."""
        self.tell("strained cells", self.done, self.total)
        whole = self.reference.structure
        bent = np.eye(3) + pattern.matrix(amplitude)
        cell, even = whole.cell @ bent, whole.positions @ bent
        start = moved(whole, even + shift, cell)
        relaxed = relax_ions(start, self.evaluate, self.settings.force, self.hessian)
        self.hessian = relaxed.hessian
        ensure_stress(relaxed.evaluation, self.evaluate)
        if not relaxed.converged:
            self.unrelaxed.append(f"{pattern.name} {amplitude:+g}")
        self.energies[pattern.name, amplitude] = relaxed.evaluation.energy
        self.done += 1
        self.tell("strained cells", self.done, self.total)
        return stress_vector(relaxed.evaluation.stress), relaxed.structure.fractional @ cell - even
