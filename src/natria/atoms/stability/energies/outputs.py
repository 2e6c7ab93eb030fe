"""Energies of phases from output files of VASP and Quantum ESPRESSO in a folder, read through ASE.

There is a file for each phase, in folders of any depth; a file that is no output of a known program is passed over. The
energy is that of the last structure in a file and belongs to all of its atoms. All files must be of one program, as
total energies of two programs have no common zero. Whether they have one functional, cutoff and set of pseudopotentials
is not seen by natria.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from math import gcd
from pathlib import Path
from typing import Any

from ....laws.constants import AVOGADRO
from ....quantity import InputError, Problem
from ...calculators.evaluation import EV
from ...calculators.packages import imported
from ..phases import PhaseEnergy

PROGRAMS: Mapping[str, str] = {  # formats of ASE, the better one of a program first
    "vasp-xml": "VASP",
    "vasp-out": "VASP",
    "espresso-out": "Quantum ESPRESSO",
}
LOOK = "give a folder with a vasprun.xml, OUTCAR or .pwo of each phase, such as Na-bcc/vasprun.xml"


def read_outputs(folder: Path) -> tuple[tuple[PhaseEnergy, ...], str]:
    """Return the entries of all output files in a folder, and the hash of these files together."""
    files = _files(folder)
    if not files:
        raise InputError(str(folder), [Problem("", "has no output of VASP or Quantum ESPRESSO", LOOK)])
    programs = sorted({PROGRAMS[kind] for _, kind in files})
    if len(programs) > 1:
        what = f"has outputs of {' and '.join(programs)}, whose energies have no common zero"
        raise InputError(str(folder), [Problem("", what, "keep a folder for each program")])
    found = [_entry(file, kind, folder) for file, kind in files]
    problems = [one for one in found if isinstance(one, Problem)]
    if problems:
        raise InputError(str(folder), problems)
    digest = sha256(b"".join(sha256(file.read_bytes()).digest() for file, _ in files)).hexdigest()
    return tuple(one for one in found if isinstance(one, PhaseEnergy)), digest


def _files(folder: Path) -> list[tuple[Path, str]]:
    """Return the output files with their formats; the better one of two in a folder."""
    filetype = imported("ase.io.formats", "ase").filetype
    known = [(file, _kind(filetype, file)) for file in sorted(folder.rglob("*")) if file.is_file()]
    outputs = [(file, kind) for file, kind in known if kind in PROGRAMS]
    return [(file, kind) for file, kind in outputs if not _has_better(file, kind, outputs)]


def _has_better(file: Path, kind: str, outputs: Iterable[tuple[Path, str]]) -> bool:
    """Whether a calculation has an output of a better format of the same program beside a file."""
    formats = list(PROGRAMS)
    return any(
        other.parent == file.parent and PROGRAMS[one] == PROGRAMS[kind] and formats.index(one) < formats.index(kind)
        for other, one in outputs
    )


def _kind(filetype: Any, file: Path) -> str:
    try:
        return str(filetype(str(file)))
    except Exception:  # noqa: BLE001 - a guess at a foreign format may raise anything
        return ""


def _entry(file: Path, kind: str, folder: Path) -> PhaseEnergy | Problem:
    where = str(file.relative_to(folder))
    read = imported("ase.io", "ase").read
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            atoms = read(file, index=-1, format=kind)
            energy = _energy(atoms)
    except Exception as bad:  # noqa: BLE001 - a reader of a foreign format may raise anything
        what = f"cannot be read as an output of {PROGRAMS[kind]} with an energy ({type(bad).__name__}: {bad})"
        return Problem(where, what, "check that the calculation came to its end")
    formula, units = _formula(atoms.get_chemical_symbols())
    return PhaseEnergy(formula, energy / units * EV * AVOGADRO, None, f"{PROGRAMS[kind]}, {where}", where)


def _energy(atoms: Any) -> float:
    """Return the energy (eV) whose derivatives are the forces, or the plain one where a file has no other."""
    from ase.calculators.calculator import PropertyNotImplementedError

    try:
        return float(atoms.get_potential_energy(force_consistent=True))
    except PropertyNotImplementedError:
        return float(atoms.get_potential_energy())


def _formula(symbols: Iterable[str]) -> tuple[str, int]:
    """Return the smallest formula of a compound, and how many of it the atoms are.

    An element keeps its atoms.
    """
    counts = Counter(symbols)
    units = gcd(*counts.values()) if len(counts) > 1 else 1
    return "".join(f"{name}{n // units if n > units else ''}" for name, n in counts.items()), units
