"""The path between two minima with few evaluations, by a band on a surrogate that learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np

from .band import Band, BandSettings, band_forces, relax_band, size_of, straight
from .surrogate import Surrogate, fit_surrogate

Point = Callable[[np.ndarray], tuple[float, np.ndarray]]
TRUST = 0.1  # standard deviation over the amplitude at which a band has left the region that the surrogate knows
EVERY = 5  # steps of the band between two looks at the standard deviation


@dataclass(frozen=True, eq=False)
class FoundPath:
    """A path whose images are all evaluated; energies and gradients are those of the surface itself.

    `forces` is what is left on each inner image, `calls` the number of evaluations. `saddle` is the climbing image.
    """

    points: np.ndarray
    energies: np.ndarray
    forces: np.ndarray
    saddle: int
    calls: int
    converged: bool

    @property
    def distance(self) -> np.ndarray:
        """The length of the path up to each image."""
        return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(self.points, axis=0), axis=1))])


class _Known:
    """The points that are evaluated."""

    def __init__(self, evaluate: Point) -> None:
        self.evaluate = evaluate
        self.points: list[np.ndarray] = []
        self.energies: list[float] = []
        self.gradients: list[np.ndarray] = []
        self.top_is_fine = False  # whether the climbing image was within the tolerance when it was last evaluated

    def add(self, x: np.ndarray) -> tuple[float, np.ndarray]:
        energy, gradient = self.evaluate(x)
        self.points.append(np.array(x))
        self.energies.append(energy)
        self.gradients.append(np.array(gradient))
        return energy, self.gradients[-1]

    def fit(self, length: float) -> Surrogate:
        return fit_surrogate(np.array(self.points), np.array(self.energies), np.array(self.gradients), length)


def find_path(
    evaluate: Point,
    start: np.ndarray,
    end: np.ndarray,
    settings: BandSettings,
    *,
    images: int = 5,
    most_calls: int = 200,
    guess: np.ndarray | None = None,
    tell: Callable[[int, float], None] = lambda *_: None,
) -> FoundPath:
    """Relax a band with a climbing image until the true force on every image is within the tolerance.

    The band is relaxed on the surrogate. Then its images are evaluated one by one: the climbing one first until it is
    relaxed, then those of which the surrogate is least certain. The first image whose true force exceeds the tolerance
    ends the round: the surrogate learns it and the band is relaxed again. `tell` gets the number of calls and the
    largest force that was seen in the round. `guess` is a first band with its ends, of which all images are evaluated
    first; otherwise it is a straight one, of which three are.
    """
    points = straight(start, end, images) if guess is None else np.array(guess, float)
    known = _Known(evaluate)
    first = _spread(len(points)) if guess is None else range(1, len(points) - 1)
    for place in (0, len(points) - 1, *first):
        known.add(points[place])
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum()) / 3
    inner = BandSettings(settings.tolerance / 3, settings.spring, settings.step, settings.group, settings.most)
    while True:
        model = known.fit(length)
        length = float(np.clip(model.length, length / 2, 2 * length))
        band = relax_band(model, points, inner, stop=_unknown(model))
        points = band.points
        found = _verified(band, model, known, settings, most_calls)
        worst = float(found.forces[np.isfinite(found.forces)].max())
        tell(found.calls, worst)
        if found.converged or found.calls >= most_calls:
            return found


def _spread(count: int) -> tuple[int, ...]:
    """Which inner images of the first band are evaluated: the middle and the quarters."""
    return tuple(sorted({round(share * (count - 1)) for share in (0.25, 0.5, 0.75)} - {0, count - 1}))


def _unknown(model: Surrogate) -> Callable[[np.ndarray], bool]:
    """Whether a band has an image of which the surrogate knows too little; looked at in every few steps."""
    steps = count()

    def is_unknown(points: np.ndarray) -> bool:
        return next(steps) % EVERY == 0 and bool(model.std(points[1:-1]).max() > TRUST * model.spread)

    return is_unknown


def _verified(band: Band, model: Surrogate, known: _Known, settings: BandSettings, most: int) -> FoundPath:
    """Evaluate images of a band until one is not relaxed on the surface itself."""
    points, energies, gradients = band.points, band.energies.copy(), band.gradients.copy()
    energies[[0, -1]], gradients[[0, -1]] = known.energies[:2], known.gradients[:2]
    top = band.top
    std = model.std(points)
    # a band that left the known region teaches most where it is least known
    first = top if band.converged and not known.top_is_fine else None
    waiting = sorted(range(1, len(points) - 1), key=lambda k: (k != first, -std[k]))
    forces = np.full(len(points) - 2, np.nan)
    converged = band.converged
    for place in waiting:
        energies[place], gradients[place] = known.add(points[place])
        left = band_forces(points, energies, gradients, settings.spring, top)
        forces[place - 1] = size_of(left, settings.group)[place - 1]
        if place == top:
            known.top_is_fine = bool(forces[place - 1] <= settings.tolerance)
        if forces[place - 1] > settings.tolerance or len(known.points) >= most or not band.converged:
            converged = False
            break
    if converged:
        top = 1 + int(np.argmax(energies[1:-1]))
        forces = size_of(band_forces(points, energies, gradients, settings.spring, top), settings.group)
        converged = bool((forces <= settings.tolerance).all())
    return FoundPath(points, energies, forces, top, len(known.points), converged)
