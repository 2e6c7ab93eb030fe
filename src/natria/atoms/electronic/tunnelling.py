"""How thick a layer must be until the current that tunnels through it is a stated leakage.

The barrier is an input with its ground: half of a computed gap, a difference of affinities, or a value of one's own.
Nothing here chooses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ...laws import ELECTRON_MASS, ELEMENTARY_CHARGE, REDUCED_PLANCK, simmons_thickness, tunnelling_decay
from ...quantity import InputError, Problem


@dataclass(frozen=True)
class TunnellingBarrier:
    """A barrier for electrons (J), with the ground on which it was chosen."""

    height: float
    ground: str

    def __post_init__(self) -> None:
        if not (0 < self.height < inf) or not self.ground.strip():
            what = "a barrier needs a finite height above zero and a ground"
            fix = "give for example 2 eV and 'half of the computed gap'"
            raise InputError("--barrier", [Problem("", what, fix)])


def half_gap(gap: float) -> TunnellingBarrier:
    """The barrier of a Fermi level in the middle of a gap (J)."""
    return TunnellingBarrier(gap / 2, "half of the computed gap: Fermi level in its middle")


def affinity_barrier(work_function: float, affinity: float) -> TunnellingBarrier:
    """The barrier between a metal and the empty bands of a layer, both energies (J) against the vacuum."""
    return TunnellingBarrier(work_function - affinity, "work function of the metal less electron affinity of the layer")


@dataclass(frozen=True)
class TunnellingLayer:
    """The least thickness (m) at which tunnelling carries at most `leakage` (A/m^2) at `voltage` (V).

    `decay` is kappa (1/m) at no voltage. `mass_ratio` is the effective mass in the barrier over that of the electron.
    """

    thickness: float
    decay: float
    barrier: TunnellingBarrier
    leakage: float
    voltage: float
    mass_ratio: float

    def to_json(self) -> dict[str, Any]:
        return {
            "tunnelling_thickness": {"value": self.thickness, "unit": "m"},
            "decay": {"value": self.decay, "unit": "1/m"},
            "barrier": {"value": self.barrier.height, "unit": "J", "ground": self.barrier.ground},
            "leakage": {"value": self.leakage, "unit": "A/m^2"},
            "voltage": {"value": self.voltage, "unit": "V"},
            "mass_ratio": self.mass_ratio,
        }


def ensure_layer_asked(leakage: float, voltage: float, mass_ratio: float) -> None:
    """Raise InputError unless leakage (A/m^2), voltage (V) and mass ratio are finite and above zero."""
    given = {"--leakage": leakage, "--voltage": voltage, "--mass": mass_ratio}
    for option, value in given.items():
        if not 0 < value < inf:
            what = f"{value:g} is not a finite number above zero"
            raise InputError(option, [Problem("", what, "no finite layer stops tunnelling altogether")])


def blocking_layer(barrier: TunnellingBarrier, leakage: float, voltage: float, mass_ratio: float) -> TunnellingLayer:
    """The layer whose tunnelling current at a voltage falls to a leakage, by Simmons' law."""
    ensure_layer_asked(leakage, voltage, mass_ratio)
    if voltage * ELEMENTARY_CHARGE >= barrier.height:
        what = f"the voltage {voltage:g} V exceeds the barrier of {barrier.height / ELEMENTARY_CHARGE:g} eV"
        fix = "the law holds for voltages below the barrier; give a lower voltage"
        raise InputError("--voltage", [Problem("", what, fix)])
    mass = mass_ratio * ELECTRON_MASS
    decay = float(tunnelling_decay(barrier.height, mass))
    try:
        thickness = simmons_thickness(leakage, voltage, barrier.height, mass)
    except ValueError:
        what = f"{leakage:.3g} A/m^2 would need a layer of about 1/kappa, {1e9 / decay:.2g} nm, or less"
        fix = "the law of Simmons holds for thicker layers; give a lower leakage or a higher voltage"
        raise InputError("--leakage", [Problem("", what, fix)]) from None
    return TunnellingLayer(thickness, decay, barrier, leakage, voltage, mass_ratio)


def transmission(
    energy: ArrayLike, thickness: float, potential: ArrayLike, mass: float, mass_outside: float
) -> np.ndarray:
    """Return the share of electrons that cross a layer, exactly, by transfer matrices.

    `potential` (J) holds the heights of slices of equal thickness, above the bottom of the band of the metal on both
    sides. At each face the wave function and its derivative over the mass are continuous. `energy` (J) counts from the
    same bottom.
    """
    kinetic = np.asarray(energy, float)
    heights = np.atleast_1d(np.asarray(potential, float))
    ratio, ratio_outside = mass / ELECTRON_MASS, mass_outside / ELECTRON_MASS
    whole = np.broadcast_to(np.eye(2, dtype=complex), (*kinetic.shape, 2, 2))
    for height in heights:
        whole = _slice(_wave(kinetic - height, mass), ratio, thickness / len(heights)) @ whole
    # A wave 1 and r before the layer gives t behind it: M (1 + r, i q (1 - r)) = (t, i q t), with det M = 1.
    q = _wave(kinetic, mass_outside) / ratio_outside
    a, b, c, d = whole[..., 0, 0], whole[..., 0, 1], whole[..., 1, 0], whole[..., 1, 1]
    return np.asarray(np.abs(2 / (a + d - 1j * q * b + 1j * c / q)) ** 2)


def _wave(kinetic: np.ndarray, mass: float) -> np.ndarray:
    """The wave number (1/m), imaginary under a barrier."""
    return np.asarray(np.sqrt(2 * mass * kinetic.astype(complex)) / REDUCED_PLANCK)


def _slice(wave: np.ndarray, ratio: float, thickness: float) -> np.ndarray:
    """The matrix that takes (psi, psi' over the mass ratio) across a slice."""
    wave = np.where(wave == 0, 1.0, wave)  # 1/m is as good as none
    phase = wave * thickness
    sine, cosine = np.sin(phase), np.cos(phase)
    rows = [[cosine, ratio / wave * sine], [-wave / ratio * sine, cosine]]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))
