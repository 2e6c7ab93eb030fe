"""The index of the studies in a folder: sentences, verdicts, first figures, links.

It is built from the folders, so it includes studies of earlier runs.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...quantity import OutputError, typeset
from ...studies import SCHEMA, VERDICTS
from ...studies.document_parts import digest_of_document
from ..common.folder import MARK
from ..common.frame import document
from ..common.tables import Row, TableCell, table, verdict
from .wording import count

NAME = "index.html"
SAYS = "Studies of natria"
OURS = f"<title>{SAYS}</title>"  # an index without it is somebody's own and left alone


@dataclass(frozen=True)
class IndexEntry:
    """The entry of one study in the index."""

    folder: str
    title: str
    summary: tuple[str, ...]
    verdicts: Mapping[str, int]
    figure: str  # a path from the folder of the study; empty where there is none
    version: str


def write_index(parent: Path, version: str) -> Path:
    """Write the index of all studies in a folder and return its path."""
    ensure_index(parent)
    entries, unread = read_entries(parent)
    html = index_page(entries, unread, version)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{NAME}.", dir=parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(html)
            Path(beside).chmod(0o644)  # as any other file, not for oneself alone
            Path(beside).replace(parent / NAME)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as bad:
        raise OutputError(f"cannot write {parent / NAME}: {bad.strerror}", "give another place with --out") from None
    return parent / NAME


def ensure_index(parent: Path) -> None:
    """Raise an error where the folder is a study itself or has an index that natria did not write."""
    out = parent / NAME
    if (parent / MARK).exists():
        raise OutputError(f"{parent} is a study itself", "several studies need a folder above it; give one with --out")
    if (out.exists() or out.is_symlink()) and not has_index(parent):
        raise OutputError(f"{out} was not written by natria", "give an empty or new folder with --out")


def has_index(parent: Path) -> bool:
    """Whether a folder has an index that natria wrote."""
    try:
        return OURS in (parent / NAME).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False


def read_entries(parent: Path) -> tuple[list[IndexEntry], dict[str, str]]:
    """The studies in the subfolders, and the reason for each that cannot be read."""
    entries: list[IndexEntry] = []
    unread: dict[str, str] = {}
    for folder in sorted(p for p in parent.iterdir() if (p / MARK).is_file() and not p.name.startswith(".")):
        try:
            entries.append(_entry(folder))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as bad:
            unread[folder.name] = str(bad) or type(bad).__name__
    return entries, unread


def _entry(folder: Path) -> IndexEntry:
    document: Mapping[str, Any] = json.loads((folder / MARK).read_text(encoding="utf-8"))
    if document["schema"] != SCHEMA:
        raise ValueError(f"its schema is {document['schema']!r}, not {SCHEMA!r}")
    if document["digest"] != digest_of_document(document):
        raise ValueError("it was changed after it was written")
    verdicts = Counter(str(c["verdict"]) for c in document["comparisons"] if not c["what_if"])
    sentences = tuple(str(s) for s in document.get("summary", ()))
    return IndexEntry(
        folder.name, str(document["title"]), sentences, verdicts, _figure(folder, document), str(document["natria"])
    )


def _figure(folder: Path, document: Mapping[str, Any]) -> str:
    """The figure of a study for the index: the first curve, else parity or budget, else any."""
    named = [str(t["id"]).partition("--")[0] for t in document["tables"]]
    drawn = sorted(p.name for p in (folder / "figures").glob("*.svg"))
    for name in (*named, "parity", "budget"):
        if f"{name}.svg" in drawn:
            return f"figures/{name}.svg"
    return f"figures/{drawn[0]}" if drawn else ""


def index_page(entries: list[IndexEntry], unread: Mapping[str, str], version: str) -> str:
    lead = f"<p>{count(len(entries), 'study', 'studies')} in this folder. Written by natria {escape(version)}.</p>"
    bad = "".join(f"<li><code>{escape(name)}</code>: {escape(why)}</li>" for name, why in unread.items())
    not_read = f"<h2>Not readable</h2>\n<ul>{bad}</ul>" if bad else ""
    parts = (f"<h1>{SAYS}</h1>", lead, _totals(entries), *map(_study, entries), not_read)
    return document(SAYS, "\n".join(p for p in parts if p))


def _totals(entries: list[IndexEntry]) -> str:
    used = [v for v in VERDICTS if any(e.verdicts.get(v) for e in entries)]
    rows: list[Row] = [
        [_link(e, e.folder), *(TableCell(str(n := e.verdicts.get(v, 0)), float(n)) for v in used)] for e in entries
    ]
    return table(["study", *used], rows)


def _study(entry: IndexEntry) -> str:
    sentences = "".join(f"<p>{escape(typeset(s))}</p>" for s in entry.summary)
    if not sentences:
        sentences = f'<p class="soft">Written by natria {escape(entry.version)}, without a summary.</p>'
    figure = (
        f'<img alt="first figure of {escape(entry.title)}" src="{_to(entry, entry.figure)}">' if entry.figure else ""
    )
    pills = " ".join(f"{verdict(v)} {entry.verdicts[v]}" for v in VERDICTS if entry.verdicts.get(v))
    links = f'{_link(entry, "page")} · <a href="{_to(entry, MARK)}">{MARK}</a>'
    text = f"<div><h2>{_link(entry, entry.title)}</h2>\n{sentences}\n<p>{pills}</p>\n<p>{links}</p></div>"
    return f'<article class="study"><div>{figure}</div>{text}</article>'


def _link(entry: IndexEntry, text: str) -> str:
    return f'<a href="{_to(entry, NAME)}">{escape(text)}</a>'


def _to(entry: IndexEntry, file: str) -> str:
    return escape(quote(f"{entry.folder}/{file}"))
