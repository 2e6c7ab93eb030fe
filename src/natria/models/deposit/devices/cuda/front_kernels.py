"""Kernels of the front for a GPU: copies, rates, steps of the order parameter.

Their CPU versions have the equations.
"""

from __future__ import annotations

from numba import cuda

from ...constants import Numbers
from ...film_kernels import behind_film
from ...front_kernels import NEGLIGIBLE, FrontGiven, Rates
from ...scalar_kernels import between, depositing, dissolving, noise_at, preference, slope, well_slope
from ..device import DeviceArray
from .compiling import kernel


@kernel
def cast_down(wide: DeviceArray, out: DeviceArray) -> None:
    """Set the same values, in the precision of the second field."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, out.shape[0], di):
        for j in range(j0, out.shape[1], dj):
            for k in range(k0, out.shape[2], dk):
                out[i, j, k] = wide[i, j, k]


@kernel
def combine(a: DeviceArray, b: DeviceArray, out: DeviceArray, wa: float, wb: float) -> None:
    """Set wa a + wb b, the columns at the ends included."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, out.shape[0], di):
        for j in range(j0, out.shape[1], dj):
            for k in range(k0, out.shape[2], dk):
                out[i, j, k] = wa * a[i, j, k] + wb * b[i, j, k]


@kernel
def react(given: FrontGiven, rates: Rates, q: DeviceArray, right: DeviceArray, p: Numbers, beat: float) -> None:
    """Set the rates at the predicted state, and what they put into the equation of the potential."""
    xi, c, phi, layer = given
    base, gain, uptake = rates
    nx, ny, width = xi.shape
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        im, ip, il = max(i - 1, 0), min(i + 1, nx - 1), min(i, layer.shape[0] - 1)
        for j in range(j0, ny, dj):
            jm, jp, jl = max(j - 1, 0), min(j + 1, ny - 1), min(j, layer.shape[1] - 1)
            for k in range(k0 + 1, width - 1, dk):
                x, part = xi[i, j, k], layer[il, jl, k]
                near = xi[im, j, k] + xi[ip, j, k] + xi[i, j, k - 1] + xi[i, j, k + 1] + xi[i, jm, k] + xi[i, jp, k]
                hs = slope(x)
                mobile = between(1.0, p.mobility_factor, part)
                well = -p.well * mobile * well_slope(x, p.across)
                weight = p.charge if p.literal else p.charge * hs
                charged = -weight * (well + mobile * p.spread * (near - 6.0 * x))
                rate, rises, spent, diagonal = 0.0, 0.0, 0.0, 0.0
                if hs > NEGLIGIBLE:
                    speed = p.reaction * hs * between(1.0, p.exchange_factor, part)
                    if p.noise > 0.0:
                        place = ((i // p.noise_cells) * ny + j // p.noise_cells) * width + (k - 1) // p.noise_cells
                        speed *= 1.0 + p.noise * noise_at(p.seed, beat, place)
                    if p.anisotropy != 0.0:
                        across = xi[i, jp, k] - xi[i, jm, k]
                        speed *= preference(
                            xi[ip, j, k] - xi[im, j, k], across, xi[i, j, k + 1] - xi[i, j, k - 1], p.anisotropy
                        )
                    drive = p.reference - phi[i, j, k] if p.literal else phi[i, j, k]
                    drive -= between(p.shift, p.layer_shift, part)
                    film = 0.0
                    if p.film > 0.0:
                        film = p.film * speed / (p.reaction * hs)
                        drive = behind_film(drive, film, max(c[i, j, k], 0.0) / p.bath, p.factor, p.transfer)
                    forth = depositing(drive, p.factor, p.transfer) / p.bath
                    back = dissolving(drive, p.factor, p.transfer)
                    ions = forth * (c[i, j, k] if p.literal else max(c[i, j, k], 0.0))
                    rate = speed * (ions - back)
                    if p.literal:
                        spent = speed * forth
                        charged -= p.charge * rate
                    else:
                        rises = p.factor * (p.transfer * ions + (1.0 - p.transfer) * back)
                        rises *= speed / (1.0 + film * rises)
                        diagonal = p.charge * hs * rises
                        charged -= p.charge * hs * (rate - rises * phi[i, j, k])
                base[i, j, k] = well + rate
                gain[i, j, k] = rises
                uptake[i, j, k] = spent
                q[i, j, k] = diagonal
                right[i, j, k] = charged


@kernel
def front_right(
    rates: Rates,
    phis: tuple[DeviceArray, DeviceArray],
    olds: tuple[DeviceArray, DeviceArray],
    w: tuple[float, ...],
) -> None:
    """Set `base` to the right side of (w0 - L_sigma kappa lap) xi = base + ... - w1 xi_n - w2 xi_(n-1)."""
    base, gain, _ = rates
    new, predicted = phis
    one, two = olds
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, base.shape[0], di):
        for j in range(j0, base.shape[1], dj):
            for k in range(k0 + 1, base.shape[2] - 1, dk):
                v = base[i, j, k] + gain[i, j, k] * (new[i, j, k] - predicted[i, j, k])
                base[i, j, k] = v - w[1] * one[i, j, k] - w[2] * two[i, j, k]


@kernel
def front_relax(
    right: DeviceArray, layer: DeviceArray, xi: DeviceArray, out: DeviceArray, p: Numbers, w: tuple[float, ...]
) -> None:
    """Set a step of Jacobi's method of (w0 - L_sigma kappa lap) xi = right, of weight w[3]."""
    nx, ny, width = xi.shape
    w0, weight, sides = w[0], w[3], w[4]
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        im, ip, il = max(i - 1, 0), min(i + 1, nx - 1), min(i, layer.shape[0] - 1)
        for j in range(j0, ny, dj):
            jm, jp, jl = max(j - 1, 0), min(j + 1, ny - 1), min(j, layer.shape[1] - 1)
            for k in range(k0 + 1, width - 1, dk):
                x = xi[i, j, k]
                spread = p.spread * between(1.0, p.mobility_factor, layer[il, jl, k])
                near = xi[im, j, k] + xi[ip, j, k] + xi[i, j, k - 1] + xi[i, j, k + 1] + xi[i, jm, k] + xi[i, jp, k]
                rest = right[i, j, k] - w0 * x + spread * (near - 6.0 * x)
                found = x + weight * rest / (w0 + sides * spread)
                out[i, j, k] = found
                if k == 1:
                    out[i, j, 0] = found
                if k == width - 2:
                    out[i, j, width - 1] = found
