"""Packages that are imported where they are needed, with one message where they are missing."""

from __future__ import annotations

from importlib import import_module, metadata
from typing import Any

from ...quantity import InputError, Problem

# package -> what to install
INSTALL = {
    "ase": "pip install 'natria[atoms]'",
    "sevenn": "pip install sevenn (it brings torch; the wheel carries the weights)",
    "chgnet": "pip install 'natria[potentials]' (it brings torch; the wheel carries the weights)",
    "gpaw": "CC=g++ pip install 'natria[dft]'",
}


def imported(module: str, package: str = "") -> Any:
    """The module of a package; raises InputError with what to install where it is missing."""
    package = package or module.partition(".")[0]
    try:
        return import_module(module)
    except ImportError as bad:
        if bad.name and bad.name.partition(".")[0] != package:
            what = f"needs the Python package {package}, which needs {bad.name}; that is not installed"
        else:
            what = f"needs the Python package {package}, which is not installed or cannot be imported ({bad})"
        fix = INSTALL.get(package, f"install {package} for this Python")
        raise InputError("natria compute", [Problem("", what, fix)]) from None


def versions_of(*distributions: str) -> dict[str, str]:
    """The installed version of each distribution; an empty word where none is recorded."""
    found = {}
    for name in distributions:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found
