"""The potential of electrons in a run: states, drive of the reaction, solution of both potentials.

    div(sigma_e grad phi_e) = -F c_s h'(xi) d(xi)/dt

The metal at the bottom of the box is at 0 V. Metal without contact floats: it takes the potential at which no net
current enters it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....quantity import ModelError
from .. import transport_kernels as transport
from ..grid_kernels import cast_down
from ..multigrid import field_of
from ..start import centres, nearest, profile
from . import electron_kernels as electron
from .inputs import Electrons, electron_numbers
from .nucleation_kernels import nucleate
from .pair import EllipticPair

if TYPE_CHECKING:
    from ..constants import Numbers
    from ..devices.device import Device
    from ..front_kernels import FrontGiven, Rates
    from ..inputs import DepositPhysics
    from ..settings import DepositGrid

FORMED = 2.0  # of the rate at which a front takes its profile: that of a nucleus at RT/F above its barrier
SEEN = 1e-2  # of the largest coupling, above which a potential of electrons matters
Two = tuple[np.ndarray, np.ndarray]


class ElectronField:
    """Potentials of electrons and the memory of their solver.

    `solve` is for the state whose rates `share_reaction` took last.
    """

    def __init__(self, given: Electrons, grid: DepositGrid, device: Device, thermal: float) -> None:
        shape = grid.shape
        self.potentials = [field_of(shape) for _ in range(2)]  # the present state, the one that is tried
        self.pair = EllipticPair(shape, device.each)
        self.drives = field_of(shape), field_of(shape)  # phi - phi_e: solved for, and of the predicted state
        self.target: np.ndarray | None = None  # order parameter of nuclei for which there are sites
        self._barrier = given.nucleation.overpotential if given.nucleation else 0.0
        self._right, self._cells = field_of(shape), field_of(shape)
        self._numbers, self._thermal = electron_numbers(given, grid.spacing), thermal
        self._given: Two = (self._cells, self._cells)  # order parameter and layer of the predicted state

    @property
    def phi(self) -> np.ndarray:
        return self.potentials[0][:, :, 1:-1]

    def accept(self) -> None:
        """Take over the potential of the step that was tried."""
        self.potentials = [self.potentials[-1], *self.potentials[:-1]]

    def driving(self, phi: np.ndarray) -> np.ndarray:
        """Return phi - phi_e of the predicted state, for which the last potential of electrons is taken.

        Metal that few electrons reach answers by its potential to every change; extrapolation would drive it back and
        forth over the overpotential of nucleation. Rates that are linear about the last state are of second order too.
        """
        self._run(electron.apart, phi, self.potentials[0], self.drives[1])
        return self.drives[1]

    def share_reaction(self, given: FrontGiven, rates: Rates, equation: Two, p: Numbers) -> None:
        """Add nucleation to the rates, and join both potentials by them.

        `equation` is that of ions, the diagonal part and the right side.
        """
        self._given = given.xi, given.layer
        if self.target is not None:
            numbers = (FORMED * p.well, p.factor, self._barrier, p.charge)
            self._run(nucleate, (given.xi, given.phi, self.target), (rates.base, rates.gain), equation, numbers)
        self._run(electron.take, *equation, self.pair.top.between, self._right)

    def solve(self, phi: np.ndarray, equation: Two, cells: np.ndarray, how: tuple[float, int]) -> None:
        """Solve for both potentials from the ones at hand.

        `cells` conduct ions, `how` is the tolerance and the most iterations.
        """
        top, new = self.pair.top, self.potentials[-1]
        right, q = equation
        xi, layer = self._given
        self._run(electron.conduct_electrons, xi, layer, self._cells, self._numbers)
        for one, faces in zip((cells, self._cells), top.faces, strict=True):
            self._run(transport.join, one, faces)
        self._run(cast_down, q, top.q[0])
        self.pair.each(electron.hold, 1, top.cells, self._cells, top.q[1])
        self._run(cast_down, self.potentials[0], new)
        self.pair.prepare()
        self.pair.solve((phi, new), (right, self._right), self._thermal, how)
        self._run(electron.apart, phi, new, self.drives[0])

    def change(self) -> float:
        """Return how far the first potential still moves where it matters, V."""
        seen = self.pair.top.between > SEEN * self.pair.top.between.max()
        return float(np.abs(self.potentials[-1] - self.potentials[0])[seen].max(initial=0.0))

    def move(self, part: float) -> None:
        """Take a part of the step to the potential that was solved for."""
        self.potentials[0] += part * (self.potentials[-1] - self.potentials[0])

    def _run(self, kernel: object, *given: object) -> None:
        self.pair.each(kernel, self.pair.shape[0], self.pair.top.cells, *given)


def electron_field(physics: DepositPhysics, grid: DepositGrid, device: Device) -> ElectronField | None:
    """Return the electrons of a run; None where they are no field of their own."""
    given = physics.electrons
    if given is None:
        return None
    if device.name != "cpu":
        raise ModelError(f"electrons as a field do not run on {device.name}", "give the device cpu, or no electrons")
    made = ElectronField(given, grid, device, 1 / physics.bath.factor)
    if given.nucleation:
        made.target = field_of(grid.shape)
        made.target[:, :, 1:-1] = target_of(given, grid, physics.metal.steepness)
    return made


def target_of(given: Electrons, grid: DepositGrid, steepness: float) -> np.ndarray:
    """Return the order parameter of the nuclei for which there are sites, 0 outside of them."""
    one = given.nucleation
    if one is None:
        return np.zeros(grid.shape)
    x, _, _ = centres(grid)
    distance = np.maximum(nearest(grid, np.full(grid.shape, np.inf), one.sites), one.above - x)
    return np.where(distance < 0, profile(distance, steepness), 0.0)
