"""What stays the same in a run: grid, inputs, settings, device, solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..boundary_kernels import DriveEnds
from ..constants import Numbers
from ..devices.device import Device, DeviceArray, Solver
from ..electrons.field import ElectronField
from ..inputs import DepositPhysics
from ..settings import DepositGrid, DepositSettings

Sources = Callable[[float], tuple[np.ndarray, np.ndarray, np.ndarray]]  # added to xi, phi and c: 1/s, A/m^3, mol/m^3 s
Kernel = Callable[..., None]


@dataclass(frozen=True, eq=False)
class RunSetup:
    """The parts of a run that its steps share, and the ways in which they run kernels."""

    grid: DepositGrid
    physics: DepositPhysics
    settings: DepositSettings
    numbers: Numbers
    device: Device
    elliptic: Solver
    sources: Sources | None
    electrons: ElectronField | None = None

    @property
    def ends(self) -> DriveEnds:
        """The drive as numbers for kernels."""
        drive = self.physics.drive
        value = drive.current if drive.current is not None else drive.voltage
        counter = int(drive.supply == "counter")
        return DriveEnds(int(drive.current is not None), float(value or 0.0), counter, self.grid.spacing)

    def each(self, kernel: Kernel, *given: object) -> None:
        """Run a kernel over all rows of cells."""
        self.device.each(kernel, self.grid.shape[0], self.elliptic.cells, *given)

    def whole(self, kernel: Kernel, *given: object) -> None:
        """Run a kernel that takes all rows as one band."""
        self.device.each(kernel, 1, self.elliptic.cells, *given)

    def most(self, kernel: Kernel, sums: DeviceArray, *given: object) -> float:
        """Run a kernel that leaves the largest value of each row; return the largest of all."""
        self.each(kernel, *given, sums)
        return float(self.device.bring(sums)[: self.grid.shape[0]].max())

    def added(self, sums: DeviceArray) -> tuple[float, float]:
        """Return the two sums that a kernel left row by row."""
        rows, both = self.grid.shape[0], self.device.bring(sums)
        return float(both[:rows].sum()), float(both[rows:].sum())
