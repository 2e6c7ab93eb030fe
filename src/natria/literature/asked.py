"""A query from what a person writes: conditions and limits as texts with units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf

from ..quantity import (
    InputError,
    Problem,
    Span,
    UnitError,
    VocabularyError,
    condition,
    parse_condition,
    parse_quantity,
    parse_span,
    term,
)
from .queries import Query

NUMBER_ALONE = re.compile(r"^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$", re.IGNORECASE)


def read_query(
    at: Mapping[str, str], *, quantity: str = "", between: str = "", low: str = "", high: str = "", **words: str
) -> Query:
    """Return the query of written conditions, of a range "1 to 2 mV" or of its ends, and of plain words.

    An end without a unit is in the unit in which the quantity is shown; one that is missing is open.
    """
    if (between or low or high) and not quantity:
        raise VocabularyError("a range of values needs the quantity that it is of", "name a term of the vocabulary")
    conditions = {key: _condition(key, text) for key, text in at.items()}
    span = _span(between, quantity) if between else _ends(low, high, quantity) if low or high else None
    return Query(quantity=quantity, at=conditions, between=span, **words)


def _condition(key: str, text: str) -> float | Span:
    shown = condition(key).shown
    try:
        return parse_condition(key, _with_unit(text, shown))
    except UnitError as bad:
        raise _no_number(key, bad, shown) from None


def _no_number(what: str, bad: UnitError, shown: str) -> InputError:
    """Return the refusal of a text that is no number, by the name of what it is for."""
    example = "1" if shown == "1" else f"1 {shown}"
    return InputError("the search", [Problem(what.replace("_", " "), bad.what, f"write for example '{example}'")])


def _span(text: str, quantity: str) -> Span:
    found = parse_span(text, term(quantity).unit)
    if not isinstance(found, tuple):
        fix = f"write it as in '1 to 2 {term(quantity).shown}'"
        raise InputError("the search", [Problem("between", f"{text!r} is not a range", fix)])
    return found


def _ends(low: str, high: str, quantity: str) -> Span:
    return _end(low, quantity, -inf), _end(high, quantity, inf)


def _end(text: str, quantity: str, is_open: float) -> float:
    if not text.strip():
        return is_open
    row = term(quantity)
    try:
        return parse_quantity(_with_unit(text, row.shown), row.unit)[0]
    except UnitError as bad:
        raise _no_number(quantity, bad, row.shown) from None


def _with_unit(text: str, shown: str) -> str:
    """Return a text, with the unit in which people read the quantity where it is a number alone."""
    text = text.strip()
    return f"{text} {shown}" if shown != "1" and NUMBER_ALONE.match(text) else text
