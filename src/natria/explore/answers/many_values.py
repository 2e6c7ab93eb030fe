"""One question to one closed form with many values of its inputs.

The closed form runs once for all (`laws.many`); where its code needs one number at a time, once for each, with the
inputs moved in its reader. Neither passes through `ask`, so some answers are compared with what `exact` gives for the
same place, and all are asked there if one differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np

from ...answers import Answered, Record, Refuse
from ...answers.once import Ready, plain
from ...design import Unanswerable
from ...laws.many import Group, for_groups
from ...quantity import NatriaError, term
from ...quantity.vocabulary import Domain, outside

SAME = 1e-9  # relative: an answer among many against the same answer alone
NO_NUMBER = "the answer is no finite number"
Ends = tuple[Any, Any, Any]  # value, low and high end; all the same where the answer is no range
Outcome = Ends | str  # or the reason why there is none
Exact = Callable[[int], Outcome]  # the answer at a place by `ask`


@dataclass(frozen=True, eq=False)
class ManyValues:
    """Answers at many places (SI), nan where one is refused; `refused` has the reasons by place.

    `reads` has the ids of the given inputs that were read, `together` how many places were answered at once.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    refused: Mapping[int, str]
    reads: frozenset[str]
    together: int

    @property
    def is_range(self) -> bool:
        """Whether an answer is a range and not a number."""
        return bool(np.any(self.low < self.high))


def many_values(asked: Ready, given: Mapping[str, np.ndarray], exact: Exact | None = None) -> ManyValues:
    """Return the answers to a question with inputs moved: values by the id of the finding.

    What reads none of these inputs has one answer for all places. A value outside the domain of its term is asked
    alone, where it is refused with the reason.
    """
    count = len(next(iter(given.values())))
    record = Record()
    first = _alone(asked, {name: float(values[0]) for name, values in given.items()}, record)
    reads = _reads(record, given)
    groups = _all_groups(asked, given, record) if reads else [Group(np.arange(count), first, together=True)]
    if exact is not None:
        groups = _checked(groups, exact)
    return _joined(groups, count, reads | _reads(record, given))


def nothing(count: int, why: str) -> ManyValues:
    """Return a refusal for so many places."""
    none = np.full(count, np.nan)
    return ManyValues(none, none, none, dict.fromkeys(range(count), why), frozenset(), 0)


def joined_values(parts: Sequence[ManyValues]) -> ManyValues:
    """Return the answers of parts one after the other."""
    starts = np.cumsum([0, *(len(one.value) for one in parts)])
    refused = {int(start) + k: why for start, one in zip(starts, parts, strict=False) for k, why in one.refused.items()}
    value, low, high = (np.concatenate([getattr(one, name) for one in parts]) for name in ("value", "low", "high"))
    reads = frozenset[str]().union(*(one.reads for one in parts))
    return ManyValues(value, low, high, refused, reads, sum(one.together for one in parts))


def _all_groups(asked: Ready, given: Mapping[str, np.ndarray], record: Record) -> list[Group[Outcome]]:
    """Return the answers in groups that were answered at once, or alone; what is read goes to the record."""

    def together(values: Mapping[str, Any]) -> Outcome:
        found = asked.answerer.run(asked.reader(values, record))
        return _ends(found if isinstance(found, Answered) else Answered(found))

    def alone(values: Mapping[str, float]) -> Outcome:
        return _alone(asked, values, record)

    sure: list[Group[Outcome]] = []
    for group in for_groups(together, given, alone):
        if not group.together or isinstance(group.found, str):
            sure.append(replace(group, together=False))
            continue
        ends = np.stack([np.broadcast_to(np.asarray(x, float), len(group.places)) for x in group.found])
        good = np.isfinite(ends).all(axis=0) & _inside(ends[0], term(asked.question.name).domain)
        sure.append(Group(group.places[good], tuple(ends[:, good]), together=True))
        for place in group.places[~good]:
            one = alone({name: float(values[place]) for name, values in given.items()})
            sure.append(Group(np.array([place]), one, together=False))
    return [group for group in sure if len(group.places)]


def _inside(values: np.ndarray, domain: Domain) -> np.ndarray:
    """Return which values a domain allows."""
    found = np.ones(len(values), bool)
    for place in np.flatnonzero(values <= 0 if domain != "fraction" else (values < 0) | (values > 1)):
        found[place] = not outside(float(values[place]), domain)
    return found


def _alone(asked: Ready, moved: Mapping[str, float], record: Record | None = None) -> Outcome:
    """Return an answer with inputs moved, or why there is none."""
    try:
        ends = _ends(plain(asked.run(moved, record)))
    except (Refuse, Unanswerable) as no:
        return str(no)
    except NatriaError as no:
        return f"{no.what}; {no.fix}" if no.fix else no.what
    if not all(map(isfinite, ends)):
        return NO_NUMBER
    why = outside(float(ends[0]), term(asked.question.name).domain)
    return f"the answer {float(ends[0]):g} {why}" if why else ends


def _ends(answer: Answered) -> Ends:
    """Return value and ends of a number or a range; what is known as a bound only is refused."""
    value: Any = answer.value
    if answer.bound is not None and not isinstance(answer.bound, tuple):
        raise Refuse(f"the answer is known as {answer.bound!r} only")
    if not isinstance(value, tuple):
        return (value, value, value)
    low, high = value
    return ((low + high) / 2, low, high)


def _reads(record: Record, given: Mapping[str, np.ndarray]) -> frozenset[str]:
    return frozenset(found.id for found in record.findings.values()) & given.keys()


def _checked(groups: Sequence[Group[Outcome]], exact: Exact) -> list[Group[Outcome]]:
    """Return groups whose first, middle and last answers are those of `ask`; others place by place.

    Answers that were found alone are checked as one group.
    """
    single = [group for group in groups if not group.together]
    sure: list[Group[Outcome]] = []
    for some in (*([group] for group in groups if group.together), single):
        if not some:
            continue
        pairs = [(k, n) for k, group in enumerate(some) for n in range(len(group.places))]
        tried = [pairs[place] for place in sorted({0, len(pairs) // 2, len(pairs) - 1})]
        if all(_agree(some[k].found, n, exact(int(some[k].places[n]))) for k, n in tried):
            sure += some
            continue
        places = np.concatenate([group.places for group in some])
        sure += [Group(np.array([place]), exact(int(place)), together=False) for place in places]
    return sure


def _agree(found: Outcome, place: int, single: Outcome) -> bool:
    """Whether an answer of several is the same answer alone."""
    if isinstance(found, str) or isinstance(single, str):
        return isinstance(found, str) and isinstance(single, str)
    mine = [float(np.broadcast_to(x, place + 1)[place]) if np.ndim(x) == 0 else float(x[place]) for x in found]
    return bool(np.allclose(mine, [float(x) for x in single], rtol=SAME, atol=0.0))


def _joined(groups: Sequence[Group[Outcome]], count: int, reads: frozenset[str]) -> ManyValues:
    ends = np.full((3, count), np.nan)
    refused: dict[int, str] = {}
    together = 0
    for group in groups:
        if isinstance(group.found, str):
            refused |= dict.fromkeys(map(int, group.places), group.found)
            continue
        for row, values in zip(ends, group.found, strict=True):
            row[group.places] = values
        together += len(group.places) * group.together
    return ManyValues(ends[0], ends[1], ends[2], dict(sorted(refused.items())), reads, together)
