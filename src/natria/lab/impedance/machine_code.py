"""Machine code of the kernels of impedance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ...store.machine_code import kept_in, machine_code

F = TypeVar("F", bound=Callable[..., Any])
PACKAGE = Path(__file__).parent


def compiled(function: F) -> F:
    """Return the function as machine code, with its signature unchanged."""
    with kept_in("impedance", PACKAGE):
        return machine_code(function)
