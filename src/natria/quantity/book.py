"""Findings to JSON and back, exactly.

A flat list with ancestry by id, so that a thousand results share their inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .errors import BookError, NatriaError, Problem, did_you_mean
from .finding import (
    Ancestor,
    Artefact,
    Assumed,
    Bound,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Json,
    Measured,
    Origin,
    Reported,
    Setting,
    content,
    fit_content,
    fit_id,
    parents,
)
from .lookup import term
from .question import Span, question_from_json, span
from .text.show import show_conditions, show_question, show_value

SCHEMA = "natria.findings/1"
One = TypeVar("One", bound=Ancestor)


def to_json(finding: Finding) -> Json:
    row = {"id": finding.id, **content(finding), "as_written": finding.unit, "digest": finding.digest}
    return {**row, "doubt": finding.doubt} if finding.doubt else row


def artefact_to_json(artefact: Artefact) -> Json:
    return {"id": artefact.id, **content(artefact), "digest": artefact.digest}


def collect(findings: Iterable[Ancestor]) -> dict[str, Finding]:
    """The findings with all their ancestors that are findings, parents before children, each once."""
    return {one.id: one for one in _collect(findings).values() if isinstance(one, Finding)}


def _collect(several: Iterable[Ancestor]) -> dict[str, Ancestor]:
    """Findings and artefacts with all their ancestors, parents before children, each once."""
    book: dict[str, Ancestor] = {}
    seen: set[str] = set()  # by digest: two findings with one id must not hide each other
    waiting = list(several)[::-1]
    while waiting:
        one = waiting[-1]
        if one.digest in seen:
            waiting.pop()
        elif new := [p for p in parents(one) if p.digest not in seen]:
            waiting.extend(reversed(new))
        else:
            seen.add(waiting.pop().digest)
            if one.id in book:
                raise BookError("findings", [Problem(one.id, "two different findings have this id", "rename one")])
            book[one.id] = one
    return book


def dump(findings: Iterable[Ancestor]) -> Json:
    """The document of findings and artefacts with their ancestry.

    An artefact is written as its reference, without its arrays.
    """
    book = _collect(findings).values()
    fits = {fit_id(f.origin.fit): f.origin.fit for f in book if isinstance(f.origin, Fitted)}
    return {
        "schema": SCHEMA,
        "findings": [to_json(one) for one in book if isinstance(one, Finding)],
        "fits": [{"id": name, **fit_content(fit)} for name, fit in fits.items()],
        "artefacts": [artefact_to_json(one) for one in book if isinstance(one, Artefact)],
    }


def load(document: Mapping[str, Any], source: str = "the document") -> dict[str, Finding]:
    """The findings of a document by id. Exact: what was dumped is what comes back."""
    return _load(document, source).findings


def load_artefacts(document: Mapping[str, Any], source: str = "the document") -> dict[str, Artefact]:
    """The artefacts of a document by id, without their arrays. A document from before artefacts has none."""
    return _load(document, source).artefacts


@dataclass
class _Book:
    """A document that is being read. Both lists are in the order in which they were collected."""

    document: Mapping[str, Any]
    source: str
    findings: dict[str, Finding] = field(default_factory=dict)
    artefacts: dict[str, Artefact] = field(default_factory=dict)
    waiting: list[tuple[int, Json]] = field(default_factory=list)

    def artefact(self, name: str) -> Artefact:
        """Read when something first refers to it: whatever it was made from is in the book by then."""
        while name not in self.artefacts and self.waiting:
            self.read_artefact()
        return self.artefacts[name]

    def read_artefact(self) -> None:
        place, row = self.waiting.pop()
        with _reading(self.source, f"artefacts[{place}]"):
            origin = _origin(row["origin"], self)
            artefact = Artefact(row["kind"], question_from_json(row), row["content"], origin, row["title"])
            if (artefact.id, artefact.digest) != (row["id"], row["digest"]):
                raise _edited(self.source, f"artefacts[{place}] ({row['id']})")
            self.artefacts[artefact.id] = artefact

    def read_finding(self, place: int, row: Json) -> None:
        with _reading(self.source, f"findings[{place}]"):
            finding = _read(row, self)
            recorded = (row["id"], row["digest"], row["unit"])
            if (finding.id, finding.digest, term(finding.question.name).unit) != recorded:
                raise _edited(self.source, f"findings[{place}] ({row['id']})")
            self.findings[finding.id] = finding


def _load(document: Mapping[str, Any], source: str) -> _Book:
    artefacts = document.get("artefacts", [])
    if not isinstance(artefacts, list):
        raise BookError(source, [Problem("artefacts", "is not a list", "give a findings.json written by natria")])
    book = _Book(document, source, waiting=list(enumerate(artefacts))[::-1])
    for place, row in enumerate(_rows(document, source)):
        book.read_finding(place, row)
    while book.waiting:
        book.read_artefact()
    return book


@contextmanager
def _reading(source: str, where: str) -> Iterator[None]:
    try:
        yield
    except BookError:
        raise
    except KeyError as missing:
        raise BookError(source, [Problem(where, f"{missing} is missing or refers to nothing before it")]) from None
    except (TypeError, ValueError, AttributeError, ArithmeticError, NatriaError) as bad:
        raise BookError(source, [Problem(where, f"cannot be read: {bad}")]) from None


def _edited(source: str, where: str) -> BookError:
    fix = "findings are written by natria; run the study again instead of editing its result"
    return BookError(source, [Problem(where, "the content does not fit its id", fix)])


def _rows(document: Mapping[str, Any], source: str) -> list[Json]:
    rows = document.get("findings")
    if not isinstance(rows, list):
        raise BookError(source, [Problem("findings", "is missing", "give a findings.json written by natria")])
    return rows


def _read(row: Json, book: _Book) -> Finding:
    bound: Bound | Span | None = span(row["bound"]) if isinstance(row["bound"], list) else row["bound"]
    return Finding(
        question_from_json(row),
        row["value"],
        _origin(row["origin"], book),
        row["std"],
        bound,
        row.get("as_written", ""),
        row.get("doubt", ""),
    )


def _words(rows: Iterable[Mapping[str, Any]], book: Mapping[str, Finding]) -> tuple[Setting, ...]:
    return tuple(Setting(r["path"], r["word"], r["why"], tuple(book[i] for i in r.get("facts", ()))) for r in rows)


def _origin(o: Json, document: _Book) -> Origin:
    book = document.findings
    seen = tuple(map(document.artefact, o.get("artefacts", ())))
    match o["kind"]:
        case "reported":
            written = (o["where"], tuple(o["shares"]), o["approx"], o["method"], o.get("resolution", 0.0))
            return Reported(o["record"], o["in_paper"], *written)
        case "measured":
            return Measured(o["file"], o["sha256"], o["method"], tuple(book[i] for i in o["inputs"]), seen)
        case "assumed":
            facts = tuple(book[i] for i in o["inputs"])
            return Assumed(o["why"], o.get("ground", "estimate"), facts, o.get("source", ""))
        case "chosen":
            return Chosen(o["by"])
        case "fitted":
            row = {f["id"]: f for f in document.document["fits"]}[o["fit"]]
            covariance = None if row["covariance"] is None else tuple(tuple(r) for r in row["covariance"])
            data, held = (tuple(book[i] for i in row[k]) for k in ("data", "held"))
            names, values = tuple(row["names"]), tuple(row["values"])
            laws = _words(row["laws"], book)
            other = tuple(map(document.artefact, row.get("artefacts", ())))
            fit = Fit(row["model"], row["version"], data, held, names, values, covariance, row["method"], laws, other)
            return Fitted(fit, o["parameter"])
        case "computed":
            inputs = tuple(book[i] for i in o["inputs"])
            words = _words(o["settings"], book)
            return Computed(o["model"], o["version"], inputs, words, o["valid"], tuple(o["ignores"]), seen)
        case other:
            raise ValueError(f"unknown kind of origin {other!r}")


def find(book: Mapping[str, One], name: str) -> One:
    """The finding of an id, or of an unambiguous beginning of one."""
    if name in book:
        return book[name]
    begun = [key for key in book if key.startswith(name)]
    if len(begun) == 1:
        return book[begun[0]]
    several = [f"{key} ({show_question(book[key].question)})" for key in begun[:6]]
    hint = "more than one begins so:\n        " + "\n        ".join(several) if begun else did_you_mean(name, book)
    raise BookError("findings", [Problem(name, "no such finding" if not begun else "is not one finding", hint)])


def describe_origin(finding: Ancestor) -> str:
    match finding.origin:
        case Reported() as o:
            return f"reported, {o.kind} there: {o.record}" + (f" ({o.where})" if o.where else "")
        case Measured() as o:
            return f"measured: {o.file} ({o.method})"
        case Assumed() as o:
            return f"assumed: {o.why}"
        case Chosen() as o:
            return f"chosen by {o.by}"
        case Fitted() as o:
            return f"fitted with {o.fit.model} to {len(o.fit.data)} data, {len(o.fit.held)} held"
        case Computed() as o:
            return f"computed by {o.model} {o.version}" + (f", valid: {o.valid}" if o.valid else "")


def trace(finding: Ancestor) -> str:
    """The ancestry as an indented tree, down to papers, files, choices and assumptions, each once."""
    lines: list[str] = []
    shown: set[str] = set()

    def walk(one: Ancestor, depth: int, role: str) -> None:
        indent = "  " * depth
        again = one.id in shown and parents(one)
        origin = describe_origin(one)
        lines.append(f"{indent}{role}{_headline(one)}  [{origin}]  {one.id}" + ("  (shown above)" if again else ""))
        if again:
            return
        shown.add(one.id)
        lines.extend(f"{indent}  {line}" for line in _settings_of(one.origin))
        for name, child in _children(one.origin):
            walk(child, depth + 1, name)

    walk(finding, 0, "")
    return "\n".join(lines)


def _headline(one: Ancestor) -> str:
    at = f" at {show_conditions(one.question.at)}" if one.question.at else ""
    value = show_value(one) if isinstance(one, Finding) else f"a {one.kind}" + (f", {one.title}" if one.title else "")
    return f"{one.question.name} of {one.question.of}{at} = {value}"


def _settings_of(origin: Origin) -> list[str]:
    match origin:
        case Fitted(fit=fit):
            return [f"law: {s.path} is {s.word} ({s.why})" for s in fit.laws]
        case Computed(settings=settings):
            return [
                f"law: {s.path} is {s.word} ({s.why})" if s.why else f"setting: {s.path} is {s.word or 'empty'}"
                for s in settings
            ]
        case _:
            return []


def _children(origin: Origin) -> list[tuple[str, Ancestor]]:
    """What is shown below a row, with its role."""
    match origin:
        case Fitted(fit=fit):
            return [*_as("data: ", *fit.data, *fit.artefacts), *_as("held: ", *fit.held)]
        case Measured(inputs=inputs, artefacts=artefacts):
            return _as("with: ", *inputs, *artefacts)
        case Computed(inputs=inputs, artefacts=artefacts):
            return _as("", *inputs, *artefacts)
        case _:
            return []


def _as(role: str, *several: Ancestor) -> list[tuple[str, Ancestor]]:
    return [(role, one) for one in several]
