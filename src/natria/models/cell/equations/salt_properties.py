"""Properties of a salt, alone or beside a solid in whose pores it is. Compiled.

In the pores of a film the liquid and the solid are in equilibrium: one electrochemical potential of the sodium ion, so
one dphi/dx against a sodium reference for both. With kappa and D those of the pores, sigma of the skeleton, and
chi = (2RT/F) (1 - t+) X,

    J_l = kappa (dphi/dx - chi dln(c)/dx),   J_s = sigma dphi/dx,   J = J_l + J_s
    J_l = w (J - sigma chi dln(c)/dx),   w = kappa/(kappa + sigma)

and the flux of the anion, N = -D dc/dx + (1 - t+) J_l/F, is that of a salt with

    D_e = D + (2RT/F^2) X (1 - t+)^2 w sigma/c   and   (1 - t+) w   in the place of   D   and   1 - t+

so the same volumes serve, with and without a solid. sigma = 0 gives the liquid alone.
"""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY, GAS
from ..lanes.choices import choose
from .compiled import compiled
from .layout import (
    ACTIVITY,
    C_REF,
    CURVATURE,
    D_ENERGY,
    D_POWER,
    D_REFERENCE,
    D_VANISHING,
    DIFFUSIVITY,
    KAPPA,
    KAPPA_POWER,
    PEAK,
    S_ENERGY,
    S_REFERENCE,
    S_VANISHING,
    SKELETON,
    SKELETON_ENERGY,
    SKELETON_REFERENCE,
    SKELETON_VANISHING,
    SLOPE,
    TRANSFERENCE,
)
from .properties import LEAST_SHARE, powered, thermal_factor

FARTHEST = 5.0  # of c_max, beyond which a conductivity with a maximum stays as it is: no salt dissolves so far

Warm = tuple[float, float, float, float]  # factor of kappa, of D; sigma of the skeleton; (2RT/F^2) X


@compiled
def at_temperature(at: int, temperature: float, p: np.ndarray) -> Warm:
    """Return what the temperature decides of the salt layer at a place.

    The factors of kappa and D (by Nernst-Einstein unless D has its own), sigma of the skeleton, and (2RT/F^2) X.
    """
    kappa = thermal_factor(p[at + S_ENERGY], p[at + S_VANISHING], p[at + S_REFERENCE], temperature)
    if not np.isnan(p[at + D_ENERGY]):
        d = thermal_factor(p[at + D_ENERGY], p[at + D_VANISHING], p[at + D_REFERENCE], temperature)
    elif p[at + S_ENERGY] == 0.0:
        d = 1.0
    else:
        d = kappa * temperature / p[at + S_REFERENCE]
    sigma = p[at + SKELETON]
    if sigma != 0.0:
        energy, vanishing, reference = p[at + SKELETON_ENERGY], p[at + SKELETON_VANISHING], p[at + SKELETON_REFERENCE]
        sigma *= thermal_factor(energy, vanishing, reference, temperature)
    return kappa, d, sigma, 2.0 * GAS * temperature / FARADAY**2 * p[at + ACTIVITY]


@compiled
def scaled(reference: float, power: float, share: float) -> float:
    """Return X_ref (c/c_ref)^power at the ratio c/c_ref."""
    return reference if power == 0.0 else reference * powered(max(share, LEAST_SHARE), power)


@compiled
def conductivity(c: float, warm: Warm, at: int, macmullin: float, p: np.ndarray) -> float:
    """Return kappa/N_M (S/m) of the liquid at a concentration; `at` is the place of the layer."""
    share, peak = c / p[at + C_REF], p[at + PEAK]
    reference, power = p[at + KAPPA] * warm[0] / macmullin, p[at + KAPPA_POWER]
    if peak == 0.0:
        return scaled(reference, power, share)
    share = min(share, FARTHEST * peak)
    x, x_ref = max(share, LEAST_SHARE) / peak, 1.0 / peak
    bent = p[at + CURVATURE] * ((x - 1.0) ** 2 - (x_ref - 1.0) ** 2)
    return scaled(reference, power, share) * np.exp(bent - power * (x - x_ref))


@compiled
def conductivity_slope(c: float, at: int, p: np.ndarray) -> float:
    """Return d(ln kappa)/dc."""
    share = c / p[at + C_REF]
    slope, peak = p[at + KAPPA_POWER] / share, p[at + PEAK]
    if peak != 0.0:
        slope += (2.0 * p[at + CURVATURE] * (share / peak - 1.0) - p[at + KAPPA_POWER]) / peak
        slope = choose(share >= FARTHEST * peak, 0.0, slope)
    return choose(share <= LEAST_SHARE, 0.0, slope / p[at + C_REF])


@compiled
def anion_share(c: float, at: int, p: np.ndarray) -> float:
    """Return 1 - t+ at a concentration."""
    if p[at + SLOPE] == 0.0:
        return 1.0 - p[at + TRANSFERENCE]
    t_plus = p[at + TRANSFERENCE] + p[at + SLOPE] * (c / p[at + C_REF] - 1.0)
    return 1.0 - min(max(t_plus, 0.0), 1.0)


@compiled
def anion_slope(c: float, at: int, p: np.ndarray) -> float:
    """Return d(1 - t+)/dc."""
    if p[at + SLOPE] == 0.0:
        return 0.0
    t_plus = p[at + TRANSFERENCE] + p[at + SLOPE] * (c / p[at + C_REF] - 1.0)
    return choose((t_plus > 0.0) & (t_plus < 1.0), -p[at + SLOPE] / p[at + C_REF], 0.0)


@compiled
def has_constant_transport(at: int, p: np.ndarray) -> bool:
    """Whether neither D nor 1 - t+ of a layer depends on the concentration."""
    return p[at + SKELETON] == 0.0 and p[at + D_POWER] == 0.0 and p[at + SLOPE] == 0.0


@compiled
def transport(c: float, warm: Warm, at: int, macmullin: float, p: np.ndarray) -> tuple[float, float]:
    """Return D_e/N_M (m^2/s) and (1 - t+) w at a concentration."""
    anions = anion_share(c, at, p)
    d = scaled(p[at + DIFFUSIVITY] * warm[1], p[at + D_POWER], c / p[at + C_REF]) / macmullin
    if p[at + SKELETON] == 0.0:
        return d, anions
    sigma = warm[2]
    kappa = conductivity(c, warm, at, macmullin, p)
    liquid = kappa / (kappa + sigma)
    return d + warm[3] * anions * anions * liquid * sigma / max(c, LEAST_SHARE * p[at + C_REF]), anions * liquid


@compiled
def transport_slopes(c: float, warm: Warm, at: int, macmullin: float, p: np.ndarray) -> tuple[float, float]:
    """Return d(ln D_e)/dc and d((1 - t+) w)/dc."""
    above = c > LEAST_SHARE * p[at + C_REF]
    d_slope = choose(above, p[at + D_POWER] / c, 0.0)
    a_slope = anion_slope(c, at, p)
    if p[at + SKELETON] == 0.0:
        return d_slope, a_slope
    sigma = warm[2]
    d = scaled(p[at + DIFFUSIVITY] * warm[1], p[at + D_POWER], c / p[at + C_REF]) / macmullin
    anions, kappa = anion_share(c, at, p), conductivity(c, warm, at, macmullin, p)
    liquid = kappa / (kappa + sigma)
    liquid_slope = liquid * (1.0 - liquid) * conductivity_slope(c, at, p)
    held = max(c, LEAST_SHARE * p[at + C_REF])
    more = warm[3] * anions * sigma / held
    change = more * (2.0 * a_slope * liquid + anions * liquid_slope)
    change -= choose(above, more * anions * liquid / c, 0.0)
    whole = d + more * anions * liquid
    return (d * d_slope + change) / whole, a_slope * liquid + anions * liquid_slope
