"""The filters of the table of facts as data: what a page offers, and what it sends back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...literature import Library, Query, read_query
from ...quantity import InputError, Problem, condition, show_condition, term, typeset
from .rows import COLUMNS, reported

AT = "at"  # repeated: "current=1 mA/cm^2"
WORDS = {"paper": "paper", "quantity": "quantity", "of": "of", "kind": "kind", "phase": "phase"}
WORDS |= {"class": "layer_class", "cell": "cell"}  # the name of a filter, and its name in a query
TEXTS = 8  # values of a condition that are offered


@dataclass(frozen=True)
class FilterChoice:
    value: str
    label: str
    count: int
    unit: str = ""
    like: tuple[str, ...] = ()  # values that facts have


@dataclass(frozen=True)
class FactFilter:
    """`kind` is how it is asked: a choice, a text, a range, or pairs of a choice and a text."""

    name: str
    label: str
    kind: str  # choice, text, range, pairs
    choices: tuple[FilterChoice, ...] = ()
    unit_of: str = ""  # of a range: the filter whose choice has the unit
    hint: str = ""


@dataclass(frozen=True)
class AskedFacts:
    """What a page asks of the table: the query, words to search, the order, and the filters in words."""

    query: Query
    words: tuple[str, ...]
    sort: str
    said: Mapping[str, str] = field(default_factory=dict)


def describe_filters(here: Library) -> dict[str, Any]:
    """Return the filters and the columns of the table of facts."""
    facts = tuple(here.facts.values())
    systems = [here.system(f.question.of) for f in facts]
    quantities = Counter(f.question.name for f in facts)
    phases = Counter(p for s in systems if s for p in s.phases)
    phases.update(f.question.of for f in facts if "/" not in f.question.of and f.question.of[:1].isupper())
    filters = (
        FactFilter("q", "search all words", "text", hint="NaOH overpotential"),
        FactFilter("paper", "paper", "choice", tuple(_paper(key, here) for key in here.papers)),
        FactFilter("quantity", "quantity", "choice", _quantities(quantities)),
        FactFilter("of", "subject", "text", hint="a part of its name"),
        FactFilter("kind", "kind of number", "choice", _choices(reported(f).kind for f in facts)),
        FactFilter("phase", "phase", "choice", _choices(phases.elements())),
        FactFilter("class", "class of layer", "choice", _choices(s.kind for s in systems if s and s.kind)),
        FactFilter("cell", "kind of cell", "choice", _choices(s.cell for s in systems if s and s.cell)),
        FactFilter("range", "value", "range", unit_of="quantity", hint="choose a quantity first"),
        FactFilter(AT, "conditions", "pairs", _conditions(here), hint=typeset("1 mA/cm^2, or 0.5 to 2 mA/cm^2")),
    )
    columns = [{"id": c.id, "label": c.label, "is_number": c.is_number} for c in COLUMNS]
    papers = [_cited(key, here) for key in here.papers]
    return {"filters": filters, "columns": columns, "facts": len(facts), "papers": papers}


def read_asked(pairs: Iterable[tuple[str, str]]) -> AskedFacts:
    """Return what the parameters of an address ask for; one that is not known is refused."""
    given = [(key, text.strip()) for key, text in pairs if text.strip()]
    known = {*WORDS, "q", "low", "high", AT, "sort", "offset", "limit", "passed"}
    if bad := [key for key, _ in given if key not in known]:
        raise InputError("the search", [Problem(bad[0][:80], "is no filter", f"known: {', '.join(sorted(known))}")])
    one = dict(given)
    at = dict(text.partition("=")[::2] for key, text in given if key == AT)
    words = {WORDS[key]: text for key, text in given if key in WORDS}
    query = read_query(at, low=one.get("low", ""), high=one.get("high", ""), **words)
    said = {key: text for key, text in given if key in {*WORDS, "q", "low", "high", AT}}
    return AskedFacts(query, tuple(one.get("q", "").lower().split()), one.get("sort", ""), said)


def _choices(words: Iterable[str]) -> tuple[FilterChoice, ...]:
    return tuple(FilterChoice(word, word, many) for word, many in sorted(Counter(words).items()))


def _quantities(counted: Counter[str]) -> tuple[FilterChoice, ...]:
    return tuple(
        FilterChoice(name, name.replace("_", " "), many, _unit(term(name).shown))
        for name, many in sorted(counted.items())
    )


def _unit(shown: str) -> str:
    return "" if shown == "1" else typeset(shown)


def _paper(key: str, here: Library) -> FilterChoice:
    paper = here.papers[key]
    own = " (own)" if key in here.own else ""
    return FilterChoice(key, f"{key}, {paper.source.year}{own}", len(paper.facts))


def _conditions(here: Library) -> tuple[FilterChoice, ...]:
    """Return the conditions that facts state, with the values that they have most often."""
    found: dict[str, Counter[str]] = {}
    for fact in here.facts.values():
        for key, value in fact.question.at.items():
            text = show_condition(key, value)
            found.setdefault(key, Counter())[text] += 1
    return tuple(
        FilterChoice(
            key,
            key.replace("_", " "),
            many.total(),
            _unit(condition(key).shown),
            tuple(typeset(text) for text, _ in many.most_common(TEXTS)),
        )
        for key, many in sorted(found.items())
    )


def _cited(key: str, here: Library) -> dict[str, Any]:
    paper = here.papers[key]
    source = paper.source
    cited = {"key": key, "title": source.title, "journal": source.journal, "year": source.year, "doi": source.doi}
    return {**cited, "facts": len(paper.facts), "own": key in here.own}
