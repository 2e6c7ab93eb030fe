"""Kernels of the multigrid for a GPU. Their CPU versions have the equations and the places of faces."""

from __future__ import annotations

from numba import cuda

from ..device import DeviceArray
from .compiling import kernel
from .row_kernels import add_up

Faces = tuple[DeviceArray, DeviceArray, DeviceArray]


@kernel
def relax_from_zero(faces: Faces, q: DeviceArray, b: DeviceArray, out: DeviceArray, weight: float) -> None:
    """Set the first step of Jacobi's method from zero: weight b over the diagonal."""
    x, y, z = faces
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, q.shape[0], di):
        iy = min(i, y.shape[0] - 1)
        for j in range(j0, q.shape[1], dj):
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(k0 + 1, q.shape[2] - 1, dk):
                d = q[i, j, k] + x[i, j, k] + x[i + 1, j, k] + z[i, j, k - 1] + z[i, j, k] + y[iy, ya, k] + y[iy, yb, k]
                out[i, j, k] = weight * b[i, j, k] / d


@kernel
def relax(faces: Faces, q: DeviceArray, b: DeviceArray, u: DeviceArray, out: DeviceArray, weight: float) -> None:
    """Set a step of Jacobi's method, by differences: a constant is kept exactly where q is zero."""
    x, y, z = faces
    nx, ny, width = q.shape
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        for j in range(j0, ny, dj):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(k0 + 1, width - 1, dk):
                v = u[i, j, k]
                a0, a1, a2, a3 = x[i, j, k], x[i + 1, j, k], z[i, j, k - 1], z[i, j, k]
                a4, a5 = y[iy, ya, k], y[iy, yb, k]
                r = b[i, j, k] - q[i, j, k] * v - a0 * (v - u[im, j, k]) - a1 * (v - u[ip, j, k])
                r -= a2 * (v - u[i, j, k - 1]) + a3 * (v - u[i, j, k + 1])
                r -= a4 * (v - u[i, jm, k]) + a5 * (v - u[i, jp, k])
                out[i, j, k] = v + weight * r / (q[i, j, k] + a0 + a1 + a2 + a3 + a4 + a5)


@kernel
def residual(faces: Faces, q: DeviceArray, b: DeviceArray, u: DeviceArray, out: DeviceArray) -> None:
    """Set b - A u, by differences."""
    x, y, z = faces
    nx, ny, width = q.shape
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        for j in range(j0, ny, dj):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            for k in range(k0 + 1, width - 1, dk):
                v = u[i, j, k]
                r = b[i, j, k] - q[i, j, k] * v - x[i, j, k] * (v - u[im, j, k]) - x[i + 1, j, k] * (v - u[ip, j, k])
                r -= z[i, j, k - 1] * (v - u[i, j, k - 1]) + z[i, j, k] * (v - u[i, j, k + 1])
                r -= y[iy, ya, k] * (v - u[i, jm, k]) + y[iy, yb, k] * (v - u[i, jp, k])
                out[i, j, k] = r


@kernel
def through(faces: Faces, q: DeviceArray, u: DeviceArray, out: DeviceArray, sums: DeviceArray) -> None:
    """Set A u, and of each row the sum of u times A u; a block to each row."""
    x, y, z = faces
    nx, ny, width = q.shape
    nz = width - 2
    for i in range(cuda.blockIdx.x, nx, cuda.gridDim.x):
        im, ip, iy = max(i - 1, 0), min(i + 1, nx - 1), min(i, y.shape[0] - 1)
        total = 0.0
        for at in range(cuda.threadIdx.x, ny * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            ya, yb = min(j, y.shape[1] - 1), min(j + 1, y.shape[1] - 1)
            v = u[i, j, k]
            r = q[i, j, k] * v + x[i, j, k] * (v - u[im, j, k]) + x[i + 1, j, k] * (v - u[ip, j, k])
            r += z[i, j, k - 1] * (v - u[i, j, k - 1]) + z[i, j, k] * (v - u[i, j, k + 1])
            r += y[iy, ya, k] * (v - u[i, jm, k]) + y[iy, yb, k] * (v - u[i, jp, k])
            out[i, j, k] = r
            total += v * r
        add_up(total, sums, i)


@kernel
def direction(z: DeviceArray, p: DeviceArray, beta: float) -> None:
    """Set p to z + beta p."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, p.shape[0], di):
        for j in range(j0, p.shape[1], dj):
            for k in range(k0 + 1, p.shape[2] - 1, dk):
                p[i, j, k] = z[i, j, k] + beta * p[i, j, k]


@kernel
def advance(u: DeviceArray, p: DeviceArray, r: DeviceArray, ap: DeviceArray, alpha: float) -> None:
    """Add alpha p to u, and take alpha A p from r."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, p.shape[0], di):
        for j in range(j0, p.shape[1], dj):
            for k in range(k0 + 1, p.shape[2] - 1, dk):
                u[i, j, k] += alpha * p[i, j, k]
                r[i, j, k] -= alpha * ap[i, j, k]
