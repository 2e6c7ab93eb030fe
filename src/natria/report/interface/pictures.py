"""The figures of each model at the scale of a layer: a row for each model that has some."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from ...studies.interface import InterfaceRun
from ..common.picture import Picture

Draw = Callable[[InterfaceRun], tuple[Picture, ...]]
DRAWN: Mapping[str, str] = {
    "crack": "crack",
    "deposit": "deposit",
    "interface": "focusing",
    "mixed": "mixed",
    "twophase": "twophase",
}  # name of the model -> module beside this one with a function `drawn`


MORE = ("deposit",)  # models whose module has further files too, a function `more_files`


def further_files(made: InterfaceRun) -> dict[str, bytes]:
    """Return the files of a run that are neither figures nor artefacts, by name."""
    if made.model.name not in MORE:
        return {}
    found: dict[str, bytes] = import_module(f".{DRAWN[made.model.name]}", __package__).more_files(made)
    return found


def interface_pictures(made: InterfaceRun) -> tuple[Picture, ...]:
    """Return the figures of a run; none for a model without figures."""
    module = DRAWN.get(made.model.name)
    if module is None:
        return ()
    draw: Draw = import_module(f".{module}", __package__).drawn
    return draw(made)
