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
        "mixed",
        (
            ("mixed_profile", ("mixed_conductor_profile",)),
            ("mixed_course", ("mixed_conductor_course",)),
            ("mixed_map", ("mixed_conductor_map",)),
            (
                "mixed_plating",
                ("plated_share_top", "plated_share_within", "plated_share_under", "mixed_layer_overpotential"),
            ),
            ("mixed_lengths", ("reaction_length", "top_nucleation_thickness")),
            ("mixed_conductor", ("outer_plating_share", "electron_drop")),
        ),
    ),
)
MODELS: Mapping[str, InterfaceModel] = {one.name: one for one in _ALL}
