"""Plug-ins: a line in a table of ours, or an entry point of somebody else's package."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from .errors import ModelError


def plugins(group: str, built_in: Mapping[str, str], *, older: str = "") -> dict[str, str]:
    """The plug-ins of a group, name -> "module:attribute"; `older` is a former name of the group.

    A plug-in may add a name; a name that is taken is refused.
    """
    table = dict(built_in)
    for entry in (*entry_points(group=group), *(entry_points(group=older) if older else ())):
        if entry.name in built_in:
            raise ModelError(
                f"the plug-in {entry.value!r} takes the name {entry.name!r} in {group}, which is built in",
                "rename the entry point or remove the package that brings it",
            )
        if table.get(entry.name, entry.value) != entry.value:
            raise ModelError(
                f"two plug-ins take the name {entry.name!r} in {group}: {table[entry.name]!r} and {entry.value!r}",
                "rename one of the entry points or remove a package",
            )
        table[entry.name] = entry.value
    return table


def fetch(reference: str) -> Any:
    """The object that "module:attribute" names."""
    module, _, attribute = reference.partition(":")
    return getattr(import_module(module), attribute)
