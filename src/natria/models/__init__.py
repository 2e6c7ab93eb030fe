"""Models: functions from a design to numbers.

A criterion is one file in `criteria/` with a tuple MODELS. Other packages bring answerers, which studies ask.
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
from ..quantity import ModelError, did_you_mean
from . import criteria


@cache
def models() -> Mapping[str, Answerer]:
    """Return the closed forms of natria by name."""
    found: dict[str, Answerer] = {}
    for module in iter_modules(criteria.__path__, f"{criteria.__name__}."):
        for model in getattr(import_module(module.name), "MODELS", ()):
            if model.name in found:
                raise ModelError(f"two models have the name {model.name!r}", f"rename the one in {module.name}")
            found[model.name] = model
    return found


def find_model(name: str) -> Answerer:
    """Return a model by its name."""
    known = models()
    if name not in known:
        raise ModelError(f"there is no model {name!r}", did_you_mean(name, known))
    return known[name]


def models_for(term: str) -> tuple[Answerer, ...]:
    """Return the models that answer a term."""
    return tuple(model for model in models().values() if term in model.answers)
