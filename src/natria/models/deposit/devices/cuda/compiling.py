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
    """Return a function that kernels call. Those of `scalar_kernels` need no decorator: kernels take them as they are."""
    return cast("F", cuda.jit(function, device=True))
