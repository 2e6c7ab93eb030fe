"""Numba's compiler for kernels on voxels: types kept, machine code cached on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

from ....store.checked_files import checked_files

_numba: Any = config  # whose names are made as it is imported

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE = Path(__file__).parent  # a change in any kernel makes the machine code of all stale


def compiled(function: F) -> F:
    """Return the function as machine code, with its signature unchanged."""
    return compiled_in(PACKAGE, "voxels", function)


def compiled_in(package: Path, name: str, function: F, **more: object) -> F:
    """Return a function of a package as machine code, in one folder for each state of its kernels."""
    how = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "nogil": True, **more}
    before = _numba.CACHE_DIR
    _numba.CACHE_DIR = str(_folder(package, name))
    try:
        with checked_files():
            return cast("F", cast("Any", njit)(**how)(function))
    finally:
        _numba.CACHE_DIR = before


@cache
def _folder(package: Path, name: str) -> Path:
    found = sha256()
    for source in (Path(__file__), *sorted(package.glob("*kernels.py"))):
        found.update(source.read_bytes())
    return _place(package) / f"{name}-{found.hexdigest()[:16]}"


def _place(package: Path) -> Path:
    """Return the folder of the machine code: NUMBA_CACHE_DIR, else beside the sources, else the user's."""
    if _numba.CACHE_DIR:
        return Path(_numba.CACHE_DIR)
    if os.access(package, os.W_OK):
        return package / "__pycache__"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "natria"
