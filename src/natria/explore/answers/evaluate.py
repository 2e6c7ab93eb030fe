"""Answers in closed form at the points of a sweep, and their table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...answers import Refuse, ask, ready
from ...design import Design, Unanswerable, number_at
from ...models.cell.ensemble.patches import drawn_finding
from ...quantity import Computed, Finding, InputError, NatriaError, Problem, Refused, Setting, term
from ...record import Column, Table, numbers, words
from ...store import Failed, Progress, Store, digest_of_key
from ...store.progress import Mapped
from ...studies.curves.task import Task
from ..runners import KeptResults, run_here
from ..sweeps import SweepPoints
from .many_values import ManyValues, Outcome, joined_values, many_values, nothing
from .origins import joined_origin
from .requests import AnswerRequest, form_of, requested

NAME, VERSION = "answers at points", 1
PART = 20_000  # points of a part
PROBED = 5  # points at which the subject of a term is looked for
SWEPT = "swept"
Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class AnswerPartKey:
    """What identifies a part: digest of design and requests, paths, values (a row for each point)."""

    asked: str
    paths: tuple[str, ...]
    values: np.ndarray


@dataclass(frozen=True)
class AnswersTask:
    """Requests to closed forms about one design. It is a function of a key, for workers."""

    design: Design
    requests: tuple[AnswerRequest, ...]

    def __call__(self, key: AnswerPartKey) -> tuple[ManyValues, ...]:
        """Return the answers to each request at the points of a part."""
        return tuple(answers_of(self.design, one, SweepPoints(key.paths, key.values)) for one in self.requests)


@dataclass(frozen=True, eq=False)
class AnswersAtPoints:
    """Answers of closed forms at the points of a sweep; `answers` has an entry for each request.

    `failed` are parts that could not be computed, whose points have no answer.
    """

    design: Design
    points: SweepPoints
    requests: tuple[AnswerRequest, ...]
    answers: tuple[ManyValues, ...]
    failed: tuple[Failed, ...]
    origin: Computed

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the name of each request: the term, the layer, and the closed form where several are asked."""
        plain = [f"{one.term}#{one.layer}" if one.layer else one.term for one in self.requests]
        many = Counter(plain)
        pairs = zip(plain, self.requests, strict=True)
        return tuple(f"{name}@{one.answerer}" if many[name] > 1 else name for name, one in pairs)

    def column(self, name: str) -> np.ndarray:
        """Return the values of a request (SI), nan where one is refused."""
        return self.answers[self.place(name)].value

    def place(self, name: str) -> int:
        """Return the place of a request by its name; refused where there is none."""
        if name not in self.names:
            raise InputError("answers", [Problem(name, "is not among the answers", f"take {', '.join(self.names)}")])
        return self.names.index(name)

    def unit(self, name: str) -> str:
        """Return the SI unit of a request."""
        return term(self.requests[self.place(name)].term).unit

    @cached_property
    def table(self) -> Table:
        """Return points and answers as a table, with the ends of ranges and the reasons of refusals."""
        columns: dict[str, Column] = {}
        for n, path in enumerate(self.points.paths):
            number = number_at(path)
            columns[path] = numbers(term(number.term).unit if number else "", self.points.values[:, n].copy())
        for name, one in zip(self.names, self.answers, strict=True):
            unit = self.unit(name)
            columns[name] = numbers(unit, one.value)
            if one.is_range:
                columns |= {f"{name} low": numbers(unit, one.low), f"{name} high": numbers(unit, one.high)}
            if one.refused:
                columns[f"{name} refused"] = words([one.refused.get(k, "") for k in range(len(self))])
        title = f"{self.design.name}: answers at {len(self):,} points"
        return Table("answers", title, columns, self.origin)


def evaluate_answers(
    design: Design,
    points: SweepPoints,
    terms: Sequence[str],
    *,
    store: Store | None = None,
    runner: Callable[..., Mapped[Any]] = run_here,
    part: int = PART,
    tell: Tell | None = None,
) -> AnswersAtPoints:
    """Return the answers of closed forms to terms ("area_resistance#bpi") at all points of a design.

    A refusal is kept with its reason and stops nothing. A closed form that refuses at every point is left out where
    another one answers the term. A path that no answer reads is refused. Without a store nothing is kept.
    """
    requests = requested(terms, _probes(design, points))
    asked = digest_of_key((tuple(Task(design, r.question, r.answerer).key for r in requests), VERSION))
    keys = [AnswerPartKey(asked, points.paths, points.values[k : k + part]) for k in range(0, len(points), part)]
    kept = KeptResults(store or Store(None), NAME, VERSION)
    made: Mapped[tuple[ManyValues, ...]] = runner(AnswersTask(design, requests), keys, kept, tell)
    sizes = [len(key.values) for key in keys]
    whole = [_whole(made, sizes, n) for n in range(len(requests))]
    pairs = _answering(tuple(zip(requests, whole, strict=True)))
    _ensure_read(points.paths, pairs)
    answers = tuple(one for _, one in pairs)
    origin = _origin(design, points, pairs)
    return AnswersAtPoints(design, points, tuple(r for r, _ in pairs), answers, made.failed, origin)


def answers_of(design: Design, request: AnswerRequest, points: SweepPoints) -> ManyValues:
    """Return the answers to one request at the points of a design; `reads` has the paths that were read."""
    form = form_of(request)
    first = design_at(design, points, 0)
    paths = {first.finding(path).id: path for path in points.paths}
    given = {name: points.values[:, n] for n, name in enumerate(paths)}

    def exact(place: int) -> Outcome:
        answer = ask(form, design_at(design, points, place), request.question, spread=False)
        if not isinstance(answer, Finding):
            return answer.why if isinstance(answer, Refused) else "the answer is no number"
        return (answer.value, *answer.bound) if isinstance(answer.bound, tuple) else (answer.value,) * 3

    try:
        asked = ready(form, first, request.question)
    except (Refuse, Unanswerable) as no:
        return nothing(len(points), str(no))
    found = many_values(asked, given, exact)
    return replace(found, reads=frozenset(paths[name] for name in found.reads))


def design_at(design: Design, points: SweepPoints, place: int) -> Design:
    """Return the design at a point."""
    values = zip(points.paths, points.values[place].tolist(), strict=True)
    return design.patched(dict(drawn_finding(path, value) for path, value in values))


def _probes(design: Design, points: SweepPoints) -> tuple[Design, ...]:
    """Return the design at some points."""
    ensure_points(points)
    places = np.unique(np.linspace(0, len(points) - 1, PROBED).astype(int))
    return tuple(design_at(design, points, int(place)) for place in places)


def ensure_points(points: SweepPoints) -> None:
    """Refuse points at which a path cannot have its values."""
    for n, path in enumerate(points.paths):
        for value in (points.values[:, n].min(), points.values[:, n].max()):
            try:
                drawn_finding(path, float(value))[1].plain  # noqa: B018 - it raises where the value cannot be
            except NatriaError as bad:
                raise InputError("points", [Problem(path, bad.what, bad.fix)]) from None


def _whole(made: Mapped[tuple[ManyValues, ...]], sizes: Sequence[int], n: int) -> ManyValues:
    """Return the answers to a request of all parts in order."""
    why = {bad.place: bad.why for bad in made.failed}
    each = enumerate(zip(made.values, sizes, strict=True))
    return joined_values([nothing(size, why[k]) if one is None else one[n] for k, (one, size) in each])


def _answering(pairs: Sequence[tuple[AnswerRequest, ManyValues]]) -> tuple[tuple[AnswerRequest, ManyValues], ...]:
    """Return the requests with an answer, and of a term that has none the one that came first."""
    good = [pair for pair in pairs if np.isfinite(pair[1].value).any()]
    known = {(one.term, one.of) for one, _ in good}
    kept: list[tuple[AnswerRequest, ManyValues]] = []
    for one, found in pairs:
        if np.isfinite(found.value).any() or (one.term, one.of) not in known:
            kept.append((one, found))
            known.add((one.term, one.of))
    return tuple(kept)


def _ensure_read(paths: Sequence[str], pairs: Sequence[tuple[AnswerRequest, ManyValues]]) -> None:
    """Refuse paths that no answer reads; where nothing is answered, the reason stands with the points."""
    if not any(np.isfinite(found.value).any() for _, found in pairs):
        why = "; ".join(dict.fromkeys(f"{one.answerer}: {next(iter(found.refused.values()))}" for one, found in pairs))
        raise Refuse(f"no point has an answer ({why})")
    read = frozenset[str]().union(*(found.reads for _, found in pairs))
    if unread := [path for path in paths if path not in read]:
        listed = ", ".join(dict.fromkeys(one.term for one, _ in pairs))
        raise Refuse(f"{listed}: no answer depends on {unread[0]}: leave it out")


def _origin(design: Design, points: SweepPoints, pairs: Sequence[tuple[AnswerRequest, ManyValues]]) -> Computed:
    """Return the origin of the table: what all answers read, without what varies."""
    answers: list[Finding] = []
    for one, found in pairs:
        answered = np.flatnonzero(np.isfinite(found.value))
        if len(answered):
            here = design_at(design, points, int(answered[0]))
            answer = ask(form_of(one), here, one.question, spread=False)
            answers += [answer] if isinstance(answer, Finding) else []
    swept = [Setting(path, SWEPT) for path in points.paths]
    return joined_origin(NAME, VERSION, answers, swept, points.paths)
