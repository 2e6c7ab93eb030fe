"""What a document says in its text: which of its numbers are assumed, and which wait for a fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .paths import join
from .values import is_fit


def assumed_in(node: Any, path: list[str]) -> Iterator[tuple[str, str]]:
    """The paths below a node that are assumed, each with its reason."""
    if isinstance(node, Mapping):
        if isinstance(node.get("why"), str) and ("value" in node or "law" in node):
            yield join(path), node["why"]
        for key, inner in node.items():
            yield from assumed_in(inner, [*path, key])


def fit_names(node: Any) -> Iterator[str]:
    """The names of the fits that a node refers to."""
    if isinstance(node, Mapping):
        if is_fit(node):
            yield node["fit"]
        else:
            for inner in node.values():
                yield from fit_names(inner)
