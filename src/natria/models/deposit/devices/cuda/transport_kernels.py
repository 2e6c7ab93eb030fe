"""Kernels of the electrolyte for a GPU: conductances and the balance of sodium.

Their CPU versions have the equations.
"""

from __future__ import annotations

from numba import cuda

from ...constants import Numbers
from ...scalar_kernels import activity_face, between, exponential, harmonic, share, slope
from ...transport_kernels import Sodium
from ..device import DeviceArray
from .compiling import kernel
from .row_kernels import add_up

Faces = tuple[DeviceArray, DeviceArray, DeviceArray]


@kernel
def conduct(xi: DeviceArray, layer: DeviceArray, out: DeviceArray, p: Numbers) -> None:
    """Set the conductivity of the cells, over dx^2."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, xi.shape[0], di):
        for j in range(j0, xi.shape[1], dj):
            for k in range(k0 + 1, xi.shape[2] - 1, dk):
                part = layer[min(i, layer.shape[0] - 1), min(j, layer.shape[1] - 1), k]
                metal = p.metal_conductivity if p.literal else p.floor * p.conductivity
                out[i, j, k] = between(between(p.conductivity, p.layer_conductivity, part), metal, share(xi[i, j, k]))


@kernel
def diffuse(
    xi: DeviceArray, layer: DeviceArray, phi: DeviceArray, out: DeviceArray, scale: DeviceArray, p: Numbers
) -> None:
    """Set the diffusivity of the cells, over dx^2, and S = exp(-F phi/2RT)."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, xi.shape[0], di):
        for j in range(j0, xi.shape[1], dj):
            for k in range(k0 + 1, xi.shape[2] - 1, dk):
                part = layer[min(i, layer.shape[0] - 1), min(j, layer.shape[1] - 1), k]
                ions = between(p.diffusivity, p.layer_diffusivity, part)
                out[i, j, k] = between(ions, p.floor * p.diffusivity, share(xi[i, j, k]))
                scale[i, j, k] = exponential(-0.5 * p.factor * phi[i, j, k])


@kernel
def join(cells: DeviceArray, faces: Faces) -> None:
    """Set the conductances of the faces: two halves in series."""
    x, y, z = faces
    nx, ny, width = cells.shape
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        for j in range(j0, ny, dj):
            for k in range(k0 + 1, width - 1, dk):
                here = cells[i, j, k]
                if i > 0:
                    x[i, j, k] = harmonic(cells[i - 1, j, k], here)
                if j > 0:
                    y[i, j, k] = harmonic(cells[i, j - 1, k], here)
                if k < width - 2:
                    z[i, j, k] = harmonic(here, cells[i, j, k + 1])


@kernel
def join_activities(cells: DeviceArray, scale: DeviceArray, phi: DeviceArray, faces: Faces, factor: float) -> None:
    """Set the conductances of the faces between activities u, after Scharfetter and Gummel."""
    x, y, z = faces
    nx, ny, width = cells.shape
    half = 0.5 * factor
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        for j in range(j0, ny, dj):
            for k in range(k0 + 1, width - 1, dk):
                here, s, v = cells[i, j, k], scale[i, j, k], phi[i, j, k]
                if i > 0:
                    jump = half * (v - phi[i - 1, j, k])
                    x[i, j, k] = activity_face((cells[i - 1, j, k], here), scale[i - 1, j, k], s, jump)
                if j > 0:
                    jump = half * (v - phi[i, j - 1, k])
                    y[i, j, k] = activity_face((cells[i, j - 1, k], here), scale[i, j - 1, k], s, jump)
                if k < width - 2:
                    jump = half * (phi[i, j, k + 1] - v)
                    z[i, j, k] = activity_face((here, cells[i, j, k + 1]), s, scale[i, j, k + 1], jump)


@kernel
def sodium_right(
    now: Sodium,
    olds: tuple[DeviceArray, DeviceArray, DeviceArray],
    q: DeviceArray,
    right: DeviceArray,
    p: Numbers,
    w: tuple[float, ...],
) -> None:
    """Set the balance of sodium with the uptake linear in c, and u of the predicted concentration."""
    one, two, plain = olds
    w0 = w[0]
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, q.shape[0], di):
        for j in range(j0, q.shape[1], dj):
            for k in range(k0 + 1, q.shape[2] - 1, dk):
                before = -w[1] * one[i, j, k] - w[2] * two[i, j, k]
                spent = now.uptake[i, j, k] * (1.0 / w[5])
                x, c = now.xi[i, j, k], now.c[i, j, k]
                h = x if p.literal else share(x)
                each = p.uptake if p.literal else max(p.uptake - c, 0.0) * slope(x)
                taken = each * spent
                s = now.scale[i, j, k] * now.scale[i, j, k]
                plain[i, j, k] = before
                now.uptake[i, j, k] = spent
                q[i, j, k] = w0 * ((1.0 if p.literal else 1.0 - h + p.room) + taken) * s
                right[i, j, k] = before - w0 * (p.uptake * h - taken * c)
                now.u[i, j, k] = c / s


@kernel
def sodium_rest(
    now: Sodium,
    faces: Faces,
    given: tuple[DeviceArray, DeviceArray, DeviceArray],
    p: Numbers,
    w: tuple[float, ...],
    sums: DeviceArray,
) -> None:
    """Set the final order parameter, and in `total` the correction of u that the balance still needs."""
    x, y, z = faces
    right, far, outside = given
    nx, ny, width = now.xi.shape
    nz, w0 = width - 2, w[0]
    for i in range(cuda.blockIdx.x, nx, cuda.gridDim.x):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        missing, diagonal = 0.0, 0.0
        for at in range(cuda.threadIdx.x, ny * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            u, s = now.u[i, j, k], now.scale[i, j, k]
            c = u * s * s
            new = now.xi[i, j, k] + now.uptake[i, j, k] * (c - now.c[i, j, k])
            new = min(max(new, 0.0), 1.0)
            now.xi[i, j, k] = new
            h = share(new)
            room = 1.0 if p.literal else 1.0 - h + p.room
            held = p.uptake * (new if p.literal else h)
            end = far[0, j, k] if i == nx - 1 else 0.0
            q = w0 * room * s * s + end
            sides = x[i, j, k] + x[i + 1, j, k] + z[i, j, k - 1] + z[i, j, k] + y[iy, ya, k] + y[iy, yb, k]
            rest = right[i, j, k] - w0 * (room * c + held)
            if i == nx - 1:
                rest += end * (outside[0, j, k] - u)
            rest -= x[i, j, k] * (u - now.u[im, j, k]) + x[i + 1, j, k] * (u - now.u[ip, j, k])
            rest -= z[i, j, k - 1] * (u - now.u[i, j, k - 1]) + z[i, j, k] * (u - now.u[i, j, k + 1])
            rest -= y[iy, ya, k] * (u - now.u[i, jm, k]) + y[iy, yb, k] * (u - now.u[i, jp, k])
            step = rest / (q + sides)
            now.total[i, j, k] = step
            missing += rest - q * step
            diagonal += q
        add_up(missing, sums, i)
        add_up(diagonal, sums, nx + i)


@kernel
def sodium_done(now: Sodium, p: Numbers, shift: float, sums: DeviceArray) -> None:
    """Set u, c and the total of sodium; sums[i] has that of a row, sums[nx + i] the part in the metal."""
    nx, ny, width = now.xi.shape
    nz = width - 2
    for i in range(cuda.blockIdx.x, nx, cuda.gridDim.x):
        everything, metal = 0.0, 0.0
        for at in range(cuda.threadIdx.x, ny * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            s, x = now.scale[i, j, k], now.xi[i, j, k]
            u = now.u[i, j, k] + now.total[i, j, k] + shift
            c = u * s * s
            h = share(x)
            room = 1.0 if p.literal else 1.0 - h + p.room
            held = p.uptake * x if p.literal else p.uptake * h
            now.u[i, j, k] = u
            now.c[i, j, k] = c
            now.total[i, j, k] = room * c + held
            everything += room * c + held
            metal += held
            if k == 1:
                now.xi[i, j, 0] = x
                now.c[i, j, 0] = c
            if k == width - 2:
                now.xi[i, j, width - 1] = x
                now.c[i, j, width - 1] = c
        add_up(everything, sums, i)
        add_up(metal, sums, nx + i)
