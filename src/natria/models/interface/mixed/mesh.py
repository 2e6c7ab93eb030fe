"""Mesh of a layer, finer towards both faces, and the check that it resolves what reacts there.

The nodes stand at z = h/2 (1 + tanh(b (2s - 1))/tanh(b)) for even s: a smooth map, so that a scheme of second order on
an even mesh keeps its order. `b` follows from the length of the cells at the faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cosh, log, sinh

import numpy as np

from ....laws.numbers import Numbers
from ....quantity import ModelError

FEWEST, MOST = 4, 100_000
STEEPEST = 300.0  # of the argument of cosh


@dataclass(frozen=True)
class MixedMesh:
    """Settings of a mesh: cells, cells in a reaction length at a face, and how a cell may grow."""

    cells: int = 400
    per_length: float = 20.0
    growth: float = 1.25
    coarsest: float = 0.5  # of the reaction length at a face: a larger cell is refused

    def __post_init__(self) -> None:
        if not FEWEST <= self.cells <= MOST:
            raise ModelError(f"a mesh of {self.cells} cells", f"give {FEWEST} to {MOST} cells")
        if not (self.per_length >= 1 and self.growth > 1 and 0 < self.coarsest <= 1):
            what = f"a mesh with {self.per_length:g} cells in a reaction length, growing by {self.growth:g}"
            raise ModelError(what, "give at least one cell in a reaction length, and a growth above 1")


def nodes(thickness: float, mesh: MixedMesh, length: float) -> Numbers:
    """Return the depths of the nodes (m) for a reaction length (m); an even mesh where that is long."""
    finest = length / mesh.per_length * mesh.cells / thickness  # of the mean cell
    s = np.linspace(-1.0, 1.0, mesh.cells + 1)
    b = _steepness(finest)
    if not b:
        return np.asarray(thickness * (1 + s) / 2)
    if (growth := np.exp(4 * b / mesh.cells)) > mesh.growth:
        fewest = int(4 * b / log(mesh.growth)) + 1
        what = (
            f"a mesh of {mesh.cells} cells is too coarse for a layer of {thickness:.3g} m whose reaction length is "
            f"{length:.3g} m: cells would grow by {growth:.3g} from one to the next"
        )
        raise ModelError(what, f"take at least {fewest} cells")
    half = s[s <= 0]
    # 1 + tanh(b s)/tanh(b) without cancellation near s = -1: sinh(b (1 + s))/(cosh(b s) sinh(b))
    low = thickness / 2 * np.sinh(b * (1 + half)) / (np.cosh(b * half) * sinh(b))
    high = thickness - low[::-1]
    return np.concatenate([low, high[1:] if len(s) % 2 else high])


def ensure_resolved(z: Numbers, lengths: tuple[float, float], mesh: MixedMesh) -> None:
    """Refuse a mesh whose cells at the faces are long against the reaction length there."""
    for name, cell, length in (("top", z[1] - z[0], lengths[0]), ("bottom", z[-1] - z[-2], lengths[1])):
        if cell > mesh.coarsest * length:
            what = (
                f"the cell at the {name} of the layer is {cell:.3g} m long and the reaction length there is "
                f"{length:.3g} m; at most {mesh.coarsest * length:.3g} m resolve it"
            )
            raise ModelError(what, "take more cells, or more of them in a reaction length")


def _steepness(finest: float) -> float:
    """Return b for a cell at a face that is `finest` of the mean one; 0 for an even mesh.

    2b/sinh(2b) = finest.
    """
    if finest >= 1:
        return 0.0
    low, high = 0.0, 2 * STEEPEST
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if middle / sinh(middle) < finest else (middle, high)
    return low / 2 if cosh(low) > 1 else 0.0
