"""The current through voxels between two electrodes: div(s grad u) = 0, u = 0 and 1.

Flexible conjugate gradients with one multigrid cycle as preconditioner (Notay, SIAM J. Sci. Comput. 22, 1444 (2000)).
The residual that is stated is b - A u of the potential that is returned, in the 2-norm over that of b. At contrasts
beyond 1e6 the rounding of A u alone may be above the tolerance; the solve ends there, and states what it reached.

A potential lies between those of the electrodes (maximum principle), and cutting off what lies outside lowers the power
(Dirichlet's principle). So the potential is cut to 0 <= u <= 1 before its residual is taken. Where the current is far
smaller than b, the tolerance is lowered until as much flows in as flows out. Refused is what then still has a residual
above LOOSE, or currents at the electrodes that differ from each other or from the power by more than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from ....quantity import ModelError
from .faces import Faces
from .vector_kernels import inner, length

LOOSE = 1e-3  # greatest residual, and difference of currents, at which rounding is a reason
EVEN = 1e-4  # difference of the currents at the electrodes, above which a small residual is not small enough
FURTHER, LEAST = 0.1, 1e-15  # by how much it is lowered then, and how far
CONTRAST = 1e11  # of conductances, up to which double precision resolves the currents of most structures


class VoxelOperator(Protocol):
    """An operator with its preconditioner."""

    def residual(self, b: np.ndarray, u: np.ndarray) -> np.ndarray: ...
    def rounding(self, u: np.ndarray) -> float: ...
    def cycle(self, b: np.ndarray) -> np.ndarray: ...
    def conductances(self) -> np.ndarray: ...


@dataclass(frozen=True)
class EndCurrents:
    """The currents at the first electrode, which is at 0, and at the last, which is at 1."""

    first: float
    last: float

    @property
    def mean(self) -> float:
        return (self.first + self.last) / 2

    @property
    def imbalance(self) -> float:
        """The difference of both over their mean; 0 where none flows."""
        return abs(self.last - self.first) / self.mean if self.mean > 0 else 0.0


class Current(Protocol):
    """A current between two electrodes at 0 and 1."""

    @property
    def ends(self) -> EndCurrents: ...
    @property
    def conductance(self) -> float: ...


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
    def ends(self) -> EndCurrents:
        """The currents at the electrodes."""
        first, last = self.faces.x[0] * self.potential[0], self.faces.x[-1] * (1 - self.potential[-1])
        return EndCurrents(float(first.sum()), float(last.sum()))

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
    """Return the potential in the voxels; a solve that does not converge raises.

    Without a path from one electrode to the other no current flows, and the conductance is exactly zero.
    """
    from .multigrid import hierarchy
    from .wiring import wiring

    chosen, wired = settings or ConductorSettings(), wiring(faces)
    if not wired.spans:
        return VoxelCurrent(faces, wired.potential, 0.0, 0)
    levels = hierarchy(wired.faces)
    first, last = np.zeros((2, *faces.shape))
    first[0], last[-1] = wired.faces.x[0], wired.faces.x[-1]
    u, residual, iterations = solved(levels, (first, last), chosen)
    done = VoxelCurrent(faces, np.where(wired.carrying, u, wired.potential), residual, iterations)
    ensure_even(done, levels, chosen)
    return done


def ensure_even(done: Current, levels: VoxelOperator, chosen: ConductorSettings) -> None:
    """Refuse a current that differs between the electrodes, or from the power."""
    ends = done.ends
    apart = max(ends.imbalance, abs(done.conductance / ends.mean - 1)) if ends.mean > 0 else np.inf
    if apart > max(LOOSE, 10 * chosen.tolerance):
        raise _unresolved(levels, f"currents at the electrodes, or their power, that differ by {apart:.1e}")


def solved(
    levels: VoxelOperator, ends: tuple[np.ndarray, np.ndarray], chosen: ConductorSettings
) -> tuple[np.ndarray, float, int]:
    """Return (potential, residual, iterations) of places that all have a path to both electrodes.

    `ends` are the conductances of each place to the first and the last electrode.
    """
    first, b = ends
    norm = length(b)
    u, r = np.zeros_like(b), b.copy()
    direction = through = b
    energy, iterations, target = 0.0, 0, chosen.tolerance * norm
    while iterations < chosen.iterations:
        iterations += 1
        z = levels.cycle(r)
        if energy:
            z -= inner(z, through) / energy * direction
        direction, through = z, -levels.residual(np.zeros_like(b), z)
        energy = inner(direction, through)
        if energy <= 0:
            break
        step = inner(direction, r) / energy
        u += step * direction
        r -= step * through
        if length(r) <= target:
            np.clip(u, 0.0, 1.0, out=u)
            r, energy = levels.residual(b, u), 0.0
            if length(r) <= _allowed(levels, u, norm, chosen):
                flows = EndCurrents(inner(first, u), inner(b, 1 - u))
                if flows.imbalance <= EVEN or target <= LEAST * norm:
                    break
                target *= FURTHER
    np.clip(u, 0.0, 1.0, out=u)
    rest = length(levels.residual(b, u))
    if not rest <= _allowed(levels, u, norm, chosen):
        raise _unresolved(levels, f"a residual of {rest / norm:.1e} after {iterations} iterations")
    return u, rest / norm, iterations


def _allowed(levels: VoxelOperator, u: np.ndarray, norm: float, chosen: ConductorSettings) -> float:
    return max(chosen.tolerance * norm, min(levels.rounding(u), LOOSE * norm))


def _unresolved(levels: VoxelOperator, how: str) -> ModelError:
    """Return the refusal of a potential, by the contrast where that is the reason."""
    every = levels.conductances()
    every = every[every > 0]
    contrast = float(every.max() / every.min())
    what = f"the potential in the voxels has {how}; its conductances differ by a factor of {contrast:.1e}"
    if contrast > CONTRAST:
        return ModelError(what, f"keep them within {CONTRAST:.0e}: change a conductivity or an energy")
    return ModelError(what, "raise `iterations` or `tolerance`")
