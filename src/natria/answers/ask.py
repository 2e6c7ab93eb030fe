"""How an answerer is asked: once, for every kind of answerer.

A condition that has no place in the design, or that the answerer did not read and does not declare as irrelevant,
refuses the question and is never dropped; so does a part that the answerer did not look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

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
from .once import ARTEFACTS, Value, by, plain, ready, run_once
from .reader import UNMOVED, Reader, Record, Refuse, of_record
from .spread import linear_spread


def ask(
    answerer: Answerer,
    design: Design,
    question: Question,
    *,
    spread: bool = True,
    of: Answerer | AnyArtefact | None = None,
    record: Record | None = None,
) -> Answer:
    """The answer to a question about a design, with everything that was read; or why there is none.

    `of` is what an observable reads: an artefact, or the answerer that is asked for one under the same conditions.
    What was read is put into `record` where one is given.
    """
    record = Record() if record is None else record
    try:
        artefact = _artefact(answerer, design, question, of)
    except (Refuse, Unanswerable) as no:
        return Refused(question, answerer.name, str(no))
    try:
        here, placed, homeless = design.under(question)
        stated = artefact.reference.question.at if artefact else {}
        homeless = {key: why for key, why in homeless.items() if key not in stated}
        has_places(answerer, design, homeless)
        answered = run_once(answerer, here, record, question, artefact=artefact)
        is_complete(answerer, question, record, placed, stated)
        reads_no_homeless(here, record, homeless)
        value = answered.value
        std = None
        if spread and isinstance(value, float):
            std = _spread(answerer, design, question, record, of, value=value)
    except (Refuse, Unanswerable) as no:
        return Refused(question, answerer.name, str(no))
    except NatriaError as no:
        return Refused(question, answerer.name, no.what)
    keeps_the_contract(answerer, question, record, value)
    ignored = tuple(
        k for k in question.at if k in answerer.ignores and placed.get(k) not in record.findings and k not in stated
    )
    origin = record.origin(answerer.name, answerer.version, answerer.valid, ignored)
    full = in_full(replace(question, at={**stated, **question.at}), here, record, answered.at)
    if isinstance(value, tuple):
        return Finding(full, sum(value) / 2, origin, None, value)
    if isinstance(value, ARTEFACTS):
        return replace(value, question=full, origin=origin)
    return Finding(full, value, origin, std)


def ask_number(
    answerer: Answerer,
    design: Design,
    question: Question,
    *,
    spread: bool = True,
    of: Answerer | AnyArtefact | None = None,
    record: Record | None = None,
) -> Finding | Refused:
    """The answer to a question that is answered by a number; one that is answered by an artefact is refused."""
    found = ask(answerer, design, question, spread=spread, of=of, record=record)
    if isinstance(found, ARTEFACTS):
        why = f"{question.name} is answered by a {kind_of(found)}, and a number is needed"
        return Refused(question, answerer.name, why)
    return found


def value_of(
    answerer: Answerer,
    design: Design,
    question: Question,
    moved: Mapping[str, float] = UNMOVED,
    *,
    of: Answerer | AnyArtefact | None = None,
) -> float:
    """The number alone, with some inputs moved (values by the id of the finding); raises where it is refused."""
    here, _, _ = design.under(question)
    artefact = _artefact(answerer, design, question, of, moved)
    value = run_once(answerer, here, Record(), question, moved=moved, artefact=artefact).value
    if isinstance(value, ARTEFACTS):
        raise Refuse(f"the answer is a {kind_of(value)}")
    if isinstance(value, tuple):
        raise Refuse("the answer is a range")
    if not isfinite(value):
        raise Refuse("the answer is not finite")
    return value


def replay(
    answerer: Answerer, design: Design, question: Question, *, of: Answerer | AnyArtefact | None = None
) -> tuple[Value, Value]:
    """The answer, and the answer from its own record alone; the second fails if a read went unrecorded."""
    here, _, _ = design.under(question)
    record = Record()
    first = run_once(answerer, here, record, question, artefact=_artefact(answerer, design, question, of)).value
    again = Reader(of_record(record), Record(), question.name, here.part_of(question.part), by=by(answerer))
    return first, plain(answerer.run(again)).value


# --- the artefact that an observable reads


def _artefact(
    answerer: Answerer,
    design: Design,
    question: Question,
    of: Answerer | AnyArtefact | None,
    moved: Mapping[str, float] = UNMOVED,
) -> AnyArtefact | None:
    """The artefact for an observable, under the conditions of the question that the observable does not take itself."""
    name = answerer.of_artefact
    if not name:
        if of is not None:
            raise ModelError(f"{answerer.name} reads no artefact", "leave out `of`, or declare `of_artefact`")
        return None
    wanted = Question(name, question.of, {k: v for k, v in question.at.items() if k not in answerer.takes})
    if of is None:
        raise Refuse(f"{answerer.name} reads a {term(name).artefact} ({name}), and none was given")
    if not isinstance(of, Answerer):
        return _given(answerer, wanted, of)
    if moved:
        record = Record()
        here, _, _ = design.under(wanted)
        made = run_once(of, here, record, wanted, moved=moved).value
        return replace(made, question=wanted, origin=record.origin(*by(of))) if isinstance(made, ARTEFACTS) else None
    found = ask(of, design, wanted, spread=False)
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
    answerer: Answerer,
    design: Design,
    question: Question,
    record: Record,
    of: Answerer | AnyArtefact | None,
    *,
    value: float,
) -> float | None:
    """Of a cheap number, through a cheap artefact. How far an artefact in hand follows its inputs is not known here."""
    if answerer.cost != "cheap" or term(question.name).artefact or isinstance(of, ARTEFACTS):
        return None
    if isinstance(of, Answerer) and of.cost != "cheap":
        return None
    behind = [f for one in record.artefacts.values() for f in _inputs(one.origin)]
    used = {f.id: f for f in (*behind, *record.findings.values())}
    if of is None:
        again = ready(answerer, design, question)
        # what a moved answer reads goes on record too: a law may be read by it alone
        return linear_spread(question, value, used, lambda values: again.value(values, record))
    here, _, _ = design.under(question)

    def moved(values: Mapping[str, float]) -> float:
        artefact = _artefact(answerer, design, question, of, moved=values)
        value = run_once(answerer, here, Record(), question, moved=values, artefact=artefact).value
        if isinstance(value, (tuple, *ARTEFACTS)):
            raise Refuse("the answer is no number")
        return value

    return linear_spread(question, value, used, moved)


def _inputs(origin: Origin) -> tuple[Finding, ...]:
    return origin.inputs if isinstance(origin, Computed) else ()
