"""Costly answers are looked up in a store before they are computed, and kept there afterwards.

What an answerer reads is known only after it ran. So an entry holds what was read, and it answers a question about a
design when the design gives the same at the same paths: the same findings and artefacts by their digest, the same
words. A path that was not read cannot have changed the answer. What was kept passes through `ask` like a computed
answer, so origin, conditions and refusals of the answer are those of the question that is asked now.

A refusal is not kept: it often says what is missing on this machine, and would outlive its reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..design import Design
from ..quantity import Finding, ModelError, NatriaError, OutputError, Question, Refused
from ..record import AnyArtefact
from ..store import Entry, Store
from ..store.store import now
from . import kept
from .answerer import Answer, Answered, Answerer
from .ask import ask
from .once import Value, wanted
from .reader import Reader, Record

Files = Callable[[Finding | AnyArtefact], Mapping[str, bytes]]  # what belongs to an answer beside it, by name
Of = Answerer | AnyArtefact | None  # what an observable reads


class _Other(Exception):
    """The design does not give what an entry read, or there is no entry for what it gives."""


@dataclass(frozen=True)
class Stored:
    """An answer, the entry that holds it, and whether it was found there rather than computed now.

    `entry` is None for a refusal, and where the store could not keep the result.
    """

    answer: Answer
    entry: Entry | None
    found: bool


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
) -> Stored:
    """Return the answer as `ask_stored` does, with its entry.

    `case` names the design for people. `files` returns further files to keep in the entry.

    `of` is what an observable reads: an artefact, or its answerer, whose artefact is kept too if it takes minutes.
    A result that the store cannot keep is returned all the same, and the store tells why it was not kept.
    """
    if isinstance(of, Answerer) and answerer.of_artefact and of.cost == "minutes":
        made = ask_stored(of, design, wanted(answerer, question), store, seed=seed, case=case)
        if isinstance(made, Finding | Refused):
            return Stored(_without(answerer, question, of, made), None, found=False)
        of = made
    if found := find_stored(answerer, design, question, store, of=of, seed=seed):
        return found
    began = time.monotonic()
    record = Record()
    answers: list[Value | Answered] = []

    def run(read: Reader) -> Value | Answered:
        answers.append(answerer.run(read))
        return answers[-1]

    answer = ask(replace(answerer, run=run), design, question, of=of, record=record)
    if isinstance(answer, Refused) or store.path is None:
        return Stored(answer, None, found=False)
    read = kept.reads(record, design.under(question)[0].part_of(question.part))
    about = {"seconds": round(time.monotonic() - began, 3), "design": design.name, "case": case}
    content = {**kept.content(answerer, question, answer, kept.at_of(answers[0])), **about}
    key, group = kept.key_of(question.name, seed, read), kept.group_of(question.name, seed, read)
    entry = Entry(kept.kind_for(question.name), answerer.name, answerer.version, key, content, now(), group)
    try:
        entry = store.keep(entry, _files(answer, record, files))
    except OutputError as bad:
        store.tell(f"the answer of {answerer.name} to {question.name} of {question.of} was not kept: {bad}")
        return Stored(answer, None, found=False)
    store.used(entry)
    return Stored(answer, entry, found=False)


def find_stored(
    answerer: Answerer, design: Design, question: Question, store: Store, *, of: Of = None, seed: int | None = None
) -> Stored | None:
    """The kept answer with its entry; None where the design does not give what any entry read.

    The artefact that an observable reads is looked up as well; one that does not take minutes is made.
    """
    if isinstance(of, Answerer) and answerer.of_artefact:
        asked = wanted(answerer, question)
        costly = of.cost == "minutes"
        made = look_up(of, design, asked, store, seed=seed) if costly else ask(of, design, asked, spread=False)
        if made is None or isinstance(made, Finding | Refused):
            return None
        of = made
    top = kept.top_of(question.name, seed)
    for example in store.groups(kept.kind_for(question.name), answerer.name, answerer.version, top):
        if stored := _fitting(answerer, design, question, store, example=example, of=of, seed=seed):
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
    seed: int | None,
) -> Stored | None:
    """The entry that read what this design gives at the paths of the example, if there is one."""
    found: list[Entry] = []
    record = Record()

    def run(read: Reader) -> Answered:
        for how, path, _ in kept.reads_of(example):
            kept.read_again(read, how, path)
        key = kept.key_of(question.name, seed, kept.reads(record, read.part if record.part else ""))
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
        answer = replace(answer, value=number.value, std=number.std, bound=number.bound)
    if not isinstance(answer, Refused):
        store.used(found[0])
    return Stored(answer, found[0], found=True)


def _without(answerer: Answerer, question: Question, of: Answerer, made: Finding | Refused) -> Refused:
    """The refusal of an observable without its artefact."""
    why = made.why if isinstance(made, Refused) else "it is a number"
    return Refused(question, answerer.name, f"{of.name} gives no {answerer.of_artefact}: {why}")


def _files(answer: Finding | AnyArtefact, record: Record, files: Files | None) -> dict[str, bytes]:
    own, more = kept.arrays(answer, record), files(answer) if files else {}
    if both := own.keys() & more.keys():
        raise ModelError(f"natria itself keeps a file {', '.join(sorted(both))} here", "give it another name")
    return {**own, **more}
