"""Structures from files, and to the atoms of ASE. Lengths are in m here and in angstrom there."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ...quantity import InputError, NatriaError, Problem, did_you_mean, read_text_file
from ...record import Structure, structure_from_json
from ...record.structure import ANGSTROM
from ..structures import crystal, crystals, read_cif
from .packages import imported

EXPORT = "give a CIF with fully occupied sites, or a structure as natria writes it (natria.structure/1)"


def to_ase(structure: Structure) -> Any:
    """The structure as `ase.Atoms`."""
    atoms = imported("ase").Atoms
    cell = structure.cell / ANGSTROM
    return atoms(structure.species, positions=structure.fractional @ cell, cell=cell, pbc=structure.periodic)


def moved(structure: Structure, positions: np.ndarray, cell: np.ndarray | None = None) -> Structure:
    """The same atoms at other Cartesian positions (m), and in another cell where one is given."""
    cell = structure.cell if cell is None else cell
    fractional = np.linalg.solve(cell.T, positions.reshape(-1, 3).T).T
    return Structure(cell, structure.species, fractional, structure.periodic, structure.title)


def read_structure(path: Path) -> Structure:
    """The structure of a name of the library, a CIF, another file of ASE, or a JSON file of natria."""
    if not path.exists() and str(path) in crystals():
        return crystal(str(path))
    if not path.is_file():
        fix = did_you_mean(str(path), crystals()) or f"give a file, or one of: {', '.join(crystals())}"
        raise InputError(str(path), [Problem("", "there is no such file, and no such structure in the library", fix)])
    if path.suffix.lower() == ".json":
        try:
            row = json.loads(read_text_file(path))
        except ValueError as bad:
            raise InputError(str(path), [Problem("", f"is not JSON: {bad}", EXPORT)]) from None
        return structure_from_json(row, str(path))
    if path.suffix.lower() == ".cif":
        return _titled(read_cif(path), path)
    read = imported("ase.io", "ase").read
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of unusual space-group settings; the atoms are checked below
            atoms = read(path)
    except NatriaError:
        raise
    except Exception as bad:  # noqa: BLE001 - a reader of a foreign format may raise anything
        what = f"cannot be read as a structure ({type(bad).__name__}: {bad})"
        raise InputError(str(path), [Problem("", what, EXPORT)]) from None
    return _from_ase(atoms, path)


def _titled(structure: Structure, path: Path) -> Structure:
    return structure if structure.title else replace(structure, title=path.stem)


def _from_ase(atoms: Any, path: Path) -> Structure:
    shared = [site for site, shares in (atoms.info.get("occupancy") or {}).items() if not _is_full(shares)]
    if shared:
        what = f"has {len(shared)} partly occupied sites (the first: {shared[0]})"
        fix = "give an ordered structure: choose which of the sites are occupied"
        raise InputError(str(path), [Problem("", what, fix)])
    if not atoms.pbc.all():
        raise InputError(str(path), [Problem("", "has no cell in three dimensions", EXPORT)])
    cell = np.asarray(atoms.cell.array) * ANGSTROM
    species = tuple(atoms.get_chemical_symbols())
    return Structure(cell, species, atoms.get_scaled_positions(wrap=True), title=path.stem)


def _is_full(shares: Any) -> bool:
    return len(shares) == 1 and abs(next(iter(shares.values())) - 1) < 1e-6
