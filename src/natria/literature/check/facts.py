"""Look-up of facts for rules: by term, subject, paper and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import inf

from ...quantity import Finding, Span, same_condition
from ..library import Library
from .look import reported

Others = frozenset[tuple[str, float | Span]]  # conditions with their values


def named(library: Library, *names: str) -> list[Finding]:
    """The facts of some terms, in the order of the library."""
    found = [f for name in dict.fromkeys(names) for f in library.by_term.get(name, ())]
    return found if len(names) == 1 else sorted(found, key=lambda f: library.places[f.id])


def beside(library: Library, one: Finding, *names: str) -> list[Finding]:
    """Facts of the same paper about the same subject."""
    return [f for f in named(library, *names) if f.question.of == one.question.of and paper_of(f) == paper_of(one)]


def paper_of(fact: Finding) -> str:
    return fact.id.partition(":")[0]


def same_at(a: Finding, b: Finding, *but: str) -> bool:
    """Whether all conditions that both state are equal, apart from some."""
    both = a.question.at.keys() & b.question.at.keys() - set(but)
    return all(same_condition(key, a.question.at[key], b.question.at[key]) for key in both)


def alike(facts: Sequence[Finding], *but: str) -> Iterator[tuple[Finding, Finding]]:
    """Pairs of facts for which `same_at` holds, in the order of the facts, without trying all pairs.

    Of two groups that state the same conditions only those pairs are tried that have the same value of one condition,
    the one with the most values.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for place, fact in enumerate(facts):
        groups.setdefault(frozenset(fact.question.at) - set(but), []).append(place)
    kinds = list(groups)
    near = (
        _ordered(pair)
        for k, one in enumerate(kinds)
        for other in kinds[k:]
        for pair in _near(facts, one & other, groups[one], groups[other])
    )
    for a, b in sorted(set(near)):
        if same_at(facts[a], facts[b], *but):
            yield facts[a], facts[b]


def in_course(
    library: Library, names: tuple[str, ...], key: str, least: Callable[[Finding], float]
) -> Iterator[tuple[Finding, Finding]]:
    """Facts of a subject in the course of one condition.

    Each fact comes with the one of all before it that is `least`.

    All other conditions that both state are equal, as in `same_at`.
    """
    tests: dict[tuple[str, str], dict[Others, list[Finding]]] = {}
    for fact in named(library, *names):
        if at(fact, key) is not None:
            others = frozenset((name, value) for name, value in fact.question.at.items() if name != key)
            of_subject = tests.setdefault((fact.question.name, fact.question.of), {})
            of_subject.setdefault(others, []).append(fact)
    for series in tests.values():
        partners = {id(facts[0]): [facts] for facts in series.values()}
        firsts = {id(facts[0]): facts for facts in series.values()}
        for one, other in alike([facts[0] for facts in series.values()], key):
            partners[id(one)].append(firsts[id(other)])
            partners[id(other)].append(firsts[id(one)])
        for facts in series.values():
            yield from _with_least(facts, [f for several in partners[id(facts[0])] for f in several], key, least)


def _with_least(
    facts: Sequence[Finding], pool: Sequence[Finding], key: str, least: Callable[[Finding], float]
) -> Iterator[tuple[Finding, Finding]]:
    """Facts with the least of those of a pool that come before each."""
    earlier = iter(sorted(pool, key=lambda fact: at(fact, key) or 0.0))
    waiting, found = next(earlier, None), None
    for fact in sorted(facts, key=lambda fact: at(fact, key) or 0.0):
        while waiting is not None and (at(waiting, key) or 0.0) < (at(fact, key) or 0.0):
            found = waiting if found is None or least(waiting) < least(found) else found
            waiting = next(earlier, None)
        if found is not None:
            yield found, fact


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return min(pair), max(pair)


def _near(facts: Sequence[Finding], keys: Iterable[str], one: list[int], other: list[int]) -> Iterator[tuple[int, int]]:
    """Places of pairs, one from each group, with the same value of one condition.

    The condition is the one with the most values.
    """
    values = {key: [facts[place].question.at[key] for place in (*one, *other)] for key in sorted(keys)}
    if not values:
        yield from ((a, b) for a in one for b in other if a != b)
        return
    key = max(values, key=lambda key: len(set(values[key])))
    found: dict[float | Span, list[int]] = {}
    for place in dict.fromkeys((*one, *other)):
        found.setdefault(facts[place].question.at[key], []).append(place)
    mine, others = set(one), set(other)
    for low, high in _same_values(key, found):
        firsts = [place for place in found[low] if place in mine]
        yield from ((a, b) for a in firsts for b in found[high] if a != b and b in others)


def _same_values(key: str, values: Iterable[float | Span]) -> Iterator[tuple[float | Span, float | Span]]:
    """Pairs of values of a condition that count as the same, each with itself, both ways round."""
    every = list(values)
    yield from ((value, value) for value in every)
    numbers = sorted(value for value in every if not isinstance(value, tuple))  # a range equals only itself
    for place, low in enumerate(numbers):
        for high in islice(numbers, place + 1, None):
            if not same_condition(key, low, high):
                break  # the tolerance grows more slowly than the distance
            yield from ((low, high), (high, low))


def at(fact: Finding, key: str) -> float | None:
    """A condition that is one number."""
    value = fact.question.at.get(key)
    return value if isinstance(value, float) else None


def shared(library: Library, fact: Finding) -> list[Finding]:
    """The facts that a fact restates."""
    return [library.facts[name] for name in reported(fact).shares if name in library.facts]


def linked(a: Finding, b: Finding) -> bool:
    """Whether one of two facts restates the other."""
    return b.id in reported(a).shares or a.id in reported(b).shares


def apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The factor between the nearest ends of two positive intervals; 1 where they meet."""
    (_, end), (start, _) = sorted((a, b))
    if start <= end:
        return 1.0
    return start / end if end > 0 else inf
