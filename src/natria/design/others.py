"""Fits of another design file: {fit = "FILE:PARAMETER"}, by the name of a case or the path of a file.

The fit is made in that file, with its own cell, and its result is taken over. A fit that is taken over may not wait for
a fit of a third file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..quantity import DesignError, Problem, did_you_mean
from .check.study import references_of_file
from .paths import table
from .places import number_at

MARK = ":"
Read = Callable[[Path], Mapping[str, Any]]


def split_reference(name: str) -> tuple[str, str]:
    """Return the file and the parameter of the name of a fit; no file for a fit of the same file."""
    file, _, parameter = name.rpartition(MARK)
    return file, parameter


def file_of(name: str, folder: Path, known: Mapping[str, Path]) -> Path:
    """Return the design file of a case of natria, or the file at a path that starts at a folder."""
    return known.get(name, folder / name)


def problems_of_others(
    document: Mapping[str, Any], folder: Path, known: Mapping[str, Path], read: Read
) -> list[Problem]:
    """Return the problems of references to fits of other files: no such file, no such fit, another term."""
    return list(_problems(document, folder, known, read))


def _problems(document: Mapping[str, Any], folder: Path, known: Mapping[str, Path], read: Read) -> Iterator[Problem]:
    own = set(_parameters(document))
    files: dict[str, Mapping[str, str] | Problem] = {}
    for where, path, name in references_of_file(document):
        file, parameter = split_reference(name)
        if not file or name in own:
            continue
        if file not in files:
            files[file] = _terms(file, folder, known, read)
        terms = files[file]
        if isinstance(terms, Problem):
            yield Problem(where, terms.what, terms.fix)
            continue
        number = number_at(path)
        if parameter not in terms:
            hint = did_you_mean(parameter, terms) or f"add it under [study.fit] of {file}"
            yield Problem(where, f"waits for the fit {parameter!r}, which {file} does not have", hint)
        elif number is not None and number.term != terms[parameter]:
            what = f"waits for a fit of {terms[parameter]}, but {number.term} is expected here"
            yield Problem(where, what, "take over a fit of this term")


def _terms(file: str, folder: Path, known: Mapping[str, Path], read: Read) -> Mapping[str, str] | Problem:
    """Return the parameters that the fits of a file find, each with its term."""
    try:
        return _parameters(read(file_of(file, folder, known)))
    except DesignError:
        hint = did_you_mean(file, known) or f"known here: {', '.join(known)}; or the path of a design file"
        return Problem("", f"waits for a fit of {file!r}, which is neither a case nor a design file", hint)


def _parameters(document: Mapping[str, Any]) -> dict[str, str]:
    return {
        parameter: str(table(document, "study", "fit", name, "parameters", parameter).get("term", ""))
        for name in table(document, "study", "fit")
        for parameter in table(document, "study", "fit", name, "parameters")
    }
