"""Conductivity of a layer of two phases, and its apparent activation energy, from one potential.

    s_p(T) = A_p exp(-E_p/RT)          each phase, and the interface between the two
    E_app = -R d ln s/d(1/T) = sum_p w_p E_p,   w_p = d ln s/d ln s_p = share of the power that is spent in p

The weights are not negative and sum to one (Cohn's theorem: dG = sum (du/V)^2 dg), so the apparent energy is a mean of
those of the conductors. For d ln(s T)/d(1/T) add RT. Where a face between two phases is two half voxels in series, its
power belongs to both halves.

Laws of the interface between host and second phase: `series`, the two half voxels alone; `sheets`, which conduct along
themselves (sheets.py); `bonds`, a network of resistors with a bond across each face, whose answer depends on the voxel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.constants import R

from ....quantity import ModelError
from .conductor import ConductorSettings, VoxelCurrent, conduct
from .faces import bonds_of, faces_of, pair_table
from .sheet_current import SheetCurrent, conduct_sheets
from .sheets import sheets_of

Law = Literal["series", "sheets", "bonds"]
NAMES = ("host", "second", "pore", "interface")
INTERFACE = 3


@dataclass(frozen=True)
class Conductors:
    """Prefactor (S/m) and energy (J/mol) of host, second phase, what is in the pores, and the interface.

    A prefactor of 0 is an insulator. `width` is that of the interface in voxels; the law `sheets` alone has one.
    """

    prefactors: tuple[float, float, float, float]
    energies: tuple[float, float, float, float]
    interface: Law = "bonds"
    width: float = 1.0

    def __post_init__(self) -> None:
        values = np.array((self.prefactors, self.energies))
        if not np.isfinite(values).all() or (values[0] < 0).any():
            what = f"the prefactors and energies of the conductors are {self.prefactors} S/m and {self.energies} J/mol"
            raise ModelError(what, "give finite numbers, and no negative prefactor")
        if not (np.isfinite(self.width) and self.width > 0):
            raise ModelError(f"the interface is {self.width:g} voxels wide", "give a finite width above zero")

    def at(self, temperature: float) -> np.ndarray:
        """Return the conductivities, S/m."""
        if not temperature > 0:
            raise ModelError(f"the temperature is {temperature:g} K", "give a temperature above zero")
        found: np.ndarray = np.array(self.prefactors) * np.exp(-np.array(self.energies) / (R * temperature))
        return found


@dataclass(frozen=True, eq=False)
class LayerAnswer:
    """Conductivity (S/m) and apparent energy (J/mol) of a microstructure, and shares of the power."""

    conductivity: float
    energy: float
    shares: np.ndarray  # of host, second phase, pore and interface
    conduction: VoxelCurrent | SheetCurrent

    @property
    def potential(self) -> np.ndarray:
        """The potential in all voxels; those of a network's electrodes are at 0 and 1."""
        inner = self.conduction.potential
        if isinstance(self.conduction, VoxelCurrent) and self.conduction.faces.length > len(inner):
            return np.pad(inner, ((1, 1), (0, 0), (0, 0)), constant_values=((0, 1), (0, 0), (0, 0)))
        return inner


def conduct_layer(
    phases: np.ndarray,
    conductors: Conductors,
    temperature: float,
    settings: ConductorSettings | None = None,
    *,
    periodic: bool = True,
) -> LayerAnswer:
    """Return the conductivity of a microstructure along axis 0, and its apparent energy.

    Conductivities are divided by the greatest before the solve. A layer that nothing conducts through has the
    conductivity 0 and the energy nan.
    """
    s = conductors.at(temperature)
    unit = float(s.max())
    if unit <= 0:
        raise ModelError("none of the conductors conducts", "give one of them a prefactor above zero")
    done = _conducted(phases, s / unit, conductors, settings, periodic=periodic)
    whole = done.conductivity * unit
    if not done.iterations:  # no path leads through
        return LayerAnswer(0.0, np.nan, np.zeros(4), done)
    if isinstance(done, SheetCurrent):
        powers = powers_of_phases(phases, done.inside, s, bonds=False)
        beside = phases.ravel()[done.network.beside]
        powers[:INTERFACE] += np.bincount(beside.ravel(), done.half_powers.ravel(), INTERFACE)
        powers[INTERFACE] = done.sheet_power
    else:
        powers = powers_of_phases(phases, done, s, bonds=conductors.interface == "bonds")
    shares = powers / powers.sum()
    return LayerAnswer(whole, float(shares @ np.array(conductors.energies)), shares, done)


def _conducted(
    phases: np.ndarray, s: np.ndarray, conductors: Conductors, settings: ConductorSettings | None, *, periodic: bool
) -> VoxelCurrent | SheetCurrent:
    if conductors.interface == "sheets":
        sheet = float(s[INTERFACE]) * conductors.width
        return conduct_sheets(sheets_of(phases, s[:INTERFACE], sheet, periodic=periodic), settings)
    if conductors.interface == "bonds":
        table = pair_table(s[:INTERFACE], float(s[INTERFACE]))
        return conduct(bonds_of(phases, table, periodic=periodic), settings)
    return conduct(faces_of(phases, pair_table(s[:INTERFACE]), periodic=periodic), settings)


def powers_of_phases(phases: np.ndarray, done: VoxelCurrent, s: np.ndarray, *, bonds: bool) -> np.ndarray:
    """Return the power in host, second phase, pore and, in a network of bonds, the interface."""
    pairs = np.zeros((INTERFACE, INTERFACE))
    index, (along, *across) = phases.astype(np.intp), done.powers
    network = len(along) < len(index)
    inner = index[1:-1] if network else index
    ends = np.concatenate((index[:1], index, index[-1:])) if not network else index
    for here, there, power in (
        (ends[:-1], ends[1:], along),
        *((inner, np.roll(inner, -1, axis), power) for axis, power in zip((1, 2), across, strict=True)),
    ):
        pairs += np.bincount((here * INTERFACE + there).ravel(), power.ravel(), INTERFACE**2).reshape(INTERFACE, -1)
    pairs += pairs.T  # both orders together; twice the diagonal
    shares = np.zeros(INTERFACE + 1)
    for p in range(INTERFACE):
        shares[p] += pairs[p, p] / 2
        for q in range(p):
            if bonds and (q, p) == (0, 1):
                shares[INTERFACE] += pairs[p, q]
                continue
            total = s[p] + s[q]
            shares[p] += pairs[p, q] * (s[q] / total if total else 0)
            shares[q] += pairs[p, q] * (s[p] / total if total else 0)
    return shares
