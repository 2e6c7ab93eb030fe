"""Numba's compiler with the types kept, and its results kept on disk: the first run of a version compiles, no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

from .checked_files import checked_files

_numba: Any = config  # whose names are made as it is imported

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE = Path(__file__).parents[1]  # models/cell: a change anywhere in it makes the machine code stale


def compiled(function: F) -> F:
    """The function as machine code; its signature stays what it says.

    A division by zero gives inf or nan, as arrays do: a solver steps back from those. An exception would end the run.
    Without the wrapper for calls from C, which nobody makes: it is a third of the time of compiling.
    """
    with kept():
        return cast("F", cast("Any", njit)(cache=True, error_model="numpy", no_cfunc_wrapper=True)(function))


@contextmanager
def kept() -> Iterator[None]:
    """What is given to Numba inside is kept in a folder of its own for each state of the package's sources.

    Numba looks at the file of a function to tell whether its machine code is still good. The functions that it calls
    stand in other files here, and a change there would leave the old code in it.
    """
    before = _numba.CACHE_DIR
    _numba.CACHE_DIR = str(_folder())
    try:
        with checked_files():
            yield
    finally:
        _numba.CACHE_DIR = before


@cache
def _folder() -> Path:
    found = sha256()
    for source in (*sorted(PACKAGE.rglob("*.py")), PACKAGE.parents[1] / "laws" / "constants.py"):
        found.update(source.read_bytes())
    return _place() / f"cell-{found.hexdigest()[:16]}"


def _place() -> Path:
    """Where the user told Numba to, else beside the sources, else in the user's own folder."""
    if _numba.CACHE_DIR:
        return Path(_numba.CACHE_DIR)
    if os.access(PACKAGE, os.W_OK):
        return PACKAGE / "__pycache__"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "natria"
