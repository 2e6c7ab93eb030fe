"""What these rows cannot tell: each limit is derived from the rows, with the numbers that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .covariates import LifeDesign
from .laws import counted, separated
from .rows import BARE, LifeRows

EVENTS = 10  # failures for each number of a fit, below which estimates and intervals drift (Peduzzi, 1995)
MOSTLY = 0.7  # of the bare cells failed, and of the others ran: then bare cells look like controls
ALIKE = 0.7  # correlation from which on two covariates are hard to tell apart


@dataclass(frozen=True)
class LifeLimit:
    """`code` is one of: failures, papers, stops, controls, separation, correlation, ranges, unstated."""

    code: str
    says: str


def life_limits(
    rows: LifeRows, fitted: Sequence[LifeDesign], refused: Sequence[LifeDesign] = ()
) -> tuple[LifeLimit, ...]:
    """Return what the rows cannot tell, given the designs that were fitted and those that were refused."""
    designs = (*fitted, *refused)
    found = [_few(rows, fitted), _papers(rows), _stops(rows), _controls(rows), _separation(designs)]
    found += [*_correlations(designs), _ranges(rows), _unstated(designs)]
    return tuple(one for one in found if one)


def _few(rows: LifeRows, designs: Sequence[LifeDesign]) -> LifeLimit | None:
    numbers = max((len(design.columns) for design in designs), default=0)
    if rows.failures >= EVENTS * max(numbers, 1):
        return None
    text = (
        f"{rows.failures} of {counted(len(rows.rows), 'cell')} failed; the others bound their lives from below. With "
        f"fewer than {EVENTS} failures for each number of a fit, estimates drift away from zero and intervals are too "
        f"narrow: these rows carry {counted(rows.failures // EVENTS, 'number')}, and {numbers} are asked of them"
    )
    return LifeLimit("failures", text)


def _papers(rows: LifeRows) -> LifeLimit | None:
    many, failing = len(rows.groups), len(rows.failing_groups)
    if many == len(rows.rows):
        return None
    text = (
        f"{len(rows.rows)} rows come from {counted(many, 'paper')}, and all failures from {failing} of them. "
        "Cells of one paper share electrolyte, hands and the choice when to stop, so they count for less than as "
        "many independent cells: the interval with papers as clusters counts where it is wider"
    )
    return LifeLimit("papers", text)


def _stops(rows: LifeRows) -> LifeLimit | None:
    runs = len(rows.rows) - rows.failures
    if not runs:
        return None
    text = (
        f"{counted(runs, 'cell')} had not failed when their test was stopped. All of these methods suppose that a test "
        "stops for reasons that have nothing to do with how long the cell would have lived. Who stops a test because "
        "the cell begins to fail, or stops good cells at a round number and reports these alone, breaks that, and the "
        "rows do not show it"
    )
    return LifeLimit("stops", text)


def _controls(rows: LifeRows) -> LifeLimit | None:
    bare = [row for row in rows.rows if row.layer_class == BARE]
    failed, others = sum(row.failed for row in bare), len(rows.rows) - len(bare)
    if not bare or not others or failed < MOSTLY * len(bare) or rows.failures - failed > (1 - MOSTLY) * others:
        return None
    text = (
        f"{failed} of the {rows.failures} failures are of the {len(bare)} bare cells, which papers cycle to show that "
        "they fail. Cells that were cycled because they fail, beside cells that were reported because they last, are a "
        "selection: the ratio between layer and no layer is an upper estimate"
    )
    return LifeLimit("controls", text)


def _separation(designs: Sequence[LifeDesign]) -> LifeLimit | None:
    names = list(dict.fromkeys(column.name for design in designs for column in separated(design)))
    if not names:
        return None
    text = (
        f"no cell failed, or all did, on one side of: {', '.join(names)}. Their effect has no estimate and an open end "
        "(separation): any larger effect fits as well"
    )
    return LifeLimit("separation", text)


def _correlations(designs: Sequence[LifeDesign]) -> list[LifeLimit]:
    found: dict[str, None] = {}
    for design in designs:
        columns, matrix = design.columns, design.matrix[:, 1:]
        if len(columns) < 2 or len(design.rows) < 3:
            continue
        spread = matrix.std(axis=0)
        there = np.flatnonzero(spread > 0)
        between = np.corrcoef(matrix[:, there], rowvar=False)
        for a in range(len(there)):
            for b in range(a):
                if abs(between[a, b]) >= ALIKE:
                    pair = f"{columns[there[b]].name} and {columns[there[a]].name} (correlation {between[a, b]:.2f})"
                    found[pair] = None
    return [LifeLimit("correlation", f"{pair} go together in these rows and are hard to tell apart") for pair in found]


def _ranges(rows: LifeRows) -> LifeLimit | None:
    ranged = [row.id for row in rows.rows if row.is_ranged]
    if not ranged:
        return None
    return LifeLimit(
        "ranges", f"{', '.join(ranged)}: the failure lies in a range or before a time; only the Weibull law can take it"
    )


def _unstated(designs: Sequence[LifeDesign]) -> LifeLimit | None:
    out = dict.fromkeys(one.id for design in designs for one in design.left_out)
    if not out:
        return None
    text = f"{len(out)} rows do not state a covariate and are left out where it is used: {', '.join(out)}"
    return LifeLimit("unstated", text)
