"""Numba's compiler for the kernels of deposition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ..interface.twophase.machine_code import compiled_in

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE, NAME = Path(__file__).parent, "deposit"


def compiled(function: F) -> F:
    """Return the function as machine code."""
    return compiled_in(PACKAGE, NAME, function)


def inlined(function: F) -> F:
    """Return a function of scalars as machine code that is put into its callers."""
    return compiled_in(PACKAGE, NAME, function, inline="always")


def summing(function: F) -> F:
    """Return the function as machine code in which sums run on vectors; their order is fixed when it is compiled."""
    return compiled_in(PACKAGE, NAME, function, fastmath={"reassoc", "nsz", "contract"})
