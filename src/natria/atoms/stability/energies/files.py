"""Energies of phases from a user: CSV, JSON, entries of pymatgen, or a folder of outputs.

    CSV       a head `formula,energy (eV)` with, where known, `std (eV)`, `name` and `source`; a line an entry
    JSON      {"schema": "natria.phase-energies/1", "unit": "eV", "source": "...", "entries": [{"formula", "energy"}]},
              where known phases without an energy can be listed under `lacking`
    pymatgen  a list of ComputedEntry (or a document with the list under `entries`), as `MontyEncoder` writes it: the
              energy of the composition in eV, to which `correction` is added
    folder    outputs of VASP or Quantum ESPRESSO, one for each phase (`outputs.py`)

The energy of CSV and JSON is per formula as it is written, on one scale for all entries: total energies of one
calculation, or energies of formation with the elements at zero. The elements are entries themselves.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

from ....quantity import InputError, ModelError, NatriaError, Problem, factor, read_text_file
from ..composition import composition
from ..phases import PhaseEnergy
from .mixing import UNKNOWN, calculators_of
from .outputs import read_outputs

SCHEMA = "natria.phase-energies/1"
PYMATGEN = ("ComputedEntry", "ComputedStructureEntry", "PDEntry")
SHOWN = 10  # wrong entries that are listed
WANTED = ("formula", "energy")
EXAMPLE = "formula,energy (eV),std (eV),name,source"

Row = tuple[str, Mapping[str, Any]]  # where it stands; its values, energies with their unit under `unit`


@dataclass(frozen=True)
class EnergyFile:
    """The entries of a file, a calculator or a database, with its name and hash.

    `lacking` are known phases that its maker found no energy for. `listed` says that it has the phases of a list of
    natria, which leaves some of three or more elements out.
    """

    file: str
    sha256: str
    entries: tuple[PhaseEnergy, ...]
    lacking: tuple[str, ...] = ()
    listed: bool = False


def read_energies(file: Path) -> EnergyFile:
    """Return the entries of a file or of a folder of outputs; raises with every wrong line at once."""
    if file.is_dir():
        entries, digest = read_outputs(file)
        return EnergyFile(str(file), digest, entries)
    try:
        text = read_text_file(file, "utf-8-sig")
    except OSError as bad:
        why = "there is no such file" if isinstance(bad, FileNotFoundError) else f"cannot be read: {bad.strerror}"
        raise InputError(str(file), [Problem("", why, "check the path")]) from None
    except UnicodeDecodeError:
        raise InputError(str(file), [Problem("", "is not text in UTF-8", "save it as CSV or JSON in UTF-8")]) from None
    _ensure_sound(file, text)
    rows = _of_json(file, text) if text.lstrip()[:1] in {"{", "["} else _of_csv(file, text)
    found = [_entry(where, row) for where, row in rows]
    problems = [one for one in found if isinstance(one, Problem)]
    if not found:
        problems = [Problem("", "has no entries", f"write a head, {EXAMPLE}, and a line for each phase")]
    if problems:
        more = [Problem("", f"and {len(problems) - SHOWN} more")] if len(problems) > SHOWN else []
        raise InputError(str(file), [*problems[:SHOWN], *more])
    entries = tuple(one for one in found if isinstance(one, PhaseEnergy))
    return EnergyFile(str(file), sha256(text.encode()).hexdigest(), entries, *_known_gaps(file, text))


def _ensure_sound(file: Path, text: str) -> None:
    """Raise where a document of natria has refused energies, or those of two calculators."""
    try:
        document = json.loads(text) if text.lstrip()[:1] == "{" else {}
    except json.JSONDecodeError:
        return  # the reader of JSON says where
    if document.get("schema") != SCHEMA:
        return
    if problem := _refusal(document.get("gate")) or _mixture(document.get("entries")):
        raise InputError(str(file), [problem])


def _refusal(gate: Any) -> Problem | None:
    if not isinstance(gate, dict) or gate.get("outcome") != "refused":
        return None
    reasons = gate.get("reasons")
    why = "; ".join(map(str, reasons)) if isinstance(reasons, list) and reasons else "without a reason"
    fix = "compute the energies by another calculator, or take them from a database with `natria compute fetch`"
    return Problem("gate", f"the energies in it were refused: {why}", fix)


def _mixture(entries: Any) -> Problem | None:
    """Return what is wrong where entries are of more than one calculator: their scales differ."""
    found = calculators_of(entries) if isinstance(entries, list) else ()
    if len(found) < 2:
        return None
    what = f"total energies of {len(found)} calculators stand in one file: {'; '.join(found)}"
    if UNKNOWN in found:
        what = f"some entries have a recipe and others have none: {'; '.join(found)}"
    return Problem("entries", what, "keep a file for each; --fill takes from a second one what the first lacks")


def _known_gaps(file: Path, text: str) -> tuple[tuple[str, ...], bool]:
    """Return the phases that a document of natria says it lacks, and whether it follows a list of natria."""
    document = json.loads(text) if text.lstrip()[:1] == "{" else {}
    lacking = document.get("lacking") or []
    if not isinstance(lacking, list) or not all(isinstance(one, str) for one in lacking):
        raise InputError(str(file), [Problem("lacking", "is no list of formulas", 'write it as ["NaSb", "NaP7"]')])
    return tuple(lacking), document.get("listed") is True


def _entry(where: str, row: Mapping[str, Any]) -> PhaseEnergy | Problem:
    formula, unit = str(row["formula"]).strip(), str(row["unit"])
    try:
        composition(formula)
        scale = factor(unit, "J/mol")
        energy, std = _number(row["energy"]), row.get("std")
        spread = None if std in {None, ""} else _number(std)
    except ModelError as bad:
        return Problem(where, bad.what, bad.fix)
    except NatriaError as bad:
        return Problem(where, bad.what, "write the energy in eV, or in kJ/mol, of the formula")
    except (ValueError, TypeError):
        beside = "" if row.get("std") in {None, ""} else f" with the standard deviation {row['std']!r}"
        what = f"the energy of {formula} is {row['energy']!r}{beside}"
        return Problem(where, what, f"expected finite numbers in {unit} of the formula, the spread not negative")
    if spread is not None and spread < 0:
        return Problem(where, f"the standard deviation of {formula} is negative", "leave it out if it is not known")
    name, source = (str(row.get(key) or "").strip() for key in ("name", "source"))
    return PhaseEnergy(formula, energy * scale, None if spread is None else spread * scale, source or where, name)


def _number(value: Any) -> float:
    found = float(value)
    if not isfinite(found) or isinstance(value, bool):
        raise ValueError
    return found


# --- CSV


def _of_csv(file: Path, text: str) -> list[Row]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        return []
    (at, head), *rows = lines
    between = max(",;\t", key=head.count)
    cells = next(csv.reader([head], delimiter=between))
    heads = [(cell.partition("(")[0].strip().lower(), cell.partition("(")[2].rstrip(") ")) for cell in cells]
    names = [name for name, _ in heads]
    units = {name: unit for name, unit in heads if unit}
    missing = [name for name in WANTED if name not in names]
    if missing or "energy" not in units:
        what = f"has no column {' and '.join(missing)}" if missing else "the energy has no unit"
        raise InputError(str(file), [Problem(f"line {at}", what, f"write the head as {EXAMPLE}")])
    if "std" in names and units.get("std") != units["energy"]:
        raise InputError(str(file), [Problem(f"line {at}", "std has another unit than energy", f"write {EXAMPLE}")])
    found: list[Row] = []
    for n, line in rows:
        values = dict(zip(names, next(csv.reader([line], delimiter=between)), strict=False))
        filled = {**dict.fromkeys(WANTED, ""), **values}
        found.append((f"line {n}", {**filled, "unit": units["energy"]}))
    return found


# --- JSON


def _of_json(file: Path, text: str) -> list[Row]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as bad:
        what = f"is not readable as JSON: {bad.msg}"
        raise InputError(str(file), [Problem(f"line {bad.lineno}", what, "check the brackets there")]) from None
    own = isinstance(document, dict) and document.get("schema") == SCHEMA
    entries = document.get("entries") if isinstance(document, dict) else document
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        fix = f'give a list of ComputedEntry of pymatgen, or an object with "schema": "{SCHEMA}" and "entries"'
        raise InputError(str(file), [Problem("", "has no list of entries", fix)])
    rows = [(f"entries[{k}]", _own(one, document) if own else _pymatgen(one)) for k, one in enumerate(entries)]
    wrong = [Problem(where, row, f"give {' and '.join(WANTED)}") for where, row in rows if isinstance(row, str)]
    if wrong:
        raise InputError(str(file), wrong[:SHOWN])
    return [(where, row) for where, row in rows if not isinstance(row, str)]


def _own(one: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """Return an entry of a document of natria, or what is wrong with it."""
    if missing := [key for key in WANTED if key not in one]:
        return f"has no {' and no '.join(missing)}"
    if "unit" not in document:
        return "stands in a document without the unit of its energies"
    return {"source": document.get("source", ""), **one, "unit": document["unit"]}


def _pymatgen(one: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """Return a ComputedEntry (eV of the composition) as a row, or what is wrong with it."""
    if one.get("@class") not in PYMATGEN:
        return f"is of the class {one.get('@class')!r}, expected one of {', '.join(PYMATGEN)}"
    amounts = one.get("composition")
    if not isinstance(amounts, dict) or "energy" not in one:
        return "has no composition and energy"
    correction = one.get("correction")
    if correction is None:
        correction = sum(float(each.get("value", 0.0)) for each in one.get("energy_adjustments") or ())
    formula = "".join(f"{element}{_count(number)}" for element, number in amounts.items())
    try:
        energy = float(one["energy"]) + float(correction)
    except (TypeError, ValueError):
        return f"has the energy {one['energy']!r}"
    return {"formula": formula, "energy": energy, "unit": "eV", "name": str(one.get("entry_id") or "")}


def _count(number: Any) -> str:
    return "" if number == 1 else f"{float(number):g}"


def rows_of(entries: Sequence[PhaseEnergy]) -> list[dict[str, Any]]:
    """Return entries as JSON, in J/mol of the formula."""
    keys = ("formula", "name", "energy", "std", "source")
    return [{key: getattr(one, key) for key in keys} for one in entries]
