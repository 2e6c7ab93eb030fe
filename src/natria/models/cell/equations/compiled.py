"""Numba's compiler with types kept and results cached on disk: only the first run compiles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

from ....store.checked_files import checked_files

_numba: Any = config  # whose names are made as it is imported

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE = Path(__file__).parents[1]  # models/cell: a change anywhere in it makes the machine code stale


def compiled(function: F) -> F:
    """Return the function as machine code, with its signature unchanged.

    A division by zero gives inf or nan, as arrays do: a solver steps back from those. An exception would end the run.
    Without the wrapper for calls from C, which is not used: it is a third of the time of compiling.
    """
    with kept():
        return cast("F", cast("Any", njit)(cache=True, error_model="numpy", no_cfunc_wrapper=True)(function))


def inlined(function: F) -> F:
    """Return the function as machine code that is put into its callers: for what is short.

    A call passes each array as seven numbers, which takes as long as some of the faces' equations do.
    """
    with kept():
        how = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "inline": "always"}
        return cast("F", cast("Any", njit)(**how)(function))


@contextmanager
def kept() -> Iterator[None]:
    """Keep what Numba compiles inside in one folder for each state of the package's sources.

    Numba checks the file of a function to decide whether its machine code is up to date. The functions that it calls
    are in other files here, and a change there would keep the old machine code.
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
    """Return the folder of the machine code: NUMBA_CACHE_DIR, else beside the sources, else the user's."""
    if _numba.CACHE_DIR:
        return Path(_numba.CACHE_DIR)
    if os.access(PACKAGE, os.W_OK):
        return PACKAGE / "__pycache__"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "natria"
