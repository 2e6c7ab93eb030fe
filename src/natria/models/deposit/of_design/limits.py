"""Limits of a case: what cannot be run is refused with its limit before anything is computed."""

from __future__ import annotations

import os
from contextlib import suppress

from ....quantity import ModelError
from ..settings import ACROSS, DepositGrid
from .case import DepositionCase

FEWEST = 2.0  # cells over the width of a front: at 1.5 its speed is half of that of a sharp front, at 2 it is 4 % off
GAPS = 2.0  # widths of the front in the period of a pattern
CELL_BYTES = 400  # that a run holds for each cell: 32 fields, and the levels of the solver


def refuse_limits(case: DepositionCase, grid: DepositGrid) -> None:
    """Raise ModelError where a case is outside a limit: what it has, what it needs, and how to mend it."""
    um = 1e6
    front, start, relief = case.front_width, case.start, case.start.relief
    across = front / grid.spacing
    top = start.front + (relief.height if relief else 0.0)
    rows = (
        (
            across >= FEWEST,
            f"the front is {across:.2g} cells wide, and below {FEWEST:g} its speed is that of the grid",
            f"give {case.size[0] * ACROSS / front:.0f} cells or more along the height ({ACROSS} over the front), or a "  # noqa: ISC004
            f"front of {ACROSS * grid.spacing * um:.3g} um",
        ),
        (
            start.front >= front / 2,
            f"the metal at the start is {start.front * um:.3g} um high, less than half of its front",
            f"give a first_front of {front / 2 * um:.3g} um or more",
        ),
        (
            top <= case.room - front,
            f"the metal at the start reaches {top * um:.3g} um, and the box ends {case.size[0] * um:.3g} um high",
            f"give a height of {(top + 2 * front) * um:.4g} um or more, or a lower start",
        ),
        (
            relief is None or relief.period >= GAPS * front,
            f"the pattern has a period of {relief.period * um if relief else 0:.3g} um and the front fills its gaps",
            f"give a period of {GAPS * front * um:.3g} um or more, or a narrower front",
        ),
        (
            relief is None or not relief.width or relief.width < relief.period,
            "ridges or pillars are as wide as their period",
            f"give a relief_width below {relief.period * um if relief else 0:.3g} um",
        ),
    )
    for is_good, what, fix in rows:
        if not is_good:
            raise ModelError(what, fix)
    _refuse_memory(grid)


def _refuse_memory(grid: DepositGrid) -> None:
    """Refuse more cells than the memory of this machine holds."""
    cells = grid.shape[0] * grid.shape[1] * grid.shape[2]
    with suppress(AttributeError, ValueError, OSError):  # a system that does not tell its memory
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        if cells * CELL_BYTES > memory:
            raise ModelError(
                f"{' x '.join(map(str, grid.shape))} cells take about {cells * CELL_BYTES / 1e9:.3g} GB of memory, "
                f"and this machine has {memory / 1e9:.3g} GB",
                f"give a grid of {memory / CELL_BYTES:.2g} cells or fewer: a smaller box or a wider front",
            )
