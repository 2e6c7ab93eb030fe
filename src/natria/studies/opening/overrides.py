"""Overrides: values at paths of a design, given on the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from ...design import Design, number_at, written_at
from ...quantity import Assumed, Chosen, Finding, InputError, NatriaError, Problem, Question, parse_quantity, term

BY = "the command line"
OPTION = "--set"


def read_given(texts: Sequence[str]) -> dict[str, str]:
    """Return path and value of each text "PATH=VALUE"."""
    pairs = [text.partition("=") for text in texts]
    if wrong := [text for text, (path, mark, value) in zip(texts, pairs, strict=True) if not (path and mark and value)]:
        fix = "write a path and a value, such as protocol.current='2 mA/cm^2'"
        raise InputError(OPTION, [Problem(text, "is not PATH=VALUE", fix) for text in wrong])
    return {path.strip(): value.strip() for path, _, value in pairs}


def with_given(design: Design, given: Mapping[str, str], by: str = BY) -> Design:
    """Return the design with the overrides.

    A setting counts as chosen by the user, a material property as assumed; what is not a number (the steps of a
    protocol, a law with its reason) is written as in a design file.
    """
    return design.with_({written_at(path): _value(design.name, path, text, by) for path, text in given.items()})


def _value(name: str, path: str, text: str, by: str) -> Any:
    number = number_at(written_at(path))
    value = as_toml(text)
    if number is None or isinstance(value, dict):
        return value
    question = Question(number.term, f"{name}#{path}")
    try:
        si, unit = parse_quantity(value if isinstance(value, str) else text, term(number.term).unit)
        if number.role == "setting":
            return Finding(question, si, Chosen(by), 0.0, unit=unit)
        return Finding(question, si, Assumed(f"set on {by}"), unit=unit)
    except NatriaError as bad:
        raise InputError(OPTION, [Problem(path, bad.what, bad.fix or "check the number and its unit")]) from None


def as_toml(text: str) -> Any:
    """Return the value of a text as TOML; a text that is not valid TOML is taken as a string."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, LookupError, RecursionError):
        return text
