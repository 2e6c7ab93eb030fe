"""Costly answers are looked up in a store before they are computed, and kept there afterwards.

What an answerer reads is known only after it ran. So an entry holds what was read, and it answers a question about a
design when the design gives the same at the same paths: the same findings and artefacts by their digest, the same
words. A path that was not read cannot have changed the answer. What was kept passes through `ask` like a computed
answer, so origin, conditions and refusals of the answer are those of the question that is asked now.

A refusal is not kept: it often says what is missing on this machine, and would outlive its reason.

A number whose inputs were moved is kept with its spread, as an entry of its own with the method of the spread in its
key (`spread.METHOD`). It is found before the number without a spread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..design import Design
from ..quantity import Finding, ModelError, NatriaError, OutputError, Question, Refused, term
from ..record import AnyArtefact
from ..store import Entry, Store
from ..store.store import now
from . import kept
from .answerer import Answer, Answered, Answerer
from .ask import ask, is_cheap
from .moved import MovedAnswers
from .once import wanted
from .reader import Reader, Record
from .spread import METHOD

Files = Callable[[Finding | AnyArtefact], Mapping[str, bytes]]  # what belongs to an answer beside it, by name
Of = Answerer | AnyArtefact | None  # what an observable reads


class _Other(Exception):
    """The design does not give what an entry read, or there is no entry for what it gives."""


@dataclass(frozen=True)
class Stored:
    """An answer, the entry that holds it, and whether it was found there rather than computed now.

    `entry` is None for a refusal, and where the store could not keep the result. `seconds` is what the answer took when
    it was computed.
    """

    answer: Answer
    entry: Entry | None
    found: bool
    seconds: float = 0.0


def ask_stored(
    answerer: Answerer,
    design: Design,
    question: Question,
    store: Store,
    *,
    of: Of = None,
    seed: int | None = None,
    case: str = "",
) -> Answer:
    """The answer from the store where it has one; otherwise it is computed, kept and returned."""
    return answer_stored(answerer, design, question, store, of=of, seed=seed, case=case).answer


def look_up(
    answerer: Answerer, design: Design, question: Question, store: Store, *, of: Of = None, seed: int | None = None
) -> Finding | AnyArtefact | None:
    """The answer that the store has for this question about this design; no costly answerer is run."""
    stored = find_stored(answerer, design, question, store, of=of, seed=seed)
    return stored.answer if stored and not isinstance(stored.answer, Refused) else None


def answer_stored(
    answerer: Answerer,
    design: Design,
    question: Question,
    store: Store,
    *,
    of: Of = None,
    seed: int | None = None,
    case: str = "",
    files: Files | None = None,
    moving: MovedAnswers | None = None,
) -> Stored:
    """Return the answer as `ask_stored` does, with its entry.

    `case` names the design for people. `files` returns further files to keep in the entry. With `moving` a number that
    is not cheap gets its spread from moved answers.

    `of` is what an observable reads: an artefact, or its answerer, whose artefact is kept too if it takes minutes.
    A result that the store cannot keep is returned all the same, and the store tells why it was not kept.
    """
    if isinstance(of, Answerer) and answerer.of_artefact and of.cost == "minutes":
        made = ask_stored(of, design, wanted(answerer, question), store, seed=seed, case=case)
        if isinstance(made, Finding | Refused):
            return Stored(_without(answerer, question, of, made), None, found=False)
        of = made
    if moving and not moving.reaches(answerer, question, None if isinstance(of, Answerer) else of):
        moving = None
    ways = (kept.Way(seed, METHOD),) if moving else _ways(answerer, question, of, seed)
    if found := _looked_up(answerer, design, question, store, of=of, ways=ways):
        return found
    began = time.monotonic()
    record = Record()
    answer = ask(answerer, design, question, of=of, record=record, moving=moving)
    seconds = round(time.monotonic() - began, 3)
    if isinstance(answer, Refused) or store.path is None:
        return Stored(answer, None, found=False, seconds=seconds)
    read = kept.reads(record, design.under(question)[0].part_of(question.part))
    about = {"seconds": seconds, "design": design.name, "case": case}
    content = {**kept.content(answerer, question, answer, record.found), **about}
    key, group = ways[-1].key(question.name, read), ways[-1].group(question.name, read)
    entry = Entry(kept.kind_for(question.name), answerer.name, answerer.version, key, content, now(), group)
    try:
        entry = store.keep(entry, _files(answer, record, files))
    except OutputError as bad:
        store.tell(f"the answer of {answerer.name} to {question.name} of {question.of} was not kept: {bad}")
        return Stored(answer, None, found=False, seconds=seconds)
    store.used(entry)
    return Stored(answer, entry, found=False, seconds=seconds)


def _ways(answerer: Answerer, question: Question, of: Of, seed: int | None) -> tuple[kept.Way, ...]:
    """Return how an answer may have been kept, the last one as it is kept now.

    Spread or ends of a cheap number and of a widened range follow from the method of the spread. Any other number is
    looked for with a spread first.
    """
    with_spread, plain = kept.Way(seed, METHOD), kept.Way(seed)
    if term(question.name).artefact:
        return (plain,)
    if answerer.widened or (is_cheap(answerer, question, of) and not answerer.draws):
        return (with_spread,)
    return (plain,) if answerer.draws else (with_spread, plain)


def find_stored(
    answerer: Answerer,
    design: Design,
    question: Question,
    store: Store,
    *,
    of: Of = None,
    seed: int | None = None,
    as_asked: bool = False,
) -> Stored | None:
    """The kept answer with its entry; None where the design does not give what any entry read.

    With `as_asked` it is the entry that was kept first, before moved inputs gave the answer a spread.

    The artefact that an observable reads is looked up as well; one that does not take minutes is made.
    """
    ways = _ways(answerer, question, of, seed)
    return _looked_up(answerer, design, question, store, of=of, ways=ways[::-1] if as_asked else ways)


def _looked_up(
    answerer: Answerer, design: Design, question: Question, store: Store, *, of: Of, ways: tuple[kept.Way, ...]
) -> Stored | None:
    """Return the kept answer of the first way that has one, after the artefact of an observable."""
    if isinstance(of, Answerer) and answerer.of_artefact:
        asked, seed = wanted(answerer, question), ways[0].seed
        costly = of.cost == "minutes"
        made = look_up(of, design, asked, store, seed=seed) if costly else ask(of, design, asked, spread=False)
        if made is None or isinstance(made, Finding | Refused):
            return None
        of = made
    return _found(answerer, design, question, store, of=of, ways=ways)


def look_up_spread(
    answerer: Answerer, design: Design, question: Question, store: Store, *, of: Of = None
) -> Finding | None:
    """Return a number that is not cheap with its spread, where the store has it; nothing costly is run."""
    if isinstance(of, Answerer):
        made = look_up(of, design, wanted(answerer, question), store) if of.cost != "cheap" else None
        if made is None or isinstance(made, Finding):
            return None
        of = made
    if of is None and answerer.cost == "cheap":
        return None
    found = _found(answerer, design, question, store, of=of, ways=(kept.Way(None, METHOD),))
    return found.answer if found and isinstance(found.answer, Finding) else None


def _found(
    answerer: Answerer, design: Design, question: Question, store: Store, *, of: Of, ways: tuple[kept.Way, ...]
) -> Stored | None:
    """Return the kept answer of the first way that has one."""
    for way in ways:
        for example in store.groups(
            kept.kind_for(question.name), answerer.name, answerer.version, way.top(question.name)
        ):
            if stored := _fitting(answerer, design, question, store, example=example, of=of, way=way):
                return stored
    return None


def _fitting(
    answerer: Answerer,
    design: Design,
    question: Question,
    store: Store,
    *,
    example: Entry,
    of: Of,
    way: kept.Way,
) -> Stored | None:
    """The entry that read what this design gives at the paths of the example, if there is one."""
    found: list[Entry] = []
    record = Record()

    def run(read: Reader) -> Answered:
        for how, path, _ in kept.reads_of(example):
            kept.read_again(read, how, path)
        key = way.key(question.name, kept.reads(record, read.part if record.part else ""))
        entry = store.get(example.kind, answerer.name, answerer.version, key, example.group)
        if entry is None:
            raise _Other
        try:
            value = Answered(kept.value_of(entry), kept.found_at(entry))
        except NatriaError as bad:
            store.tell(f"{entry.path} cannot be used ({bad.what}); it is computed again.")
            raise _Other from None  # what is computed now takes its place
        found.append(entry)
        return value

    try:
        answer = ask(replace(answerer, run=run, needs=()), design, question, spread=False, of=of, record=record)
    except (_Other, kept.Unknown):
        return None
    if not found:
        return None  # refused on the way: a path of the entry means nothing in this design
    if isinstance(answer, Finding):
        number = kept.finding_of(found[0])
        answer = replace(answer, value=number.value, std=number.std, bound=number.bound, doubt=number.doubt)
    if not isinstance(answer, Refused):
        store.used(found[0])
    return Stored(answer, found[0], found=True, seconds=found[0].content.get("seconds", 0.0))


def _without(answerer: Answerer, question: Question, of: Answerer, made: Finding | Refused) -> Refused:
    """The refusal of an observable without its artefact."""
    why = made.why if isinstance(made, Refused) else "it is a number"
    return Refused(question, answerer.name, f"{of.name} gives no {answerer.of_artefact}: {why}")


def _files(answer: Finding | AnyArtefact, record: Record, files: Files | None) -> dict[str, bytes]:
    own, more = kept.arrays(answer, record), files(answer) if files else {}
    if both := own.keys() & more.keys():
        raise ModelError(f"natria itself keeps a file {', '.join(sorted(both))} here", "give it another name")
    return {**own, **more}
