"""Answers with inputs moved, each computed once and shared by all numbers that are read off it.

A number that is read off a costly artefact is moved by moving the artefact: all its observables then read the same
moved artefact. What is computed is kept in the store under what it read and how its inputs were moved, so that a run
that is stopped goes on where it ended. A refusal is kept for this run alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ..design import Design, Unanswerable
from ..quantity import Computed, Finding, NatriaError, OutputError, Question, term
from ..record import AnyArtefact
from ..store import Entry, Store
from ..store.store import now
from . import kept
from .answerer import Answered, Answerer
from .once import ARTEFACTS, Ready, by, ready, wanted
from .reader import UNMOVED, Record, Refuse

Run = tuple[str, Question, tuple[tuple[str, float], ...]]  # answerer, question and moved inputs


@dataclass(frozen=True, eq=False)
class _Outcome:
    """The answer of a run and what it read, or why it was refused; its entry, where it was kept."""

    answer: Answered | None
    record: Record
    why: Exception | None = None
    entry: Entry | None = None
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class MovedAnswers:
    """The moved answers of one design: in the store, and in memory for this run.

    `find` gives an answerer by its name. `heard` is called after each moved answer of a costly answerer, whether it
    was found or computed.
    """

    store: Store
    find: Callable[[str], Answerer | None]
    heard: Callable[[], None] = lambda: None
    case: str = ""
    _done: dict[Run, _Outcome] = field(default_factory=dict)
    _ready: dict[tuple[str, Question], Ready] = field(default_factory=dict)

    def reaches(self, answerer: Answerer, question: Question, of: AnyArtefact | None) -> bool:
        """Whether a number is moved here: it is costly, or read off an artefact that is made again."""
        if answerer.draws or answerer.widened or term(question.name).artefact:
            return False
        if of is not None:
            source = self._source(of)
            return source is not None and not source.draws and not source.of_artefact
        return answerer.cost != "cheap" and not answerer.of_artefact

    def centre(self, asked: Ready, record: Record) -> Answered:
        """Return the answer with no input moved; what was read is put into `record`."""
        return asked.run(record=record) if asked.of is not None else self._run(asked, UNMOVED, record)

    def value(self, asked: Ready, design: Design, moved: Mapping[str, float], record: Record) -> float:
        """Return the number with inputs moved, of a range its middle; raises where it is refused.

        What the moved answer reads, and the answer itself does not, is put into `record`.
        """
        if isinstance(asked.of, ARTEFACTS):
            asked = replace(asked, of=self._artefact(asked, asked.of, design, moved, record))
        trial = Record()
        found = (asked.run(moved, trial) if asked.of is not None else self._run(asked, moved, trial)).value
        kept.take(record, trial)
        if isinstance(found, ARTEFACTS):
            raise Refuse("the answer is an artefact, not a number")
        return sum(found) / 2 if isinstance(found, tuple) else found

    def _artefact(
        self, asked: Ready, unmoved: AnyArtefact, design: Design, moved: Mapping[str, float], record: Record
    ) -> AnyArtefact:
        """Return the artefact with inputs moved: the one in hand where it does not depend on them."""
        source, origin = self._source(unmoved), unmoved.reference.origin
        if source is None or not isinstance(origin, Computed) or not {f.id for f in origin.inputs} & set(moved):
            return unmoved
        question, name = wanted(asked.answerer, asked.question), source.name
        of = self._asked(source, design, question)
        trial = Record()
        made = self._run(of, moved, trial).value
        if not isinstance(made, ARTEFACTS):
            raise Refuse(f"{name} gives no {question.name}: it is a number")
        if self.store.path is not None:  # only then there is a key, and an entry that says what the artefact read
            entry = self._run_of(of, UNMOVED).entry
            kept.take(record, trial, {(how, path) for how, path, _ in kept.reads_of(entry)} if entry else ())
        return replace(made, question=question, origin=trial.origin(*by(source)))

    def seconds(self, answerer: Answerer, design: Design, question: Question, of: AnyArtefact | None) -> float:
        """Return the time (s) of one run behind a number; without a store, that of the longest."""
        source = answerer if of is None else self._source(of)
        if source is None or self.store.path is None:
            return max((one.seconds for one in self._done.values()), default=0.0)
        behind = question if of is None else wanted(answerer, question)
        return self._run_of(self._asked(source, design, behind), UNMOVED).seconds

    def _asked(self, source: Answerer, design: Design, question: Question) -> Ready:
        if (source.name, question) not in self._ready:
            self._ready[source.name, question] = ready(source, design, question)
        return self._ready[source.name, question]

    def _source(self, artefact: AnyArtefact) -> Answerer | None:
        """Return the answerer that made an artefact, if it is known."""
        origin = artefact.reference.origin
        return self.find(origin.model) if isinstance(origin, Computed) else None

    def _run(self, asked: Ready, moved: Mapping[str, float], record: Record) -> Answered:
        outcome = self._run_of(asked, moved)
        if outcome.answer is None:
            assert outcome.why is not None
            raise outcome.why
        kept.take(record, outcome.record)
        return outcome.answer

    def _run_of(self, asked: Ready, moved: Mapping[str, float]) -> _Outcome:
        key = (asked.answerer.name, asked.question, tuple(sorted(moved.items())))
        if key not in self._done:
            way = kept.Way(moved=moved)
            self._done[key] = self._found(asked, way) or self._computed(asked, way)
            if moved and asked.answerer.cost != "cheap":
                self.heard()
        return self._done[key]

    def _found(self, asked: Ready, way: kept.Way) -> _Outcome | None:
        """Return the answer of the store that read what this design gives."""
        name, one = asked.question.name, asked.answerer
        for example in self.store.groups(kept.kind_for(name), one.name, one.version, way.top(name)):
            record = Record()
            reader = asked.reader(way.moved, record)
            try:
                for how, path, _ in kept.reads_of(example):
                    kept.read_again(reader, how, path)
                key = way.key(name, kept.reads(record, asked.part))
                entry = self.store.get(example.kind, one.name, one.version, key, example.group)
                if entry:
                    answer, took = Answered(kept.value_of(entry), kept.found_at(entry)), entry.content["seconds"]
                    return _Outcome(answer, record, entry=entry, seconds=took)
            except (kept.Unknown, Refuse, Unanswerable, NatriaError):
                continue
        return None

    def _computed(self, asked: Ready, way: kept.Way) -> _Outcome:
        """Return the answer computed now, and kept where it is costly and the store has a place."""
        began, record = time.monotonic(), Record()
        try:
            answer = asked.run(way.moved, record)
        except (Refuse, Unanswerable, NatriaError) as no:
            return _Outcome(None, record, no)
        took = time.monotonic() - began
        if self.store.path is None or asked.answerer.cost == "cheap" or answer.bound is not None:
            return _Outcome(answer, record, seconds=took)
        try:
            entry = self._kept(asked, way, answer, record, took)
        except OutputError as bad:
            self.store.tell(f"a moved {asked.question.name} of {asked.question.of} was not kept: {bad}")
            return _Outcome(answer, record, seconds=took)
        return _Outcome(answer, record, entry=entry, seconds=took)

    def _kept(self, asked: Ready, way: kept.Way, answer: Answered, record: Record, seconds: float) -> Entry:
        one, question = asked.answerer, asked.question
        origin, value = record.origin(*by(one)), answer.value
        if isinstance(value, ARTEFACTS):
            made: Finding | AnyArtefact = replace(value, question=question, origin=origin)
        elif isinstance(value, tuple):
            made = Finding(question, sum(value) / 2, origin, None, value)
        else:
            made = Finding(question, value, origin)
        read = kept.reads(record, asked.part)
        about = {"seconds": round(seconds, 3), "case": self.case}
        content = {**kept.content(one, question, made, answer.at), **about}
        place = (way.key(question.name, read), content, now(), way.group(question.name, read))
        entry = Entry(kept.kind_for(question.name), one.name, one.version, *place)
        return self.store.keep(entry, kept.arrays(made, record))
