"""The finite volumes of the salt: equal in a layer, or finer towards the walls for a short step.

A current step of length t moves the salt as far as sqrt(D t) from a wall. Where volumes of equal width are wider than
`RESOLVED` of that length, the first volume at a wall has that width, and none is wider than the sum of it and `RISE`
times its distance from the wall. `benchmarks/cells_verify.py` prints the errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np

from ..cell import SolidLayer
from ..filled import FilledLayer

VOLUMES = 40  # over all salt layers of the electrolyte, by their thickness
PORE_VOLUMES = 20  # of the pores of a film, of so many in the electrolyte
LEAST = 4  # volumes of a layer
RESOLVED = 0.05  # of the diffusion length of the shortest step: 0.1 mV of 0.7 V after a pulse of 60 s in 5 mm
RISE = 0.2
# what is beside a volume: another; what blocks the anion, a solid or the face of an electrode; an electrode with salt
# in its pores
NO_WALL, WALL, FACE, OPEN = 0.0, 1.0, 2.0, 3.0


def grid_of(layers: Sequence[FilledLayer | SolidLayer], volumes: int, shortest: float = inf) -> list[list[float]]:
    """Return a row for each volume: width, porosity, MacMullin number, layer, what is on both sides.

    The anion flux is zero at a wall: an electrode, or a solid layer. `shortest` is the shortest step, in s.
    """
    whole = sum(one.salt.thickness for one in layers if isinstance(one, FilledLayer) and one.film is None)
    rows: list[list[float]] = []
    number = 0
    for stretch, left, right in _stretches(layers):
        first, gone, length = len(rows), 0.0, sum(one.salt.thickness for one in stretch)
        for one in stretch:
            salt = one.salt
            share = volumes * salt.thickness / whole if one.film is None else PORE_VOLUMES * volumes / VOLUMES
            finest = RESOLVED * np.sqrt(salt.diffusivity / (salt.macmullin * salt.porosity) * shortest)
            widths = _widths(salt.thickness, int(max(round(share), LEAST)), finest, (gone, length))
            rows += [[width, salt.porosity, salt.macmullin, float(number), NO_WALL, NO_WALL] for width in widths]
            gone += salt.thickness
            number += 1
        rows[first][-2], rows[-1][-1] = left, right
    return rows


def _stretches(layers: Sequence[FilledLayer | SolidLayer]) -> list[tuple[list[FilledLayer], float, float]]:
    """Return the layers of salt between two walls, with what the walls are."""
    found: list[tuple[list[FilledLayer], float, float]] = []
    here: list[FilledLayer] = []
    left = FACE
    for one in layers:
        if isinstance(one, FilledLayer):
            here.append(one)
            continue
        if here:
            found.append((here, left, WALL))
        here, left = [], WALL
    if here:
        found.append((here, left, FACE))
    return found


def _widths(thickness: float, count: int, finest: float, place: tuple[float, float]) -> list[float]:
    """Return the widths of the volumes of a layer; `place`: its start in its stretch, whose length."""
    equal = thickness / count
    if equal <= finest:
        return [equal] * count
    start, length = place
    middle = min(max(length / 2 - start, 0.0), thickness)
    near = _rising(middle, start, finest, equal)
    far = _rising(thickness - middle, length - start - thickness, finest, equal)
    return [*near, *reversed(far)]


def _rising(span: float, distance: float, finest: float, widest: float) -> list[float]:
    """Return widths over a span from its end nearer to a wall, which is that distance away."""
    sizes: list[float] = []
    gone = 0.0
    while gone < span:
        sizes.append(min(finest + RISE * (distance + gone), widest))
        gone += sizes[-1]
    return [size * span / gone for size in sizes]
