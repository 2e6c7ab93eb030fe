"""The potential of electrons in a run: its states, what drives the reaction, the solve of both potentials.

    div(sigma_e grad phi_e) = -F c_s h'(xi) d(xi)/dt

The metal at the bottom of the box is at 0 V. Metal without contact floats: it takes the potential at which no net
current enters it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import transport_kernels as transport
from ..multigrid import Elliptic, field_of
from ..start import centres, nearest, profile
from . import electron_kernels as electron
from .inputs import Electrons, electron_numbers
from .nucleation_kernels import nucleate
from .pair import EllipticPair

if TYPE_CHECKING:
    from ..constants import Numbers
    from ..front_kernels import Rates
    from ..settings import DepositGrid

Two = tuple[np.ndarray, np.ndarray]

FORMED = 10.0  # of the rate at which a front takes its profile: a nucleus takes this part of that time
SEEN = 1e-2  # of the largest coupling, above which a potential of electrons matters


class ElectronField:
    """Potentials of electrons and the memory of their solver."""

    def __init__(
        self, given: Electrons, grid: DepositGrid, ions: Elliptic, factor: float, target: np.ndarray | None
    ) -> None:
        shape = grid.shape
        self._thermal = 1 / factor  # RT/F, V
        self.potentials = [field_of(shape) for _ in range(4)]
        self.pair = EllipticPair(ions, Elliptic(shape, ions.team))
        self.right, self._cells = field_of(shape), field_of(shape)
        self.drive, self.later = field_of(shape), field_of(shape)
        self._star = self.potentials[0]
        self._numbers = electron_numbers(given, grid.spacing)
        self._barrier = given.nucleation.overpotential if given.nucleation else 0.0
        self._target = target

    @property
    def phi(self) -> np.ndarray:
        return self.potentials[0][:, :, 1:-1]

    def predict(self) -> None:
        """Take the last state as the predicted one.

        Metal that few electrons reach answers by its potential to every change; extrapolation would drive it back and
        forth over the overpotential of nucleation. Rates that are linear about the last state are of second order too.
        """
        np.copyto(self.potentials[-2], self.potentials[0])
        self._star = self.potentials[-2]

    def accept(self) -> None:
        """Take over the potential of the step that was tried."""
        self.potentials = [self.potentials[-1], *self.potentials[:-1]]
        self._star = self.potentials[0]

    def driving(self, phi: np.ndarray) -> np.ndarray:
        """Return phi - phi_e of the predicted state."""
        self._each(electron.apart, phi, self._star, self.drive)
        return self.drive

    def share_reaction(self, xi: np.ndarray, rates: Rates, right: np.ndarray, p: Numbers) -> None:
        """Add nucleation to the rates at the predicted state, and join both potentials by them."""
        q = self.pair.first.q
        if self._target is not None:
            numbers = (FORMED * p.well, p.factor, self._barrier, p.charge)
            self._each(nucleate, (xi, self.drive, self._target), (rates.base, rates.gain), (q, right), numbers)
        self._each(electron.take, q, right, self.pair.between, self.right)

    def solve(self, ions: Two, given: Two, how: tuple[float, int]) -> None:
        """Solve for both potentials; what drives the reaction then is in `later`.

        `ions` are their potential and the right side of its equation, `given` the order parameter and the layer.
        """
        (phi, right), (xi, layer) = ions, given
        two, new = self.pair.second, self.potentials[-1]
        np.copyto(new, self._star)
        self._each(electron.conduct_electrons, xi, layer, self._cells, self._numbers)
        self._each(transport.join, self._cells, two.faces)
        two.q[:] = 0.0
        two.q[0][:, 1:-1] = 2 * self._cells[0][:, 1:-1]
        self.pair.prepare()
        self.pair.solve((phi, new), (right, self.right), self._thermal, how)
        self._each(electron.apart, phi, new, self.later)

    def step_of_start(self) -> float:
        """Return how far the first potential still moves where it matters, V."""
        seen = self.pair.between > SEEN * self.pair.between.max()
        return float(np.abs(self.potentials[-1] - self.potentials[0])[seen].max(initial=0.0))

    def move_start(self, part: float) -> None:
        """Take a part of the step to the potential that was solved for."""
        self.potentials[0] += part * (self.potentials[-1] - self.potentials[0])

    def _each(self, kernel: object, *given: object) -> None:
        one = self.pair.first
        one.team.each(kernel, one.shape[0], one.cells, *given)  # type: ignore[arg-type]


def target_of(given: Electrons, grid: DepositGrid, steepness: float) -> np.ndarray | None:
    """Return the order parameter of the nuclei for which there are sites, 0 outside of them; None without nucleation."""
    one = given.nucleation
    if one is None:
        return None
    x, _, _ = centres(grid)
    distance = np.maximum(nearest(grid, np.full(grid.shape, np.inf), one.sites), one.above - x)
    field = field_of(grid.shape)
    field[:, :, 1:-1] = np.where(distance < 0, profile(distance, steepness), 0.0)
    return field
