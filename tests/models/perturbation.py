"""Moving numbers of a design one by one: what on record moves an answer, and what moves it although off the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from natria.answers import Answered, Answerer, Reader, Record, Refuse, of_design
from natria.design import Design, DesignTable, Unanswerable
from natria.design.document import USUAL
from natria.design.materials import properties_of
from natria.design.paths import join, last, split
from natria.design.places import number_at, written_at
from natria.quantity import Assumed, Finding, NatriaError, Question, Span
from natria.quantity.validation import models_at

REFUSALS = (Refuse, Unanswerable, NatriaError, ArithmeticError, ValueError)
COUNTS = ("simulated_cycles",)
SMALL = 0.05  # in place of a zero


def tree(node: Any) -> Any:
    """A copy of a document that can be changed."""
    return {key: tree(inner) for key, inner in node.items()} if isinstance(node, dict) else node


def number_paths(design: Design) -> list[str]:
    """Every path of the design, of the cards of its materials and of `usual` where a number stands or could stand."""
    document = tree(design.document)
    for material in materials_of(document):
        table = document.setdefault("material", {}).setdefault(material, {}).setdefault("properties", {})
        table.update(properties_of(design.card(material)))
    document["usual"] = {**properties_of(design.card(USUAL)), **document.get("usual", {})}

    def walk(node: dict[str, Any], keys: list[str]) -> Iterator[str]:
        names = dict.fromkeys([*node, *(f for table in models_at(DesignTable, keys) for f in table.model_fields)])
        for name in names:
            path = join([*keys, name])
            if number_at(path) is not None:
                yield path
            elif isinstance(node.get(name), dict):
                yield from walk(node[name], [*keys, name])

    return list(walk(document, []))


def materials_of(node: Any) -> set[str]:
    """The materials that a document names: as a word, or as keys of phases and fractions."""
    found: set[str] = set()
    for key, inner in node.items() if isinstance(node, dict) else ():
        if key in ("material", "separator") and isinstance(inner, str):
            found.add(inner)
        elif key in ("phases", "fractions"):
            found |= set(inner)
        found |= materials_of(inner)
    return found


def another_number(design: Design, path: str, factor: float = 0.73) -> Finding:
    """A number for a path that is not the one that stands there."""
    try:
        value = factor * design.finding(path).plain
    except (Unanswerable, NatriaError):
        value = factor / 2
    number = number_at(path)
    assert number is not None
    return Finding(Question(number.term, "another number"), value or factor / 2, Assumed("a test"), 0.0)


def is_on_record(path: str, record: Record) -> bool:
    """Whether what is written at a path was read or its absence noted, there or at a table with this material."""
    asked = {one.removeprefix("has ") for one in record.settings if one.startswith("has ")}
    stood = {setting.path for key, setting in record.settings.items() if key.startswith("stands ")}
    if path in {written_at(one) for one in (*record.findings, *asked, *stood)}:
        return True
    match split(path):
        case ["material", material, "properties", name]:
            read = {(one.question.of, one.question.name) for one in record.findings.values()}
            return (material, name) in read or name in {last(one) for one in asked}
    return False


def influences_behind_the_record(make: Callable[[Design], Answerer], design: Design, question: Question) -> list[str]:
    """Numbers of a design or of its cards that move the answer although the reader was never asked for them.

    `make` gives the answerer for a design, so that it may hold on to the design as closely as it likes: the numbers are
    changed in the very document that it holds. All are moved together, and apart where that moves the answer.
    """
    here = design.under(question)[0]
    here = Design(here.name, tree(here.document), here.fitted, here.failed)
    model = make(here)

    def run(record: Record) -> float | Span | Answered:
        return model.run(Reader(of_design(here, taken(model, question)), record, question.name, question.part, {}))

    record = Record()
    first = run(record)
    off = [path for path in number_paths(here) if not is_on_record(path, record)]
    others = {path: another_number(here, path, 0.6 + 0.3 * (0.618 * k % 1)) for k, path in enumerate(off)}

    def moves(paths: list[str]) -> bool:
        kept = tree(here.document)
        for path in paths:
            write(here.document, path, others[path])
        try:
            return run(Record()) != first
        except REFUSALS:
            return True
        finally:
            here.document.clear()  # type: ignore[attr-defined]
            here.document.update(kept)  # type: ignore[attr-defined]

    def search(paths: list[str]) -> list[str]:
        if not paths or not moves(paths):
            return []
        if len(paths) == 1:
            return paths
        middle = len(paths) // 2
        return [*search(paths[:middle]), *search(paths[middle:])] or paths

    found = search(off)
    assert run(Record()) == first
    return found


def taken(answerer: Answerer, question: Question) -> dict[str, float | Span]:
    """The conditions of a question that an answerer reads as such."""
    return {key: question.at[key] for key in answerer.takes if key in question.at}


def write(document: Any, path: str, value: Finding) -> None:
    *heads, key = split(path)
    for head in heads:
        document = document.setdefault(head, {})
    document[key] = value


def inputs_that_move(answerer: Answerer, design: Design, question: Question) -> tuple[set[str], set[str]]:
    """Inputs on record that move the answer when they are moved up or down, and those that do not, "TERM of TABLE"."""
    here = design.under(question)[0]

    def run(moved: dict[str, float], record: Record) -> float | Span:
        part = here.part_of(question.part)
        found = answerer.run(Reader(of_design(here, taken(answerer, question)), record, question.name, part, moved))
        return found.value if isinstance(found, Answered) else found

    record = Record()
    first = run({}, record)
    moving, still = set(), set()
    for path, one in record.findings.items():
        label = f"{one.question.name} of {split(path)[0]}"
        changed = any(_changes(run, {one.id: value}, first) for value in _others(one))
        (moving if changed else still).add(label)
    return moving, still


def _others(one: Finding) -> Iterable[float]:
    value = one.value
    if one.question.name in COUNTS:
        return (2 * value,)
    return (1.3 * value, 0.7 * value) if value else (SMALL,)


def _changes(run: Callable[..., float | Span], moved: dict[str, float], first: float | Span) -> bool:
    try:
        return _differ(run(moved, Record()), first)
    except REFUSALS:
        return True


def _differ(found: float | Span, first: float | Span) -> bool:
    """By more than the solver's tolerance and the rounding of an area that is multiplied and divided out."""
    if isinstance(found, tuple) or isinstance(first, tuple):
        return found != first
    return abs(found - first) > 1e-8 * abs(first)
