"""Costly answers are looked up in a store before they are computed, and kept there afterwards.

What an answerer reads is known only after it ran. So an entry holds what was read, and it answers a question about a
design when the design gives the same at the same paths: the same findings by their digest, the same words. A path that
was not read cannot have changed the answer. The kept number passes through `ask` like a computed one, so origin,
conditions and refusals of the answer are those of the question that is asked now.

A refusal is not kept: it often says what is missing on this machine, and would outlive its reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

from .._version import __version__
from ..design import Design, Unanswerable
from ..quantity import (
    Computed,
    Finding,
    InputError,
    OutputError,
    Problem,
    Question,
    Refused,
    Setting,
    Span,
    dump,
    load,
    question_from_json,
    question_to_json,
)
from ..store import Entry, Store, digest_of_json
from ..store.store import now
from .answerer import Answered, Answerer
from .ask import ask_number
from .once import ARTEFACTS, Value
from .reader import Reader, Record, Refuse, of_record

Read = tuple[str, str, str]  # method of the reader, path, and what was read: the digest of a finding, or the word
Files = Callable[[Finding], Mapping[str, bytes]]  # what belongs to an answer beside its number, by name

NUMBER, PART = "number", "part"
KEYS = {"word": "{}", "names": "{}", "lines": "{}", "law": "{}.law", "has": "has {}", "asked": "asked {}"}
SHAPE = 16  # digits of the digest that stands for which paths were read


class _Other(Exception):
    """The design does not give what an entry read, or there is no entry for what it gives."""


@dataclass(frozen=True)
class Stored:
    """An answer, the entry that holds it, and whether it was found there rather than computed now.

    `entry` is None for a refusal, and where the store could not keep the result.
    """

    answer: Finding | Refused
    entry: Entry | None
    found: bool


def ask_stored(
    answerer: Answerer, design: Design, question: Question, store: Store, *, seed: int | None = None, case: str = ""
) -> Finding | Refused:
    """The answer from the store where it has one; otherwise it is computed, kept and returned."""
    return answer_stored(answerer, design, question, store, seed=seed, case=case).answer


def look_up(
    answerer: Answerer, design: Design, question: Question, store: Store, *, seed: int | None = None
) -> Finding | None:
    """The answer that the store has for this question about this design; nothing is computed."""
    stored = find_stored(answerer, design, question, store, seed=seed)
    return stored.answer if stored and isinstance(stored.answer, Finding) else None


def answer_stored(
    answerer: Answerer,
    design: Design,
    question: Question,
    store: Store,
    *,
    seed: int | None = None,
    case: str = "",
    files: Files | None = None,
) -> Stored:
    """As `ask_stored`, with the entry. `case` names the design for people; `files` gives what is kept beside a number.

    A result that the store cannot keep is returned all the same, and the store tells why it was not kept.
    """
    if found := find_stored(answerer, design, question, store, seed=seed):
        return found
    began = time.monotonic()
    record = Record()
    answers: list[Value | Answered] = []

    def run(read: Reader) -> Value | Answered:
        answers.append(answerer.run(read))
        return answers[-1]

    answer = ask_number(replace(answerer, run=run), design, question, record=record)
    if isinstance(answer, Refused) or store.path is None:
        return Stored(answer, None, found=False)
    here = design.under(question)[0]
    reads = _reads(record, here.part_of(question.part))
    about = {"seconds": round(time.monotonic() - began, 3), "design": design.name, "case": case}
    content = {**_content(answerer, question, answer, _at(answers[0])), **about}
    key = _key(question.name, seed, reads)
    entry = Entry("finding", answerer.name, answerer.version, key, content, now(), _group(question.name, seed, reads))
    try:
        return Stored(answer, store.keep(entry, files(answer) if files else None), found=False)
    except OutputError as bad:
        store.tell(f"the answer of {answerer.name} to {question.name} of {question.of} was not kept: {bad}")
        return Stored(answer, None, found=False)


def find_stored(
    answerer: Answerer, design: Design, question: Question, store: Store, *, seed: int | None = None
) -> Stored | None:
    """The kept answer with its entry; None where the design does not give what any entry read."""
    top = (question.name, _seed(seed))
    for example in store.groups("finding", answerer.name, answerer.version, top):
        if stored := _fitting(answerer, design, question, store, example=example, seed=seed):
            return stored
    return None


def _fitting(
    answerer: Answerer, design: Design, question: Question, store: Store, *, example: Entry, seed: int | None
) -> Stored | None:
    """The entry that read what this design gives at the paths of the example, if there is one."""
    found: list[tuple[Entry, Finding]] = []
    record = Record()

    def run(read: Reader) -> Answered:
        for how, path, _ in _reads_of(example):
            _read(read, how, path)
        key = _key(question.name, seed, _reads(record, read.part if record.part else ""))
        entry = store.get("finding", answerer.name, answerer.version, key, example.group)
        if entry is None:
            raise _Other
        kept = finding_of(entry)
        found.append((entry, kept))
        return Answered(kept.bound if isinstance(kept.bound, tuple) else kept.value, _found_at(entry))

    try:
        answer = ask_number(replace(answerer, run=run, needs=()), design, question, spread=False, record=record)
    except _Other:
        return None
    if not found:
        return None  # refused on the way: a path of the entry means nothing in this design
    entry, kept = found[0]
    if isinstance(answer, Finding):
        answer = replace(answer, value=kept.value, std=kept.std, bound=kept.bound)
    return Stored(answer, entry, found=True)


# --- computing an entry again


def compute_again(answerer: Answerer, entry: Entry) -> float | Span:
    """The number that the answerer gives now from what the entry read, and from nothing else.

    Raises where the installed answerer is of another version, or refuses.
    """
    if (answerer.name, answerer.version) != (entry.name, entry.version):
        what = f"was computed by {entry.name} {entry.version}; installed is {answerer.name} {answerer.version}"
        raise InputError(entry.id[:12], [Problem("", what, "natria store gc removes results of older versions")])
    if missing := [name for name in answerer.needs if find_spec(name) is None]:
        what = f"{answerer.name} needs {', '.join(missing)}, which is not installed"
        raise InputError(entry.id[:12], [Problem("", what, "install it, and verify the entry again")])
    question = question_from_json(entry.content["question"])
    part = next((word for how, _, word in _reads_of(entry) if how == PART), "")
    by = (answerer.name, answerer.version, answerer.valid)
    try:
        answer = answerer.run(Reader(of_record(_record_of(entry)), Record(), question.name, part, by=by))
    except (Refuse, Unanswerable) as no:
        fix = "raise the version of an answerer whose equation changes"
        raise InputError(entry.id[:12], [Problem("", f"{answerer.name} refuses now: {no}", fix)]) from None
    value = answer.value if isinstance(answer, Answered) else answer
    if isinstance(value, ARTEFACTS):
        raise InputError(entry.id[:12], [Problem("", "is an artefact, and only numbers are verified", "")])
    return (float(value[0]), float(value[1])) if isinstance(value, tuple) else float(value)


def finding_of(entry: Entry) -> Finding:
    """The finding of an entry with its ancestry."""
    return load(entry.content["book"], str(entry.path))[entry.content["finding"]]


def _record_of(entry: Entry) -> Record:
    """What was read when the entry was made."""
    book = load(entry.content["book"], str(entry.path))
    origin = book[entry.content["finding"]].origin
    by_digest = {one.digest: one for one in book.values()}
    settings = {one.path: one for one in origin.settings if one.why} if isinstance(origin, Computed) else {}
    record = Record()
    for how, path, word in _reads_of(entry):
        if how == NUMBER:
            record.findings[path] = by_digest[word]
        elif how == "law":
            record.settings[f"{path}.law"] = settings.get(f"{path}.law") or Setting(f"{path}.law", word)
        elif how in KEYS:
            record.settings[KEYS[how].format(path)] = Setting(path, word)
    return record


# --- the form of an entry


def _content(answerer: Answerer, question: Question, answer: Finding, at: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "question": question_to_json(question),
        "needs": list(answerer.needs),
        "natria": __version__,
        "at": dict(at),
        "finding": answer.id,
        "book": dump([answer]),
    }


def _key(term: str, seed: int | None, reads: Iterable[Read]) -> dict[str, Any]:
    return {"term": term, "seed": seed, "reads": [list(one) for one in reads]}


def _group(term: str, seed: int | None, reads: Iterable[Read]) -> tuple[str, ...]:
    """Entries that read the same paths lie in one folder, so that a look-up reads the design once for all of them."""
    return (term, _seed(seed), digest_of_json([[how, path] for how, path, _ in reads])[:SHAPE])


def _seed(seed: int | None) -> str:
    return "no seed" if seed is None else f"seed {seed}"


def _reads_of(entry: Entry) -> list[Read]:
    return [(how, path, word) for how, path, word in entry.key["reads"]]


def _reads(record: Record, part: str) -> list[Read]:
    """What a record holds, in the order of reading: how and where it was read, and what was there."""
    reads = [(how, path, _found(record, how, path)) for how, path in record.how]
    return [*reads, (PART, "", part)] if record.part else reads


def _found(record: Record, how: str, path: str) -> str:
    return record.findings[path].digest if how == NUMBER else record.settings[KEYS[how].format(path)].word


def _read(read: Reader, how: str, path: str) -> None:
    """Read again as an answerer did."""
    if how == NUMBER:
        read(path)
    elif how == PART:
        _ = read.part
    elif how in KEYS:
        getattr(read, how)(path)
    else:
        raise _Other  # kept by a version of natria that knows more ways to read


def _at(answer: Value | Answered) -> dict[str, Any]:
    at = answer.at if isinstance(answer, Answered) else {}
    return {key: [float(v) for v in value] if isinstance(value, tuple) else float(value) for key, value in at.items()}


def _found_at(entry: Entry) -> dict[str, float | Span]:
    rows = entry.content["at"].items()
    return {key: (value[0], value[1]) if isinstance(value, list) else value for key, value in rows}
