"""Which models the systems of a case support, and why others not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...answers import Refuse
from ...design import Case, Design
from ...models.cell.prepare import prepare
from ...quantity import NatriaError
from ...store import Store
from ..interface import parts_of, what_is_missing
from ..studio import Studio
from .table import ModelRun


@dataclass(frozen=True)
class SystemSupport:
    """What a system supports: by model the parts that it can be asked about, or why it cannot run.

    The cell in time has no parts.
    """

    system: str
    parts: Mapping[str, tuple[str, ...]]
    refused: Mapping[str, str]


def supported(case: Case, runs: Mapping[str, ModelRun], store: Store | None = None) -> tuple[SystemSupport, ...]:
    """Return for each system of a case which models it supports."""
    studio = Studio(case, store=store)
    return tuple(_of_system(studio, system, runs) for system in case.systems)


def _of_system(studio: Studio, system: str, runs: Mapping[str, ModelRun]) -> SystemSupport:
    try:
        design = studio.design(system)
    except NatriaError as bad:
        return SystemSupport(system, {}, dict.fromkeys(runs, str(bad)))
    parts: dict[str, tuple[str, ...]] = {}
    refused: dict[str, str] = {}
    for name, run in runs.items():
        found = () if run.model is None else parts_of(run.model, design)
        why = _why_not_cell(design) if run.model is None else "" if found else what_is_missing(run.model)
        if why:
            refused[name] = why
        else:
            parts[name] = found
    return SystemSupport(system, parts, refused)


def _why_not_cell(design: Design) -> str:
    """Return why the cell cannot run through its protocol; empty where it can."""
    try:
        prepare(design)
    except (Refuse, NatriaError) as no:
        return str(no)
    return ""
