"""Access of an answerer to a design. Every read is recorded, so no answerer lists its own inputs.

An answerer gets a `Reader` and nothing else: neither the design nor the question. What it reads is handed out as plain
SI numbers and words and remembered with its origin. `replay` runs an answerer on the record alone, which shows that
nothing came from anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..design import Design, Unanswerable
from ..quantity import Bound, Computed, Finding, Fitted, NatriaError, Setting, Span, same_condition
from ..record import AnyArtefact

NEXT = "; "  # between sentences
TO = " to "  # between the ends of a range
NOBODY = ("", 0, "")
UNMOVED: Mapping[str, float] = {}
Known = tuple[float, Bound | None]  # a number (SI) and its bound


class Refuse(Exception):
    """Raised by an answerer that is not defined here; becomes a refusal with this reason."""


class NoOutcome(Refuse):
    """Raised where a run that the design allows leaves no answer: with other inputs there may be one."""


@dataclass
class Record:
    """What a reader handed out, in order."""

    findings: dict[str, Finding] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)  # conditions of the question that were read as such
    how: dict[tuple[str, str], None] = field(default_factory=dict)  # how and where it was read, in order
    part: bool = False  # whether the answerer looked which part is asked about
    artefacts: dict[str, AnyArtefact] = field(default_factory=dict)  # by term
    found: Mapping[str, float | Span] = field(default_factory=dict)  # conditions that the answerer determined itself

    def origin(self, name: str, version: int, valid: str, ignored: tuple[str, ...] = ()) -> Computed:
        """The origin of what was made from all this."""
        inputs, settings = tuple(self.findings.values()), tuple(self.settings.values())
        artefacts = tuple(one.reference for one in self.artefacts.values())
        return Computed(name, version, inputs, settings, valid, ignored, artefacts)

    def added_to(self, origin: Computed) -> Computed:
        """An origin that rests on what this record holds as well; what both hold is there once."""
        inputs = {f.id: f for f in (*origin.inputs, *self.findings.values())}
        settings = {(s.path, s.word, s.why): s for s in (*origin.settings, *self.settings.values())}
        return replace(origin, inputs=tuple(inputs.values()), settings=tuple(settings.values()))


def no_artefact() -> AnyArtefact:
    """The source of an answerer that reads no artefact."""
    raise Unanswerable("no artefact was given")


@dataclass(frozen=True)
class ReaderSource:
    """Where a reader's numbers, words and names come from: a design, or the record of an earlier run."""

    number: Callable[[str], Finding]
    word: Callable[[str], str]
    names: Callable[[str], tuple[str, ...]]
    has: Callable[[str], bool]
    borrowed: Callable[[str, Finding], str]
    lines: Callable[[str], tuple[str, ...]]
    facts: Callable[[str], tuple[Finding, ...]]  # for which the law of a table was chosen
    asked: Callable[[str], float | Span | None]
    fact: Callable[[str], Finding]  # by its id
    stands: Callable[[str], tuple[str, float | None]]  # where a condition stands in the design, and its value there
    artefact: Callable[[], AnyArtefact] = no_artefact


class Reader:
    """Hands out SI numbers and words of a design and remembers each. `term` and `part` say what is asked.

    `moved` has values for findings by their id, in place of their own: how far an answer follows an input is found by
    moving it, wherever it is read.
    """

    __slots__ = ("_by", "_moved", "_part", "_record", "_source", "term")

    def __init__(
        self,
        source: ReaderSource,
        record: Record,
        term: str = "",
        part: str = "",
        moved: Mapping[str, float] = UNMOVED,
        *,
        by: tuple[str, int, str] = NOBODY,
    ) -> None:
        self._source = source
        self._record = record
        self._moved = moved
        self._part = part
        self._by = by
        self.term = term

    @property
    def part(self) -> str:
        """Return the part of the system that is asked about, empty for the whole system.

        The read is recorded: an answerer that never reads the part cannot answer about one.
        """
        self._record.part = True
        return self._part

    def with_moved(self, values: Mapping[str, float]) -> Reader:
        """Return a reader with inputs moved, by the id of the finding; what it reads is not recorded here."""
        return Reader(self._source, Record(), self.term, self._part, {**self._moved, **values}, by=self._by)

    @property
    def origin(self) -> Computed:
        """The origin of what is made from all that was read so far."""
        return self._record.origin(*self._by)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of the design at which numbers were read so far."""
        return frozenset(self._record.findings)

    def __call__(self, path: str) -> float:
        """The number at a path, SI. A bounded value cannot be read; the question is then refused."""
        found = self._record.findings.get(path) or self._found(path)
        self._record.findings[path] = found
        self._record.how["number", path] = None
        if why := self._source.borrowed(path, found):
            self._record.settings[f"borrowed {path}"] = Setting(path, _named(found), why)
        value = found.plain
        return self._moved.get(found.id, value) if self._moved else value

    def fact(self, name: str) -> Known:
        """Return a reported number by its id, with its bound: one of those listed under reporting.facts.

        Arithmetic on reported numbers carries a bound on: hours from cycles that a cell has survived.
        """
        found = self._record.findings.get(name) or self._source.fact(name)
        if isinstance(found.bound, tuple):
            raise Refuse(f"{name} is known as a range only")
        self._record.findings[name] = found
        self._record.how["fact", name] = None
        return self._moved.get(found.id, found.value), found.bound

    def listed(self, term: str) -> tuple[Known, ...]:
        """Return the listed reported numbers of a term, in the order of the list."""
        return tuple(self.fact(one.id) for one in self._listed(term))

    def reported(self, term: str, **at: float | Span) -> Known:
        """Return the listed number of a term that is of this cell under these conditions, with its bound.

        Conditions that are not named here must be those of the design, which are recorded. Without such a number, and
        with several, the question is refused.
        """
        known = self._listed(term)
        reasons = {one.id: self._unfit(one, at) for one in known}
        fit = [name for name, why in reasons.items() if not why]
        if len(fit) == 1:
            return self.fact(fit[0])
        if fit:
            raise Refuse(f"several reported numbers are the {term} that is needed: {', '.join(fit)}")
        why = "; ".join(f"{name} is {why}" for name, why in reasons.items())
        raise Refuse(f"reporting.facts lists no {term} of this cell" + (f": {why}" if why else ""))

    def _listed(self, term: str) -> list[Finding]:
        found = []
        for name in self.lines("reporting.facts"):
            try:
                one = self._source.fact(name)
            except Unanswerable:  # not on the record that is read: it was not needed
                continue
            if one.question.name == term:
                found.append(one)
        return found

    def _unfit(self, one: Finding, at: Mapping[str, float | Span]) -> str:
        """Why a reported number is not the one of this cell under these conditions; empty where it is."""
        wrong = [key for key, value in at.items() if one.question.at.get(key) != value]
        wrong += [key for key, value in one.question.at.items() if key not in at and not self._stands(key, value)]
        if wrong:
            return f"of another {' and '.join(name.replace('_', ' ') for name in wrong)}"
        return self._source.borrowed("reporting.facts", replace(one, question=replace(one.question, at={})))

    def stands(self, condition: str) -> float | None:
        """Return the value of a condition in the design, at its place there; None where the design gives none."""
        path, here = self._source.stands(condition)
        self._record.settings[f"stands {condition}"] = Setting(path, "" if here is None else repr(here))
        self._record.how["stands", condition] = None
        return here

    def _stands(self, condition: str, value: float | Span) -> bool:
        here = self.stands(condition)
        return here is not None and same_condition(condition, value, here)

    def _found(self, path: str) -> Finding:
        """Return the number of the source, or raise where it has none.

        The absence is recorded too, since the answerer may continue without the number.
        """
        try:
            return self._source.number(path)
        except Unanswerable:
            self.has(path)
            raise

    def word(self, path: str) -> str:
        """A choice by word: the kind of cell, which electrodes carry a layer."""
        return self._set("word", path, self._source.word(path))

    def law(self, table: str) -> str:
        """The law of a table: it is chosen with a reason, so what is read under it is assumed to follow it."""
        law, why = (self._source.word(f"{table}.{key}") for key in ("law", "why"))
        self._record.settings[f"{table}.law"] = Setting(f"{table}.law", law, why, self._source.facts(table))
        self._record.how["law", table] = None
        return law

    def names(self, path: str) -> tuple[str, ...]:
        """The names in a table: which layers there are."""
        found = self._source.names(path)
        self._set("names", path, ", ".join(found))
        return found

    def lines(self, path: str) -> tuple[str, ...]:
        """The sentences at a path, as they are written: the steps of the protocol."""
        found = self._source.lines(path)
        self._set("lines", path, NEXT.join(found))
        return found

    def has(self, path: str) -> bool:
        """Whether the design gives something here; its absence is as much of an input as its value."""
        found = self._source.has(path)
        self._record.settings[f"has {path}"] = Setting(path, "given" if found else "not given")
        self._record.how["has", path] = None
        return found

    def artefact(self) -> AnyArtefact:
        """The table, spectrum, field or structure that an observable reads; it becomes an input of the answer."""
        found = self._source.artefact()
        name = found.reference.question.name
        self._record.artefacts[name] = found
        self._record.how["artefact", name] = None
        return found

    def asked(self, condition: str) -> float | Span | None:
        """Return a condition of the question that has no place in a design (SI).

        None where the question does not give it.
        """
        found = self._source.asked(condition)
        self._record.asked.add(condition)
        self._record.how["asked", condition] = None
        ends = found if isinstance(found, tuple) else () if found is None else (found,)
        self._record.settings[f"asked {condition}"] = Setting(f"question.{condition}", TO.join(map(repr, ends)))
        return found

    def noted(self, path: str, word: str, why: str = "") -> None:
        """Put on record what an answerer brings itself: the recipe of a stored calculation.

        A path that ends in `.law`, with `why`, is a law that was chosen, and is graded as one.
        """
        self._record.settings[path] = Setting(path, word, why)

    def _set(self, how: str, path: str, word: str) -> str:
        self._record.settings[path] = Setting(path, word)
        self._record.how[how, path] = None
        return word


def _named(finding: Finding) -> str:
    """As people know it: the id of a fact, the name of a fitted parameter."""
    return f"the fit {finding.origin.parameter!r}" if isinstance(finding.origin, Fitted) else finding.id


def of_design(
    design: Design,
    at: Mapping[str, float | Span] | None = None,
    artefact: Callable[[], AnyArtefact] = no_artefact,
) -> ReaderSource:
    """Closures over the design: a reader holds no reference that leads an answerer around its record."""
    conditions = dict(at or {})

    def stands(condition: str) -> tuple[str, float | None]:
        path = design.landing(condition) or ""
        try:
            return path, design.finding(path).plain if path else None
        except (Unanswerable, NatriaError):
            return path, None

    return ReaderSource(
        design.finding,
        design.word,
        design.names,
        design.has,
        design.borrowed,
        design.lines,
        design.facts_of,
        conditions.get,
        design.library.fact,
        stands,
        artefact,
    )


def remembered(source: ReaderSource) -> ReaderSource:
    """Return the same source with a cache, so that each path is looked up once.

    It serves an answer that is evaluated repeatedly with inputs moved.
    """

    def once(look: Callable[..., Any]) -> Callable[..., Any]:
        known: dict[str, Any] = {}

        def found(key: str, *more: Any) -> Any:
            if key not in known:
                known[key] = look(key, *more)
            return known[key]

        return found

    methods = ("number", "word", "names", "has", "borrowed", "lines", "facts", "asked", "fact", "stands")
    return replace(source, **{name: once(getattr(source, name)) for name in methods})


def of_record(record: Record) -> ReaderSource:
    """The record of a run as a source: a read that is not in it fails."""
    found = _Recorded(record)
    return ReaderSource(
        found.number,
        found.word,
        lambda path: found.words(path, ", "),
        found.has,
        found.borrowed,
        lambda path: found.words(path, NEXT),
        found.facts,
        found.asked,
        found.number,
        found.stands,
        found.artefact,
    )


@dataclass(frozen=True)
class _Recorded:
    """What the record of a run says to each read of it."""

    record: Record

    def setting(self, key: str, what: str) -> Setting:
        if key not in self.record.settings:
            raise Unanswerable(f"{what} was not recorded")
        return self.record.settings[key]

    def number(self, path: str) -> Finding:
        if path not in self.record.findings:
            raise Unanswerable(f"{path} was not recorded")
        return self.record.findings[path]

    def word(self, path: str) -> str:
        table, _, last = path.rpartition(".")
        if last == "why" and f"{table}.law" in self.record.settings:
            return self.record.settings[f"{table}.law"].why
        return self.setting(path, path).word

    def words(self, path: str, mark: str) -> tuple[str, ...]:
        text = self.word(path)
        return tuple(text.split(mark)) if text else ()

    def has(self, path: str) -> bool:
        return self.setting(f"has {path}", f"whether there is {path}").word == "given"

    def borrowed(self, path: str, _: Finding) -> str:
        found = self.record.settings.get(f"borrowed {path}")
        return found.why if found else ""

    def asked(self, condition: str) -> float | Span | None:
        text = self.setting(f"asked {condition}", f"the condition {condition}").word
        match [float(end) for end in text.split(TO)] if text else []:
            case [low, high]:
                return (low, high)
            case [one]:
                return one
        return None

    def stands(self, condition: str) -> tuple[str, float | None]:
        found = self.setting(f"stands {condition}", f"where {condition} stands")
        return found.path, float(found.word) if found.word else None

    def facts(self, table: str) -> tuple[Finding, ...]:
        return found.facts if (found := self.record.settings.get(f"{table}.law")) else ()

    def artefact(self) -> AnyArtefact:
        for found in self.record.artefacts.values():
            return found
        raise Unanswerable("no artefact was recorded")
