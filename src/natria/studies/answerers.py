"""All answerers of a study: closed forms, the simulated cell, and those of other packages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..answers import Answerer
from ..models import brought, closed_forms, models
from ..quantity import ModelError, did_you_mean, plugins

GROUP = "natria.answerers"
BUILT_IN = {"cell": "natria.studies.simulation.answers:SIMULATED"}


@cache
def answerers() -> Mapping[str, Answerer]:
    """Return all answerers by name."""
    forms = models()
    others = plugins(GROUP, {**dict.fromkeys(forms, ""), **BUILT_IN})
    return {name: forms.get(name) or brought(name, reference, GROUP) for name, reference in others.items()}


def find_answerer(name: str) -> Answerer:
    """Return an answerer by its name."""
    known = answerers()
    if name not in known:
        raise ModelError(f"there is no answerer {name!r}", did_you_mean(name, known))
    return known[name]


def is_shipped(name: str) -> bool:
    """Whether natria itself ships an answerer of this name."""
    return name in BUILT_IN or name in closed_forms()


def sources_for(answerer: Answerer) -> tuple[Answerer | None, ...]:
    """Return the answerers of the artefact that an observable reads, without those that take minutes.

    None alone where there are none.
    """
    known = answerers_for(answerer.of_artefact) if answerer.of_artefact else ()
    return tuple(one for one in known if one.cost != "minutes") or (None,)


def answerers_for(term: str) -> tuple[Answerer, ...]:
    """Return the answerers of a term, closed forms first."""
    return tuple(one for one in answerers().values() if term in one.answers)
