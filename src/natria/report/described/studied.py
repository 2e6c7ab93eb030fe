"""A study as one table: reported, measured, computed and simulated numbers with verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...quantity import (
    Computed,
    Finding,
    Fitted,
    Measured,
    Refused,
    Reported,
    is_own_data,
    show_conditions,
    term,
    trace,
    typeset,
)
from ...studies import (
    VERDICTS,
    WITHOUT,
    Comparison,
    StudyResult,
    blocked_by,
    by_target,
    count_targets,
    interval_words,
    is_of_atoms,
    sentence,
    verdict_of,
)
from ..common.labels import label
from ..study.missing import means_line, missing
from ..study.wording import agreement, listed, model_of, score_lines, value_of

NUMBERS = ("reported", "measured", "computed", "simulated")
COLUMNS = {
    "target": "quantity",
    "reported": "reported",
    "measured": "measured",
    "computed": "computed",
    "simulated": "simulated",
    "comparison": "comparison",
    "verdict": "verdict",
}
LEGEND = {
    "prediction": "every input that matters has a source: a miss convicts the model",
    "measurement": "own data",
    "conditional": "moves too far with something that is estimated, guessed or chosen",
    "check": "consistency only: both numbers rest on the same paper, or the target is itself derived or set",
    "fit": "the answer was fitted to evidence that it shares with the target",
    "input": "taken over or follows from settings: nothing was predicted",
    "not comparable": "an answer to another question, such as other conditions",
    "refused": "no answer, with the reason",
}


@dataclass(frozen=True)
class StudyNumber:
    """A number of one kind; an answer has its mark (verdict), its agreement and the reason of the verdict."""

    id: str
    shown: str
    ends: str = ""  # 95 % interval
    by: str = ""
    mark: str = ""
    agreement: str = ""
    within: bool | None = None
    says: str = ""
    why: str = ""


@dataclass(frozen=True)
class FourKindsRow:
    """A target with its numbers by kind; `refused` are the reasons of those who gave no answer."""

    id: str
    quantity: str
    explains: str
    system: str
    conditions: str
    kind: str  # of the target in its paper, or "measured here"
    verdict: str
    numbers: Mapping[str, tuple[StudyNumber, ...]]
    refused: tuple[str, ...] = ()
    means: str = ""  # what would answer it


@dataclass(frozen=True)
class StudyRefusal:
    """Targets without an answer for one reason."""

    says: str
    quantities: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class FourKinds:
    columns: Mapping[str, str]
    numbers: tuple[str, ...]  # the columns that hold numbers
    rows: tuple[FourKindsRow, ...]
    legend: Mapping[str, str]
    filters: Mapping[str, Mapping[str, int]]  # of verdict, kind and system: the words, with the rows that have them
    score: str
    scores: tuple[str, ...]
    refusals: tuple[StudyRefusal, ...]
    means: str


def study_table(result: StudyResult) -> FourKinds:
    """Return the base run of a study as one table."""
    own = by_target(c for c in result.base.own)
    asked = by_target(result.base.comparisons)
    targets = [*result.targets, *_measured_targets(result)]
    made = [_row(t, (*asked.get(t.id, ()), *own.get(t.id, ()))) for t in targets]
    rows = tuple(sorted(made, key=lambda row: row.verdict in WITHOUT))  # what is answered comes first
    used = {row.verdict for row in rows} | {n.mark for row in rows for some in row.numbers.values() for n in some}
    filters = {
        "verdict": _counted((row.verdict for row in rows), VERDICTS),
        "kind": _counted(row.kind for row in rows),
        "system": _counted(row.system for row in rows),
    }
    groups = tuple(
        StudyRefusal(
            typeset(g.says),
            listed(f"{name.replace('_', ' ')} ({n})" for name, n in g.by_quantity().items()),
            tuple(t.id for t in g.targets),
        )
        for g in missing(result)
    )
    legend = {word: says for word, says in LEGEND.items() if word in used}
    scores = tuple(typeset(line) for line in score_lines(result))
    return FourKinds(
        COLUMNS, NUMBERS, rows, legend, filters, score_sentence(result), scores, groups, means_line(result)
    )


def score_sentence(result: StudyResult) -> str:
    """Return how many targets are answered, and how many predictions are right and wrong."""
    counted = count_targets(result.targets, result.base.comparisons)
    made = [c for c in result.base.comparisons if c.verdict == "prediction"]
    right, wrong = (sum(c.within is word for c in made) for word in (True, False))
    text = f"{counted.answered} of {counted.reported} reported numbers answered"
    if not made:
        return f"{text}; no prediction among the answers"
    open_ = len(made) - right - wrong
    undecided = f", {open_} without a spread to judge by" if open_ else ""
    return f"{text}; predictions: {right} right, {wrong} wrong{undecided}"


def study_traces(result: StudyResult) -> dict[str, str]:
    """Return what each target and each answer of the table rests on, by its id."""
    every = [f for c in (*result.base.comparisons, *result.base.own) for f in (c.target, c.answer)]
    found = {f.id: f for f in (*result.targets, *every) if isinstance(f, Finding)}
    return {name: typeset(trace(f)) for name, f in found.items()}


def _measured_targets(result: StudyResult) -> list[Finding]:
    """Return the measured numbers that models were asked for; those that answer a paper stand beside it."""
    found = {c.target.id: c.target for c in result.base.own if not isinstance(c.target.origin, Reported)}
    return list(found.values())


def _row(target: Finding, comparisons: tuple[Comparison, ...]) -> FourKindsRow:
    q = target.question
    numbers: dict[str, tuple[StudyNumber, ...]] = {_column(target): (_plain(target),)}
    for c in comparisons:
        if isinstance(c.answer, Finding):
            column = _column(c.answer)
            numbers[column] = (*numbers.get(column, ()), _answer(c, c.answer))
    verdict = verdict_of(comparisons)
    refused = tuple(dict.fromkeys(typeset(c.why) for c in comparisons if isinstance(c.answer, Refused)))
    return FourKindsRow(
        target.id,
        label(q),
        term(q.name).meaning,
        q.of,
        typeset(show_conditions(q.at)),
        target.origin.kind if isinstance(target.origin, Reported) else "measured here",
        verdict,
        numbers,
        refused if verdict in WITHOUT else (),
        blocked_by(q.name) if verdict in WITHOUT else "",
    )


def _plain(target: Finding) -> StudyNumber:
    return StudyNumber(target.id, typeset(value_of(target, None)))


def _answer(c: Comparison, answer: Finding) -> StudyNumber:
    return StudyNumber(
        answer.id,
        typeset(value_of(answer, c.grade)),
        typeset(interval_words(answer.question.name, c.grade)),
        model_of(answer),
        c.verdict,
        typeset(agreement(c)),
        c.within,
        typeset(sentence(c)),
        typeset(c.why),
    )


def _column(finding: Finding) -> str:
    """Return the kind of a number: by its origin, and of a computed one by who computed it."""
    match finding.origin:
        case Reported():
            return "reported"
        case Measured() | Fitted() if is_own_data(finding):
            return "measured"
        case Measured():
            return "measured"
        case Computed(model=model):
            return "computed" if is_of_atoms(model) else "simulated"
        case Fitted(fit=fit):
            return "computed" if is_of_atoms(fit.model) else "simulated"
    return "simulated"  # an assumption or a setting of the design, which the model takes over


def _counted(words: Iterable[str], order: Iterable[str] = ()) -> dict[str, int]:
    counted = Counter(words)
    names = [*(word for word in order if counted[word]), *sorted(set(counted) - set(order))]
    return {name: counted[name] for name in names}
