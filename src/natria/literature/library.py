"""All papers together, and queries over their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import get_args

from ..quantity import Finding, InPaper, LiteratureError, Problem, did_you_mean, term
from .paper import Claim, Paper, load_paper

HERE = Path(__file__).with_name("papers")


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
    def systems(self) -> Mapping[str, str]:
        return {name: says for paper in self.papers.values() for name, says in paper.systems.items()}


@cache
def library() -> Library:
    """The papers that come with natria: one file each."""
    papers = [load_paper(file) for file in sorted(HERE.glob("*.toml"))]
    return Library({paper.source.key: paper for paper in papers})


def fact(name: str) -> Finding:
    """A fact by its id, "kumar2020:eta-3um"."""
    facts = library().facts
    if name not in facts:
        raise LiteratureError("the literature", [Problem(name, "there is no such fact", did_you_mean(name, facts))])
    return facts[name]


def query(
    quantity: str = "", of: str = "", paper: str = "", kind: str = "", *, within: Library | None = None
) -> tuple[Finding, ...]:
    """Facts of a quantity, about a subject (or a part of its name), in a paper, of a kind; all that is given holds."""
    here = within or library()
    if quantity:
        term(quantity)
    kinds = get_args(InPaper)
    if kind and kind not in kinds:
        raise LiteratureError("the literature", [Problem(kind, "is not a kind", did_you_mean(kind, kinds))])
    if paper and paper not in here.papers:
        raise LiteratureError(
            "the literature", [Problem(paper, "no such paper here", did_you_mean(paper, here.papers))]
        )
    return tuple(
        f
        for key, p in here.papers.items()
        if not paper or key == paper
        for f in p.facts.values()
        if (not quantity or f.question.name == quantity)
        and of in f.question.of
        and (not kind or getattr(f.origin, "kind", "") == kind)
    )
