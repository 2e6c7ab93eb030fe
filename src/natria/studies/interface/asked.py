"""A model at the scale of a layer, asked about the parts of one design."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from ...answers import Answer, Answerer, MovedAnswers
from ...answers.once import ARTEFACTS
from ...answers.stored import answer_stored
from ...design import Case, Design
from ...quantity import Finding, InputError, Problem, Question, Refused, fetch
from ...record import AnyArtefact
from ...store import Store, Unfinished
from ..answerers import find_answerer, known_answerer
from ..opening.overrides import OPTION, with_given
from ..studio import Studio
from .models import Asking, InterfaceModel, Tell
from .spreads import AskedOnce, Planned, plan_of

UNFINISHED = "unfinished"  # folder of a store


@dataclass(frozen=True, eq=False)
class PartAnswers:
    """The answers about one part of the design, in the order of the model."""

    part: str
    answers: tuple[Answer, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the numbers."""
        return tuple(one for one in self.answers if isinstance(one, Finding))

    @property
    def refusals(self) -> tuple[Refused, ...]:
        """Return the questions without an answer, each with its reason."""
        return tuple(one for one in self.answers if isinstance(one, Refused))

    @property
    def is_refused(self) -> bool:
        """Whether the first question of the model, on which it is built, has no answer here."""
        return isinstance(self.answers[0], Refused)

    @property
    def artefacts(self) -> Mapping[str, AnyArtefact]:
        """Return the tables and fields by their term."""
        return {one.reference.question.name: one for one in self.answers if isinstance(one, ARTEFACTS)}


@dataclass(frozen=True, eq=False)
class InterfaceRun:
    """Everything that a model answered about a design.

    `found` counts the answers that the store had. `bare` are the numbers without a spread, `drawn` those that were read
    off draws of the inputs. `lacks_spread` says that moving inputs would give some of the bare ones a spread.
    """

    model: InterfaceModel
    case: Case
    design: Design
    parts: tuple[PartAnswers, ...]
    found: int = field(default=0)
    lacks_spread: bool = False
    bare: tuple[Finding, ...] = ()
    drawn: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the numbers of all parts."""
        return tuple(one for part in self.parts for one in part.findings)

    @property
    def refusals(self) -> tuple[Refused, ...]:
        """Return the questions without an answer, of all parts."""
        return tuple(one for part in self.parts for one in part.refusals)


def ask_model(
    model: InterfaceModel,
    case: Case,
    system: str = "",
    *,
    given: Mapping[str, str] | None = None,
    part: str = "",
    store: Store | None = None,
    tell: Tell | None = None,
    asking: Asking | None = None,
    spread: Planned | None = None,
    unfinished: Unfinished | None = None,
) -> InterfaceRun:
    """Return the answers of a model about a system of a case, about each of its parts or about one.

    A run that takes long is kept in the folder of `unfinished`, or else in the store, until it is finished. `asking` is
    called before each answerer with its name, how many have answered, and how many are asked.

    With `spread` the inputs of costly numbers are moved: it is called with what this takes before it begins.

    Raises where no part of the design has what the model needs, and where every part that is asked about is refused.
    What would be read off an artefact that is refused is not asked.
    """
    design = Studio(case, store=store).design(system or case.base.name)
    design = with_given(design, given) if given else design
    store = store or Store(None)
    in_store = store.path / UNFINISHED if store.path else None
    kept = replace(unfinished, earlier=in_store) if unfinished else Unfinished(in_store)
    parts = _parts(model, case, design, part)
    place = _Place(store, case.name, tell, kept, _counted(asking, len(parts) * len(model.asks)))
    asked = {one: _of_part(model, design, one, place) for one in parts}
    if spread:
        asked = _with_spreads(asked, design, place, spread)
    every, still = [one for several in asked.values() for one in several], MovedAnswers(store, known_answerer)
    made = InterfaceRun(
        model,
        case,
        design,
        tuple(PartAnswers(name, tuple(one.stored.answer for one in several)) for name, several in asked.items()),
        sum(one.stored.found for one in every),
        not spread and any(one.lacks_spread(still) for one in every),
        tuple(one.stored.answer for one in every if isinstance(one.stored.answer, Finding) and one.is_bare),
        tuple(one.stored.answer for one in every if isinstance(one.stored.answer, Finding) and one.answerer.draws),
    )
    if all(one.is_refused for one in made.parts):
        reasons = dict.fromkeys((one.question.of, one.why) for one in made.refusals)
        raise InputError(_source(case, given), [Problem(of, why) for of, why in reasons])
    return made


def _source(case: Case, given: Mapping[str, str] | None) -> str:
    """Return where the design is written: a file, and the overrides."""
    changes = [f"{OPTION} {path}={value!r}" for path, value in (given or {}).items()]
    return " with ".join([case.source, *changes])


@dataclass(frozen=True)
class _Place:
    """Where answers are kept, and what hears of the progress."""

    store: Store
    case: str
    tell: Tell | None
    unfinished: Unfinished
    asking: Callable[[str], None]


def _counted(asking: Asking | None, total: int) -> Callable[[str], None]:
    """Return what counts the answerers that are asked, and tells each."""
    done = count()
    return lambda name: asking(name, next(done), total) if asking else None


def _parts(model: InterfaceModel, case: Case, design: Design, part: str) -> tuple[str, ...]:
    """Return the names of the parts that are asked about."""
    names, fitting = design.names(model.table), parts_of(model, design)
    if part and part not in names:
        hint = f"known here: {', '.join(names)}" if names else f"add [{model.table}.{part}]"
        raise InputError(case.source, [Problem("--part", f"{design.name} has no {model.table}.{part}", hint)])
    if part:
        return (part,)
    if not fitting:
        what = f"has nothing that the model {model.name!r} is about"
        fix = f"{what_is_missing(model)}, or name another system: --system"
        raise InputError(case.source, [Problem(design.name, what, fix)])
    return fitting


def parts_of(model: InterfaceModel, design: Design) -> tuple[str, ...]:
    """Return the names of the parts of a design that a model is about."""
    names = design.names(model.table)
    return tuple(name for name in names if not model.key or _has(design, f"{model.table}.{name}", model.key))


def what_is_missing(model: InterfaceModel) -> str:
    """Return what to add to a design that has no part that a model is about."""
    return f"add [{model.table}.NAME]" + (f" with {model.key}" if model.key else "")


def _has(design: Design, table: str, key: str) -> bool:
    return design.get(f"{table}.{key}") is not None or design.has(f"{table}.{key}")


def _of_part(model: InterfaceModel, design: Design, part: str, place: _Place) -> tuple[AskedOnce, ...]:
    made: dict[str, AnyArtefact] = {}
    asked: list[AskedOnce] = []
    for name, terms in model.asks:
        place.asking(name)
        if name in model.only and not _has(design, f"{model.table}.{part}", model.only[name]):
            continue
        answerer = find_answerer(name)
        if name == model.asks[0][0]:
            answerer = _told(model, answerer, place)
        for term in terms:
            if answerer.of_artefact and answerer.of_artefact not in made:
                continue  # the reason stands at the artefact
            question, of = Question(term, f"{design.name}#{part}"), made.get(answerer.of_artefact)
            stored = answer_stored(answerer, design, question, place.store, of=of, case=place.case)
            asked.append(AskedOnce(answerer, question, of, stored))
            if isinstance(stored.answer, ARTEFACTS):
                made[term] = stored.answer
    return tuple(asked)


def _with_spreads(
    asked: Mapping[str, tuple[AskedOnce, ...]], design: Design, place: _Place, spread: Planned
) -> dict[str, tuple[AskedOnce, ...]]:
    """Return the answers with spreads; an artefact is moved once for all that is read off it."""
    done = count()
    moving = MovedAnswers(place.store, known_answerer, lambda: heard(next(done) + 1, plan.total), place.case)
    plan = plan_of((one for several in asked.values() for one in several), moving)
    heard = spread(plan)

    def again(one: AskedOnce) -> AskedOnce:
        if not one.lacks_spread(moving):
            return one
        stored = answer_stored(
            one.answerer, design, one.question, place.store, of=one.of, case=place.case, moving=moving
        )
        return replace(one, stored=stored)

    return {part: tuple(map(again, several)) for part, several in asked.items()}


def _told(model: InterfaceModel, answerer: Answerer, place: _Place) -> Answerer:
    """Return the answerer that tells its progress and keeps an unfinished run, where the model has one."""
    if not model.told:
        return answerer
    run = fetch(model.told)
    return replace(answerer, run=lambda read: run(read, place.tell or _silent, place.unfinished))


def _silent(_: int, __: int) -> None:
    """Nobody hears of the progress."""
