"""How an answerer is asked: once, for every kind of answerer.

A condition that has no place in the design, or that the answerer did not read and does not declare as irrelevant,
refuses the question and is never dropped; so does a part that the answerer did not look at.
"""

from __future__ import annotations

from dataclasses import replace

from ..design import Design, Unanswerable
from ..quantity import (
    Computed,
    Finding,
    ModelError,
    NatriaError,
    Origin,
    Question,
    Refused,
    same_condition,
    show_condition,
    term,
)
from ..record import AnyArtefact, kind_of
from .answerer import Answer, Answerer
from .contract import has_places, in_full, is_complete, keeps_the_contract, reads_no_homeless
from .moved import MovedAnswers
from .once import ARTEFACTS, Ready, Value, placed, ready, run_record, wanted
from .reader import NoOutcome, Record, Refuse
from .spread import LinearSpread, linear_spread, widened


def ask(
    answerer: Answerer,
    design: Design,
    question: Question,
    *,
    spread: bool = True,
    of: Answerer | AnyArtefact | None = None,
    record: Record | None = None,
    moving: MovedAnswers | None = None,
) -> Answer:
    """The answer to a question about a design, with everything that was read; or why there is none.

    `of` is what an observable reads: an artefact, or the answerer that is asked for one under the same conditions.
    What was read is put into `record` where one is given. A cheap number has a spread; another has one where `moving`
    gives its moved answers. The spread of a range is that of its middle, unless its ends are moved outwards.
    """
    record = Record() if record is None else record
    try:
        artefact = _artefact(answerer, design, question, of)
    except (Refuse, Unanswerable) as no:
        return Refused(question, answerer.name, str(no))
    try:
        here, paths, homeless = design.under(question)
        stated = artefact.reference.question.at if artefact else {}
        homeless = {key: why for key, why in homeless.items() if key not in stated}
        has_places(answerer, design, homeless)
        asked = placed(answerer, here, question, artefact)
        moving = moving if moving and moving.reaches(answerer, question, artefact) else None
        answered = moving.centre(asked, record) if moving else asked.run(record=record)
        record.found = answered.at
        is_complete(answerer, question, record, paths, stated)
        reads_no_homeless(here, record, homeless)
        value = answered.value
        found = LinearSpread(None)
        if spread and isinstance(value, float) and answered.bound is None:
            found = _spread(asked, design, record, of, value=value, moving=moving)
        if spread and isinstance(value, tuple) and moving and not answerer.widened:
            found = _spread(asked, design, record, of, value=sum(value) / 2, moving=moving)
        if spread and isinstance(value, tuple) and answerer.widened:
            value = widened(question, value, record.findings, lambda values: asked.run(values, record).value)
    except (Refuse, Unanswerable) as no:
        return Refused(question, answerer.name, str(no), of_run=isinstance(no, NoOutcome))
    except NatriaError as no:
        return Refused(question, answerer.name, f"{no.what}; {no.fix}" if no.fix else no.what)
    keeps_the_contract(answerer, question, record, value)
    ignored = tuple(
        k for k in question.at if k in answerer.ignores and paths.get(k) not in record.findings and k not in stated
    )
    origin = record.origin(answerer.name, answerer.version, answerer.valid, ignored)
    full = in_full(replace(question, at={**stated, **question.at}), here, record, answered.at)
    if isinstance(value, tuple):
        return Finding(full, sum(value) / 2, origin, found.std, value, doubt=found.doubt)
    if isinstance(value, ARTEFACTS):
        return replace(value, question=full, origin=origin)
    return Finding(full, value, origin, found.std, answered.bound, doubt=found.doubt)


def ask_number(
    answerer: Answerer,
    design: Design,
    question: Question,
    *,
    spread: bool = True,
    of: Answerer | AnyArtefact | None = None,
    record: Record | None = None,
) -> Finding | Refused:
    """Return the answer to a question whose answer is a number.

    A question whose answer is an artefact is refused.
    """
    return as_number(ask(answerer, design, question, spread=spread, of=of, record=record), answerer)


def as_number(answer: Answer, answerer: Answerer) -> Finding | Refused:
    """The answer, and a refusal in place of an artefact."""
    if not isinstance(answer, ARTEFACTS):
        return answer
    asked = answer.reference.question
    return Refused(asked, answerer.name, f"{asked.name} is answered by a {kind_of(answer)}, and a number is needed")


def replay(
    answerer: Answerer, design: Design, question: Question, *, of: Answerer | AnyArtefact | None = None
) -> tuple[Value, Value]:
    """The answer, and the answer from its own record alone; the second fails if a read went unrecorded."""
    record = Record()
    asked = ready(answerer, design, question, _artefact(answerer, design, question, of))
    return asked.run(record=record).value, run_record(answerer, record, question.name, asked.part)


# --- the artefact that an observable reads


def _artefact(
    answerer: Answerer, design: Design, question: Question, of: Answerer | AnyArtefact | None
) -> AnyArtefact | None:
    """The artefact for an observable, which is asked for where an answerer is given."""
    name = answerer.of_artefact
    if not name:
        if of is not None:
            raise ModelError(f"{answerer.name} reads no artefact", "leave out `of`, or declare `of_artefact`")
        return None
    if of is None:
        raise Refuse(f"{answerer.name} reads a {term(name).artefact} ({name}) of {question.of}, and none is given")
    if not isinstance(of, Answerer):
        return _given(answerer, wanted(answerer, question), of)
    found = ask(of, design, wanted(answerer, question), spread=False)
    if isinstance(found, Finding | Refused):
        why = found.why if isinstance(found, Refused) else "it is a number"
        raise Refuse(f"{of.name} gives no {name}: {why}")
    return found


def _given(answerer: Answerer, wanted: Question, artefact: AnyArtefact) -> AnyArtefact:
    """An artefact in hand, if it is the one that is asked about and states every condition."""
    about = artefact.reference.question
    if (about.name, about.of) != (wanted.name, wanted.of):
        raise Refuse(f"the {kind_of(artefact)} in hand is {about.name} of {about.of}, not {wanted.name} of {wanted.of}")
    for key, value in wanted.at.items():
        if key in about.at and not same_condition(key, value, about.at[key]):
            one, other = show_condition(key, about.at[key]), show_condition(key, value)
            raise Refuse(f"the {kind_of(artefact)} in hand has the {key.replace('_', ' ')} {one}, not {other}")
        if key not in about.at and key not in answerer.ignores:
            raise Refuse(f"the {kind_of(artefact)} in hand does not state its {key.replace('_', ' ')}")
    return artefact


def _spread(
    asked: Ready,
    design: Design,
    record: Record,
    of: Answerer | AnyArtefact | None,
    *,
    value: float,
    moving: MovedAnswers | None,
) -> LinearSpread:
    """Return the spread of a cheap number, and of one whose moved answers are given; none for others.

    The number may be read from a cheap artefact. How an artefact in hand depends on its inputs is known where the
    moved artefacts are given.
    """
    answerer, question = asked.answerer, asked.question
    behind = [f for one in record.artefacts.values() for f in _inputs(one.origin)]
    used = {f.id: f for f in (*behind, *record.findings.values())}
    if moving:
        return linear_spread(question, value, used, lambda values: moving.value(asked, design, values, record))
    if answerer.draws or not is_cheap(answerer, question, of):
        return LinearSpread(None)
    if isinstance(of, Answerer):
        through = replace(asked, of=ready(of, design, wanted(answerer, question)))
        return linear_spread(question, value, used, through.value)
    # what a moved answer reads goes on record too: a law may be read by it alone
    return linear_spread(question, value, used, lambda values: asked.value(values, record))


def is_cheap(answerer: Answerer, question: Question, of: Answerer | AnyArtefact | None) -> bool:
    """Whether an answer is a number whose inputs are always moved: cheap, as is what it is read off."""
    if answerer.cost != "cheap" or term(question.name).artefact or isinstance(of, ARTEFACTS):
        return False
    return not isinstance(of, Answerer) or of.cost == "cheap"


def _inputs(origin: Origin) -> tuple[Finding, ...]:
    return origin.inputs if isinstance(origin, Computed) else ()
