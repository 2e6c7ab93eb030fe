"""Kernels of a layer that covers the metal, for a GPU.

Every cell takes its distance from its neighbours, in rounds. The CPU sweeps over the cells; both end where no distance
changes, with the same distances.
"""

from __future__ import annotations

from numba import cuda

from ...layer_kernels import FAR, by_neighbours, front_within, steepness_of
from ..device import DeviceArray
from .compiling import kernel
from .row_kernels import take_largest


@kernel
def cover_begin(xi: DeviceArray, d: DeviceArray, fixed: DeviceArray) -> None:
    """Set the distances of cells in the metal and at the front, which stay."""
    nx, ny, width = xi.shape
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, nx, di):
        im, ip = max(i - 1, 0), min(i + 1, nx - 1)
        for j in range(j0, ny, dj):
            jm, jp = max(j - 1, 0), min(j + 1, ny - 1)
            for k in range(k0 + 1, width - 1, dk):
                x = xi[i, j, k]
                low = min(xi[im, j, k], xi[ip, j, k], xi[i, jm, k], xi[i, jp, k], xi[i, j, k - 1], xi[i, j, k + 1])
                high = max(xi[im, j, k], xi[ip, j, k], xi[i, jm, k], xi[i, jp, k], xi[i, j, k - 1], xi[i, j, k + 1])
                distance, stays = FAR, 0
                if x >= 0.5:
                    distance, stays = 0.0, 1
                if (x < 0.5) != (low < 0.5) or (x < 0.5) != (high < 0.5):
                    a = (xi[ip, j, k] - xi[im, j, k]) / max(ip - im, 1)
                    b = (xi[i, jp, k] - xi[i, jm, k]) / max(jp - jm, 1)
                    c = (xi[i, j, k + 1] - xi[i, j, k - 1]) / 2.0
                    distance, stays = front_within(x, steepness_of(a, b, c)), 1
                d[i, j, k] = distance
                fixed[i, j, k] = stays


@kernel
def cover_spread(d: DeviceArray, out: DeviceArray, fixed: DeviceArray, within: float, changes: DeviceArray) -> None:
    """Set the distances that follow from those before, and of each row the largest change.

    Cells whose neighbours are farther than `within` stay as they are: nothing asks for their distance.
    """
    nx, ny, width = d.shape
    nz = width - 2
    for i in range(cuda.blockIdx.x, nx, cuda.gridDim.x):
        most = 0.0
        for at in range(cuda.threadIdx.x, ny * nz, cuda.blockDim.x):
            j, k = at // nz, at % nz + 1
            before = d[i, j, k]
            found = before
            if fixed[i, j, k] == 0:
                a = min(d[max(i - 1, 0), j, k], d[min(i + 1, nx - 1), j, k])
                b = FAR
                if ny > 1:
                    b = min(d[i, max(j - 1, 0), k], d[i, min(j + 1, ny - 1), k])
                c = min(d[i, j, max(k - 1, 1)], d[i, j, min(k + 1, width - 2)])
                if min(a, b, c) < within:
                    found = min(before, by_neighbours(a, b, c))
            out[i, j, k] = found
            most = max(most, before - found)
        take_largest(most, changes, i)


@kernel
def cover_share(d: DeviceArray, out: DeviceArray, thickness: float) -> None:
    """Set the share of the layer by the distance: 1 within, blurred over a cell at its outer end."""
    k0, j0, i0 = cuda.grid(3)
    dk, dj, di = cuda.gridsize(3)
    for i in range(i0, d.shape[0], di):
        for j in range(j0, d.shape[1], dj):
            for k in range(k0 + 1, d.shape[2] - 1, dk):
                out[i, j, k] = min(max(thickness - d[i, j, k] + 0.5, 0.0), 1.0)
