"""Artefacts as files: parquet for tables and spectra, netCDF for fields, JSON for structures.

A file has the content with its units and the title. Question and origin stand in a document of findings, whose row
names the digest of the content: `attach` puts the two together again and notices a file that was changed.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ..quantity import Artefact, ArtefactKind, InputError, NatriaError, Problem
from .field import Field
from .netcdf import from_netcdf, to_netcdf
from .spectrum import Spectrum, spectrum_of
from .structure import Structure, dumps, structure_from_json
from .table import Column, Table, numbers, words

AnyArtefact = Table | Spectrum | Field | Structure
SUFFIX: dict[ArtefactKind, str] = {"table": ".parquet", "spectrum": ".parquet", "field": ".nc", "structure": ".json"}
KEY = "natria"  # of the description in the metadata of a parquet file
T = TypeVar("T", bound=AnyArtefact)


def kind_of(artefact: AnyArtefact) -> ArtefactKind:
    """The kind of an artefact, as a term names it."""
    kinds: dict[type, ArtefactKind] = {Table: "table", Spectrum: "spectrum", Field: "field", Structure: "structure"}
    return kinds[type(artefact)]


def to_bytes(artefact: AnyArtefact) -> bytes:
    """The file of an artefact, without question and origin."""
    match artefact:
        case Table():
            return _parquet(artefact, "table", artefact.id)
        case Spectrum():
            return _parquet(artefact.table, "spectrum", "spectrum")
        case Field():
            return to_netcdf(artefact)
        case Structure():
            return dumps(artefact)


def from_bytes(kind: ArtefactKind, content: bytes, source: str = "the file") -> AnyArtefact:
    """The artefact of a file that `to_bytes` wrote. Its origin is pending."""
    try:
        if kind == "field":
            return from_netcdf(content, source)
        if kind == "structure":
            return structure_from_json(json.loads(content), source)
        table = _from_parquet(content, kind)
        return spectrum_of(table) if kind == "spectrum" else table
    except InputError:
        raise
    except (KeyError, TypeError, ValueError, OSError, NatriaError) as bad:
        fix = "give a file that natria wrote"
        raise InputError(source, [Problem("", f"is not a {kind} of natria: {bad}", fix)]) from None


def write_artefact(artefact: AnyArtefact, folder: Path) -> Path:
    """The file of an artefact in a folder, named by the digest of its content."""
    file = folder / f"{artefact.digest}{SUFFIX[kind_of(artefact)]}"
    file.write_bytes(to_bytes(artefact))
    return file


def read_artefact(reference: Artefact, folder: Path) -> AnyArtefact:
    """The artefact of a reference from the folder in which `write_artefact` put it."""
    file = folder / f"{reference.content}{SUFFIX[reference.kind]}"
    try:
        content = file.read_bytes()
    except OSError as bad:
        fix = f"write the {reference.kind} there again, or give another folder"
        raise InputError(str(file), [Problem("", f"cannot be read: {bad.strerror}", fix)]) from None
    return attach(from_bytes(reference.kind, content, str(file)), reference)


def attach(artefact: T, reference: Artefact) -> T:
    """The artefact with question, origin and title of its reference; refused if the content differs."""
    if artefact.digest != reference.content:
        what = f"has not the content of {reference.id}"
        raise InputError(artefact.title or "the artefact", [Problem("", what, "compute it again")])
    return replace(artefact, question=reference.question, origin=reference.origin, title=reference.title)


def _parquet(table: Table, kind: str, name: str) -> bytes:
    columns = {key: {"unit": c.unit, "words": c.is_text} for key, c in table.columns.items()}
    header = {"kind": kind, "id": name, "title": table.title, "columns": columns}
    buffer = io.BytesIO()
    table.frame().write_parquet(buffer, metadata={KEY: json.dumps(header)})
    return buffer.getvalue()


def _from_parquet(content: bytes, kind: str) -> Table:
    import polars as pl

    try:
        header: dict[str, Any] = json.loads(pl.read_parquet_metadata(io.BytesIO(content))[KEY])
        frame = pl.read_parquet(io.BytesIO(content))
    except pl.exceptions.PolarsError as bad:
        raise ValueError(str(bad)) from None
    if header["kind"] != kind:
        raise ValueError(f"it is a {header['kind']}")
    columns: dict[str, Column] = {
        name: words(frame[name].to_list()) if row["words"] else numbers(row["unit"], frame[name].to_numpy())
        for name, row in header["columns"].items()
    }
    return Table(header["id"], header["title"], columns)
