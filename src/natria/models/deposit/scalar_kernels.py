"""Functions of one cell or one face: the physics of the model, as scalars, for every kind of kernel.

They know no arrays and no grid, so that kernels for another device can call the same ones.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .inputs import FARADAY
from .machine_code import inlined

if TYPE_CHECKING:
    from .boundary_kernels import DriveEnds
    from .constants import Numbers

SQUARINGS = 10
WIDE = math.sqrt(12.0)  # of a uniform distribution of variance 1
FRACTION = 1.0 / 2**SQUARINGS
SMALL = 0.2  # half a jump of f phi, below which x/sinh x is a series (its error there is 2e-12)


@inlined
def share(x: float) -> float:
    """Return h = x^3 (6 x^2 - 15 x + 10), the share of metal in a cell; 0 and 1 beyond its ends."""
    x = min(max(x, 0.0), 1.0)
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


@inlined
def slope(x: float) -> float:
    """Return h' = 30 x^2 (1 - x)^2; 0 beyond its ends."""
    x = min(max(x, 0.0), 1.0)
    return 30.0 * x * x * (1.0 - x) * (1.0 - x)


@inlined
def well_slope(x: float, across: float) -> float:
    """Return the derivative of the double well whose rest state on the grid is 1/(1 + exp(s x)).

    The second difference of that profile is q (1 - 2 x) m/(1 + m q) with q = x (1 - x), m = 4 sinh^2(s dx/2); with it
    in place of s^2 q (1 - 2 x) the grid neither holds a front that lies along it nor slows it (A. Finel et al., Phys.
    Rev. Lett. 121, 025501 (2018)). `across` is m; what is common to all cells is a part of L_sigma W.
    """
    q = x * (1.0 - x)
    return 2.0 * q * (1.0 - 2.0 * x) / (1.0 + across * max(q, 0.0))


@inlined
def exponential(x: float) -> float:
    """Return exp x as (1 + y + ... + y^8/8!)^1024 with y = x/1024, relative error 1e-13 for |x| < 40.

    It has no branch, calls nothing and divides by nothing, so a loop over it runs on vectors.
    """
    y = x * FRACTION
    t = 1.0 + y * (1.0 / 8.0)
    t = 1.0 + y * (1.0 / 7.0) * t
    t = 1.0 + y * (1.0 / 6.0) * t
    t = 1.0 + y * (1.0 / 5.0) * t
    t = 1.0 + y * (1.0 / 4.0) * t
    t = 1.0 + y * (1.0 / 3.0) * t
    t = 1.0 + y * (1.0 / 2.0) * t
    t = 1.0 + y * t
    for _ in range(SQUARINGS):
        t *= t
    return t


@inlined
def activity_face(cells: tuple[float, float], a: float, b: float, jump: float) -> float:
    """Return the conductance between two activities: the harmonic mean of D, times a b y/sinh y.

    a and b are S = exp(-F phi/2RT) on both sides, and y = F (phi_b - phi_a)/2RT, so that a/b = exp y. There is one
    division for both cases, so a loop over it runs on vectors.
    """
    one, two = cells
    both = a * b
    s = jump * jump
    series = 1.0 - s * (1 / 6) * (1.0 - s * (7 / 60) * (1.0 - s * (31 / 294) * (1.0 - s * (381 / 3720))))
    small = abs(jump) < SMALL
    over = both * series if small else 2.0 * jump * both * both
    under = 1.0 if small else (a - b) * (a + b)
    return 2.0 * one * two * over / ((one + two) * under)


@inlined
def over_sinh(y: float) -> float:
    """Return y/sinh y, 1 at 0."""
    return 1.0 if y == 0.0 else y / math.sinh(y)


@inlined
def harmonic(a: float, b: float) -> float:
    """Return the conductivity of two halves in series."""
    return 2.0 * a * b / (a + b)


@inlined
def between(a: float, b: float, part: float) -> float:
    """Return a where the part is 0 and b where it is 1."""
    return a + part * (b - a)


@inlined
def at_far_side(
    inside: float, part: float, conducting: float, p: Numbers, ends: DriveEnds
) -> tuple[float, float, float]:
    """Return conductance, activity and inflow (mol/m^3 s) at the far side of a cell of the last row.

    `inside` is the potential of the cell, `part` its share of the layer, `conducting` its diffusivity times S.
    """
    sigma = between(p.conductivity, p.layer_conductivity, part) * ends.spacing * ends.spacing
    density, outside = ends.value, ends.value
    if ends.by_current:
        outside = inside + ends.value * ends.spacing / (2.0 * sigma)
    else:
        density = 2.0 * sigma / ends.spacing * (ends.value - inside)
    if ends.counter:
        return 0.0, 0.0, density / (FARADAY * ends.spacing)
    s = math.exp(-0.5 * p.factor * outside)
    jump = 0.5 * p.factor * (outside - inside)
    return 2.0 * conducting * s * over_sinh(jump), p.bath / (s * s), 0.0


@inlined
def dissolving(drive: float, factor: float, transfer: float) -> float:
    """Return exp[(1 - alpha) F eta/RT], the anodic term of Butler and Volmer, with -eta as the drive."""
    return math.exp(-(1.0 - transfer) * factor * drive)


@inlined
def depositing(drive: float, factor: float, transfer: float) -> float:
    """Return exp[-alpha F eta/RT], the cathodic term without the concentration, with -eta as the drive."""
    return math.exp(transfer * factor * drive)


@inlined
def mixed_bits(x: int) -> int:
    """Return a 32-bit number whose bits all depend on all of those given."""
    x &= 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
    x = ((x ^ (x >> 15)) * 0x846CA68B) & 0xFFFFFFFF
    return x ^ (x >> 16)


@inlined
def noise(seed: int, period: int, place: int) -> float:
    """Return a uniform number of mean 0 and variance 1, from its seed, period and place alone.

    No state is kept: threads, order and steps in time do not change it.
    """
    bits = mixed_bits(place + mixed_bits(period + mixed_bits(seed)))
    return (bits / 4294967296.0 - 0.5) * WIDE


@inlined
def noise_at(seed: int, beat: float, place: int) -> float:
    """Return noise that passes linearly from one whole beat to the next."""
    whole = int(math.floor(beat))  # noqa: RUF046 - on a GPU the floor is a float
    part = beat - whole
    return (1.0 - part) * noise(seed, whole, place) + part * noise(seed, whole + 1, place)


@inlined
def preference(x: float, y: float, z: float, strength: float) -> float:
    """Return 1 + delta (4 sum n^4 - 3) of a front with normal n along (x, y, z); 1 where there is none."""
    a, b, c = x * x, y * y, z * z
    total = (a + b + c) * (a + b + c)
    return 1.0 + strength * (4.0 * (a * a + b * b + c * c) / total - 3.0) if total > 0.0 else 1.0
