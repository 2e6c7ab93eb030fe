"""The current through voxels between two electrodes: div(s grad u) = 0, u = 0 and 1.

Flexible conjugate gradients with one multigrid cycle as preconditioner (Notay, SIAM J. Sci. Comput. 22, 1444 (2000)).
The residual that is stated is b - A u of the potential that is returned, in the 2-norm over that of b. At contrasts
beyond 1e6 the rounding of A u alone may be above the tolerance; the solve ends there, and states what it reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from ....quantity import ModelError
from .faces import Faces


class Levels(Protocol):
    """An operator with its preconditioner."""

    def residual(self, b: np.ndarray, u: np.ndarray) -> np.ndarray: ...
    def rounding(self, u: np.ndarray) -> float: ...
    def cycle(self, b: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class ConductorSettings:
    """When the solver stops."""

    tolerance: float = 1e-9  # residual over the right side, 2-norm
    iterations: int = 200

    def __post_init__(self) -> None:
        if not 1e-13 <= self.tolerance <= 1e-2:
            raise ModelError(f"the tolerance of the conductor is {self.tolerance:g}", "give 1e-13 to 1e-2")
        if not 1 <= self.iterations <= 100_000:
            raise ModelError(f"the conductor has {self.iterations} iterations", "give 1 to 100000")


@dataclass(frozen=True, eq=False)
class VoxelCurrent:
    """The potential in the voxels, and how it was found; conductances over the edge of a voxel."""

    faces: Faces
    potential: np.ndarray
    residual: float
    iterations: int

    @cached_property
    def inflow(self) -> float:
        """The current at the last electrode, which is at 1."""
        return float((self.faces.x[-1] * (1 - self.potential[-1])).sum())

    @cached_property
    def outflow(self) -> float:
        """The current at the first electrode, which is at 0."""
        return float((self.faces.x[0] * self.potential[0]).sum())

    @property
    def imbalance(self) -> float:
        """The difference of the currents at both electrodes over their mean; 0 where none flows."""
        mean = (self.inflow + self.outflow) / 2
        return abs(self.inflow - self.outflow) / mean if mean > 0 else 0.0

    @cached_property
    def conductance(self) -> float:
        """The power at a voltage of 1; its error is the square of that of the potential (variational)."""
        return float(sum(part.sum() for part in self.powers))

    @cached_property
    def powers(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The power g (du)^2 in each face, along the three axes."""
        x, y, z = (g * d**2 for g, d in zip(self.faces.sides, self.drops, strict=True))
        return x, y, z

    @cached_property
    def drops(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The differences of the potential over each face, along the three axes."""
        u = self.potential
        along = np.diff(u, axis=0, prepend=0.0, append=1.0)
        return along, np.roll(u, -1, 1) - u, np.roll(u, -1, 2) - u

    @property
    def conductivity(self) -> float:
        """The effective conductivity along axis 0: conductance times length over cross-section."""
        _, rows, places = self.faces.shape
        return self.conductance * self.faces.length / (rows * places)


def conduct(faces: Faces, settings: ConductorSettings | None = None) -> VoxelCurrent:
    """Return the potential in the voxels; a solve that does not converge raises."""
    from .multigrid import hierarchy

    b = np.zeros(faces.shape)
    b[-1] += faces.x[-1]
    if not b.any():
        return VoxelCurrent(faces, b, 0.0, 0)
    return VoxelCurrent(faces, *solved(hierarchy(faces), b, settings or ConductorSettings()))


def solved(levels: Levels, b: np.ndarray, chosen: ConductorSettings) -> tuple[np.ndarray, float, int]:
    """Return the potential for a right side, its residual over that, and the iterations."""
    norm = float(np.linalg.norm(b))
    u, r = np.zeros_like(b), b.copy()
    direction = through = b
    energy, iterations = 0.0, 0
    while iterations < chosen.iterations:
        iterations += 1
        z = levels.cycle(r)
        if energy:
            z -= float(np.vdot(z, through)) / energy * direction
        direction, through = z, -levels.residual(np.zeros_like(b), z)
        energy = float(np.vdot(direction, through))
        if energy <= 0:
            break
        step = float(np.vdot(direction, r)) / energy
        u += step * direction
        r -= step * through
        if np.linalg.norm(r) <= chosen.tolerance * norm:
            r = levels.residual(b, u)
            if np.linalg.norm(r) <= max(chosen.tolerance * norm, levels.rounding(u)):
                break
    rest = float(np.linalg.norm(levels.residual(b, u)))
    found = rest / norm
    if not rest <= max(chosen.tolerance * norm, levels.rounding(u)):
        what = f"the potential in the voxels has a residual of {found:.1e} after {iterations} iterations"
        raise ModelError(what, "raise `iterations` or `tolerance`")
    return u, found, iterations
