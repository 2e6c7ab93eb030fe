"""What a finding rests on: walked as the graph that it is, each ancestor once, down to facts, files and assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .finding import Assumed, Computed, Finding, Fit, Fitted, Measured, Reported, Setting


def parents(finding: Finding) -> tuple[Finding, ...]:
    """The findings that this one was made from."""
    match finding.origin:
        case Fitted(fit=fit):
            return (*fit.data, *fit.held, *_facts(fit.laws))
        case Computed(inputs=inputs, settings=settings):
            return (*inputs, *_facts(settings))
        case Measured(inputs=inputs) | Assumed(facts=inputs):
            return inputs
        case _:
            return ()


def _facts(settings: tuple[Setting, ...]) -> tuple[Finding, ...]:
    """The facts for which laws were chosen."""
    return tuple(fact for setting in settings for fact in setting.facts)


def parents_first(finding: Finding) -> list[Finding]:
    """The finding and those ancestors that have no digest yet, by object, parents before children, no recursion."""
    done: dict[int, Finding] = {}
    waiting = [finding]
    while waiting:
        one = waiting[-1]
        new = [p for p in parents(one) if id(p) not in done and "digest" not in p.__dict__]
        if new:
            waiting.extend(new)
        else:
            done[id(waiting.pop())] = one
    return list(done.values())


def ancestry(finding: Finding) -> Iterator[Finding]:
    """The finding and everything it rests on, each once: ancestry is a graph, and walking it as a tree explodes."""
    seen: set[str] = set()
    waiting = [finding]
    while waiting:
        one = waiting.pop()
        if one.id not in seen:
            seen.add(one.id)
            yield one
            waiting.extend(reversed(parents(one)))


def evidence(finding: Finding) -> frozenset[str]:
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


def is_known(finding: Finding) -> bool:
    """Whether anything that was found out, in a paper or a file, stands behind a number; settings do not count."""
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


def assumptions(finding: Finding) -> tuple[Assumption, ...]:
    """What a number rests on without a source, each once: assumed here, assumed in a paper, laws that were chosen."""
    found: dict[Assumption, None] = {}
    for one in ancestry(finding):
        about = f"{one.question.name} of {one.question.of}"
        laws: tuple[Setting, ...] = ()
        match one.origin:
            case Assumed(why=why):
                found[Assumption(about, why)] = None
            case Reported(kind="assumed", record=record):
                found[Assumption(about, f"assumed in {record}")] = None
            case Computed(model=model, inputs=(), settings=()):
                found[Assumption(about, f"computed by {model} from nothing on record")] = None
            case Computed(settings=settings):
                laws = settings
            case Fitted(fit=Fit(data=())):
                found[Assumption(about, "fitted to nothing on record")] = None
            case Fitted(fit=Fit(laws=chosen)):
                laws = chosen
            case _:
                pass
        found |= {Assumption(f"{s.path} is {s.word}", s.why): None for s in laws if s.why}
    return tuple(found)
