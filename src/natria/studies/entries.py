"""Entries that a study used: papers, material cards, answerers and stored results, listed on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..design import PHASE, Case, materials
from ..literature import Library
from ..quantity import Computed, Finding, Fitted, Reported, ancestry
from ..store import Entry as StoreEntry
from .answerers import is_shipped


@dataclass(frozen=True)
class Entries:
    """Entries used: `papers` by key with the digest of the file, `cards`, `answerers` with their version.

    `stored` are results from a store. `plugins` says whether answerers of installed packages were asked.
    """

    papers: Mapping[str, str]
    cards: tuple[str, ...]
    answerers: Mapping[str, int]
    stored: tuple[StoreEntry, ...] = ()
    plugins: bool = False


def entries_of(
    case: Case,
    findings: tuple[Finding, ...],
    asked: tuple[str, ...],
    *,
    stored: tuple[StoreEntry, ...] = (),
    plugins: bool = False,
) -> Entries:
    """Return the entries used by findings of a case. `asked` are papers whose results were asked."""
    behind = {one.id: one for finding in findings for one in ancestry(finding)}.values()
    reported = {one.origin.record.partition(":")[0] for one in behind if isinstance(one.origin, Reported)}
    known = case.library.digests
    papers = {key: known[key] for key in sorted({*reported, *asked}) if key in known}
    models = {one.origin.model: one.origin.version for one in behind if isinstance(one.origin, Computed)}
    models |= {one.origin.fit.model: one.origin.fit.version for one in behind if isinstance(one.origin, Fitted)}
    cards = {name for system in case.systems for name in case.design(system).cards()}
    words = (setting for one in behind if isinstance(one.origin, Computed) for setting in one.origin.settings)
    cards |= {word.word for word in words if word.path == PHASE}
    results = tuple(sorted(stored, key=lambda one: (one.name, one.id)))
    return Entries(papers, tuple(sorted(cards)), dict(sorted(models.items())), results, plugins)


def entries_document(entries: Entries, case: Case) -> dict[str, Any]:
    """Return the entries as JSON.

    `own` marks those that natria does not ship: of the case, of an installed package, of a store on this machine.
    `results` are those of a store; `plugins` is whether answerers of installed packages were asked.
    """
    papers: Library = case.library
    return {
        "papers": [{"key": k, "sha256": digest, "own": k in papers.own} for k, digest in entries.papers.items()],
        "cards": [{"name": name, "own": name not in materials()} for name in entries.cards],
        "answerers": [
            {"name": name, "version": version, "own": not is_shipped(name)}
            for name, version in entries.answerers.items()
        ],
        "results": [
            {"id": one.id, "answerer": one.name, "version": one.version, "made": one.made, "own": not one.shipped}
            for one in entries.stored
        ],
        "plugins": entries.plugins,
    }
