"""Entries that a study used: papers, material cards and answerers, listed on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..design import Case, materials
from ..literature import Library
from ..quantity import Computed, Finding, Fitted, Reported, ancestry
from .answerers import is_shipped


@dataclass(frozen=True)
class Entries:
    """Entries used: `papers` by key with the digest of the file, `cards`, `answerers` with their version."""

    papers: Mapping[str, str]
    cards: tuple[str, ...]
    answerers: Mapping[str, int]


def entries_of(case: Case, findings: tuple[Finding, ...], asked: tuple[str, ...]) -> Entries:
    """Return the entries used by findings of a case. `asked` are papers whose results were asked."""
    behind = {one.id: one for finding in findings for one in ancestry(finding)}.values()
    reported = {one.origin.record.partition(":")[0] for one in behind if isinstance(one.origin, Reported)}
    known = case.library.digests
    papers = {key: known[key] for key in sorted({*reported, *asked}) if key in known}
    models = {one.origin.model: one.origin.version for one in behind if isinstance(one.origin, Computed)}
    models |= {one.origin.fit.model: one.origin.fit.version for one in behind if isinstance(one.origin, Fitted)}
    cards = {name for system in case.systems for name in case.design(system).cards()}
    return Entries(papers, tuple(sorted(cards)), dict(sorted(models.items())))


def entries_document(entries: Entries, case: Case) -> dict[str, Any]:
    """Return the entries as JSON.

    `own` lists those that natria does not ship: of the case, or of an installed package.
    """
    papers: Library = case.library
    return {
        "papers": [{"key": k, "sha256": digest, "own": k in papers.own} for k, digest in entries.papers.items()],
        "cards": [{"name": name, "own": name not in materials()} for name in entries.cards],
        "answerers": [
            {"name": name, "version": version, "own": not is_shipped(name)}
            for name, version in entries.answerers.items()
        ],
    }
