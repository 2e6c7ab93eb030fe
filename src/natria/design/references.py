"""The temperature and the pressure at which the properties of a design are known.

A condition of a question may move away from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..quantity import Chosen, Finding, NatriaError, Question
from .values import Unanswerable

REFERENCES = {"temperature": "reference_temperature", "stack_pressure": "reference_pressure"}


def reference_of(
    name: str, path: str, written: Callable[[str], Any], number: Callable[[str], Finding]
) -> dict[str, Any]:
    """Return the patch that keeps where the properties of a design are known, before a path is changed.

    The pressure is kept as a setting, exact as that of a question; as written where it has no value.
    """
    reference = REFERENCES.get(path)
    if reference is None or written(reference) is not None or written(path) is None:
        return {}
    if path == "temperature":
        return {reference: written(path)}
    try:
        value = number(path).plain
    except (Unanswerable, NatriaError):
        return {reference: written(path)}
    return {reference: Finding(Question("pressure", f"{name}#{reference}"), value, Chosen("the design"), 0.0)}
