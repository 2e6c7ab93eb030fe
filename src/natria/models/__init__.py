"""Models: from a design to numbers. A model is a line in this table, or an entry point of the group `natria.models`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..quantity import ModelError, did_you_mean, fetch, plugins
from .model import Model as Model
from .model import ask as ask
from .model import replay as replay

BUILT_IN: dict[str, str] = {
    "layered_cell": "natria.models.criteria.layered_cell:LAYERED_CELL",
    "salt_depletion": "natria.models.criteria.salt_depletion:SALT_DEPLETION",
    "layer_growth": "natria.models.criteria.layer_growth:LAYER_GROWTH",
    "cell_budget": "natria.models.criteria.cell_budget:CELL_BUDGET",
}


@cache
def models() -> Mapping[str, Model]:
    """Every model by name."""
    return {name: fetch(reference) for name, reference in plugins("natria.models", BUILT_IN).items()}


def find_model(name: str) -> Model:
    """A model by its name."""
    known = models()
    if name not in known:
        raise ModelError(f"there is no model {name!r}", did_you_mean(name, known))
    return known[name]


def models_for(term: str) -> tuple[Model, ...]:
    """The models that answer a term, built-in ones first."""
    return tuple(model for model in models().values() if term in model.answers)
