"""All papers together: those that come with natria and those of one's own files and folders.

A library is a value: which papers it has follows from the paths that it is read from, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from ..quantity import Finding, LiteratureError, Problem, Reported, did_you_mean
from .paper import Claim, Layer, Paper, System, load_paper

HERE = Path(__file__).with_name("papers")
Paths = tuple[Path, ...]  # files and folders of papers of one's own
PLACES = "a TOML file, or a folder with one for each paper: under papers in a design, with --papers, in NATRIA_PAPERS"


@dataclass(frozen=True)
class Library:
    """All papers in use.

    `digests` are the SHA-256 of the file of each paper by its key; `own` the keys that do not come with natria.
    `left_out` are facts that were taken out of their papers (`library_without`); they are refused with the reason.
    """

    papers: Mapping[str, Paper]
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    own: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()  # facts that a blind run must not see, by id

    @cached_property
    def facts(self) -> Mapping[str, Finding]:
        return {name: f for paper in self.papers.values() for name, f in paper.facts.items()}

    @cached_property
    def by_term(self) -> Mapping[str, tuple[Finding, ...]]:
        """The facts of each term, in the order of `facts`."""
        found: dict[str, list[Finding]] = {}
        for fact in self.facts.values():
            found.setdefault(fact.question.name, []).append(fact)
        return {name: tuple(several) for name, several in found.items()}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each fact in the order of `facts`, by its id."""
        return {name: place for place, name in enumerate(self.facts)}

    @cached_property
    def entered(self) -> Mapping[str, date]:
        """The day (UTC) on which a fact was entered, by its id; only of facts whose papers give it."""
        return {name: day for paper in self.papers.values() for name, day in paper.entered.items()}

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

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The subjects of all facts, wholes and parts, and the systems of the papers."""
        named = {f.question.of for f in self.facts.values()}
        return frozenset(named | {subject.partition("#")[0] for subject in named} | set(self.systems))

    def fact(self, name: str) -> Finding:
        """A fact by its id, "kumar2020:eta-3um"."""
        if name in self.left_out:
            what = "is left out: it answers a question of this prediction, or restates or continues such an answer"
            raise LiteratureError("the literature", [Problem(name, what, "give the design another source")])
        if name not in self.facts:
            near = did_you_mean(name, self.facts)
            raise LiteratureError("the literature", [Problem(name, "there is no such fact", near)])
        return self.facts[name]

    def system(self, subject: str) -> System | None:
        """The system that a subject is, is a part of, or is in: "N in kumar2020/bpi#bpi"."""
        whole = subject.partition("#")[0]
        names = (subject, whole, whole.rpartition(" in ")[2])
        return next((self.systems[name] for name in names if name in self.systems), None)


def library(*more: Path) -> Library:
    """The papers that come with natria, and those of more files and folders."""
    return read_library(tuple(dict.fromkeys(path.resolve() for path in more)))


@cache
def read_library(paths: Paths = ()) -> Library:
    """natria's papers and those of other files and folders. No paper may take the key of another."""
    papers: dict[str, Paper] = {}
    digests: dict[str, str] = {}
    own: set[str] = set()
    for path in (HERE, *paths):
        for file in _files(path):
            paper = load_paper(file)
            key = paper.source.key
            if key in papers:
                what = f"there is a paper {key!r} already"
                raise LiteratureError(str(file), [Problem("source.key", what, "give the newer paper another key")])
            papers[key] = paper
            digests[key] = sha256(file.read_bytes()).hexdigest()
            own |= set() if path == HERE else {key}
    return Library(_closed(papers), digests, frozenset(own))


@cache
def library_without(paths: Paths, left_out: frozenset[str]) -> Library:
    """Return a library without some facts, by id; whoever asks for one of them is refused."""
    whole = read_library(paths)
    papers = {
        key: replace(
            paper,
            facts={name: f for name, f in paper.facts.items() if name not in left_out},
            entered={name: day for name, day in paper.entered.items() if name not in left_out},
            layers=tuple(layer for layer in paper.layers if layer.fact not in left_out),
        )
        for key, paper in whole.papers.items()
    }
    return replace(whole, papers=papers, left_out=left_out)


def _files(path: Path) -> list[Path]:
    """The files of papers at a path."""
    if path.is_dir():
        return sorted(path.glob("*.toml"))
    if path.suffix == ".toml" and path.is_file():
        return [path]
    what = "is neither a folder nor a TOML file" if path.exists() else "there is no such file or folder"
    raise LiteratureError(str(path), [Problem("", what, f"name {PLACES}")])


def _closed(papers: Mapping[str, Paper]) -> Mapping[str, Paper]:
    """The facts, each sharing, through other papers too, what those that it restates share."""
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
    """A fact by its id, of the papers that come with natria where no library is given."""
    return (library() if within is None else within).fact(name)
