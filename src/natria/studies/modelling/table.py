"""The models that run for a design, with the options that each takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ...quantity import InputError, Problem, did_you_mean
from ..answerers import find_answerer
from ..interface import DIMENSIONS, MODELS, InterfaceModel

CELL, DEPOSIT = "cell", "deposit"
Kind = Literal["whole", "choice", "quantity", "flag", "part", "changes"]
COSTS = ("cheap", "seconds", "minutes")


@dataclass(frozen=True)
class RunOption:
    """What a run can be given.

    `kind` is "whole" (a number from `low` to `high`), "choice", "quantity" (a text with a unit), "flag", "part" (a part
    of the design that the model is about) or "changes" (a line PATH=VALUE for each).
    """

    name: str
    label: str
    kind: Kind
    says: str
    like: str = ""
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class ModelRun:
    """A model by its name. `goes_on` says that a run that was stopped continues where it was kept."""

    name: str
    title: str
    cost: str  # of COSTS
    options: tuple[RunOption, ...]
    goes_on: bool = False
    model: InterfaceModel | None = None  # None: the cell in time


CYCLES = RunOption("cycles", "Cycles", "whole", "The most cycles to run. Default: those of the protocol.", "10", low=1)
SAMPLES = RunOption("samples", "Readings per step", "whole", "Default: 40.", "40", low=2, high=100_000)
CHANGES = RunOption(
    "changes",
    "Changes of the design",
    "changes",
    "A line PATH=VALUE for each number that this run takes in place of that of the design.",
    "protocol.current=2 mA/cm^2",
)
PART = RunOption("part", "Part of the design", "part", "Default: all parts that the model is about.")
SPREAD = RunOption("spread", "Spreads of costly numbers", "flag", "Two solves for each uncertain input.")
BOX = (
    RunOption("cells", "Cells along the height", "whole", "A multiple of 16.", "96", low=16, high=65_536),
    RunOption("dim", "Dimensions", "choice", "3 takes the width as the depth.", choices=DIMENSIONS),
    RunOption("time", "Time of the plating", "quantity", "With its unit.", "60 s"),
    RunOption("device", "Device", "choice", "Where it is computed. Default: cpu.", choices=("cpu", "cuda")),
)


def _of_layer(model: InterfaceModel) -> ModelRun:
    cost = max((find_answerer(name).cost for name, _ in model.asks), key=COSTS.index)
    box = BOX if model.name == DEPOSIT else ()
    return ModelRun(model.name, model.title, cost, (*box, PART, SPREAD, CHANGES), goes_on=bool(model.told), model=model)


def runs() -> Mapping[str, ModelRun]:
    """Return the models by name: the cell in time first."""
    cell = ModelRun(CELL, "The cell through its protocol", "minutes", (CYCLES, SAMPLES, CHANGES), goes_on=True)
    return {one.name: one for one in (cell, *map(_of_layer, MODELS.values()))}


def find_run(name: str, where: str = "model") -> ModelRun:
    """Return the model of a name; raises InputError with those that are known."""
    known = (CELL, *MODELS)
    if name not in known:
        hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
        raise InputError(where, [Problem("", f"there is no model {name!r}", hint)])
    return runs()[name]
