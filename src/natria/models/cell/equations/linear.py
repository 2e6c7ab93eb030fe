"""The equations of `charging`, linearised about a state and a current.

With z the states, J the current density and V the voltage by part,

    Z(omega) = dV/dJ + dV/dz (i omega I - dr/dz)^-1 dr/dJ,    r = dz/dt

A path for electrons of conductance g beside the cell takes g V of the current: with Z of the cell alone, by part,

    Z_part' = Z_part / (1 + g Z),   1/Z' = 1/Z + g

Derivatives are central differences, which serve every term of the equations, those to come as well. A state that drifts
is taken as standing still.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ....answers import Refuse
from ....laws import FARADAY, GAS
from ..analysis.finer import FINEST, finer
from .charging import Charging
from .layout import (
    AT_ELECTRODES,
    AT_VOLUMES,
    COVERAGE,
    ELECTRODE,
    HEAT_CAPACITY,
    I0,
    N_CHEMISTRY,
    N_STATES,
    POROSITY,
    VOID_DEPTH,
    VOLUME,
    WALL_LEFT,
    WIDTH,
    Packed,
)
from .opening import opens
from .states import AT_CHEMISTRY

STEP = 1e-5  # of the scale of a state; truncation and rounding are then both near 1e-10
SMOOTH = 0.05  # half of what slopes to both sides may differ by, over their mean, before there is a kink between them
UNSEEN = 1e-6  # 1/s; no spectrum is as slow


@dataclass(frozen=True, eq=False)
class Linear:
    """The linearised cell: dz/dt = A z + b i and V = C z + d i, by part.

    i is the current without that of a path for electrons in parallel, whose conductance is `path`. The first `salts`
    states are salt; `settling` are all that come to rest at a new current; `kept` the weights of sums that no current
    changes: the salt between two walls.
    """

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray
    salts: int
    settling: np.ndarray
    kept: np.ndarray
    path: float = 0.0

    def impedance(self, frequencies: np.ndarray) -> np.ndarray:
        """Return the impedance in ohm m^2, complex: a row for each frequency, a column for each part."""
        return self._shunted(self.without_path(frequencies))

    def without_path(self, frequencies: np.ndarray) -> np.ndarray:
        """Return the impedance of the cell without the path for electrons."""
        return np.array([self.d + self.c @ self._states(2j * np.pi * f) for f in frequencies])

    @property
    def zero_frequency(self) -> np.ndarray:
        """Return the resistance by part at zero frequency."""
        return self._shunted(self.settled)

    @property
    def high_frequency(self) -> np.ndarray:
        """Return the resistance by part where neither the salt nor a capacitor follows."""
        return self._shunted(self.d)

    def _shunted(self, parts: np.ndarray) -> np.ndarray:
        return parts / (1.0 + self.path * parts.sum(axis=-1, keepdims=True))

    def _states(self, s: complex) -> np.ndarray:
        """Return (s - A)^-1 b; the salt, coupled to its neighbours only, is eliminated along its band."""
        from scipy.linalg import solve_banded

        n = self.salts
        along, aside, across = self.a[:n, :n], self.a[:n, n:], self.a[n:, :n]
        band = np.zeros((3, n), complex)
        band[0, 1:], band[1], band[2, :-1] = -np.diag(along, 1), s - np.diag(along), -np.diag(along, -1)
        sides = np.column_stack([self.b[:n], aside])
        salt = solve_banded((1, 1), band, sides) if n else sides
        rest = s * np.eye(len(self.b) - n) - self.a[n:, n:] - across @ salt[:, 1:]
        others = np.linalg.solve(rest, self.b[n:] + across @ salt[:, 0])
        return np.concatenate([salt[:, 0] + salt[:, 1:] @ others, others])

    @cached_property
    def settled(self) -> np.ndarray:
        """Return the resistance by part at zero frequency, without a path for electrons.

        Sodium, voids and the thickness of films are held.

        These states only drift. A has the conserved sums as left null vectors, so A + l l^T gives the solution in which
        they have not changed.
        """
        chosen = self.settling
        a = self.a[np.ix_(chosen, chosen)]
        weights = self.kept[:, chosen]
        size = np.abs(np.diag(a)).min(initial=np.inf, where=np.diag(a) != 0)
        return self.d - self.c[:, chosen] @ np.linalg.solve(a + size * weights.T @ weights, self.b[chosen])


def linearise(packed: Packed, y: np.ndarray, current: float = 0.0, finest: float | None = FINEST) -> Linear:
    """Return the cell linearised about a state and a current of the terminals, on the grid of `finer`.

    Without `finest` on the grid of the run.
    """
    if opens(packed.shape, packed.p):
        raise Refuse(
            "the impedance of a cell with salt in the pores of its electrode is not computed: leave out filled_by of "
            "[counter.pores]"
        )
    cell = Charging(packed)
    current = cell.ionic(y, current)
    if finest is not None:
        packed, y = finer(packed, y, current, finest)
        cell = Charging(packed)
    z = cell.settled(y, current)
    if np.isnan(_answer(cell, z, current)).any():
        raise Refuse(f"the cell has no impedance here: its equations have no solution at {current / 10:.4g} mA/cm^2")
    slopes, bends = _differences(cell, z, current)
    jump = STEP * _scale_of_current(packed, current)
    up, here, down = (_answer(cell, z, current + s * jump) for s in (1, 0, -1))
    b, bend = (up - down) / (2 * jump), (up - 2 * here + down) / (2 * jump)
    n = len(z)
    stored = slice(int(packed.shape[N_STATES]), n)
    _smooth(b[n:], bend[n:])
    for column in range(stored.start, n):
        _smooth(slopes[stored, column], bends[stored, column], UNSEEN)
    return Linear(slopes[:n], b[:n], slopes[n:], b[n:], packed.n, _settling(packed, n), _kept(packed, n), cell.path)


def _answer(cell: Charging, z: np.ndarray, current: float) -> np.ndarray:
    """Return the rates of the states, then the voltage by part."""
    return np.concatenate([cell.rates(z, current), cell.parts(z, current)])


def _differences(cell: Charging, z: np.ndarray, current: float) -> tuple[np.ndarray, np.ndarray]:
    """Return d(answer)/dz by column, and half the difference between the slopes to both sides.

    Sodium and voids end at zero, so there the differences are one-sided.
    """
    here = _answer(cell, z, current)
    steps, least = STEP * _scales(cell.packed, z), np.full(len(z), -np.inf)
    least[[place for name, place in cell.packed.places.items() if name.startswith(("sodium_", "void_"))]] = 0.0
    slopes, bends = np.empty((2, len(here), len(z)))
    for k, step in enumerate(steps):
        high, low = z.copy(), z.copy()
        high[k], low[k] = z[k] + step, max(z[k] - step, least[k])
        up, down = _answer(cell, high, current), _answer(cell, low, current)
        slopes[:, k], bends[:, k] = (up - down) / (high[k] - low[k]), (up - 2 * here + down) / (high[k] - low[k])
    return slopes, bends


def _smooth(slope: np.ndarray, bend: np.ndarray, unseen: float = 0.0) -> None:
    if np.abs(bend).max() > max(SMOOTH * np.abs(slope).max(), unseen):
        raise Refuse(
            "the cell has no impedance here: its current does not go smoothly through zero, for plating on a host that "
            "is partly bare costs nucleation and stripping does not; ask under load, or after more plating"
        )


def _scales(packed: Packed, z: np.ndarray) -> np.ndarray:
    """Return the scale of each state."""
    scales = np.full(len(z), GAS * float(z[packed.places["temperature"]]) / FARADAY)  # of voltages
    scales[: packed.n] = np.maximum(np.abs(z[: packed.n]), 1e-3 * packed.tolerance[: packed.n])
    scales[packed.film_states] = z[packed.film_states]
    for k, name in enumerate(("working", "counter")):
        electrode = AT_ELECTRODES + ELECTRODE * k
        scales[packed.places[f"sodium_{name}"]] = packed.p[electrode + COVERAGE] or 1e4
        scales[packed.places[f"dead_{name}"]] = 1e4
        scales[packed.places[f"void_{name}"]] = packed.p[electrode + VOID_DEPTH] or 1e4
    scales[packed.places["temperature"]] = z[packed.places["temperature"]]
    own = slice(int(packed.shape[AT_CHEMISTRY]), int(packed.shape[AT_CHEMISTRY] + packed.shape[N_CHEMISTRY]))
    scales[own] = packed.tolerance[own]
    return scales


def _scale_of_current(packed: Packed, current: float) -> float:
    """Return the larger of the current and the exchange current of the slower face.

    Faces are linear up to their exchange current.
    """
    return max(abs(current), min(packed.p[AT_ELECTRODES + ELECTRODE * k + I0] for k in (0, 1)))


def _settling(packed: Packed, n: int) -> np.ndarray:
    chosen = np.zeros(n, bool)
    chosen[: packed.n] = True
    chosen[int(packed.shape[N_STATES]) :] = True
    chosen[packed.places["temperature"]] = packed.p[HEAT_CAPACITY] > 0
    return chosen


def _kept(packed: Packed, n: int) -> np.ndarray:
    """Return a row for each stretch of salt between two walls: the share of each volume in it."""
    at = int(packed.shape[AT_VOLUMES])
    rows = packed.p[at:].reshape(packed.n, VOLUME)
    stretch = np.cumsum(rows[:, WALL_LEFT] != 0) - 1
    kept = np.zeros((int(stretch[-1]) + 1 if packed.n else 0, n))
    kept[stretch, np.arange(packed.n)] = rows[:, WIDTH] * rows[:, POROSITY]
    return kept / np.linalg.norm(kept, axis=1, keepdims=True)
