"""A calibration as a file, and a case with calibrated numbers in it.

The file holds the fitted findings with their whole ancestry, and a digest of its content. Read back, the findings are
unchanged: a design with them answers its own data with a fit, whoever put them there. A file that was edited is
refused, because its provenance is then unknown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...design import Case
from ...models.cell.prepare import VERSION
from ...quantity import (
    BookError,
    DesignError,
    Finding,
    Fitted,
    InputError,
    Measured,
    Problem,
    dump,
    load,
    read_text_file,
    term,
)
from ..document_parts import digest_of_document
from .branches import Branches
from .calibrate import Calibration
from .data import Trace
from .identifiability import LOST, combination, says
from .impedance import RestSpectrum
from .profile import Profile

SCHEMA = "natria.calibration/1"
FILE = "calibration.json"
AGAIN = "run natria calibrate again instead of editing its result"
OPTION = "--calibrated"


@dataclass(frozen=True)
class Calibrated:
    """The numbers of a calibration file by path, and the fits of the case that were held with them."""

    name: str
    file: str
    values: Mapping[str, Finding]
    held_fits: Mapping[str, Finding]
    system: str = ""  # whose design they are of; of files without it, the base of the case

    @property
    def patch(self) -> dict[str, Finding]:
        return {**self.held_fits, **self.values}


def calibration_document(c: Calibration, version: str, profiles: Sequence[Profile] = ()) -> dict[str, Any]:
    """Return the stable JSON of a calibration: SI throughout, keys are added and never renamed."""
    book = dump([*c.findings.values(), *c.held_fits.values(), *(d.finding for d in c.data)])
    document = {
        "schema": SCHEMA,
        "natria": version,
        "name": c.name,
        "case": c.case.name,
        "system": c.system,
        "title": f"{c.name}: calibrated",
        "why_not": list(c.why_not),
        "parameters": [_parameter(c, k) for k in range(len(c.free))],
        "covariance": None if c.why_not or c.fit.covariance is None else [list(row) for row in c.fit.covariance],
        "method": "" if c.why_not else c.fit.method,
        "held": [] if c.why_not else [f.id for f in c.fit.held],
        "held_fits": {path: f.id for path, f in c.held_fits.items()},
        "data": [_datum(c, k) for k in range(len(c.data))],
        "directions": _directions(c),
        "together": [{"paths": [a, b], "correlation": r} for a, b, r in c.identifiability.pairs],
        "correlation": None if c.why_not else _correlation(c),
        "rises": [{"parts": list(r.direction.parts), "below": r.below, "above": r.above} for r in c.rises],
        "profiles": [_profile(p) for p in profiles],
        "runs": c.minimum.runs,
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
    }
    return {**document, "digest": digest_of_document(document)}


def _correlation(c: Calibration) -> list[list[float]] | None:
    if c.fit.covariance is None:
        return None
    rows = c.fit.covariance
    std = [row[k] ** 0.5 for k, row in enumerate(rows)]
    return [[x / (std[i] * std[j]) for j, x in enumerate(row)] for i, row in enumerate(rows)]


def _parameter(c: Calibration, k: int) -> dict[str, Any]:
    free = c.free[k]
    found = c.findings.get(free.path)
    return {
        "path": free.path,
        "name": free.term,
        "unit": term(free.term).unit,
        "start": free.start,
        "low": free.low,
        "high": free.high,
        "value": None if found is None else found.value,
        "std": None if found is None else found.std,
        "finding": None if found is None else found.id,
    }


def _datum(c: Calibration, k: int) -> dict[str, Any]:
    misfit = c.misfits[k]
    origin = misfit.datum.finding.origin
    more: dict[str, Any] = {}
    if isinstance(misfit.datum, Trace | Branches):
        more = {"readings": len(misfit.simulated), "noise": misfit.datum.noise, "excess": misfit.excess}
    if isinstance(misfit.datum, Branches):
        more |= {"charge_error": misfit.datum.charge_error, "charge_misses": misfit.charge_misses}
    if isinstance(misfit.datum, RestSpectrum):
        more = {"readings": len(misfit.simulated), "impedance_error": misfit.datum.error, "excess": misfit.excess}
    return {
        "finding": misfit.datum.finding.id,
        "system": misfit.datum.system,
        "file": misfit.datum.label if isinstance(misfit.datum, Trace | Branches | RestSpectrum) else "",
        "sha256": origin.sha256 if isinstance(origin, Measured) else "",
        "misses": misfit.misses,
        **more,
    }


def _directions(c: Calibration) -> list[dict[str, Any]]:
    return [
        {
            "combination": combination(c.free, d),
            "parts": {f.path: part for f, part in zip(c.free, d.parts, strict=True)},
            "spread": None if d.is_lost or d.spread is None or d.spread > LOST else d.spread,
            "is_lost": d.is_lost,
            "moves": d.moves,
            "says": says(c.free, d) if d.is_lost else "",
        }
        for d in c.identifiability.directions
    ]


def _profile(p: Profile) -> dict[str, Any]:
    return {"path": p.path, "values": p.values.tolist(), "off": p.off.tolist(), "low": p.low, "high": p.high}


# --- back again


def read_calibrated(path: Path) -> Calibrated:
    """Return the calibrated numbers of a file, or of the folder that `natria calibrate` wrote."""
    file = path / FILE if path.is_dir() else path
    source = str(file)
    document = _document(file)
    if document.get("schema") != SCHEMA:
        raise BookError(source, [Problem("", "is not a calibration of natria", f"give the {FILE} that it wrote")])
    if document.get("digest") != digest_of_document(document):
        raise BookError(source, [Problem("digest", "the file was changed after it was written", AGAIN)])
    book = load(document, source)
    if document["why_not"]:
        raise BookError(source, [Problem("", f"is a calibration without a result: {'; '.join(document['why_not'])}")])
    values = {row["path"]: book[row["finding"]] for row in document["parameters"]}
    for path_, found in values.items():
        if not isinstance(found.origin, Fitted) or found.origin.fit.version != VERSION:
            what = f"{path_} was found with another version of the cell model than this natria has ({VERSION})"
            raise BookError(source, [Problem("", what, "calibrate again")])
    held = {path_: book[name] for path_, name in document["held_fits"].items()}
    return Calibrated(document["name"], source, values, held, document.get("system", ""))


def _document(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(read_text_file(file))
    except FileNotFoundError:
        raise BookError(str(file), [Problem("", "there is no such file", "check the path")]) from None
    except (OSError, ValueError, RecursionError) as bad:
        raise BookError(
            str(file), [Problem("", f"cannot be read: {bad}", f"give the {FILE} of a calibration")]
        ) from None
    if not isinstance(found, dict):
        raise BookError(str(file), [Problem("", "is not a calibration of natria", f"give the {FILE} that it wrote")])
    return found


def with_calibrated(case: Case, files: Sequence[Path]) -> Case:
    """Return the case with calibrated numbers in place of its own.

    Numbers of the base go to its variants too, except where these replace them; those of a variant stay with it. Two
    sets that give the same number of one system contradict each other and are refused.
    """
    sets = [read_calibrated(file) for file in files]
    homes = [case.base.name if not one.system else one.system for one in sets]
    for place, (one, home) in enumerate(zip(sets, homes, strict=True)):
        earlier = {path for k in range(place) if homes[k] == home for path in sets[k].values}
        if twice := [path for path in one.values if path in earlier]:
            what = f"gives {', '.join(twice)}, which an earlier one gives too"
            raise InputError(OPTION, [Problem(one.file, what, "keep one of the two")])
    for one, home in zip(sets, homes, strict=True):
        case = _with_set(case, one, home)
    return case


def _with_set(case: Case, one: Calibrated, home: str) -> Case:
    try:
        if home == case.base.name or home not in case.systems:
            return replace(case, base=case.base.with_(one.patch))
        made = replace(case, last_of={**case.last_of, home: {**case.last_of.get(home, {}), **one.patch}})
        made.design(home)  # raises where the system has no place for them
    except DesignError as no:
        what = f"{one.file} may be of another case than {case.name}"
        raise InputError(OPTION, [Problem(p.where, p.what, what) for p in no.problems]) from None
    return made
