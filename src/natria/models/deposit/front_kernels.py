"""Kernels of the front: extrapolation, rates, steps of the order parameter.

Fields have a column more at both ends of the last axis. There the order parameter has the value of its neighbour, which
makes the wall one of no flux. A layer that is absent is one row of zeros, which every cell reads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .constants import Numbers
from .film_kernels import behind_film
from .machine_code import compiled, inlined, summing
from .scalar_kernels import between, depositing, dissolving, noise_at, preference, share, slope, well_slope

Rows = tuple[int, int]
NEGLIGIBLE = 1e-10  # h' below which nothing reacts


class FrontGiven(NamedTuple):
    """Fields that rates are computed from."""

    xi: np.ndarray
    c: np.ndarray
    phi: np.ndarray
    layer: np.ndarray


class Rates(NamedTuple):
    """What a step needs of the rates: d(xi)/dt = base + L_sigma kappa lap(xi) + gain (phi - phi*) + ...

    `base` has the well and the reaction at the predicted potential; `gain` = d/d(phi) of the rate. `uptake` = d/dc of
    it, which is zero where the step takes the concentration as predicted.
    """

    base: np.ndarray
    gain: np.ndarray
    uptake: np.ndarray


@compiled
def combine(rows: Rows, a: np.ndarray, b: np.ndarray, out: np.ndarray, wa: float, wb: float) -> None:
    """Set wa a + wb b, the columns at the ends included."""
    for i in range(rows[0], rows[1]):
        for j in range(out.shape[1]):
            for k in range(out.shape[2]):
                out[i, j, k] = wa * a[i, j, k] + wb * b[i, j, k]


@compiled
def reflect(rows: Rows, a: np.ndarray) -> None:
    """Set the columns at the ends to their neighbours."""
    last = a.shape[2] - 1
    for i in range(rows[0], rows[1]):
        for j in range(a.shape[1]):
            a[i, j, 0] = a[i, j, 1]
            a[i, j, last] = a[i, j, last - 1]


@inlined
def relax_row(
    at: tuple[int, int], xi: np.ndarray, layer: np.ndarray, base: np.ndarray, right: np.ndarray, p: Numbers
) -> None:
    """Set the rate of the well and its charge in a row of cells. Loops with few arrays run on vectors."""
    i, j = at
    nx, ny, width = xi.shape
    im, ip, il = max(i - 1, 0), min(i + 1, nx - 1), min(i, layer.shape[0] - 1)
    jm, jp, jl = max(j - 1, 0), min(j + 1, ny - 1), min(j, layer.shape[1] - 1)
    for k in range(1, width - 1):
        near = xi[im, j, k] + xi[ip, j, k] + xi[i, j, k - 1] + xi[i, j, k + 1] + xi[i, jm, k] + xi[i, jp, k]
        right[i, j, k] = p.spread * (near - 6.0 * xi[i, j, k])
    for k in range(1, width - 1):
        x = xi[i, j, k]
        mobile = between(1.0, p.mobility_factor, layer[il, jl, k])
        well = -p.well * mobile * well_slope(x, p.across)
        weight = p.charge if p.literal else p.charge * slope(x)
        right[i, j, k] = -weight * (well + mobile * right[i, j, k])
        base[i, j, k] = well


@summing
def react(
    rows: Rows, given: FrontGiven, rates: Rates, q: np.ndarray, right: np.ndarray, p: Numbers, beat: float
) -> None:
    """Set the rates at the predicted state, and what they put into the equation of the potential.

        -div(sigma grad phi) + F c_s h' gain phi = -F c_s h' (base + L_sigma kappa lap(xi) - gain phi*)

    In the literal form the source is taken at the predicted potential, and h' is 1; the potential hardly depends on
    the concentration there, so the uptake is made implicit in the concentration instead (`uptake`). `beat` is the time
    over that of the noise: its values pass linearly from one whole beat to the next.
    """
    xi, c, phi, layer = given
    base, gain, uptake = rates
    nx, ny, width = xi.shape
    active = np.empty(width)
    for i in range(rows[0], rows[1]):
        im, ip, il = max(i - 1, 0), min(i + 1, nx - 1), min(i, layer.shape[0] - 1)
        for j in range(ny):
            jm, jp, jl = max(j - 1, 0), min(j + 1, ny - 1), min(j, layer.shape[1] - 1)
            relax_row((i, j), xi, layer, base, right, p)
            most = 0.0
            for k in range(1, width - 1):
                active[k] = slope(xi[i, j, k])
                most += active[k]
            gain[i, j] = 0.0
            q[i, j] = 0.0
            if p.literal:
                uptake[i, j] = 0.0
            if most < NEGLIGIBLE:
                continue
            for k in range(1, width - 1):
                hs = active[k]
                if hs > NEGLIGIBLE:
                    speed = p.reaction * hs * between(1.0, p.exchange_factor, layer[il, jl, k])
                    if p.noise > 0.0:
                        place = ((i // p.noise_cells) * ny + j // p.noise_cells) * width + (k - 1) // p.noise_cells
                        speed *= 1.0 + p.noise * noise_at(p.seed, beat, place)
                    if p.anisotropy != 0.0:
                        across = xi[i, jp, k] - xi[i, jm, k], xi[i, j, k + 1] - xi[i, j, k - 1]
                        speed *= preference(xi[ip, j, k] - xi[im, j, k], across[0], across[1], p.anisotropy)
                    drive = p.reference - phi[i, j, k] if p.literal else phi[i, j, k]
                    drive -= between(p.shift, p.layer_shift, layer[il, jl, k])
                    film = 0.0
                    if p.film > 0.0:
                        film = p.film * speed / (p.reaction * hs)
                        drive = behind_film(drive, film, max(c[i, j, k], 0.0) / p.bath, p.factor, p.transfer)
                    forth = depositing(drive, p.factor, p.transfer) / p.bath
                    back = dissolving(drive, p.factor, p.transfer)
                    ions = forth * (c[i, j, k] if p.literal else max(c[i, j, k], 0.0))
                    rate = speed * (ions - back)
                    rises = p.factor * (p.transfer * ions + (1.0 - p.transfer) * back)
                    rises *= speed / (1.0 + film * rises)
                    base[i, j, k] += rate
                    if p.literal:
                        uptake[i, j, k] = speed * forth
                        right[i, j, k] -= p.charge * rate
                    else:
                        gain[i, j, k] = rises
                        q[i, j, k] = p.charge * hs * rises
                        right[i, j, k] -= p.charge * hs * (rate - rises * phi[i, j, k])


@compiled
def front_right(
    rows: Rows,
    rates: Rates,
    phis: tuple[np.ndarray, np.ndarray],
    olds: tuple[np.ndarray, np.ndarray],
    w: tuple[float, ...],
) -> None:
    """Set `base` to the right side of (w0 - L_sigma kappa lap) xi = base + ... - w1 xi_n - w2 xi_(n-1)."""
    base, gain, _ = rates
    new, predicted = phis
    one, two = olds
    w1, w2 = w[1], w[2]
    for i in range(rows[0], rows[1]):
        for j in range(base.shape[1]):
            for k in range(1, base.shape[2] - 1):
                v = base[i, j, k] + gain[i, j, k] * (new[i, j, k] - predicted[i, j, k])
                base[i, j, k] = v - w1 * one[i, j, k] - w2 * two[i, j, k]


@compiled
def front_relax(
    rows: Rows, right: np.ndarray, layer: np.ndarray, xi: np.ndarray, out: np.ndarray, p: Numbers, w: tuple[float, ...]
) -> None:
    """Set a step of Jacobi's method of (w0 - L_sigma kappa lap) xi = right, of weight w[3]."""
    nx, ny, width = xi.shape
    w0, weight, sides = w[0], w[3], w[4]
    for i in range(rows[0], rows[1]):
        im, ip, il = max(i - 1, 0), min(i + 1, nx - 1), min(i, layer.shape[0] - 1)
        for j in range(ny):
            jm, jp, jl = max(j - 1, 0), min(j + 1, ny - 1), min(j, layer.shape[1] - 1)
            for k in range(1, width - 1):
                x = xi[i, j, k]
                spread = p.spread * between(1.0, p.mobility_factor, layer[il, jl, k])
                near = xi[im, j, k] + xi[ip, j, k] + xi[i, j, k - 1] + xi[i, j, k + 1] + xi[i, jm, k] + xi[i, jp, k]
                rest = right[i, j, k] - w0 * x + spread * (near - 6.0 * x)
                out[i, j, k] = x + weight * rest / (w0 + sides * spread)
            out[i, j, 0] = out[i, j, 1]
            out[i, j, width - 1] = out[i, j, width - 2]


@compiled
def largest_error(
    rows: Rows,
    fields: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    metal: np.ndarray,
    w: tuple[float, ...],
    out: np.ndarray,
) -> None:
    """Set of each row the largest (1 - h) |w0 a + w1 b + w2 c + w3 d|; h is of `metal`, zeros count all."""
    a, b, c, d = fields
    w0, w1, w2, w3 = w[0], w[1], w[2], w[3]
    most = np.empty(a.shape[2])
    for i in range(rows[0], rows[1]):
        im = min(i, metal.shape[0] - 1)
        most[:] = 0.0
        for j in range(a.shape[1]):
            jm = min(j, metal.shape[1] - 1)
            for k in range(1, a.shape[2] - 1):
                v = abs(w0 * a[i, j, k] + w1 * b[i, j, k] + w2 * c[i, j, k] + w3 * d[i, j, k])
                v *= 1.0 - share(metal[im, jm, k])
                most[k] = v if v > most[k] else most[k]  # noqa: FURB136 - runs on vectors
        out[i] = most.max()
