"""How to cite: BibTeX of the papers whose numbers a study uses, and of natria itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...literature import Source
from ...quantity import Ancestor, Finding, Reported, ancestry
from ...studies import StudyResult

# as in CITATION.cff, which is not in the installed package; a test holds the two together
AUTHOR = "The natria developers"
LICENSE = "BSD-3-Clause"
ABOUT = "Sodium-metal batteries with an engineered interphase: reported, measured, computed and simulated numbers"

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
VOLUME = re.compile(
    r"(?P<journal>.*?\D) (?P<volume>\d+), (?P<pages>[\w.-]+)"
)  # "Energy & Environmental Science 18, 4288"


def bibtex(source: Source) -> str:
    """The BibTeX entry of a source. Missing fields are left out; a DOI is not escaped."""
    found = VOLUME.fullmatch(source.journal)
    parts = found.groupdict() if found else {"journal": source.journal}
    authors = getattr(source, "authors", ())
    names = authors if isinstance(authors, str) else " and ".join(authors)
    fields = {
        "author": tex(names),
        "title": f"{{{tex(source.title)}}}" if source.title else "",  # a second pair of braces keeps the capitals
        **{name: tex(text) for name, text in parts.items()},
        "year": str(source.year or ""),
        "doi": re.sub(r"[{}\s]", "", source.doi),
    }
    return _entry("article" if source.journal else "misc", source.key, fields)


def natria_bibtex(version: str) -> str:
    """The BibTeX entry of natria, equal to CITATION.cff."""
    fields = {
        "author": f"{{{AUTHOR}}}",  # braces: a group, no family name
        "title": "{natria}",
        "version": version,
        "note": f"Software, {LICENSE}. {tex(ABOUT)}",
    }
    return _entry("software", "natria", fields)


def tex(text: str) -> str:
    """Text of a BibTeX field with the special characters of TeX escaped."""
    return "".join(SPECIAL.get(sign, sign) for sign in " ".join(text.split()))


def sources_of(result: StudyResult) -> tuple[Source, ...]:
    """The papers of a study: those of targets and those of inputs."""
    known = result.case.library.papers
    asked = {paper.source.key: paper.source for paper in result.papers}
    used = {key: known[key].source for key in _records(result.findings()) if key in known}
    return tuple(source for _, source in sorted({**used, **asked}.items()))


def numbers_used(result: StudyResult) -> Mapping[str, int]:
    """The number of facts of each paper in a study, as targets or inputs."""
    records = {one.id for one in _all(result.findings()) if isinstance(one.origin, Reported)}
    keys = [record.partition(":")[0] for record in records]
    return {key: keys.count(key) for key in sorted(set(keys))}


def _records(findings: Iterable[Finding]) -> list[str]:
    return sorted({one.id.partition(":")[0] for one in _all(findings) if isinstance(one.origin, Reported)})


def _all(findings: Iterable[Finding]) -> list[Ancestor]:
    """The findings with their ancestry, each once."""
    return list({one.id: one for finding in findings for one in ancestry(finding)}.values())


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])
