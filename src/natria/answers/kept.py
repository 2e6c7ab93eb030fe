"""Content of a stored answer: the answer with its ancestry, and everything that was read for it.

A number stands in the head of the entry. The arrays of an artefact are a file of the entry, and so are those of the
artefact that an observable read: an entry can be computed again without any other.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._version import __version__
from ..quantity import (
    Artefact,
    Computed,
    Finding,
    InputError,
    Problem,
    Question,
    Setting,
    Span,
    dump,
    load,
    load_artefacts,
    question_to_json,
    term,
)
from ..record import SUFFIX, AnyArtefact, attach, contents, from_bytes, kind_of, to_bytes
from ..store import Damaged, Entry, digest_of_json, read_files
from ..store.entry import Kind
from .answerer import Answerer
from .once import Value
from .reader import Reader, Record

Read = tuple[str, str, str]  # method of the reader, path, and what was read: the digest of an input, or the word

NUMBER, FACT, ARTEFACT, PART = "number", "fact", "artefact", "part"
KEYS = {
    "word": "{}",
    "names": "{}",
    "lines": "{}",
    "law": "{}.law",
    "has": "has {}",
    "asked": "asked {}",
    "stands": "stands {}",
}
SHAPE = 16  # digits of the digest that stands for which paths were read
ANSWER, INPUT = "answer", "input"  # names of the files with the arrays of the answer and of what it read


class Unknown(Exception):
    """An entry was kept by a version of natria that knows more ways to read."""


# --- what was read


def reads_of(entry: Entry) -> list[Read]:
    return [(how, path, word) for how, path, word in entry.key["reads"]]


def reads(record: Record, part: str) -> list[Read]:
    """What a record holds, in the order of reading: how and where it was read, and what was there."""
    found = [(how, path, _found(record, how, path)) for how, path in record.how]
    return [*found, (PART, "", part)] if record.part else found


def _found(record: Record, how: str, path: str) -> str:
    if how in (NUMBER, FACT):
        return record.findings[path].digest
    if how == ARTEFACT:
        return record.artefacts[path].reference.digest
    return record.settings[KEYS[how].format(path)].word


def read_again(read: Reader, how: str, path: str) -> None:
    """Read as an answerer did."""
    if how == NUMBER:
        read(path)
    elif how == FACT:
        read.fact(path)
    elif how == ARTEFACT:
        read.artefact()
    elif how == PART:
        _ = read.part
    elif how in KEYS:
        getattr(read, how)(path)
    else:
        raise Unknown


def record_of(entry: Entry) -> Record:
    """What was read when the entry was made."""
    book, source = entry.content["book"], str(entry.path)
    by_digest = {one.digest: one for one in load(book, source).values()}
    references = {one.digest: one for one in load_artefacts(book, source).values()}
    origin = ancestor_of(entry).origin
    settings = {one.path: one for one in origin.settings if one.why} if isinstance(origin, Computed) else {}
    record = Record()
    for how, path, word in reads_of(entry):
        if how in (NUMBER, FACT):
            record.findings[path] = by_digest[word]
        elif how == ARTEFACT:
            record.artefacts[path] = _arrays(entry, INPUT, references[word])
        elif how == "law":
            record.settings[f"{path}.law"] = settings.get(f"{path}.law") or Setting(f"{path}.law", word)
        elif how in KEYS:
            record.settings[KEYS[how].format(path)] = Setting(path, word)
    return record


def take(record: Record, other: Record, known: Container[tuple[str, str]] = ()) -> None:
    """Put on record what another one holds beside what is known; artefacts stay where they are."""
    for how, path in other.how:
        if how == ARTEFACT or (how, path) in known or (how, path) in record.how:
            continue
        record.how[how, path] = None
        if how in (NUMBER, FACT):
            record.findings.setdefault(path, other.findings[path])
            names = [f"borrowed {path}"]
        else:
            names = [KEYS[how].format(path)]
        record.settings |= {name: other.settings[name] for name in names if name in other.settings}
    record.asked |= other.asked
    record.part = record.part or other.part


# --- the answer


def finding_of(entry: Entry) -> Finding:
    """The number of an entry with its ancestry."""
    return load(entry.content["book"], str(entry.path))[entry.content["finding"]]


def ancestor_of(entry: Entry) -> Finding | Artefact:
    """The number of an entry, or the reference of its artefact, with its ancestry."""
    if entry.kind == "finding":
        return finding_of(entry)
    return load_artefacts(entry.content["book"], str(entry.path))[entry.content["artefact"]]


def artefact_of(entry: Entry) -> AnyArtefact:
    """Return the artefact of an entry with its arrays, question and origin.

    Raises InputError where the file is damaged.
    """
    reference = ancestor_of(entry)
    if not isinstance(reference, Artefact):
        raise InputError(entry.id[:12], [Problem("", "holds a number, not an artefact", "read it with finding_of")])
    return _arrays(entry, ANSWER, reference)


def value_of(entry: Entry) -> Value:
    """The answer of an entry as an answerer returns it: a number, a range or an artefact."""
    if entry.kind != "finding":
        return artefact_of(entry)
    found = finding_of(entry)
    return found.bound if isinstance(found.bound, tuple) else found.value


def _arrays(entry: Entry, name: str, reference: Artefact) -> AnyArtefact:
    file = f"{name}{SUFFIX[reference.kind]}"
    try:
        return attach(from_bytes(reference.kind, read_files(entry)[file], f"{file} of {entry.path}"), reference)
    except (Damaged, OSError, KeyError) as bad:
        fix = "natria store gc removes it; the next question computes it again"
        raise InputError(str(entry.path), [Problem(file, f"cannot be read: {bad}", fix)]) from None


# --- the form of an entry


def kind_for(name: str) -> Kind:
    """The kind of the entries that answer a term."""
    return "artefact" if term(name).artefact else "finding"


def content(
    answerer: Answerer, question: Question, answer: Finding | AnyArtefact, at: Mapping[str, float | Span]
) -> dict[str, Any]:
    """The content of an entry; `at` are the conditions that the answerer found itself."""
    about = {
        "question": question_to_json(question),
        "needs": list(answerer.needs),
        "natria": __version__,
        "at": {key: [*map(float, one)] if isinstance(one, tuple) else float(one) for key, one in at.items()},
    }
    if isinstance(answer, Finding):
        return {**about, "finding": answer.id, "book": dump([answer])}
    rows = [{"name": one.name, "unit": one.unit, "shape": list(one.shape)} for one in contents(answer)]
    reference = answer.reference
    return {**about, "artefact": reference.id, "is": reference.kind, "contents": rows, "book": dump([reference])}


def arrays(answer: Finding | AnyArtefact, record: Record) -> dict[str, bytes]:
    """Return the files of an entry with arrays.

    They are the artefact that is the answer, and the artefact that was read for it.
    """
    own = [] if isinstance(answer, Finding) else [(ANSWER, answer)]
    named = [*own, *((INPUT, one) for one in record.artefacts.values())]
    return {f"{name}{SUFFIX[kind_of(one)]}": to_bytes(one) for name, one in named}


@dataclass(frozen=True)
class Way:
    """How an answer was asked for: the seed, the method of the spread (0 without), moved inputs by id.

    A key has the method where spread or ends of the answer follow from it, so that another method finds none of them.
    """

    seed: int | None = None
    method: int = 0
    moved: Mapping[str, float] = field(default_factory=dict)

    def key(self, name: str, read: Iterable[Read]) -> dict[str, Any]:
        """Return the key of the answer to a term."""
        more: dict[str, Any] = {"spread": self.method} if self.method else {}
        more |= {"moved": dict(sorted(self.moved.items()))} if self.moved else {}
        return {"term": name, "seed": self.seed, "reads": [list(one) for one in read], **more}

    def group(self, name: str, read: Iterable[Read]) -> tuple[str, ...]:
        """Return the folder of entries that read the same paths.

        A look-up then reads the design once for all entries of a folder.
        """
        return (*self.top(name), digest_of_json([[how, path] for how, path, _ in read])[:SHAPE])

    def top(self, name: str) -> tuple[str, str]:
        """Return the folder of a term and a way to ask, above those of which paths were read."""
        seed = "no seed" if self.seed is None else f"seed {self.seed}"
        return (name, f"{seed}, moved" if self.moved else f"{seed}, spread {self.method}" if self.method else seed)


def found_at(entry: Entry) -> dict[str, float | Span]:
    """The conditions that the answerer of an entry found itself."""
    rows = entry.content["at"].items()
    return {key: (value[0], value[1]) if isinstance(value, list) else value for key, value in rows}
