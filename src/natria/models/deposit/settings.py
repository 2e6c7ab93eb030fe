"""Numerical settings of a run, with their limits, and the grid."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from warnings import warn

from ...quantity import ModelError
from .inputs import FrontMetal
from .multigrid import Shape, grids

ACROSS = 4  # cells over the width of the front, below which the grid holds it in place and sets its direction

DEVICES = ("cpu", "cuda")
PRECISIONS = ("double", "single")
LEAST_SINGLE = 1e-6  # tolerance of a solve in single precision; rounding is 6e-8


@dataclass(frozen=True)
class DepositGrid:
    """Cells of one edge; the first axis leads from the metal to the electrolyte, ny = 1 in 2-D."""

    shape: Shape
    spacing: float  # m

    def __post_init__(self) -> None:
        if min(self.shape) < 1 or self.shape[0] < 8:
            raise ModelError(
                f"a grid of the shape {self.shape}", "give (nx, ny, nz) with nx of 8 or more; ny = 1 is 2-D"
            )
        if not self.spacing > 0:
            raise ModelError(f"cells of an edge of {self.spacing:g} m", "give a number above zero")
        grids(self.shape)

    @property
    def dimensions(self) -> int:
        return sum(n > 1 for n in self.shape)

    @property
    def volume(self) -> float:
        """Volume of a cell over the cross-section of the box: m^3/m^2."""
        return self.spacing / (self.shape[1] * self.shape[2])

    def warn_of(self, metal: FrontMetal) -> None:
        """Warn of a front that is narrower than four cells."""
        cells = metal.width / self.spacing
        if cells < ACROSS:
            warn(
                f"the front is {cells:.1f} cells wide: below {ACROSS} the grid changes its speed and direction; "
                f"give cells of {metal.width / ACROSS:.3g} m or less ({ceil(self.shape[0] * ACROSS / cells)} along the "
                f"height, here {self.shape[0]}), or a wider front",
                stacklevel=3,
            )


@dataclass(frozen=True)
class DepositSettings:
    """Tolerances, limits of the steps, threads, device."""

    error: float = 1e-3  # of xi and of c/c0 in a step, largest over the cells
    first_step: float = 1e-3  # over 1/(L_sigma W), the time in which the front takes its profile
    longest_step: float = float("inf")  # s
    shortest_step: float = 1e-9  # over 1/(L_sigma W): below it the run stops
    fixed_step: float | None = None  # s; without control, for tests of order
    potential: float = 1e-4  # energy norm of the error of a solve over that of the potential
    concentration: float = 1e-4
    iterations: int = 100
    threads: int = 1
    device: str = DEVICES[0]
    precision: str = PRECISIONS[0]  # in which fields are kept

    def __post_init__(self) -> None:
        for name in ("error", "potential", "concentration"):
            if not 1e-13 <= getattr(self, name) <= 0.1:
                raise ModelError(f"the tolerance `{name}` is {getattr(self, name):g}", "give 1e-13 to 0.1")
        for name, known in (("device", DEVICES), ("precision", PRECISIONS)):
            if getattr(self, name) not in known:
                raise ModelError(f"a {name} {getattr(self, name)!r}", f"give one of {', '.join(known)}")
        if self.precision == "single" and min(self.potential, self.concentration) < LEAST_SINGLE:
            raise ModelError(
                f"solves to {min(self.potential, self.concentration):g} in single precision",
                f"give tolerances of {LEAST_SINGLE:g} or more, or take double precision",
            )
        if not 0 < self.shortest_step <= self.first_step:
            raise ModelError("the shortest step is above the first", "give 0 < shortest_step <= first_step")
        if not (1 <= self.iterations <= 10_000 and 1 <= self.threads <= 1024):
            raise ModelError(
                f"{self.iterations} iterations on {self.threads} threads",
                "give 1 to 10000 iterations, 1 to 1024 threads",
            )
