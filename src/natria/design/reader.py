"""The only way from a design to a model. Every read is recorded, so no model lists its own inputs.

A model gets a `Reader` and nothing else: neither the design nor the question's conditions. What it reads is handed
out as plain SI numbers and words and remembered with its origin. `replay` runs the same model on the record alone,
which shows that nothing came from anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..quantity import Finding, Fitted, Setting
from .document import Design, Unanswerable

NEXT = "; "  # between sentences


class Refuse(Exception):
    """Raised by a model that is not defined here; becomes a refusal with this reason."""


@dataclass
class Record:
    """What a reader handed out, in order."""

    findings: dict[str, Finding] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    part: bool = False  # whether the model looked which part is asked about


@dataclass(frozen=True)
class Source:
    """Where a reader's numbers, words and names come from: a design, or the record of an earlier run."""

    number: Callable[[str], Finding]
    word: Callable[[str], str]
    names: Callable[[str], tuple[str, ...]]
    has: Callable[[str], bool]
    borrowed: Callable[[str, Finding], str]
    lines: Callable[[str], tuple[str, ...]]


class Reader:
    """Hands out SI numbers and words of a design and remembers each. `term` and `part` say what is asked."""

    __slots__ = ("_nudge", "_part", "_record", "_source", "term")

    def __init__(self, source: Source, record: Record, term: str, part: str, nudge: Mapping[str, float]) -> None:
        self._source = source
        self._record = record
        self._nudge = nudge
        self._part = part
        self.term = term

    @property
    def part(self) -> str:
        """The part of the system that is asked about, empty for the whole. A model that never looks has no parts."""
        self._record.part = True
        return self._part

    def __call__(self, path: str) -> float:
        """The number at a path, SI. A bounded value cannot be read; the question is then refused."""
        found = self._record.findings.get(path) or self._source.number(path)
        self._record.findings[path] = found
        if why := self._source.borrowed(path, found):
            self._record.settings[f"borrowed {path}"] = Setting(path, _named(found), why)
        return found.plain + self._nudge.get(path, 0.0)

    def word(self, path: str) -> str:
        """A choice by word: the kind of cell, which electrodes carry a layer."""
        return self._set(path, self._source.word(path))

    def law(self, table: str) -> str:
        """The law of a table: it is chosen with a reason, so what is read under it is assumed to follow it."""
        return self._set(f"{table}.law", self._source.word(f"{table}.law"), self._source.word(f"{table}.why"))

    def names(self, path: str) -> tuple[str, ...]:
        """The names in a table: which layers there are."""
        found = self._source.names(path)
        self._set(path, ", ".join(found))
        return found

    def lines(self, path: str) -> tuple[str, ...]:
        """The sentences at a path, as they are written: the steps of the protocol."""
        found = self._source.lines(path)
        self._set(path, NEXT.join(found))
        return found

    def has(self, path: str) -> bool:
        """Whether the design knows something here; its absence is as much of an input as its value."""
        found = self._source.has(path)
        self._record.settings[f"has {path}"] = Setting(path, "given" if found else "not given")
        return found

    def _set(self, path: str, word: str, why: str = "") -> str:
        self._record.settings[path] = Setting(path, word, why)
        return word


def _named(finding: Finding) -> str:
    """As people know it: the id of a fact, the name of a fitted parameter."""
    return f"the fit {finding.origin.parameter!r}" if isinstance(finding.origin, Fitted) else finding.id


def of_design(design: Design) -> Source:
    """Closures over the design: a reader holds no reference that leads a model around its record."""
    return Source(design.finding, design.word, design.names, design.has, design.borrowed, design.lines)


def of_record(record: Record) -> Source:
    """The record of a run as a source: a read that is not in it fails."""

    def number(path: str) -> Finding:
        if path not in record.findings:
            raise Unanswerable(f"{path} was not recorded")
        return record.findings[path]

    def word(path: str) -> str:
        table, _, last = path.rpartition(".")
        if last == "why" and f"{table}.law" in record.settings:
            return record.settings[f"{table}.law"].why
        if path not in record.settings:
            raise Unanswerable(f"{path} was not recorded")
        return record.settings[path].word

    def names(path: str) -> tuple[str, ...]:
        text = word(path)
        return tuple(text.split(", ")) if text else ()

    def has(path: str) -> bool:
        if f"has {path}" not in record.settings:
            raise Unanswerable(f"whether there is {path} was not recorded")
        return record.settings[f"has {path}"].word == "given"

    def borrowed(path: str, _: Finding) -> str:
        setting = record.settings.get(f"borrowed {path}")
        return setting.why if setting else ""

    def lines(path: str) -> tuple[str, ...]:
        text = word(path)
        return tuple(text.split(NEXT)) if text else ()

    return Source(number, word, names, has, borrowed, lines)
