"""An entry of a store is computed again from what it read, and the two results are compared."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from math import inf

from ..design import Unanswerable
from ..quantity import InputError, Problem, question_from_json
from ..record import difference
from ..store import Entry
from .answerer import Answerer
from .kept import PART, reads_of, record_of
from .once import ARTEFACTS, Value, run_record
from .reader import UNMOVED, Refuse
from .spread import widened

SAME = 1e-6  # relative: what libraries and processors differ by


def compute_again(answerer: Answerer, entry: Entry) -> Value:
    """The number or artefact that the answerer gives now from what the entry read, and from nothing else.

    Raises where the installed answerer is of another version, or refuses.
    """
    if (answerer.name, answerer.version) != (entry.name, entry.version):
        what = f"was computed by {entry.name} {entry.version}; installed is {answerer.name} {answerer.version}"
        raise InputError(entry.id[:12], [Problem("", what, "natria store gc removes results of older versions")])
    if missing := [name for name in answerer.needs if find_spec(name) is None]:
        what = f"{answerer.name} needs {', '.join(missing)}, which is not installed"
        raise InputError(entry.id[:12], [Problem("", what, "install it, and verify the entry again")])
    question = question_from_json(entry.content["question"])
    part = next((word for how, _, word in reads_of(entry) if how == PART), "")
    record, own = record_of(entry), entry.key.get("moved", UNMOVED)

    def run(moved: Mapping[str, float]) -> Value:
        return run_record(answerer, record, question.name, part, {**own, **moved})

    try:
        value = run(UNMOVED)
        if isinstance(value, tuple) and answerer.widened and entry.key.get("spread"):
            value = widened(question, value, record.findings, run)
    except (Refuse, Unanswerable) as no:
        fix = "raise the version of an answerer whose equation changes"
        raise InputError(entry.id[:12], [Problem("", f"{answerer.name} refuses now: {no}", fix)]) from None
    return value


def apart(one: Value, other: Value) -> float:
    """Return the relative difference of two answers.

    Of numbers it is |a - b| / max(|a|, |b|); of ranges, the larger of the differences of their ends.

    Of artefacts it is that of `record.difference`. Infinity where one is of another kind than the other.
    """
    if isinstance(one, ARTEFACTS) or isinstance(other, ARTEFACTS):
        return difference(one, other) if isinstance(one, ARTEFACTS) and isinstance(other, ARTEFACTS) else inf
    ends, others = (each if isinstance(each, tuple) else (each,) for each in (one, other))
    if len(ends) != len(others):
        return inf
    return max(abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0 for a, b in zip(ends, others, strict=True))
