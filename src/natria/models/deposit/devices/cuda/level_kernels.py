"""Kernels for a GPU that lead from one grid of the multigrid to the next, and solve on the smallest."""

from __future__ import annotations

from numba import cuda

from ..device import DeviceArray
from .compiling import kernel
from .grid_kernels import Faces


@kernel
def restrict(coarse: DeviceArray, fine: DeviceArray) -> None:
    """Set the sums over the cells of each coarser one."""
    nx, ny, width = coarse.shape
    fx, fy, fz = fine.shape[0] // nx, fine.shape[1] // ny, (fine.shape[2] - 2) // (width - 2)
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        for j in range(j0, ny, dj):
            for k in range(k0 + 1, width - 1, dk):
                total = fine[fx * i, fy * j, fz * (k - 1) + 1]
                total -= total
                for a in range(fx * i, fx * i + fx):
                    for b in range(fy * j, fy * j + fy):
                        for d in range(fz * (k - 1) + 1, fz * k + 1):
                            total += fine[a, b, d]
                coarse[i, j, k] = total


@kernel
def prolong(fine: DeviceArray, coarse: DeviceArray) -> None:
    """Add the value of its coarser cell to each cell."""
    nx, ny, width = coarse.shape
    fx, fy, fz = fine.shape[0] // nx, fine.shape[1] // ny, (fine.shape[2] - 2) // (width - 2)
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, fine.shape[0], di):
        for j in range(j0, fine.shape[1], dj):
            for k in range(k0 + 1, fine.shape[2] - 1, dk):
                fine[i, j, k] += coarse[i // fx, j // fy, (k - 1) // fz + 1]


@kernel
def coarsen(coarse_q: DeviceArray, fine_q: DeviceArray, coarse: Faces, fine: Faces) -> None:
    """Set the conductances of a coarser grid: faces side by side add up, twice the distance halves.

    A thread has the faces behind its cell; the last one along x also has that at the end, which conducts nothing.
    """
    x, y, z = fine
    cx, cy, cz = coarse
    nx, ny, width = coarse_q.shape
    fx, fy, fz = fine_q.shape[0] // nx, fine_q.shape[1] // ny, (fine_q.shape[2] - 2) // (width - 2)
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        for j in range(j0, ny, dj):
            for k in range(k0 + 1, width - 1, dk):
                first, last = fz * (k - 1) + 1, fz * k
                diagonal, ahead, across, along = 0.0, 0.0, 0.0, 0.0
                for a in range(fx * i, fx * i + fx):
                    for b in range(fy * j, fy * j + fy):
                        along += z[a, b, last]
                        for d in range(first, last + 1):
                            diagonal += fine_q[a, b, d]
                for b in range(fy * j, fy * j + fy):
                    for d in range(first, last + 1):
                        ahead += x[fx * i, b, d]
                coarse_q[i, j, k] = diagonal
                cx[i, j, k] = ahead / fx
                if k < width - 2:
                    cz[i, j, k] = along / fz
                if j > 0:
                    for a in range(fx * i, fx * i + fx):
                        for d in range(first, last + 1):
                            across += y[a, fy * j, d]
                    cy[i, j, k] = across / fy


@kernel
def dense(q: DeviceArray, faces: Faces, out: DeviceArray) -> None:
    """Set the matrix of a small grid, in the order of its cells; a thread has a row of it."""
    x, y, z = faces
    nx, ny, width = q.shape
    nz = width - 2
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        for j in range(j0, ny, dj):
            for k in range(k0 + 1, width - 1, dk):
                here = (i * ny + j) * nz + k - 1
                for there in range(nx * ny * nz):
                    out[here, there] = 0.0
                diagonal = q[i, j, k] + 0.0
                if i > 0:
                    out[here, here - ny * nz] = -x[i, j, k]
                    diagonal += x[i, j, k]
                if i < nx - 1:
                    out[here, here + ny * nz] = -x[i + 1, j, k]
                    diagonal += x[i + 1, j, k]
                if j > 0:
                    out[here, here - nz] = -y[i, j, k]
                    diagonal += y[i, j, k]
                if j < ny - 1:
                    out[here, here + nz] = -y[i, j + 1, k]
                    diagonal += y[i, j + 1, k]
                if k > 1:
                    out[here, here - 1] = -z[i, j, k - 1]
                    diagonal += z[i, j, k - 1]
                if k < nz:
                    out[here, here + 1] = -z[i, j, k]
                    diagonal += z[i, j, k]
                out[here, here] = diagonal


@kernel
def solve_small(out: DeviceArray, b: DeviceArray, inverse: DeviceArray) -> None:
    """Set the product of the inverse of a small grid and b, in the order of its cells."""
    nx, ny, width = b.shape
    nz = width - 2
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        for j in range(j0, ny, dj):
            for k in range(k0 + 1, width - 1, dk):
                here = (i * ny + j) * nz + k - 1
                total = 0.0
                for there in range(nx * ny * nz):
                    total += inverse[here, there] * b[there // (ny * nz), there // nz % ny, there % nz + 1]
                out[i, j, k] = total
