"""The stable JSON of a model of a layer, natria.interface/1: keys are added, never renamed."""

from __future__ import annotations

from itertools import chain
from typing import Any

from ...quantity import CONDITIONS, Finding, dump
from ...record import SUFFIX, kind_of
from ..document_comparisons import refused_document
from ..document_parts import digest_of_document
from .asked import InterfaceRun, PartAnswers

SCHEMA = "natria.interface/1"


def interface_document(made: InterfaceRun, version: str) -> dict[str, Any]:
    """Return the answers with their ancestry, the refusals, and the files of the artefacts."""
    artefacts = (one.reference for part in made.parts for one in part.artefacts.values())
    book = dump(chain(made.findings, artefacts))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "model": made.model.name,
        "title": made.model.title,
        "case": made.case.name,
        "system": made.design.name,
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
        "parts": [_part(part) for part in made.parts],
        "refused": [refused_document(one, "") for one in made.refusals],
    }
    return {**document, "digest": digest_of_document(document)}


def _part(part: PartAnswers) -> dict[str, Any]:
    return {
        "part": part.part,
        "answers": [one.id for one in part.answers if isinstance(one, Finding)],
        "files": {term: artefact_file(part.part, term, SUFFIX[kind_of(one)]) for term, one in part.artefacts.items()},
    }


def artefact_file(part: str, term: str, suffix: str) -> str:
    """Return the name of the file of an artefact in the folder of a run."""
    return f"{part}-{term.replace('_', '-')}{suffix}"
