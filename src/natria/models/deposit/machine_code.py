"""Machine code of the kernels of deposition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ...store.machine_code import folder_of, kept_in, machine_code

F = TypeVar("F", bound=Callable[..., Any])
NAME, HERE = "deposit", Path(__file__)


def compiled(function: F) -> F:
    """Return the function as machine code that other threads run beside."""
    return _made(function)


def inlined(function: F) -> F:
    """Return a function of one cell or face as machine code that is put into its callers."""
    return _made(function, inline="always")


def summing(function: F) -> F:
    """Return the function as machine code in which sums run on vectors, in a fixed order."""
    return _made(function, fastmath={"reassoc", "nsz", "contract"})


def state_of_kernels() -> str:
    """Return a name of the present state of all kernels: runs of another state have other digits."""
    return folder_of(NAME, HERE.parent, more=(HERE,)).name


def _made(function: F, **how: object) -> F:
    with kept_in(NAME, HERE.parent, more=(HERE,)):
        return machine_code(function, nogil=True, **how)
