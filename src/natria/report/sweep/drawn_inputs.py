"""Rows of the inputs that are drawn from their spreads."""

from __future__ import annotations

from html import escape

from ...explore.answers.drawn import DrawnInputs
from ...quantity import factor, number, term, typeset

DRAWN_HEADS = ("input", "value", "known as", "distribution", "one standard deviation")
SPACES = {"ln": "lognormal", "logit": "normal in the logit", "linear": "normal"}


def drawn_rows(drawn: DrawnInputs) -> list[tuple[str, ...]]:
    """Return a row for each input: place, value, ground, distribution, size of a standard deviation."""
    rows: list[tuple[str, ...]] = []
    for one in sorted(drawn.listed, key=lambda x: (x.column, x.path)):
        row = term(one.finding.question.name)
        unit = "" if row.shown == "1" else f" {row.shown}"
        scale = factor(row.unit, row.shown)
        size = f"{number(one.u, 2)} in {one.space}" if one.space != "linear" else f"{number(one.u * scale, 2)}{unit}"
        rows.append((one.path, f"{number(one.finding.value * scale, 3)}{unit}", one.ground, SPACES[one.space], size))
    return rows


def undrawn_names(drawn: DrawnInputs) -> list[str]:
    """Return the inputs that stay because nobody knows their spread."""
    return sorted({one.question.of.partition("#")[2] or one.question.of for one in drawn.undrawn})


def says_undrawn(drawn: DrawnInputs) -> str:
    """Return a paragraph with the inputs that stay as they are; empty without one."""
    names = undrawn_names(drawn)
    if not names:
        return ""
    return f"<p>{escape(typeset('Not drawn, because no spread is known: ' + ', '.join(names) + '.'))}</p>"
