"""Machine code of the kernels on voxels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ....store.machine_code import kept_in, machine_code

F = TypeVar("F", bound=Callable[..., Any])
HERE = Path(__file__)


def compiled(function: F) -> F:
    """Return the function as machine code that other threads run beside, with its signature unchanged."""
    with kept_in("voxels", HERE.parent, more=(HERE,)):
        return machine_code(function, nogil=True)
