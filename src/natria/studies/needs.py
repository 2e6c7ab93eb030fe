"""What a design still lacks for a simulation and for criteria, with the lines to add.

A model reads a design until something is missing. Here each missing number is filled in with a placeholder, and the
model is asked again, until it answers or refuses for another reason. The placeholders reach no answer: only their paths
are returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ..answers import Answerer, Reader, Record, Refuse, ask
from ..answers.reader import of_design
from ..design import AskTable, Case, Design, StudyTable, Unanswerable, join, number_at, split, written_at
from ..models import models
from ..quantity import Assumed, Finding, NatriaError, Question, Refused, term

MOST = 12  # numbers that one model may lack before it is given up
WHY = "placeholder"


@dataclass(frozen=True)
class Needs:
    """What one question lacks: paths of the design, and a reason that no number would mend."""

    what: str
    of: str
    paths: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_met(self) -> bool:
        return not self.paths and not self.why


def needs_of_simulation(design: Design) -> Needs:
    """Return what a design lacks to be simulated."""
    from ..models.cell.prepare import prepared_from

    def tried(design: Design, record: Record) -> str:
        try:
            prepared_from(Reader(of_design(design), record), design.name)
        except NatriaError as no:
            return f"{no.what}; {no.fix}" if no.fix else no.what
        except (Unanswerable, Refuse) as no:
            return str(no)
        return ""

    return _needs("simulation", design.name, design, tried)


def needs_of_criteria(design: Design) -> tuple[Needs, ...]:
    """Return the inputs that a design lacks for each quantity that a closed form answers.

    The quantity is one of the cell or of its first layer.
    """
    layers = tuple(name for where in ("interphase", "electrolyte") for name in design.names(where))
    found = []
    for form in models().values():
        for name in form.answers:
            subjects = (design.name, *(f"{design.name}#{layer}" for layer in layers))
            tries = [_needs(name, subject, design, _asking(form, Question(name, subject))) for subject in subjects]
            found.append(min(reversed(tries), key=lambda n: (bool(n.why), len(n.paths))))  # a layer says more
    return _best(found)


def with_default_study(case: Case) -> Case:
    """Return a case whose file has no [study] with one that asks for all that its designs can answer."""
    if case.study != StudyTable():
        return case
    designs = [case.design(system) for system in case.systems]
    asks = [AskTable(name=n.what, of=n.of) for design in designs for n in needs_of_criteria(design) if n.is_met]
    return replace(case, study=StudyTable(ask=asks, budget=list(case.systems)))


def lines_of(paths: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the lines to add to a design file, by the table in which they stand."""
    tables: dict[str, list[str]] = {}
    for path in dict.fromkeys(map(written_at, paths)):
        *table, key = split(path)
        tables.setdefault(join(table), []).append(f"{join([key])} = {_example(path)}")
    return {table: tuple(lines) for table, lines in tables.items()}


def _asking(form: Answerer, question: Question) -> Callable[[Design, Record], str]:
    def tried(design: Design, record: Record) -> str:
        answer = ask(form, design, question, spread=False, record=record)
        return answer.why if isinstance(answer, Refused) else ""

    return tried


def _needs(what: str, of: str, design: Design, tried: Callable[[Design, Record], str]) -> Needs:
    """Fill in what is missing, one number after the other; `tried` returns why there is no answer yet."""
    missing: list[str] = []
    for _ in range(MOST):
        record = Record()
        why = tried(design, record)
        path = _missing(record)
        if not why:
            return Needs(what, of, tuple(missing))
        number = number_at(written_at(path)) if path else None
        if number is None or path in missing:
            return Needs(what, of, tuple(missing), why)
        missing.append(path)
        value = Finding(Question(number.term, f"{design.name}#{path}"), _middle(number.term), Assumed(WHY))
        try:
            design = design.patched({written_at(path): value})
        except NatriaError as no:
            return Needs(what, of, tuple(missing), no.what)
    return Needs(what, of, tuple(missing), f"more than {MOST} numbers are missing")


def _missing(record: Record) -> str:
    """Return the path at which a design gave nothing, where that was the last that was read; else empty."""
    match list(record.how)[-1:]:
        case [("has", path)] if record.settings[f"has {path}"].word == "not given":
            return path
    return ""


def _middle(name: str) -> float:
    """Return a value that the domain of a term allows."""
    return 0.5 if term(name).domain == "fraction" else 1.0


def _best(found: Iterable[Needs]) -> tuple[Needs, ...]:
    """Return for each quantity the answerer that lacks least."""
    best: dict[str, Needs] = {}
    for one in found:
        other = best.setdefault(one.what, one)
        if (bool(one.why), len(one.paths)) < (bool(other.why), len(other.paths)):
            best[one.what] = one
    return tuple(best.values())


def _example(path: str) -> str:
    number = number_at(path)
    if number is None:
        return ".."
    if number.role == "setting":
        return number.example
    return f'{{ value = .., unit = "{term(number.term).shown}", ground = "..", why = ".." }}'
