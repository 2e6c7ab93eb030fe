"""Decorators of kernels for a GPU, with types kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import cuda

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Return a kernel: it is launched over a grid of threads and compiled at its first launch."""
    return cast("F", cuda.jit(function))


def inside(function: F) -> F:
    """Return a function that kernels call.

    Those of `scalar_kernels` need no decorator: Numba compiles a function of the CPU anew where a kernel calls it.
    """
    return cast("F", cuda.jit(function, device=True))
