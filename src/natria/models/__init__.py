"""Models: functions from a design to numbers.

A criterion is one file in `criteria/` with a tuple MODELS; another package adds a model by an entry point of the group
`natria.models`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ..answers import ENGINE as ENGINE
from ..answers import Answerer as Answerer
from ..answers import ask as ask
from ..answers import replay as replay
from ..quantity import ModelError, did_you_mean, fetch, plugins
from . import criteria

GROUP = "natria.models"


@cache
def closed_forms() -> Mapping[str, Answerer]:
    """Return the models that come with natria, by name."""
    found: dict[str, Answerer] = {}
    for module in iter_modules(criteria.__path__, f"{criteria.__name__}."):
        for model in getattr(import_module(module.name), "MODELS", ()):
            if model.name in found:
                raise ModelError(f"two models have the name {model.name!r}", f"rename the one in {module.name}")
            found[model.name] = model
    return found


@cache
def models() -> Mapping[str, Answerer]:
    """Return every model by name."""
    found = closed_forms()
    others = plugins(GROUP, dict.fromkeys(found, ""))
    return {name: found.get(name) or brought(name, reference, GROUP) for name, reference in others.items()}


def brought(name: str, reference: str, group: str) -> Answerer:
    """Return the answerer of an entry point; it must have the name under which it was installed."""
    found = fetch(reference)
    if not isinstance(found, Answerer) or found.name != name:
        what = f"the entry point {name!r} of {group} names {reference!r}, which is not an answerer of that name"
        raise ModelError(what, "give the entry point the name of its answerer")
    return found


def find_model(name: str) -> Answerer:
    """Return a model by its name."""
    known = models()
    if name not in known:
        raise ModelError(f"there is no model {name!r}", did_you_mean(name, known))
    return known[name]


def models_for(term: str) -> tuple[Answerer, ...]:
    """Return the models that answer a term, those of natria first."""
    return tuple(model for model in models().values() if term in model.answers)
