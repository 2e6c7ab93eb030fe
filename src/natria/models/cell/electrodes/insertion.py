"""An electrode of particles that take sodium up in one plateau, such as Na3V2(PO4)3.

A share x of its capacity is filled; x = 1 is discharged. A plateau lies between two phases: between the solubilities
s and 1 - s of their sodium the potential is flat, outside it is that of an ideal solution,

    U(x) = U0 + RT/F [h(l - l_s) - h(-l - l_s)],   l = ln((1 - x)/x),  l_s = ln((1 - s)/s)

with h(z) = (z + sqrt(z^2 + w^2))/2, which rounds the ends of the plateau.

The potential of the electrode is that of the surface of its particles, less the overpotential of the transfer
(Butler-Volmer) and the drop of the ions in its pores. Two rival laws say how sodium moves inside a particle:

- `fick`: it diffuses in spheres of one phase; x depends on the radius. Finite volumes, exact in the sodium they hold.
- `shell`: a shell of the phase that forms grows inwards, and sodium crosses it at steady state. With rho the radius of
  the core over that of the particle, x_surface - x_phase = (R^2/3D) (dx/dt) (1/rho - 1). What a reversal leaves inside
  is left out: the core is always of the other phase.

Two rival laws say where in the depth of the electrode sodium reacts: `uniform`, where ions cross a third of the
resistance of its pores (L/3 kappa), and `front`, a zone that starts at the separator and has gone through the share
that has reacted (Newman, J. Electrochem. Soc. 142, 97 (1995)): with a flat potential nothing reacts behind it. The
pores of a thin electrode decide nothing, and there both agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ....laws import FARADAY, GAS
from ..cell import ATHERMAL, Thermal
from ..equations.compiled import compiled
from ..equations.properties import MOST_VOLTS, face_current, face_overpotential, powered, thermal_factor
from ..equations.root import between, narrowed
from ..equations.states import InitialState

SHELLS = 20  # of a particle; `shells` of a chemistry overrides it
ROUND = 0.5  # w of h(z), in units of RT/F: how sharply a plateau ends
LEAST = 1e-6  # of a share, below which its logarithm goes on as a line
LEAST_CORE = 1e-3  # rho of the core, from where on it no longer shrinks
CLOSE = 1e-13  # of a current that is searched for
TURNS = 200

# --- places in the block of numbers
(
    CAPACITY,
    PLATEAU,
    SOLUBILITY,
    TIME,
    EXCHANGE,
    TRANSFER,
    PORES,
    CONTACT,
    LAW,
    DEPTH,
    COUNT,
    I_ENERGY,
    I_REFERENCE,
    D_ENERGY,
    D_REFERENCE,
) = range(15)
NUMBERS = 15
FICK, SHELL = range(2)
UNIFORM, FRONT = range(2)
PARTICLE_LAWS = {"fick": FICK, "shell": SHELL}
DEPTH_LAWS = {"uniform": UNIFORM, "front": FRONT}


@dataclass(frozen=True)
class Insertion:
    """Particles in the pores of an electrode; everything per area of the cell.

    `exchange` is the exchange current density of the surface of the particles times their surface per area.
    """

    capacity: float  # C/m^2, of the whole plateau
    plateau: float  # V against sodium
    diffusion_time: float  # s, R^2/D
    exchange: float  # A/m^2
    filled: float = 1.0  # share of the capacity at the start
    solubility: float = 0.02  # of either phase
    transfer: float = 0.5
    pores: float = 0.0  # ohm m^2, of the electrolyte in all of the electrode's depth
    contact: float = 0.0  # ohm m^2, of the composite and its foil
    particle: Literal["fick", "shell"] = "fick"
    depth: Literal["uniform", "front"] = "uniform"
    exchange_thermal: Thermal = ATHERMAL
    diffusion_thermal: Thermal = ATHERMAL
    shells: int = SHELLS

    @property
    def states(self) -> int:
        return self.shells if self.particle == "fick" else 1


def insertion_states(chemistry: Insertion) -> list[InitialState]:
    """Return the filled share of each shell, from the middle outwards."""
    return [InitialState(f"filled_share_{k + 1}", chemistry.filled, 1.0) for k in range(chemistry.states)]


def insertion_numbers(chemistry: Insertion) -> list[float]:
    c = chemistry
    place = float(PARTICLE_LAWS[c.particle]), float(DEPTH_LAWS[c.depth]), float(c.states)
    thermal = [t for law in (c.exchange_thermal, c.diffusion_thermal) for t in (law.energy, law.reference)]
    head = [c.capacity, c.plateau, c.solubility, c.diffusion_time, c.exchange, c.transfer, c.pores, c.contact]
    return [*head, *place, *thermal]


INSERTION_COLUMNS = {
    "filled_share": "1",
    "surface_share": "1",
    "insertion_equilibrium": "V",
    "pore_drop": "V",
}


@compiled
def _log_ratio(share: float) -> float:
    """Return ln((1 - x)/x), continued as a line beyond LEAST of either end."""
    least, most = LEAST, 1.0 - LEAST
    x = min(max(share, least), most)
    return np.log((1.0 - x) / x) - (share - x) / LEAST


@compiled
def _beyond(z: float) -> float:
    """Return (z + sqrt(z^2 + w^2))/2: z above zero, zero below, rounded over w; without cancellation."""
    root = np.sqrt(z * z + ROUND * ROUND)
    return 0.5 * (z + root) if z > 0.0 else 0.5 * ROUND * ROUND / (root - z)


@compiled
def plateau_potential(share: float, temperature: float, p: np.ndarray) -> float:
    """Return U(x) (V) of the surface of the particles."""
    here, end = _log_ratio(share), _log_ratio(p[SOLUBILITY])
    away = GAS * temperature / FARADAY * (_beyond(here - end) - _beyond(-here - end))
    return p[PLATEAU] + min(max(away, -MOST_VOLTS), MOST_VOLTS)


@compiled
def mean_share(y: np.ndarray, p: np.ndarray) -> float:
    """Return the filled share of the whole capacity."""
    count = int(p[COUNT])
    total = 0.0
    for k in range(count):
        total += y[k] * _volume(k, count)
    return total


@compiled
def _radius(face: int, count: int) -> float:
    """Return the radius of a face between shells, over that of the particle; in equal steps of r^2."""
    return np.sqrt(face / count)


@compiled
def _volume(k: int, count: int) -> float:
    """Return the share of the volume of a particle in shell k."""
    return _radius(k + 1, count) ** 3 - _radius(k, count) ** 3


@compiled
def _middle(k: int, count: int) -> float:
    return 0.5 * (_radius(k, count) + _radius(k + 1, count))


@compiled
def _diffusion_time(temperature: float, p: np.ndarray) -> float:
    return p[TIME] / thermal_factor(p[D_ENERGY], 0.0, p[D_REFERENCE], temperature)


@compiled
def surface_share(plating: float, temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the filled share at the surface of the particles at a current density."""
    time = _diffusion_time(temperature, p)
    filling = plating / p[CAPACITY]  # dx/dt of the mean
    count = int(p[COUNT])
    if p[LAW] == FICK:  # dx/dr = (R^2/3D) dx/dt at the surface
        return y[count - 1] + time / 3.0 * filling * (1.0 - _middle(count - 1, count))
    if filling == 0.0:
        return y[0]
    reacted = 1.0 - y[0] if filling > 0.0 else y[0]  # what is left of the core
    core = max(powered(max(reacted, 0.0), 1.0 / 3.0), LEAST_CORE)
    phase = 1.0 - p[SOLUBILITY] if filling > 0.0 else p[SOLUBILITY]
    phase = max(phase, y[0]) if filling > 0.0 else min(phase, y[0])  # beyond the plateau there is one phase
    return phase + time / 3.0 * filling * (1.0 / core - 1.0)


@compiled
def pore_resistance(plating: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the resistance (ohm m^2) that the ions cross in the pores of the electrode."""
    if p[PORES] == 0.0:
        return 0.0
    if p[DEPTH] == UNIFORM:
        return p[PORES] / 3.0
    filled = min(max(mean_share(y, p), 0.0), 1.0)
    return p[PORES] * (filled if plating > 0.0 else 1.0 - filled)


@compiled
def insertion_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V, on the sodium scale) of the electrode against the electrolyte at its face."""
    equilibrium = plateau_potential(surface_share(plating, temperature, y, p), temperature, p)
    alpha = p[TRANSFER]
    i0 = p[EXCHANGE] * thermal_factor(p[I_ENERGY], 0.0, p[I_REFERENCE], temperature)
    i0 *= powered(max(salt, LEAST), 1.0 - alpha)
    drop = plating * (pore_resistance(plating, y, p) + p[CONTACT])
    return equilibrium + face_overpotential(plating, i0, alpha, temperature) - drop


@compiled
def insertion_equilibrium(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) without current, of the mean share."""
    return plateau_potential(mean_share(y, p), temperature, p)


@compiled
def insertion_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density at a potential: the inverse of `insertion_potential`.

    The bracket grows from the current of the transfer alone; then false position (Illinois), halving every third time.
    """
    rest = insertion_potential(0.0, temperature, salt, y, p) - potential
    if rest == 0.0:
        return 0.0
    i0 = p[EXCHANGE] * thermal_factor(p[I_ENERGY], 0.0, p[I_REFERENCE], temperature)
    alone = face_current(-min(max(rest, -MOST_VOLTS), MOST_VOLTS), i0, p[TRANSFER], temperature)
    a, at_a = 0.0, rest
    b = alone if abs(alone) < 1e6 else np.sign(alone) * 1e6
    at_b = insertion_potential(b, temperature, salt, y, p) - potential
    for _ in range(TURNS):
        if at_b * rest <= 0.0:
            break
        b *= 2.0
        at_b = insertion_potential(b, temperature, salt, y, p) - potential
    side = 0
    for turn in range(TURNS):
        if at_b == 0.0 or abs(b - a) <= CLOSE * abs(b):
            return b
        middle = between(a, at_a, b, at_b, turn)
        found = insertion_potential(middle, temperature, salt, y, p) - potential
        (a, at_a), (b, at_b), side = narrowed((a, at_a), (b, at_b), (middle, found), side)
    return b


@compiled
def insertion_rates(
    plating: float, temperature: float, _salt: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write dx/dt of each shell: what one shell loses its neighbour gains."""
    count = int(p[COUNT])
    filling = plating / p[CAPACITY]
    if p[LAW] == SHELL:
        dy[0] = filling
        return
    per_time = 1.0 / _diffusion_time(temperature, p)
    inner = 0.0  # flow of sodium outwards through the inner face, over 4/3 pi R^3
    for k in range(count):
        if k < count - 1:
            slope = (y[k] - y[k + 1]) / (_middle(k + 1, count) - _middle(k, count))
            outer = 3.0 * per_time * _radius(k + 1, count) ** 2 * slope
        else:
            outer = -filling
        dy[k] = (inner - outer) / _volume(k, count)
        inner = outer


@compiled
def insertion_room(plating: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the charge (C/m^2) that still fits in the direction of the current."""
    filled = mean_share(y, p)
    return p[CAPACITY] * (1.0 - filled if plating > 0.0 else filled)


@compiled
def insertion_sodium(y: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) of the plateau that the electrode holds."""
    return p[CAPACITY] * mean_share(y, p)


@compiled
def insertion_columns(
    plating: float, temperature: float, _salt: float, y: np.ndarray, p: np.ndarray, out: np.ndarray
) -> None:
    """Write a row of INSERTION_COLUMNS."""
    out[0] = mean_share(y, p)
    out[1] = surface_share(plating, temperature, y, p)
    out[2] = insertion_equilibrium(temperature, y, p)
    out[3] = plating * pore_resistance(plating, y, p)
