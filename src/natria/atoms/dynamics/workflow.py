"""The diffusivity of a species at one or more temperatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from ...laws import ArrheniusLine, arrhenius_line
from ...quantity import InputError, Problem
from ...record import Structure
from ..calculators import Evaluator
from ..structures import distances
from .hops import diffusivity_bound, fourth_moment_length, hop_lengths, longest_hop, with_vacant_sites
from .mobility import LEAST_SAMPLES, DiffusivityFit, diffusivity
from .trajectory import AtomsTrajectory, RunSettings, ensure_run, trajectory

LEAST_HOPS = 30  # fewer leave a bound: their number alone is uncertain by 1/sqrt(30), 18 %
PARTS = 5  # of a run, for the error of its mean temperature


@dataclass(frozen=True)
class DiffusionSettings:
    """A run, chunks of it, and the time (s) that is left out at its begin.

    Each temperature takes the place of that of the run.
    """

    run: RunSettings
    chunks: int
    equilibration: float


@dataclass(frozen=True, eq=False)
class DiffusionAt:
    """What one temperature gave. With fewer hops than `LEAST_HOPS` the diffusivity is only bounded.

    `rattle` is the root-mean-square displacement of the species that stay, about their mean places, over their
    nearest distance; None where no other species is there. `drift` (W) is the slope of the conserved energy per atom.
    `temperature` and its `temperature_std` are by kinetic energy.
    """

    asked: float
    fit: DiffusivityFit
    hops: int
    bound: float
    duration: float
    rattle: float | None
    drift: float
    temperature: float
    temperature_std: float

    @property
    def is_bound(self) -> bool:
        return self.hops < LEAST_HOPS


@dataclass(frozen=True, eq=False)
class Diffusion:
    """Diffusivities of a species; `line` is that of Arrhenius over those that are no bounds."""

    structure: Structure
    species: str
    hop: float  # m, the least distance of two sites of the species
    longest: float  # m, the longest distance of two neighbouring ones
    width: float  # m, the least width of the cell
    at: tuple[DiffusionAt, ...]
    line: ArrheniusLine | None
    settings: DiffusionSettings


def diffusion(
    structure: Structure,
    species: str,
    evaluate: Evaluator,
    temperatures: Sequence[float],
    settings: DiffusionSettings,
    *,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> Diffusion:
    """Return the diffusivity of a species, relative to the other atoms, at each temperature."""
    mobile = np.array([name == species for name in structure.species])
    if not mobile.any():
        what = f"{structure.title or 'the structure'} has no {species}"
        raise InputError("--species", [Problem("", what, f"give one of: {', '.join(sorted(set(structure.species)))}")])
    heats = [replace(settings.run.thermostat, temperature=kelvin) for kelvin in temperatures]
    runs = [replace(settings.run, thermostat=heat) for heat in heats]
    for run in runs:
        ensure_run(run)
    _ensure_samples(structure, settings)
    hop, longest = nearest_of(structure, mobile), longest_hop(structure.positions[mobile], structure.cell)
    found = []
    for run in runs:
        moved = trajectory(structure, evaluate, run, settings.chunks, tell)
        found.append(diffusion_at(moved.after(settings.equilibration), mobile, hop, longest))
    widths = 1 / np.linalg.norm(np.linalg.inv(structure.cell), axis=0)
    known = [one for one in found if not one.is_bound and one.fit.value > 0]
    line = None
    if len({one.asked for one in known}) > 1:
        rows = [[one.asked, one.fit.value, one.fit.std] for one in known]
        line = arrhenius_line(*np.array(rows).T)
    return Diffusion(structure, species, hop, longest, float(widths.min()), tuple(found), line, settings)


def _ensure_samples(structure: Structure, settings: DiffusionSettings) -> None:
    """Raise InputError unless enough samples are left for a line, of atoms that can move."""
    samples, interval, early = settings.chunks * settings.run.samples, settings.run.interval, settings.equilibration
    if not 0 <= early < inf:
        what = f"{early:g} s is no finite time of zero or more"
        raise InputError("--equilibration", [Problem("", what, "give the time at the begin that is left out")])
    if early >= 0.5 * samples * interval:
        what = "half of the run or more is left out as equilibration"
        raise InputError("--equilibration", [Problem("", what, "give a longer run, or leave out less")])
    left = samples - round(early / interval)
    if left < LEAST_SAMPLES:
        what = f"{left} samples are left after the equilibration; a diffusivity needs {LEAST_SAMPLES}"
        raise InputError(
            "--time", [Problem("", what, "give a longer --time, or fewer steps between samples (--every)")]
        )
    if len(structure) == 1:
        what = "a single atom does not move relative to others"
        raise InputError("STRUCTURE", [Problem("", what, "give a supercell")])


def diffusion_at(moved: AtomsTrajectory, mobile: np.ndarray, hop: float, longest: float) -> DiffusionAt:
    """Return what the trajectory of one temperature gives."""
    positions, masses = moved.positions, moved.masses
    frame = ~mobile if (~mobile).any() else np.ones_like(mobile)
    drift = np.einsum("saj,a->sj", positions[:, frame], masses[frame]) / masses[frame].sum()
    start = np.einsum("aj,a->j", moved.structure.positions[frame], masses[frame]) / masses[frame].sum()
    still = positions - (drift - start)[:, None]
    species = still[:, mobile]
    interval = moved.settings.interval
    sites = with_vacant_sites(species, moved.structure.positions[mobile], moved.structure.cell, hop, interval)
    lengths = hop_lengths(species, sites, moved.structure.cell, hop)
    duration = (len(positions) - 1) * interval
    parts = [float(part.mean()) for part in np.array_split(moved.temperatures, PARTS)]
    time = np.arange(len(positions)) * interval
    return DiffusionAt(
        moved.settings.thermostat.temperature,
        diffusivity(species, interval, fourth_moment_length(lengths, longest)),
        len(lengths),
        diffusivity_bound(lengths, longest, int(mobile.sum()), duration),
        duration,
        _rattle(still[:, ~mobile], moved.structure, ~mobile),
        float(np.polyfit(time - time.mean(), moved.conserved, 1)[0]) / len(masses),
        float(moved.temperatures.mean()),
        float(np.std(parts, ddof=1) / np.sqrt(PARTS)),
    )


def nearest_of(structure: Structure, some: np.ndarray) -> float:
    """Return the least distance (m) of two atoms of some, images included."""
    places = structure.fractional[some]
    gaps = [distances(structure.cell, one, np.delete(places, k, axis=0)) for k, one in enumerate(places)]
    images = [float(np.linalg.norm(vector)) for vector in structure.cell]
    return min([float(gap.min()) for gap in gaps if len(gap)] + images)


def _rattle(positions: np.ndarray, structure: Structure, frame: np.ndarray) -> float | None:
    """The root-mean-square displacement of the second half over the nearest distance.

    It is about the mean places, or that of these from the given ones if it is larger.
    """
    if not frame.any():
        return None
    half = positions[len(positions) // 2 :]
    about = np.sqrt(np.mean(np.sum((half - half.mean(axis=0)) ** 2, axis=2)))
    away = np.sqrt(np.mean(np.sum((half.mean(axis=0) - structure.positions[frame]) ** 2, axis=1)))
    return float(max(about, away)) / nearest_of(structure, np.ones_like(frame))
