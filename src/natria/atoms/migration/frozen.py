"""A hop along images that stay where they are: the energies of a known path by another calculator.

Such a path is no band of this calculator unless the forces say so. The forces on the images are computed, and the
conditions of a hop compare them with the tolerances.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluates, Evaluation, Relaxed
from ..calculators.evaluate import EV, FORCE
from ..calculators.relax import largest
from .band import band_forces, size_of
from .hop import Hop, HopSettings, band_settings
from .search import FoundPath


def frozen_hop(
    images: Sequence[Structure],
    evaluate: Evaluates,
    settings: HopSettings,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> Hop:
    """Evaluate the images of a path, both ends included, and the forces that a band would have on them.

    `tell` gets the stage, how many images are done, and how many there are.
    """
    found = []
    for place, one in enumerate(images):
        tell("images", place, len(images))
        found.append(evaluate(one))
    tell("images", len(images), len(images))
    places = np.array([one.positions for one in images]) / ANGSTROM
    places -= (places - places[0]).mean(axis=1, keepdims=True)  # an even shift of all atoms is no part of a hop
    points = places.reshape(len(images), -1)
    energies = np.array([one.energy for one in found]) / EV
    gradients = np.array([-one.forces.ravel() for one in found]) / FORCE
    band = band_settings(settings)
    top = 1 + int(np.argmax(energies[1:-1]))
    forces = size_of(band_forces(points, energies, gradients, band.spring, top), band.group)
    path = FoundPath(points, energies, forces, top, len(images), bool((forces <= band.tolerance).all()))
    first, last = (_end(images[place], found[place], settings) for place in (0, -1))
    return Hop(first, last, path, tuple(images), settings)


def _end(structure: Structure, found: Evaluation, settings: HopSettings) -> Relaxed:
    """An end that is not moved; it counts as relaxed where its forces are within the tolerance."""
    return Relaxed(structure, found, np.empty((0, 0)), 0, largest(found.forces) <= settings.end_force)
