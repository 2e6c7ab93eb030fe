"""Options that a page sends, checked against those that a model has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...quantity import InputError, Problem

LONGEST = 4000  # letters of an option
SHOWN = 200  # letters of a name in a message
YES = ("yes",)


def checked_options(known: Iterable[Mapping[str, Any]], model: str, given: Any) -> dict[str, str]:
    """Return the options of a run as texts without the empty ones; raises InputError for what is none."""
    by_name = {option["name"]: option for option in known}
    if not isinstance(given, dict):
        raise InputError("the options", [Problem("", "are no object", 'send for example {"cycles": "10"}')])
    problems = [
        Problem(str(name)[:SHOWN], f"is no option of the model {model}", f"known: {', '.join(by_name)}")
        for name in given
        if name not in by_name
    ]
    problems += [one for name, value in given.items() if name in by_name for one in _wrong(by_name[name], value)]
    if problems:
        raise InputError("the options", problems)
    return {name: value.strip() for name, value in given.items() if value.strip()}


def _wrong(option: Mapping[str, Any], value: Any) -> list[Problem]:
    """Return what is wrong with the value of an option."""
    label = option["label"]
    if not isinstance(value, str) or len(value) > LONGEST:
        return [Problem(label, "is no short text", "write the value as a text")]
    text = value.strip()
    if not text:
        return []
    if option["kind"] == "whole" and not _is_within(text, option["low"] or 0, option["high"]):
        within = (
            f"of {option['low'] or 0} or more" if option["high"] is None else f"{option['low']} to {option['high']}"
        )
        return [Problem(label, f"{text[:SHOWN]!r} is out of range", f"give a whole number {within}")]
    allowed = YES if option["kind"] == "flag" else option["choices"]
    if allowed and text not in allowed:
        return [Problem(label, f"{text[:SHOWN]!r} is not one of its values", f"give {' or '.join(allowed)}")]
    return []


def _is_within(text: str, low: int, high: int | None) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12 and low <= int(text) <= (high or int(text))
