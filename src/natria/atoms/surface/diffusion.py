"""Hops of an adsorbate between neighbouring equal sites of a surface."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from ...quantity import InputError, Problem
from ...record.structure import ANGSTROM
from ..calculators import Evaluator, EvaluatorFamily, Relaxed, relax_ions
from ..calculators.evaluate import EV, FORCE
from ..calculators.structures import moved
from ..migration.band import BandSettings
from ..migration.hop import LONGEST, SPRING, Hop, HopSettings, displacements
from ..migration.search import find_path
from .adsorption import Adsorption, with_atom

APART = 0.5 * ANGSTROM  # m: sites closer than this are no two places of an adsorbate


def surface_hop(
    found: Adsorption,
    family: EvaluatorFamily,
    settings: HopSettings | None = None,
    tell: Callable[[str, int], None] = lambda *_: None,
) -> Hop:
    """The hop of an adsorbate from its best site to the nearest equal one; the lowest planes are held."""
    settings = settings or HopSettings(end_force=found.settings.surface.force)
    step = _nearest_step(found)
    element = found.reference.element
    start = found.best.relaxed
    evaluate = family.of(start.structure)
    free = (*found.clean.free, len(start.structure) - 1)
    tell("relaxation of the end", evaluate.calls)
    place = start.structure.positions[-1] + np.array([*step, 0.0])
    last = relax_ions(with_atom(found.clean, element, place), evaluate, settings.end_force, start.hessian, free=free)
    return _path((start, last), np.array([*step, 0.0]), free, evaluate, settings=settings, tell=tell)


def _nearest_step(found: Adsorption) -> np.ndarray:
    """The shortest way (m) from the place of the adsorbate to another equal site."""
    clean, flat = found.clean, found.clean.cell.cell[:2, :2]
    here = found.best.relaxed.structure.positions[-1, :2]
    shifts = np.array(list(product(range(-2, 3), repeat=2))) @ flat
    places = (found.best.ended.images[:, None] + shifts).reshape(-1, 2)
    at_site = places[np.linalg.norm(places - here, axis=1).argmin()]
    steps = places - at_site
    lengths = np.linalg.norm(steps, axis=1)
    step = steps[np.where(lengths > APART, lengths, np.inf).argmin()]
    share = np.linalg.solve((flat * np.array(clean.counts[:2])[:, None]).T, step)
    if np.abs(share - np.rint(share)).max() < 1e-3 or np.abs(share).max() > 0.5 + 1e-6:
        what = "the supercell is so small that the adsorbate would hop onto its own image"
        raise InputError("--width", [Problem("", what, "give a wider supercell")])
    return np.asarray(step)


def _path(
    ends: tuple[Relaxed, Relaxed],
    hop: np.ndarray,
    free: tuple[int, ...],
    evaluate: Evaluator,
    *,
    settings: HopSettings,
    tell: Callable[[str, int], None],
) -> Hop:
    """The band between two relaxed ends on the coordinates of the atoms that move."""
    whole, moves = ends[0].structure, list(free)
    origin = whole.positions[moves] / ANGSTROM
    target = origin + displacements(whole, ends[1].structure, hop)[moves] / ANGSTROM

    def placed(x: np.ndarray) -> np.ndarray:
        positions = np.array(whole.positions)
        positions[moves] = x.reshape(-1, 3) * ANGSTROM
        return positions

    def point(x: np.ndarray) -> tuple[float, np.ndarray]:
        one = evaluate(moved(whole, placed(x)))
        return one.energy / EV, -one.forces[moves].ravel() / FORCE

    path = find_path(
        point,
        origin.ravel(),
        target.ravel(),
        BandSettings(settings.force / FORCE, SPRING, LONGEST),
        images=settings.images,
        most_calls=settings.most_calls,
        tell=lambda calls, worst: tell(f"path: largest force {worst:.3f} eV/angstrom", calls),
    )
    structures = tuple(moved(whole, placed(x)) for x in path.points)
    return Hop(*ends, path, structures, settings)
