"""The machine code of a package: kept in one folder for each state of its sources.

Numba checks the file of a function to decide whether its machine code is up to date. The functions that it calls may be
in other files, and a change there would keep the old machine code.
"""

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
KERNELS = "*kernel*.py"


def machine_code(function: F, **more: object) -> F:
    """Return the function as machine code, with its signature unchanged.

    A division by zero gives inf or nan, as arrays do: solvers and fits step back from those, and an exception would end
    the run. There is no wrapper for calls from C, which is not used: it takes a third of the time of compiling.
    """
    how = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, **more}
    return cast("F", cast("Any", njit)(**how)(function))


@contextmanager
def kept_in(name: str, package: Path, pattern: str = KERNELS, more: tuple[Path, ...] = ()) -> Iterator[None]:
    """Keep what Numba compiles inside in a folder of its own.

    A change in a source of the package that fits the pattern, or in one of `more`, makes all machine code of the name
    stale. `more` has the file that says how functions are compiled.
    """
    before = _numba.CACHE_DIR
    _numba.CACHE_DIR = str(folder_of(name, package, pattern, more))
    try:
        with checked_files():
            yield
    finally:
        _numba.CACHE_DIR = before


@cache
def folder_of(name: str, package: Path, pattern: str = KERNELS, more: tuple[Path, ...] = ()) -> Path:
    """Return the folder of the machine code for the present state of the sources."""
    found = sha256()
    for source in (Path(__file__), *more, *sorted(package.rglob(pattern))):
        found.update(source.read_bytes())
    return _place(package) / f"{name}-{found.hexdigest()[:16]}"


def _place(package: Path) -> Path:
    """Return the folder of all machine code: NUMBA_CACHE_DIR, else beside the sources, else the user's."""
    if _numba.CACHE_DIR:
        return Path(_numba.CACHE_DIR)
    if os.access(package, os.W_OK):
        return package / "__pycache__"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "natria"
