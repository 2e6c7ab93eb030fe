"""The kernels of a step by the names of their CPU versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .....quantity import ModelError
from . import end_kernels, front_kernels, row_kernels, transport_kernels

Kernel = Callable[..., None]

CELLS: Mapping[str, Kernel] = {
    one.__name__: one
    for one in (
        front_kernels.cast_down,
        front_kernels.combine,
        front_kernels.react,
        front_kernels.front_right,
        front_kernels.front_relax,
        transport_kernels.conduct,
        transport_kernels.diffuse,
        transport_kernels.join,
        transport_kernels.join_activities,
        transport_kernels.sodium_right,
        end_kernels.potential_ends,
        end_kernels.far_side,
    )
}  # a thread to each cell
ROWS: Mapping[str, Kernel] = {
    one.__name__: one
    for one in (
        row_kernels.largest_change,
        row_kernels.largest_error,
        row_kernels.overdrawn,
        row_kernels.supplied,
        transport_kernels.sodium_rest,
        transport_kernels.sodium_done,
    )
}  # a block of threads to each row, which leaves a sum or a largest value


def missing(name: str) -> ModelError:
    """Return the refusal of a kernel that has no version for a GPU."""
    return ModelError(
        f"the CUDA device has no kernel {name!r}: this part of deposition runs on the CPU only",
        "choose the device cpu, or leave out the part of the physics that needs it",
    )
