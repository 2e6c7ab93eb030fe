"""Parts of a document that are assumed or wait for a fit, and from what its numbers were found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..quantity import Finding, Fitted, Measured, Question, Reported, Span, ancestry, is_of_spectra, same_condition
from .paths import join
from .values import is_fit


def assumed_in(node: Any, path: list[str]) -> Iterator[tuple[str, str]]:
    """The paths below a node that are assumed, each with its reason."""
    if isinstance(node, Mapping):
        if isinstance(node.get("why"), str) and ("value" in node or "law" in node):
            yield join(path), node["why"]
        for key, inner in node.items():
            yield from assumed_in(inner, [*path, key])


def fit_names(node: Any) -> Iterator[str]:
    """The names of the fits that a node refers to."""
    if isinstance(node, Mapping):
        if is_fit(node):
            yield node["fit"]
        else:
            for inner in node.values():
                yield from fit_names(inner)


def found_of(finding: Finding) -> tuple[Question, ...] | None:
    """Return the subjects and conditions from which a number was found; None for one that was not found."""
    match finding.origin:
        case Reported():
            return (finding.question,)
        case Fitted() if is_of_spectra(finding):
            files = {one.origin.file for one in ancestry(finding) if isinstance(one.origin, Measured)}
            named = {file.partition(".")[0] for file in files}
            return () if finding.question.of.partition(",")[0] in named else (finding.question,)
        case Fitted(fit=fit):
            return tuple(d.question for d in fit.data)
        case Measured(file=file):
            # A cell without a name of its own has that of its file, and a design that refers to it says whose it is.
            return () if finding.question.of == file.partition(".")[0] else (finding.question,)
        case _:
            return None


def is_met(value: float | Span, span: Span) -> bool:
    """Whether a value, or any value of a range, lies within a span."""
    low, high = value if isinstance(value, tuple) else (value, value)
    return low <= span[1] and high >= span[0]


def holds_at(key: str, value: float | Span, here: float) -> bool:
    """Whether a condition, or a range of it, agrees with that of the design."""
    ends = value if isinstance(value, tuple) else (value, value)
    return ends[0] <= here <= ends[1] or any(same_condition(key, end, here) for end in ends)
