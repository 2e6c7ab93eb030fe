"""The models at the scale of a layer: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Tell = Callable[[int, int], None]  # called with the steps that are done and all steps


@dataclass(frozen=True)
class InterfaceModel:
    """What `natria simulate --model NAME` asks.

    `table` is the table of the design whose entries are asked about, and `key` what such an entry must have: the table
    of the model's own settings; empty where every entry is asked about. `asks` has the answerers with the terms of
    each, in the order in which they are shown; an artefact stands before what is read off it. `told` names, as
    "package.module:function", the function (reader, Tell) that runs the first answerer with its progress.
    """

    name: str
    title: str
    table: str
    key: str
    asks: tuple[tuple[str, tuple[str, ...]], ...]
    told: str = ""


_ALL = (
    InterfaceModel(
        "mixed",
        "Where sodium plates in a mixed conductor",
        "interphase",
        "electronic_conductivity",
        (("mixed_conductor", ("electron_drop", "outer_plating_share")),),
    ),
)
MODELS: Mapping[str, InterfaceModel] = {one.name: one for one in _ALL}
