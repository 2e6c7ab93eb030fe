"""Findings to JSON and back, exactly: a flat list, ancestry by id, so that a thousand results share their inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from .ancestry import parents
from .errors import BookError, NatriaError, Problem, did_you_mean
from .finding import (
    Assumed,
    Bound,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Measured,
    Origin,
    Question,
    Reported,
    Setting,
    Span,
)
from .show import show_conditions, show_question, show_value
from .vocabulary import term

Json = dict[str, Any]
SCHEMA = "natria.findings/1"


def _hash(content: Json) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def digest_of(finding: Finding) -> str:
    """The hash of all that is written about a finding, and of its parents by their digests, not their ids."""
    fit = _fit_content(finding.origin.fit) if isinstance(finding.origin, Fitted) else None
    return _hash({**_content(finding), "parents": [p.digest for p in parents(finding)], "fit": fit})


def fit_id(fit: Fit) -> str:
    parents_ = [p.digest for p in (*fit.data, *fit.held, *(f for law in fit.laws for f in law.facts))]
    return f"fit.{_hash({**_fit_content(fit), 'parents': parents_})[:10]}"


def _pair(value: float | Span) -> float | list[float]:
    return list(value) if isinstance(value, tuple) else value


def _span(ends: list[float]) -> Span:
    low, high = ends
    return (low, high)


def question_to_json(question: Question) -> Json:
    return {"name": question.name, "of": question.of, "at": {k: _pair(v) for k, v in question.at.items()}}


def question_from_json(row: Mapping[str, Any]) -> Question:
    at = {k: _span(v) if isinstance(v, list) else v for k, v in row["at"].items()}
    return Question(row["name"], row["of"], at)


def _settings(settings: Iterable[Setting]) -> list[Json]:
    return [{"path": s.path, "word": s.word, "why": s.why, "facts": [f.id for f in s.facts]} for s in settings]


def _fit_content(fit: Fit) -> Json:
    return {
        "model": fit.model,
        "version": fit.version,
        "data": [f.id for f in fit.data],
        "held": [f.id for f in fit.held],
        "names": list(fit.names),
        "values": list(fit.values),
        "covariance": None if fit.covariance is None else [list(row) for row in fit.covariance],
        "method": fit.method,
        "laws": _settings(fit.laws),
    }


def _where_said(key: str, value: float | str) -> Json:
    """A key that came later: left out where it says nothing, so that what was written before keeps its digest."""
    return {key: value} if value else {}


def origin_to_json(origin: Origin) -> Json:
    match origin:
        case Reported():
            more: Json = {
                "inputs": [],
                "record": origin.record,
                "in_paper": origin.kind,
                "where": origin.where,
                "shares": list(origin.shares),
                "approx": origin.approx,
                "method": origin.method,
            }
            return {"kind": "reported", **more, **_where_said("resolution", origin.resolution)}
        case Measured():
            more = {"file": origin.file, "sha256": origin.sha256, "method": origin.method}
            return {"kind": "measured", "inputs": [f.id for f in origin.inputs], **more}
        case Assumed():
            facts = [f.id for f in origin.facts]
            said: Json = {"why": origin.why, "ground": origin.ground, **_where_said("source", origin.source)}
            return {"kind": "assumed", "inputs": facts, **said}
        case Chosen():
            return {"kind": "chosen", "inputs": [], "by": origin.by}
        case Fitted(fit=fit):
            inputs = [f.id for f in (*fit.data, *fit.held)]
            return {"kind": "fitted", "inputs": inputs, "fit": fit_id(fit), "parameter": origin.parameter}
        case Computed():
            return {
                "kind": "computed",
                "inputs": [f.id for f in origin.inputs],
                "model": origin.model,
                "version": origin.version,
                "settings": _settings(origin.settings),
                "valid": origin.valid,
                "ignores": list(origin.ignores),
            }


def _content(finding: Finding) -> Json:
    return {
        **question_to_json(finding.question),
        "value": finding.value,
        "unit": term(finding.question.name).unit,
        "std": finding.std,
        "bound": _pair(finding.bound) if isinstance(finding.bound, tuple) else finding.bound,
        "origin": origin_to_json(finding.origin),
    }


def to_json(finding: Finding) -> Json:
    return {"id": finding.id, **_content(finding), "as_written": finding.unit, "digest": finding.digest}


def collect(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The findings with all their ancestors, parents before children, each once."""
    book: dict[str, Finding] = {}
    seen: set[str] = set()  # by digest: two findings with one id must not hide each other
    waiting = list(findings)[::-1]
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


def dump(findings: Iterable[Finding]) -> Json:
    book = collect(findings)
    fits = {fit_id(f.origin.fit): f.origin.fit for f in book.values() if isinstance(f.origin, Fitted)}
    return {
        "schema": SCHEMA,
        "findings": [to_json(f) for f in book.values()],
        "fits": [{"id": name, **_fit_content(fit)} for name, fit in fits.items()],
    }


def load(document: Mapping[str, Any], source: str = "the document") -> dict[str, Finding]:
    """The findings of a document by id. Exact: what was dumped is what comes back."""
    book: dict[str, Finding] = {}
    for place, row in enumerate(_rows(document, source)):
        where = f"findings[{place}]"
        try:
            finding = _read(row, document, book)
            same = (finding.id, finding.digest, term(finding.question.name).unit) == (
                row["id"],
                row["digest"],
                row["unit"],
            )
        except KeyError as missing:
            raise BookError(source, [Problem(where, f"{missing} is missing or refers to nothing before it")]) from None
        except (TypeError, ValueError, AttributeError, ArithmeticError, NatriaError) as bad:
            raise BookError(source, [Problem(where, f"cannot be read: {bad}")]) from None
        if not same:
            fix = "findings are written by natria; run the study again instead of editing its result"
            raise BookError(source, [Problem(f"{where} ({row['id']})", "the content does not fit its id", fix)])
        book[finding.id] = finding
    return book


def _rows(document: Mapping[str, Any], source: str) -> list[Json]:
    rows = document.get("findings")
    if not isinstance(rows, list):
        raise BookError(source, [Problem("findings", "is missing", "give a findings.json written by natria")])
    return rows


def _read(row: Json, document: Mapping[str, Any], book: Mapping[str, Finding]) -> Finding:
    bound: Bound | Span | None = _span(row["bound"]) if isinstance(row["bound"], list) else row["bound"]
    return Finding(
        question_from_json(row),
        row["value"],
        _origin(row["origin"], document, book),
        row["std"],
        bound,
        row.get("as_written", ""),
    )


def _words(rows: Iterable[Mapping[str, Any]], book: Mapping[str, Finding]) -> tuple[Setting, ...]:
    return tuple(Setting(r["path"], r["word"], r["why"], tuple(book[i] for i in r.get("facts", ()))) for r in rows)


def _origin(o: Json, document: Mapping[str, Any], book: Mapping[str, Finding]) -> Origin:
    match o["kind"]:
        case "reported":
            written = (o["where"], tuple(o["shares"]), o["approx"], o["method"], o.get("resolution", 0.0))
            return Reported(o["record"], o["in_paper"], *written)
        case "measured":
            return Measured(o["file"], o["sha256"], o["method"], tuple(book[i] for i in o["inputs"]))
        case "assumed":
            facts = tuple(book[i] for i in o["inputs"])
            return Assumed(o["why"], o.get("ground", "estimate"), facts, o.get("source", ""))
        case "chosen":
            return Chosen(o["by"])
        case "fitted":
            row = {f["id"]: f for f in document["fits"]}[o["fit"]]
            covariance = None if row["covariance"] is None else tuple(tuple(r) for r in row["covariance"])
            data, held = (tuple(book[i] for i in row[k]) for k in ("data", "held"))
            names, values = tuple(row["names"]), tuple(row["values"])
            laws = _words(row["laws"], book)
            fit = Fit(row["model"], row["version"], data, held, names, values, covariance, row["method"], laws)
            return Fitted(fit, o["parameter"])
        case "computed":
            inputs = tuple(book[i] for i in o["inputs"])
            return Computed(
                o["model"], o["version"], inputs, _words(o["settings"], book), o["valid"], tuple(o["ignores"])
            )
        case other:
            raise ValueError(f"unknown kind of origin {other!r}")


def find(book: Mapping[str, Finding], name: str) -> Finding:
    """By id, or by the beginning of one where that is enough."""
    if name in book:
        return book[name]
    begun = [key for key in book if key.startswith(name)]
    if len(begun) == 1:
        return book[begun[0]]
    several = [f"{key} ({show_question(book[key].question)})" for key in begun[:6]]
    hint = "more than one begins so:\n        " + "\n        ".join(several) if begun else did_you_mean(name, book)
    raise BookError("findings", [Problem(name, "no such finding" if not begun else "is not one finding", hint)])


def describe_origin(finding: Finding) -> str:
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


def trace(finding: Finding) -> str:
    """The ancestry as an indented tree, down to papers, files, choices and assumptions; nothing is shown twice."""
    lines: list[str] = []
    shown: set[str] = set()

    def walk(one: Finding, depth: int, role: str) -> None:
        indent = "  " * depth
        at = f" at {show_conditions(one.question.at)}" if one.question.at else ""
        again = one.id in shown and parents(one)
        lines.append(
            f"{indent}{role}{one.question.name} of {one.question.of}{at} = {show_value(one)}"
            f"  [{describe_origin(one)}]  {one.id}" + ("  (shown above)" if again else "")
        )
        if again:
            return
        shown.add(one.id)
        match one.origin:
            case Fitted(fit=fit):
                lines.extend(f"{indent}  law: {s.path} is {s.word} ({s.why})" for s in fit.laws)
                for child in fit.data:
                    walk(child, depth + 1, "data: ")
                for child in fit.held:
                    walk(child, depth + 1, "held: ")
            case Measured(inputs=inputs):
                for child in inputs:
                    walk(child, depth + 1, "with: ")
            case Computed(inputs=inputs, settings=settings):
                lines.extend(
                    f"{indent}  law: {s.path} is {s.word} ({s.why})"
                    if s.why
                    else f"{indent}  setting: {s.path} is {s.word or 'empty'}"
                    for s in settings
                )
                for child in inputs:
                    walk(child, depth + 1, "")
            case _:
                pass

    walk(finding, 0, "")
    return "\n".join(lines)
