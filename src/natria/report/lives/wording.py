"""Lives, ratios and their intervals as text, and the one sentence that an analysis comes to."""

from __future__ import annotations

from math import isfinite

from ...explore.lives.analysis import LifeAnalysis
from ...explore.lives.effects import Ends, LifeEffect
from ...explore.lives.laws import counted
from ...quantity import in_unit, number, term

ENDLESS = 1e6  # a ratio beyond it is written as without end: no life here is a million times another
NONE, CONTROLS = "no end", "controls"


def life(value: float, quantity: str) -> str:
    """Return a life with its unit: "1680 h", or that it has no end."""
    if not isfinite(value):
        return NONE
    return f"{rounded(in_unit(value, quantity))} {term(quantity).shown}"


def rounded(value: float) -> str:
    """Return a number with two digits: "27000", "0.39"."""
    return number(float(f"{value:.2g}"), 2)


def ratio(value: float) -> str:
    """Return a ratio: "x 12"."""
    if value > ENDLESS:
        return NONE
    return "0" if value < 1 / ENDLESS else f"x {rounded(value)}"


def ratio_ends(ends: Ends) -> str:
    """Return an interval of ratios: "0.4 to 10", "above 16"; "not told" where both ends are open."""
    low, high = (ratio(end).removeprefix("x ") for end in ends)
    return _ends(low, high)


def life_ends(ends: Ends, quantity: str) -> str:
    """Return an interval of lives with its unit."""
    unit = term(quantity).shown
    low = "0" if ends[0] <= 0 else rounded(in_unit(ends[0], quantity))
    high = life(ends[1], quantity).removesuffix(f" {unit}")
    text = _ends(low, high)
    return text if text == "not told" else f"{text} {unit}"


def _ends(low: str, high: str) -> str:
    match low == "0", high == NONE:
        case True, True:
            return "not told"
        case True, False:
            return f"below {high}"
        case False, True:
            return f"above {low}"
    return f"{low} to {high}"


def headline(made: LifeAnalysis) -> str:
    """Return the one sentence that an analysis comes to."""
    rows, told = made.rows, [e for m in made.alone for e in m.effects if e.life and e.life.is_told]
    first = (
        f"{rows.failures} of {counted(len(rows.rows), 'reported cell')} failed, in {len(rows.failing_groups)} of "
        f"{counted(len(rows.groups), 'paper')}"
    )
    if not made.alone:
        return f"{first}."
    if not told:
        return f"{first}: no effect on life can be told from these rows."
    shown = "; ".join(f"{effect_name(e)}: {ratio_ends(e.life.ends)}" for e in told if e.life)
    text = f"{first}. Ratios of lives that exclude 1, one covariate at a time: {shown}."
    is_selected = any(one.code == CONTROLS for one in made.limits)
    return f"{text} They are upper estimates, because the bare cells look like controls." if is_selected else text


def effect_name(e: LifeEffect) -> str:
    """Return what an effect compares: "inorganic over bare", "current, for each doubling"."""
    return e.column.step if e.column.level else f"{e.column.name}, {e.column.step}"
