"""Search for a root in a bracket: false position (Illinois), halving every third time."""

from __future__ import annotations

from .compiled import compiled


@compiled
def between(a: float, at_a: float, b: float, at_b: float, turn: int) -> float:
    """Return where to look next between a and b, with the values there."""
    return 0.5 * (a + b) if turn % 3 == 2 else b - at_b * (b - a) / (at_b - at_a)


@compiled
def narrowed(
    a: tuple[float, float], b: tuple[float, float], found: tuple[float, float], side: int
) -> tuple[tuple[float, float], tuple[float, float], int]:
    """Return the bracket and the side that moved last, after a place and its value were found.

    Ends are (place, value). Where the same end moves twice, the value at the other one counts half (Illinois).
    """
    if (found[1] > 0.0) == (b[1] > 0.0):
        return (a[0], a[1] * 0.5 if side > 0 else a[1]), found, 1
    return found, (b[0], b[1] * 0.5 if side < 0 else b[1]), -1
