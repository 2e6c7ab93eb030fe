"""Sums and largest values of rows: a block of threads to each row, joined in a tree.

A block takes a row, its threads take the cells of the row in turn. The order of additions depends on the
number of threads in a block alone, so results are the same in every run. The host adds the rows.
"""

from __future__ import annotations

import numpy as np
from numba import cuda

from ...boundary_kernels import HALF, FarSide
from ...scalar_kernels import share
from ...transport_kernels import Sodium
from ..device import DeviceArray
from .compiling import inside, kernel

ROOM = 512  # threads in a block, a power of 2


@inside
def add_up(value: float, out: DeviceArray, at: int) -> None:
    """Set out[at] to the sum of the values of the threads of a block."""
    if cuda.blockDim.x == 1:
        out[at] = value
        return
    room = cuda.shared.array(ROOM, np.float64)
    cuda.syncthreads()  # what was joined before may still be read
    mine, step = cuda.threadIdx.x, cuda.blockDim.x // 2
    room[mine] = value
    while step > 0:
        cuda.syncthreads()
        if mine < step:
            room[mine] += room[mine + step]
        step //= 2
    if mine == 0:
        out[at] = room[0]


@inside
def take_largest(value: float, out: DeviceArray, at: int) -> None:
    """Set out[at] to the largest of the values of the threads of a block."""
    if cuda.blockDim.x == 1:
        out[at] = value
        return
    room = cuda.shared.array(ROOM, np.float64)
    cuda.syncthreads()  # what was joined before may still be read
    mine, step = cuda.threadIdx.x, cuda.blockDim.x // 2
    room[mine] = value
    while step > 0:
        cuda.syncthreads()
        if mine < step and room[mine + step] > room[mine]:
            room[mine] = room[mine + step]
        step //= 2
    if mine == 0:
        out[at] = room[0]


@kernel
def inner(a: DeviceArray, b: DeviceArray, sums: DeviceArray) -> None:
    """Set of each row the sum of a times b."""
    nz = a.shape[2] - 2
    for i in range(cuda.blockIdx.x, a.shape[0], cuda.gridDim.x):
        total = 0.0
        for at in range(cuda.threadIdx.x, a.shape[1] * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            total += a[i, j, k] * b[i, j, k]
        add_up(total, sums, i)


@kernel
def largest_change(a: DeviceArray, b: DeviceArray, out: DeviceArray) -> None:
    """Set of each row the largest |a - b|."""
    nz = a.shape[2] - 2
    for i in range(cuda.blockIdx.x, a.shape[0], cuda.gridDim.x):
        most = 0.0
        for at in range(cuda.threadIdx.x, a.shape[1] * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            most = max(most, abs(a[i, j, k] - b[i, j, k]))
        take_largest(most, out, i)


@kernel
def overdrawn(xi: DeviceArray, c: DeviceArray, out: DeviceArray) -> None:
    """Set of each row the largest -c in front of the metal, -inf where all is metal."""
    nz = c.shape[2] - 2
    for i in range(cuda.blockIdx.x, c.shape[0], cuda.gridDim.x):
        most = -np.inf
        for at in range(cuda.threadIdx.x, c.shape[1] * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            if xi[i, j, k] < HALF:
                most = max(most, -c[i, j, k])
        take_largest(most, out, i)


@kernel
def largest_error(
    fields: tuple[DeviceArray, DeviceArray, DeviceArray, DeviceArray],
    metal: DeviceArray,
    w: tuple[float, ...],
    out: DeviceArray,
) -> None:
    """Set of each row the largest (1 - h) |w0 a + w1 b + w2 c + w3 d|; h is of `metal`, zeros count all."""
    a, b, c, d = fields
    nz = a.shape[2] - 2
    for i in range(cuda.blockIdx.x, a.shape[0], cuda.gridDim.x):
        im = min(i, metal.shape[0] - 1)
        most = 0.0
        for at in range(cuda.threadIdx.x, a.shape[1] * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            v = abs(w[0] * a[i, j, k] + w[1] * b[i, j, k] + w[2] * c[i, j, k] + w[3] * d[i, j, k])
            most = max(most, v * (1.0 - share(metal[im, min(j, metal.shape[1] - 1), k])))
        take_largest(most, out, i)


@kernel
def supplied(now: Sodium, side: FarSide, shift: float, sums: DeviceArray) -> None:
    """Set sums[0] to what enters from the far side, mol/(m^3 s) summed over the cells of the last row."""
    last, nz = now.u.shape[0] - 1, now.u.shape[2] - 2
    total = 0.0
    for at in range(cuda.threadIdx.x, now.u.shape[1] * nz, cuda.blockDim.x):
        j, k = at // nz, at % nz + 1
        rise = side.activity[0, j, k] - now.u[last, j, k]
        rise = rise - now.total[last, j, k] - shift
        total += side.inflow[0, j, k] + side.conductance[0, j, k] * rise
    add_up(total, sums, 0)
