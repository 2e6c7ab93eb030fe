"""Machine code of the cell in time: only the first run compiles."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from ....store.machine_code import kept_in, machine_code

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE = Path(__file__).parents[1]  # models/cell: a change anywhere in it makes the machine code stale
CONSTANTS = PACKAGE.parents[1] / "laws" / "constants.py"


def compiled(function: F) -> F:
    """Return the function as machine code, with its signature unchanged."""
    with kept():
        return machine_code(function)


def inlined(function: F) -> F:
    """Return the function as machine code that is put into its callers: for what is short.

    A call passes each array as seven numbers, which takes as long as some of the faces' equations do.
    """
    with kept():
        return machine_code(function, inline="always")


def writable(values: np.ndarray) -> np.ndarray:
    """Return the values as an array that may be written, as Numba compiles once more for one that may not."""
    return np.require(values, requirements="W")


def kept() -> AbstractContextManager[None]:
    """Keep what Numba compiles inside in one folder for each state of the package's sources."""
    return kept_in("cell", PACKAGE, "*.py", (CONSTANTS,))
