"""Programs that give the electronic states of a structure, as a calculator kind can offer them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ...quantity import InputError, Problem, did_you_mean
from .packages import imported

Mesh = tuple[int, int, int]


@dataclass(frozen=True)
class GroundState:
    """A self-consistent density as bytes, the electrons in the cell, and the Fermi level.

    The level is in eV, nan where it is not known.

    `per_band` is how many electrons fill a band: 2 where spins are paired, 1 without spin.
    """

    electrons: float
    fermi: float
    data: bytes = b""
    per_band: int = 2


class StatesProgram(Protocol):
    """What computes electronic states. Energies are in eV; k-points in units of the reciprocal vectors.

    The energies have the symmetry of the structure and of time reversal, as a mesh is reduced by both. A program may
    also have the methods `hybrid` and `ensure_hybrid`, as `GpawStates` has it.
    """

    def ground(self, atoms: Any, mesh: Mesh) -> GroundState:
        """Return the density that is self-consistent on a mesh of k-points about the origin."""
        ...

    def states(
        self, atoms: Any, ground: GroundState, kpoints: np.ndarray, bands: int, *, spin_orbit: bool
    ) -> np.ndarray:
        """Return the energies of the lowest bands at each k-point (rows), from the fixed density.

        With spin-orbit coupling there are twice as many bands, each of one electron.
        """
        ...


SPARE = 6  # bands that are computed and not used, as the last ones converge slowly
STATES = 1e-9  # eV^2 per electron: residuals of the states at a fixed density


class GpawStates:
    """Electronic states by GPAW with plane waves and its new engine, spins paired.

    Spin-orbit coupling is added to the finished states without self-consistency (Olsen, Phys. Rev. B 94, 235106, 2016).
    """

    def __init__(self, settings: Mapping[str, Any], make: Any) -> None:
        if settings["engine"] != "new":
            fix = "leave the engine at new"
            raise InputError("--set", [Problem("engine", "electronic states need the new engine of gpaw", fix)])
        self.settings, self.make = settings, make
        self.orbitals: tuple[tuple[Mesh, int], Any] | None = None  # of the last mesh, for hybrids

    def ground(self, atoms: Any, mesh: Mesh) -> GroundState:
        atoms = atoms.copy()
        atoms.calc = self.make({**self.settings, "kpoints": list(mesh)})
        atoms.get_potential_energy()
        made = atoms.calc
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "ground.gpw")
            made.write(str(file))
            data = file.read_bytes()
        return GroundState(float(made.get_number_of_electrons()), float(made.get_fermi_level()), data)

    def states(
        self,
        atoms: Any,  # noqa: ARG002 - the density has them
        ground: GroundState,
        kpoints: np.ndarray,
        bands: int,
        *,
        spin_orbit: bool,
    ) -> np.ndarray:
        # a k-point once: GPAW takes several at the origin for a calculation without k-points and stops
        points, place = np.unique(np.asarray(kpoints, float), axis=0, return_inverse=True)
        fixed = self._fixed(ground, bands, kpts=points, symmetry="off")
        if spin_orbit:
            found = imported("gpaw.spinorbit").soc_eigenstates(fixed, n1=0, n2=bands).eigenvalues()
        else:
            found = np.array([fixed.get_eigenvalues(kpt=one, spin=0)[:bands] for one in range(len(points))])
        return np.sort(np.asarray(found, float), axis=1)[place.ravel()]

    def ensure_hybrid(self, functional: str) -> None:
        """Raise where a hybrid functional is not known, or needs what is not installed."""
        ensure_hybrid(functional)

    def hybrid(
        self, ground: GroundState, mesh: Mesh, functional: str, bands: int, place: int | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the irreducible k-points of the mesh, and the energies at the one of a place.

        The orbitals are those of the density; the energies follow to first order. No place gives no energies.
        """
        asked = (mesh, bands)
        if self.orbitals is None or self.orbitals[0] != asked:
            fixed = self._fixed(ground, bands, kpts={"size": list(mesh), "gamma": self.settings["gamma"]})
            self.orbitals = (asked, fixed)
        fixed = self.orbitals[1]
        kpoints = np.asarray(fixed.get_ibz_k_points())
        if place is None:
            return kpoints, np.empty(0)
        shifts = imported("gpaw.hybrids.eigenvalues").non_self_consistent_eigenvalues
        with redirect_stdout(io.StringIO()):  # it prints as it goes
            semilocal, without, added = shifts(fixed, functional, 0, bands, [place])
        return kpoints, np.sort(np.asarray(semilocal - without + added, float)[0, 0])

    def _fixed(self, ground: GroundState, bands: int, **options: Any) -> Any:
        """GPAW with states that are converged at the fixed density."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "ground.gpw")
            file.write_bytes(ground.data)
            made = imported("gpaw").GPAW(str(file), txt=None)
            converged = {"bands": bands, "eigenstates": STATES}
            return made.fixed_density(nbands=bands + SPARE, convergence=converged, txt=None, **options)


HYBRIDS = ("HSE03", "HSE06", "PBE0", "B3LYP", "EXX")
LIBXC = (
    "build GPAW with libxc: install libxc-dev, name a siteconfig with nolibxc=False and libraries=['xc', ...] in "
    "GPAW_CONFIG, and run CC=g++ pip install --force-reinstall --no-binary gpaw gpaw"
)


def ensure_semilocal(functional: str) -> None:
    """Raise for a hybrid functional: bands at a fixed density need a local potential."""
    if functional.upper() not in HYBRIDS:
        return
    what = f"a fixed density gives no bands of {functional}: its exchange needs the orbitals of the whole mesh"
    fix = f"compute the bands with xc=PBE and give --hybrid {functional} for the gap on the mesh"
    raise InputError("--set", [Problem("xc", what, fix)])


def ensure_hybrid(functional: str) -> None:
    """Raise where a functional is no hybrid, or where GPAW lacks what it is made of."""
    if functional not in HYBRIDS:
        fix = did_you_mean(functional, HYBRIDS) or f"give one of: {', '.join(HYBRIDS)}"
        raise InputError("--hybrid", [Problem("", f"{functional!r} is no hybrid functional that is known here", fix)])
    name = imported("gpaw.hybrids", "gpaw").parse_name(functional)[0]
    try:
        imported("gpaw.xc", "gpaw").XC(name)
    except NameError as bad:  # GPAW raises this where it was built without libxc
        raise InputError("--hybrid", [Problem("", f"{functional} needs libxc ({bad})", LIBXC)]) from None
