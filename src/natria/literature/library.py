"""All papers together: those that come with natria and those of one's own folders."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from ..quantity import Finding, LiteratureError, Problem, Reported, did_you_mean
from .paper import Claim, Layer, Paper, System, load_paper

HERE = Path(__file__).with_name("papers")
FOLDERS = "NATRIA_PAPERS"  # folders of papers of one's own, as a PATH is written


@dataclass(frozen=True)
class Library:
    papers: Mapping[str, Paper]

    @cached_property
    def facts(self) -> Mapping[str, Finding]:
        return {name: f for paper in self.papers.values() for name, f in paper.facts.items()}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(c for paper in self.papers.values() for c in paper.claims)

    @cached_property
    def systems(self) -> Mapping[str, System]:
        return {name: system for paper in self.papers.values() for name, system in paper.systems.items()}

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The rows of reviews' tables, by the fact that each became."""
        return {layer.fact: layer for paper in self.papers.values() for layer in paper.layers}

    def system(self, subject: str) -> System | None:
        """The system that a subject is, is a part of, or is in: "N in kumar2020/bpi#bpi"."""
        whole = subject.partition("#")[0]
        names = (subject, whole, whole.rpartition(" in ")[2])
        return next((self.systems[name] for name in names if name in self.systems), None)


def library(*more: Path) -> Library:
    """The papers that come with natria, and those of the folders that NATRIA_PAPERS names and of more folders."""
    named = [Path(part) for part in os.environ.get(FOLDERS, "").split(os.pathsep) if part]
    return read_library(tuple(dict.fromkeys(folder.resolve() for folder in (*named, *more))))


@cache
def read_library(folders: tuple[Path, ...] = ()) -> Library:
    """natria's papers and those of other folders. No paper may take the key of another."""
    papers: dict[str, Paper] = {}
    for folder in (HERE, *folders):
        if not folder.is_dir():
            what = "is not a folder" if folder.exists() else "there is no such folder"
            fix = f"name folders that hold a TOML file for each paper, in {FOLDERS} or with --papers"
            raise LiteratureError(str(folder), [Problem("", what, fix)])
        for file in sorted(folder.glob("*.toml")):
            paper = load_paper(file)
            if paper.source.key in papers:
                fix = "give the newer paper another key"
                what = f"there is a paper {paper.source.key!r} already"
                raise LiteratureError(str(file), [Problem("source.key", what, fix)])
            papers[paper.source.key] = paper
    return Library(_closed(papers))


def _closed(papers: Mapping[str, Paper]) -> Mapping[str, Paper]:
    """With every fact sharing, through other papers too, what those that it restates share."""
    facts = {name: f for paper in papers.values() for name, f in paper.facts.items()}
    shares = {name: f.origin.shares for name, f in facts.items() if isinstance(f.origin, Reported)}
    if unknown := [(name, s) for name, all_of in shares.items() for s in all_of if s not in facts]:
        problems = [Problem(f"{n}.shares", f"there is no fact {s!r}", did_you_mean(s, facts)) for n, s in unknown]
        raise LiteratureError("the literature", problems)

    def shared(name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        waiting = list(shares[name])
        while waiting:
            one = waiting.pop(0)
            if one not in found and one != name:
                found[one] = None
                waiting += shares[one]
        return tuple(found)

    def close(name: str, fact: Finding) -> Finding:
        assert isinstance(fact.origin, Reported)
        whole = shared(name)
        return fact if whole == fact.origin.shares else replace(fact, origin=replace(fact.origin, shares=whole))

    return {key: replace(p, facts={n: close(n, f) for n, f in p.facts.items()}) for key, p in papers.items()}


def fact(name: str, *, within: Library | None = None) -> Finding:
    """A fact by its id, "kumar2020:eta-3um"."""
    facts = (within or library()).facts
    if name not in facts:
        raise LiteratureError("the literature", [Problem(name, "there is no such fact", did_you_mean(name, facts))])
    return facts[name]
