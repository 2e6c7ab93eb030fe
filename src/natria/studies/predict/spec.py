"""The spec of a prediction: a case, training facts, questions by their conditions, alternatives.

A question has no place for a value, so the value of a target cannot enter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ...design.case import Case, read_toml
from ...design.schema.study import WhatIf
from ...design.schema.tables import Reason, SchemaTable
from ...literature import Paths
from ...quantity import (
    TERMS,
    InputError,
    NatriaError,
    Problem,
    Question,
    conditions,
    did_you_mean,
    show_question,
    term,
)
from ...quantity.validation import problems_of
from ..answerers import answerers
from ..opening.case import open_case
from .conditions import ConditionTable, FactCondition, read_conditions

MEMBERS = 1024
FEWEST, MOST = 16, 100_000
SEED = 20261129
ID = r"^[A-Za-z0-9_.+-]+$"
VALUES = ("value", "std", "unit", "pm", "range", "bound", "fact")  # keys that would give a target away
SUM = 1e-6  # by how much weights may miss one


class QuestionTable(SchemaTable):
    """A question by its term, subject and conditions. `models` restricts which answerers are asked."""

    name: str = Field(examples=['"specific_capacity"'])
    of: str = Field(examples=['"chi2022/na-s"'])
    at: dict[str, str] = Field(default={})
    models: list[str] = Field(default=[], description="answerers to ask; default: all that answer the term")
    baseline: str = Field(default="", description="the training fact of the baseline; default: the nearest one")


class OptionTable(WhatIf):
    """One alternative of a group: a patch of the design, with fits of its own where it needs them."""

    weight: float | None = Field(default=None, gt=0, description="default: equal weights")

    @property
    def paths(self) -> frozenset[str]:
        """Return the paths that it changes, of any system."""
        return frozenset(self.changes) | {path for several in self.systems.values() for path in several}


class GroupTable(SchemaTable):
    """A group of structural alternatives: exactly one of its options holds."""

    name: str = Field(examples=['"film law"'])
    why: Reason = Field(examples=['"nobody measured which law the film follows"'])
    weights: str = Field(default="", description="why the options do not weigh the same")
    option: dict[str, OptionTable] = Field(min_length=2, description="by name; an empty table leaves the case as it is")


class SpecFile(SchemaTable):
    """The content of a spec."""

    name: str = Field(default="", pattern=r"^[A-Za-z0-9_.+-]*$", description="default: the name of the file")
    title: str = ""
    case: str = Field(examples=['"chi2022"'])
    papers: list[str] = Field(default=[], description="files and folders of papers of your own")
    calibrated: list[str] = Field(default=[], description="results of natria calibrate, beside the spec")
    training: list[str] = Field(description="ids of the facts that fits may use", examples=['["chi2022:nas-capacity"]'])
    question: list[QuestionTable] = Field(min_length=1)
    alternative: list[GroupTable] = Field(default=[])
    condition: list[ConditionTable] = Field(default=[], description="training facts that each member has to meet")
    members: int = Field(default=MEMBERS, ge=FEWEST, le=MOST)
    seed: int = Field(default=SEED, ge=0, strict=True)
    baseline: Literal["constant resistance", "none"] = "constant resistance"


@dataclass(frozen=True)
class Asking:
    """One question of a spec with the answerers to ask, and the training fact of its baseline."""

    question: Question
    models: tuple[str, ...] = ()
    baseline: str = ""


@dataclass(frozen=True)
class PredictionSpec:
    """A spec that was read and checked, with its case. `digest` is the SHA-256 of its text."""

    name: str
    title: str
    source: str
    digest: str
    case: Case
    training: tuple[str, ...]
    asks: tuple[Asking, ...]
    groups: tuple[GroupTable, ...]
    members: int
    seed: int
    baseline: str
    calibrated: tuple[str, ...] = ()
    conditions: tuple[FactCondition, ...] = ()


def read_spec(file: Path, papers: Paths = ()) -> PredictionSpec:
    """Return the spec in a file; raises one error with everything that is wrong in it."""
    document = read_toml(file)
    if given_away := list(_values(document)):
        raise InputError(str(file), given_away)
    try:
        rows = SpecFile.model_validate(document)
    except ValidationError as bad:
        raise InputError(str(file), problems_of(bad, SpecFile)) from None
    known = tuple(dict.fromkeys((*papers, *((file.parent / one).resolve() for one in rows.papers))))
    calibrated = tuple(file.parent / one for one in rows.calibrated)
    case = open_case(_case_of(rows.case, file), papers=known, calibrated=calibrated)
    problems = [*_training(rows, case), *_questions(rows, case), *_groups(rows), *_systems(rows, case)]
    try:
        given = read_conditions(rows.condition, rows.training, case)
    except InputError as bad:
        problems += bad.problems
    if problems:
        raise InputError(str(file), problems)
    return PredictionSpec(
        rows.name or file.stem,
        rows.title,
        str(file),
        sha256(file.read_bytes()).hexdigest(),
        case,
        tuple(dict.fromkeys(rows.training)),
        tuple(Asking(Question(q.name, q.of, conditions(**q.at)), tuple(q.models), q.baseline) for q in rows.question),
        tuple(rows.alternative),
        rows.members,
        rows.seed,
        rows.baseline,
        tuple(rows.calibrated),
        given,
    )


def _case_of(name: str, file: Path) -> str:
    """The case as it is opened: a name, or a file beside the spec."""
    beside = file.parent / name
    return str(beside) if beside.suffix == ".toml" else name


def _values(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the keys of questions that give a value: a prediction knows conditions alone."""
    questions = document.get("question", [])
    for place, row in enumerate(questions if isinstance(questions, list) else [], 1):
        for key in row if isinstance(row, Mapping) else ():
            if key in VALUES:
                what = "a question of a prediction has conditions only; the value of its answer has no place here"
                yield Problem(f"question[{place}].{key}", what, "leave it out; natria score compares with values later")


def _training(rows: SpecFile, case: Case) -> Iterator[Problem]:
    facts = case.library.facts
    for place, name in enumerate(rows.training, 1):
        if name not in facts:
            yield Problem(f"training[{place}]", f"there is no fact {name!r}", did_you_mean(name, facts))


def _questions(rows: SpecFile, case: Case) -> Iterator[Problem]:
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(rows.question, 1):
        where = f"question[{place}]"
        if row.name not in TERMS:
            near = did_you_mean(row.name, TERMS) or "natria terms lists all terms"
            yield Problem(f"{where}.name", f"{row.name!r} is not in the vocabulary", near)
            continue
        try:
            question = Question(row.name, row.of, conditions(**row.at))
        except NatriaError as bad:
            yield Problem(f"{where}.at", bad.what, bad.fix or "natria terms lists all conditions with their units")
            continue
        if kind := term(row.name).artefact:
            yield Problem(f"{where}.name", f"{row.name} is answered by a {kind}, not by a number", "ask for a number")
        if missing := [key for key in term(row.name).needs if key not in question.at]:
            yield Problem(f"{where}.at", f"{row.name} has no meaning without {', '.join(missing)}", f"add {missing[0]}")
        if question.system not in case.systems and question.system not in case.study.stands_for:
            fix = did_you_mean(question.system, case.systems) or f"known here: {', '.join(case.systems)}"
            yield Problem(f"{where}.of", f"{question.system!r} is not a system of {case.name}", fix)
        for model in row.models:
            known = answerers()
            if model not in known:
                yield Problem(f"{where}.models", f"there is no answerer {model!r}", did_you_mean(model, known))
            elif row.name not in known[model].answers:
                able = [one.name for one in known.values() if row.name in one.answers]
                yield Problem(f"{where}.models", f"{model} does not answer {row.name}", did_you_mean(model, able))
        if row.baseline and row.baseline not in rows.training:
            yield Problem(f"{where}.baseline", f"{row.baseline!r} is not a training fact", "name one of training")
        key = (question.name, question.of, tuple(question.at.items()))
        if key in seen:
            yield Problem(where, f"{show_question(question)} is asked twice", "leave out one of the two")
        seen.add(key)


def _groups(rows: SpecFile) -> Iterator[Problem]:
    for name, times in Counter(group.name for group in rows.alternative).items():
        if times > 1:
            yield Problem("alternative", f"there are {times} groups {name!r}", "give each group a name of its own")
    for place, group in enumerate(rows.alternative, 1):
        where = f"alternative[{place}]"
        given = [option.weight for option in group.option.values() if option.weight is not None]
        if given and len(given) < len(group.option):
            yield Problem(where, "some options have a weight and some have none", "give all of them one, or none")
        elif given and not group.weights.strip():
            yield Problem(f"{where}.weights", "weights are given without a reason", 'add weights = "the reason"')
        elif given and abs(sum(given) - 1) > SUM:
            yield Problem(where, f"the weights add up to {sum(given):g}", "let them add up to 1")
        for name, option in group.option.items():
            if not option.paths and not option.says:
                fix = 'add says = ".." for the option that leaves the case as it is'
                yield Problem(f"{where}.option.{name}", "changes nothing and does not say what it is", fix)
    for (one, path), (other, inner) in _overlaps(rows):
        what = f"{one} and {other} both change {path}" + (f" ({inner})" if inner != path else "")
        yield Problem("alternative", what, "let each path belong to one group only")


def _systems(rows: SpecFile, case: Case) -> Iterator[Problem]:
    for group in rows.alternative:
        for name, option in group.option.items():
            for system in option.systems:
                if system not in case.systems:
                    where = f"alternative: {group.name} = {name}, systems.{system}"
                    yield Problem(where, f"is not a system of {case.name}", did_you_mean(system, case.systems))


def _overlaps(rows: SpecFile) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the paths that two groups change, or of which one lies inside the other."""
    paths = [(g.name, path) for g in rows.alternative for path in {p for o in g.option.values() for p in o.paths}]
    for place, (one, path) in enumerate(sorted(paths)):
        for other, inner in sorted(paths)[place + 1 :]:
            if one != other and (f"{inner}.".startswith(f"{path}.") or f"{path}.".startswith(f"{inner}.")):
                yield (one, path), (other, inner)
