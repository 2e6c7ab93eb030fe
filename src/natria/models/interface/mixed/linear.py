"""The linear mixed conductor in closed form, with a reaction at both faces.

Newman and Tobias, J. Electrochem. Soc. 109, 1183 (1962), without the faces. Ohm in both conductors and charge balance,
with the current i in the direction of z (from the electrolyte to the metal):

    i_i = -sigma_i dphi_i/dz      i_e = -sigma_e dphi_e/dz      i_i + i_e = i      di_i/dz = -g (eta - n_w)
    i_i(0) = (1 - m) i - G_t (eta(0) - n_t)                     i_i(h) = G_u (eta(h) - n_u)

with eta = phi_i - phi_e, G = F i0/RT of a face, g = a F i0/RT inside, n the nucleation overpotentials, m the share of
the top under a dense deposit (`balance`; 0 on a bare top and with a wetted one). Then, with k = 1/sigma_i + 1/sigma_e,
lambda = 1/sqrt(k g) and w = eta - n_w,

    w'' = w/lambda^2
    w'(0) = -i/sigma_i + k m i + k G_t (eta(0) - n_t)           w'(h) = i/sigma_e - k G_u (eta(h) - n_u)
    w = w(0) sinh((h - z)/lambda)/sinh(h/lambda) + w(h) sinh(z/lambda)/sinh(h/lambda)

The two values at the faces solve two equations whose determinant has positive terms only. All hyperbolic functions are
written with decaying exponentials, so neither a thick nor a thin layer overflows or cancels. Without barriers and
with m = 0 every rate is positive. With barriers the closed form holds where every place plates; where a rate comes out
negative, a bare place would dissolve sodium that it does not have, and `stationary` is the answer.
"""

from __future__ import annotations

from math import exp, expm1, inf, tanh

import numpy as np

from ....laws.numbers import Numbers
from ....quantity import ModelError
from .layer import MixedLayer
from .profile import MixedProfile, profile_of


def linear_profile(layer: MixedLayer, current: float, z: Numbers, metal: float = 0.0) -> MixedProfile:
    """Return potentials and rates at depths z (m) from 0 to h at a current density (A/m^2).

    `metal` is the share m of the top under a dense deposit.
    """
    if layer.law.law != "linear":
        raise ModelError("the closed form is that of linear kinetics", "choose the law 'linear', or ask `stationary`")
    h, k = layer.thickness, layer.resistivity
    n_t, n_w, n_u = (site.nucleation for site in (layer.top, layer.within, layer.under))
    top, under = (site.exchange / layer.law.thermal for site in (layer.top, layer.under))
    near, far, excess = _couplings(h, layer.reaction_length)
    a, b = k * top, k * under
    first = current / layer.ionic - k * metal * current - a * (n_w - n_t)
    last = current / layer.electronic - b * (n_w - n_u)
    inverse_square = 0.0 if layer.reaction_length == inf else layer.reaction_length**-2
    determinant = inverse_square + near * (a + b) + a * b  # near^2 - far^2 = 1/lambda^2
    w0 = ((near + b) * first + far * last) / determinant
    wh = ((near + a) * last + far * first) / determinant
    inside = (w0 + wh) * excess / k if layer.exchange_inside else 0.0
    w = w0 * _share(h - z, h, layer.reaction_length) + wh * _share(z, h, layer.reaction_length)
    rate = layer.exchange_inside / layer.law.thermal * w
    plated = (metal * current + top * (w0 + n_w - n_t), inside, under * (wh + n_w - n_u))
    ions = plated[2] + _still_to_plate(layer, z, w0, wh)
    return profile_of(layer, current, z, w + n_w, ions=ions, rate=rate, plated=plated, metal=metal)


def _couplings(h: float, length: float) -> tuple[float, float, float]:
    """Return coth(h/L)/L, 1/(L sinh(h/L)) and their difference, tanh(h/2L)/L."""
    if length == inf:
        return 1 / h, 1 / h, 0.0
    x = h / length
    decay = -expm1(-2 * x)  # 1 - exp(-2x)
    return (1 + exp(-2 * x)) / decay / length, 2 * exp(-x) / decay / length, tanh(x / 2) / length


def _share(z: Numbers, h: float, length: float) -> Numbers:
    """Return sinh(z/L)/sinh(h/L), which is z/h without a reaction."""
    if length == inf:
        return z / h
    return np.asarray(np.exp((z - h) / length) * np.expm1(-2 * z / length) / expm1(-2 * h / length))


def _still_to_plate(layer: MixedLayer, z: Numbers, w0: float, wh: float) -> Numbers:
    """Return what plates inside below the depth z (A/m^2), the integral of g w from z to h.

    g L [w(0) (cosh((h - z)/L) - 1) + w(h) (cosh(h/L) - cosh(z/L))]/sinh(h/L); a difference of two cosh is a product of
    two sinh.
    """
    length, h = layer.reaction_length, layer.thickness
    if length == inf:
        return np.zeros_like(z)
    g = layer.exchange_inside / layer.law.thermal
    rest = h - z
    # 2 sinh(p) sinh(q)/sinh(h/L) = exp(p + q - h/L) (1 - exp(-2p)) (1 - exp(-2q))/(1 - exp(-2h/L))
    below = np.exp((rest - h) / length) * np.expm1(-rest / length) ** 2
    above = np.expm1(-(h + z) / length) * np.expm1(-rest / length)
    return np.asarray(g * length * (w0 * below + wh * above) / -expm1(-2 * h / length))
