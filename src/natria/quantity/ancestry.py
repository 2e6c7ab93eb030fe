"""The ancestors of a finding or an artefact, each once, down to facts, files and assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .finding import Ancestor, Artefact, Assumed, Computed, Fit, Fitted, Measured, Reported, Setting, parents


def ancestry(finding: Ancestor) -> Iterator[Ancestor]:
    """The finding or artefact and everything it rests on, each once.

    Ancestry is a graph; walking it as a tree explodes.
    """
    seen: set[str] = set()
    waiting = [finding]
    while waiting:
        one = waiting.pop()
        if one.id not in seen:
            seen.add(one.id)
            yield one
            waiting.extend(reversed(parents(one)))


def evidence(finding: Ancestor) -> frozenset[str]:
    """The records and files that a number rests on, through every fit and model."""
    found: set[str] = set()
    for one in ancestry(finding):
        match one.origin:
            case Reported(record=record, shares=shares):
                found |= {record, *shares}
            case Measured(sha256=digest):
                found.add(f"file:{digest}")
            case _:
                pass
    return frozenset(found)


def is_own_data(one: Ancestor) -> bool:
    """Whether a number or an artefact was read off own files: measured, or fitted to nothing else.

    Inputs that it needed (an area, a thickness) may be assumed.
    """
    match one.origin:
        case Measured():
            return True
        case Fitted(fit=fit):
            data: tuple[Ancestor, ...] = (*fit.data, *fit.artefacts)
            return bool(data) and all(is_own_data(each) for each in data)
        case _:
            return False


def is_of_spectra(one: Ancestor) -> bool:
    """Whether a number was fitted to own spectra alone: a measurement, which is not fitted again."""
    return isinstance(one.origin, Fitted) and is_own_data(one) and any(isinstance(a, Artefact) for a in ancestry(one))


def is_known(finding: Ancestor) -> bool:
    """Whether a number rests on any paper or file; settings do not count."""
    return any(
        isinstance(one.origin, Measured) or (isinstance(one.origin, Reported) and one.origin.kind != "set")
        for one in ancestry(finding)
    )


@dataclass(frozen=True)
class Assumption:
    """Something without a source that a number rests on, and the reason that was given for it."""

    about: str
    why: str

    def __str__(self) -> str:
        return f"{self.about} ({self.why})"


def assumptions(finding: Ancestor) -> tuple[Assumption, ...]:
    """The unsourced inputs of a number, each once: own assumptions, those of a paper, chosen laws."""
    found: dict[Assumption, None] = {}
    for one in ancestry(finding):
        about = f"{one.question.name} of {one.question.of}"
        laws: tuple[Setting, ...] = ()
        match one.origin:
            case Assumed(why=why):
                found[Assumption(about, why)] = None
            case Reported(kind="assumed", record=record):
                found[Assumption(about, f"assumed in {record}")] = None
            case Computed(model=model, inputs=(), settings=(), artefacts=()):
                found[Assumption(about, f"computed by {model} from nothing on record")] = None
            case Computed(settings=settings):
                laws = settings
            case Fitted(fit=Fit(data=(), artefacts=())):
                found[Assumption(about, "fitted to nothing on record")] = None
            case Fitted(fit=Fit(laws=chosen)):
                laws = chosen
            case _:
                pass
        found |= {Assumption(f"{s.path} is {s.word}", s.why): None for s in laws if s.why}
    return tuple(found)
