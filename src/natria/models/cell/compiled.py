"""Numba's compiler with the types kept, and its results kept on disk: the first run of a version compiles, no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function as machine code; its signature stays what it says.

    A division by zero gives inf or nan, as arrays do: a solver steps back from those. An exception would end the run.
    Without the wrapper for calls from C, which nobody makes: it is a third of the time of compiling.
    """
    return cast("F", njit(cache=True, error_model="numpy", no_cfunc_wrapper=True)(function))
