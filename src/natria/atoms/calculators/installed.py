"""Optional packages: whether each is installed, what it enables, how to get it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from .packages import INSTALL, versions_of


@dataclass(frozen=True)
class OptionalPart:
    """A package, a data set or a library of a package; `version` is empty where it is not installed."""

    name: str
    enables: str
    install: str
    version: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)


def _package(module: str, distribution: str) -> str:
    """Return the version of an installed package, without importing it."""
    if find_spec(module) is None:
        return ""
    return versions_of(distribution)[distribution] or "installed"


def _data_sets() -> str:
    """Return the version of the PAW data sets of GPAW, with how many files there are."""
    spec = find_spec("gpaw_data")
    if spec is None or not spec.submodule_search_locations:
        return ""
    files = sum(1 for place in spec.submodule_search_locations for _ in Path(place).rglob("*.PBE.gz"))
    version = versions_of("gpaw-data")["gpaw-data"] or "installed"
    return f"{version} ({files} data sets for PBE)"


def _libxc() -> str:
    """Return whether GPAW was built with libxc; this imports its compiled part."""
    if find_spec("_gpaw") is None:
        return ""
    import _gpaw

    return "built in" if hasattr(_gpaw, "lxcXCFuncNum") else ""


PIP = "pip install {}"
LIBXC = (
    "apt-get install libxc-dev libopenblas-dev libfftw3-dev; name a siteconfig with compiler='g++', fftw=True, "
    "nolibxc=False, libraries=['xc', 'fftw3', 'openblas'] in GPAW_CONFIG; install gpaw again from its source"
)
PARTS: tuple[tuple[str, str, str, Callable[[], str]], ...] = (
    ("ase", "calculators and their files", INSTALL["ase"], lambda: _package("ase", "ase")),
    ("spglib", "space groups: fewest strains, hops by symmetry", INSTALL["ase"], lambda: _package("spglib", "spglib")),
    ("gpaw", "density functional theory (--calculator gpaw)", INSTALL["gpaw"], lambda: _package("gpaw", "gpaw")),
    ("gpaw-data", "PAW data sets of GPAW", PIP.format("gpaw-data"), _data_sets),
    (
        "libxc",
        "hybrids and most functionals beside PBE in GPAW",
        LIBXC,
        _libxc,
    ),
    ("sevenn", "a trained potential (--calculator sevenn)", INSTALL["sevenn"], lambda: _package("sevenn", "sevenn")),
    ("chgnet", "a trained potential (--calculator chgnet)", INSTALL["chgnet"], lambda: _package("chgnet", "chgnet")),
    (
        "pymatgen",
        "entries of the Materials Project; checks of windows",
        PIP.format("pymatgen"),
        lambda: _package("pymatgen", "pymatgen") or _package("pymatgen", "pymatgen-core"),
    ),
    (
        "numba-cuda",
        "deposition on a GPU (--model deposit --device cuda)",
        PIP.format("'natria[cuda]'") + "; a driver of NVIDIA",
        lambda: _package("numba_cuda", "numba-cuda"),
    ),
)


def installed() -> tuple[OptionalPart, ...]:
    """Return all optional parts in the order in which they are usually needed."""
    return tuple(OptionalPart(name, enables, install, version()) for name, enables, install, version in PARTS)
