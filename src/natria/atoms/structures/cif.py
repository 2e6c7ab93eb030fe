"""Structures from and to CIF, the file of crystallographers.

Hall, Allen and Brown, Acta Cryst. A47 (1991) 655.

Cell, sites and symmetry operations are read, and nothing else. A site that is partly occupied, or shared by two
elements, is no structure of atoms: it is refused and has to be ordered first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ...quantity import InputError, ModelError, Problem, read_text_file
from ...record import Structure
from .symmetry import CrystalSite, Symmetry, expanded, lattice, operations_of, symmetry_named

EDGES = ("_cell_length_a", "_cell_length_b", "_cell_length_c")
ANGLES = ("_cell_angle_alpha", "_cell_angle_beta", "_cell_angle_gamma")
COORDINATES = ("_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z")
OPERATIONS = ("_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz")
NUMBERS = ("_space_group_it_number", "_symmetry_int_tables_number")
SYMBOLS = ("_space_group_name_h-m_alt", "_symmetry_space_group_name_h-m")
FULL = 0.999  # an occupancy that counts as one
UNKNOWN = {"?", "."}
_TOKEN = re.compile(r"""\s*(?:#[^\n]*|(?P<q>['"])(?P<quoted>.*?)(?P=q)(?=\s|$)|(?P<bare>\S+))""")
_SYMBOL = re.compile(r"[A-Z][a-z]?")

Columns = Mapping[str, list[str]]


def read_cif(file: Path) -> Structure:
    """Return the structure of a CIF file."""
    try:
        text = read_text_file(file)
    except OSError as bad:
        why = "there is no such file" if isinstance(bad, FileNotFoundError) else f"cannot be read: {bad.strerror}"
        raise InputError(str(file), [Problem("", why, "check the path")]) from None
    except UnicodeDecodeError:
        raise InputError(str(file), [Problem("", "is not text in UTF-8", "save it in UTF-8")]) from None
    return from_cif(text, str(file))


def from_cif(text: str, source: str = "the CIF text") -> Structure:
    """Return the structure of the first data block of a CIF text."""
    found = _columns(text, source)
    edges, angles = ([_number(found, name, source) for name in names] for names in (EDGES, ANGLES))
    sites = _sites(found, source)
    try:
        cell = lattice(edges, angles)
        title = (found.get("_chemical_name_common") or found.get("_chemical_formula_sum") or [""])[0]
        return expanded(cell, sites, _symmetry(found, cell), title)
    except ModelError as bad:
        raise InputError(source, [Problem("", bad.what, bad.fix)]) from None


def _columns(text: str, source: str) -> dict[str, list[str]]:
    """Return the values of each name of the first block, in the order of its loops."""
    tokens, found, place = _tokens(text), {}, 0
    starts = [k for k, (word, quoted) in enumerate(tokens) if not quoted and word.lower().startswith("data_")]
    if not starts:
        raise InputError(source, [Problem("", "is no CIF: it has no data_ block", "export the structure as CIF")])
    place, end = starts[0] + 1, starts[1] if len(starts) > 1 else len(tokens)
    while place < end:
        word, quoted = tokens[place]
        place += 1
        if quoted or not (word.lower() == "loop_" or word.startswith("_")):
            continue
        names = [word.lower()] if word.startswith("_") else []
        while not names or word.lower() == "loop_":
            if place >= end or tokens[place][1] or not tokens[place][0].startswith("_"):
                break
            names.append(tokens[place][0].lower())
            place += 1
        values = []
        while place < end and (tokens[place][1] or not _is_word(tokens[place][0])):
            values.append(tokens[place][0])
            place += 1
            if word.startswith("_"):
                break
        if names and len(values) % len(names):
            what = f"the loop of {names[0]} has {len(values)} values for {len(names)} columns"
            raise InputError(source, [Problem("", what, "complete its last line")])
        found.update({name: values[k :: len(names)] for k, name in enumerate(names)})
    return found


def _is_word(token: str) -> bool:
    return token.startswith("_") or token.lower() in {"loop_", "stop_"} or token.lower().startswith(("data_", "save_"))


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Return words and whether each was quoted; a text field between semicolons is one quoted word."""
    found: list[tuple[str, bool]] = []
    field: list[str] | None = None
    for line in text.splitlines():
        if line.startswith(";"):
            if field is None:
                field = [line[1:]]
            else:
                found.append(("\n".join(field), True))
                field = None
        elif field is not None:
            field.append(line)
        else:
            for one in _TOKEN.finditer(line):
                if one["bare"] is not None:
                    found.append((one["bare"], False))
                elif one["quoted"] is not None:
                    found.append((one["quoted"], True))
    return found


def _value(text: str) -> float:
    """Return a number of CIF, whose standard uncertainty stands in brackets: 5.6402(2)."""
    return float(text.partition("(")[0])


def _number(found: Columns, name: str, source: str) -> float:
    try:
        return _value(found[name][0])
    except (KeyError, IndexError, ValueError):
        given = (found.get(name) or ["nothing"])[0]
        raise InputError(source, [Problem(name, f"is {given!r}", "give the cell in angstrom and degrees")]) from None


def _sites(found: Columns, source: str) -> list[CrystalSite]:
    """Return the sites; raises with all that are partly occupied or not readable."""
    if missing := [name for name in COORDINATES if not found.get(name)]:
        raise InputError(source, [Problem(missing[0], "is missing", "export the file with its atom sites")])
    count = len(found[COORDINATES[0]])
    labels = found.get("_atom_site_label") or found.get("_atom_site_type_symbol") or [""] * count
    kinds = found.get("_atom_site_type_symbol") or labels
    occupied = found.get("_atom_site_occupancy") or ["1"] * count
    sites: list[CrystalSite] = []
    wrong: list[Problem] = []
    for k in range(count):
        where = f"site {labels[k] or k + 1}"
        symbol = _SYMBOL.match(kinds[k][:1].upper() + kinds[k][1:])
        try:
            x, y, z = (_value(found[name][k]) for name in COORDINATES)
            share = 1.0 if occupied[k] in UNKNOWN else _value(occupied[k])
        except ValueError:
            wrong.append(Problem(where, "has a coordinate or an occupancy that is no number", "complete the site"))
            continue
        if symbol is None:
            wrong.append(Problem(where, f"is of no element: {kinds[k]!r}", "write the symbol of an element"))
        elif share < FULL:
            fix = "order it first: choose which of its places are filled, in a cell large enough"
            wrong.append(Problem(where, f"is partly occupied ({share:g})", fix))
        else:
            sites.append(CrystalSite(symbol[0], (x, y, z)))
    if wrong:
        raise InputError(source, wrong)
    return sites


def _symmetry(found: Columns, cell: np.ndarray) -> Symmetry:
    """Return the operations that the file lists, else those of its space group and symbol."""
    for name in OPERATIONS:
        if found.get(name):
            return operations_of(found[name])
    numbers = [int(found[name][0]) for name in NUMBERS if found.get(name) and found[name][0].isdigit()]
    symbols = [found[name][0] for name in SYMBOLS if found.get(name) and found[name][0] not in UNKNOWN]
    if not numbers and not symbols:
        raise ModelError("the file has no symmetry operations and no space group", "export it with its operations")
    return symmetry_named(cell, numbers[0] if numbers else None, symbols[0] if symbols else "")


def to_cif(structure: Structure) -> str:
    """Return a periodic structure as CIF with all atoms and no symmetry (space group 1)."""
    if not all(structure.periodic):
        raise ModelError("CIF describes crystals, and this structure is not periodic", "write it as JSON")
    cell = structure.cell * 1e10
    edges = np.linalg.norm(cell, axis=1)
    angles = [
        float(np.degrees(np.arccos(np.clip(cell[i] @ cell[j] / (edges[i] * edges[j]), -1, 1))))
        for i, j in ((1, 2), (0, 2), (0, 1))
    ]
    name = (structure.title or "structure").replace("'", "").replace("\n", " ")
    lines = ["data_structure", f"_chemical_name_common '{name}'"]
    lines += [f"{key} {value!r}" for key, value in zip((*EDGES, *ANGLES), [*map(float, edges), *angles], strict=True)]
    lines += ["_space_group_IT_number 1", "loop_", OPERATIONS[0], "'x,y,z'", "loop_", "_atom_site_label"]
    lines += ["_atom_site_type_symbol", *COORDINATES, "_atom_site_occupancy"]
    for k, (symbol, place) in enumerate(zip(structure.species, structure.fractional, strict=True), start=1):
        lines.append(f"{symbol}{k} {symbol} {' '.join(repr(float(x)) for x in place)} 1.0")
    return "\n".join(lines) + "\n"
