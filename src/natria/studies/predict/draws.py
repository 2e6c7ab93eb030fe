"""Seeded draws of inputs: a column of a Sobol sequence for each root and each fit not made again.

Roots are moved in their own space (lognormal, fractions in logit). A fit that can be repeated is refitted to its moved
data in every member; the numbers of any other fit are drawn together from its covariance, in their logarithms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...quantity import Assumed, Chosen, Finding, Fit, Fitted, ancestry, fit_id
from ..fit import FitTask
from ..verdicts.roots import Root, roots_of

MOST_DIMENSIONS = 20_000  # of a Sobol sequence
EDGE = 1e-7  # probabilities nearer to 0 or 1 are not drawn


def column_of(finding: Finding) -> str:
    """Return the name of the column that moves an input: the id of the finding.

    An assumption that a variant takes over from its base is one assumption: they share a column.
    """
    match finding.origin:
        case Assumed(why=why) | Chosen(by=why) if "#" in finding.question.of:
            place = finding.question.of.partition("#")[2]
            return f"{finding.question.name} {place} {finding.value!r} {finding.std!r} {why}"
        case _:
            return finding.id


@dataclass(frozen=True, eq=False)
class FitBlock:
    """Numbers of one fit that are drawn together: findings, and a root of their covariance in ln."""

    id: str
    findings: tuple[Finding, ...]
    root: NDArray[np.float64]

    def at(self, normal: NDArray[np.float64]) -> dict[str, float]:
        """Return the numbers of the fit by the id of their finding, for independent standard normal numbers."""
        moved = np.exp(self.root @ normal)
        return {one.id: one.value * float(by) for one, by in zip(self.findings, moved, strict=True)}


@dataclass(frozen=True, eq=False)
class Inputs:
    """All that is moved for one answer."""

    roots: tuple[Root, ...]
    blocks: tuple[FitBlock, ...]


@dataclass(eq=False)
class Draws:
    """Columns of one Sobol sequence by the id of the input that they move, one for each input."""

    members: int
    seed: int
    columns: dict[str, int] = field(default_factory=dict)
    step: int = (
        1  # the dimension is a multiple of it, so that a few more inputs leave the columns of others as they are
    )

    def take(self, inputs: Inputs) -> None:
        """Give each input a column."""
        for root in inputs.roots:
            self.columns.setdefault(column_of(root.finding), len(self.columns))
        for block in inputs.blocks:
            for place in range(len(block.findings)):
                self.columns.setdefault(f"{block.id} {place}", len(self.columns))

    def normal(self) -> NDArray[np.float64]:
        """Return independent standard normal numbers: a row for each member, a column for each input."""
        from scipy.special import ndtri
        from scipy.stats.qmc import Sobol

        size = -(-max(len(self.columns), 1) // self.step) * self.step
        power = max(self.members - 1, 1).bit_length()
        uniform = Sobol(min(size, MOST_DIMENSIONS), scramble=True, seed=self.seed).random_base2(power)[: self.members]
        return np.asarray(ndtri(np.clip(uniform, EDGE, 1 - EDGE)), float)

    def moved(self, inputs: Inputs, row: NDArray[np.float64]) -> dict[str, float]:
        """Return the moved values of one member by the id of the finding."""
        values = {root.finding.id: root.at(float(row[self.columns[column_of(root.finding)]])) for root in inputs.roots}
        for block in inputs.blocks:
            places = [self.columns[f"{block.id} {place}"] for place in range(len(block.findings))]
            values |= block.at(row[places])
        return values


def inputs_of(answer: Finding, tasks: Iterable[FitTask], *, of_paper: bool) -> Inputs:
    """Return what is moved for an answer: its roots with a spread, and the fits that are not made again."""
    again = {one.id for task in tasks if task.is_cheap for one in task.fitted.values()}
    fitted: dict[str, dict[str, Finding]] = {}
    fits: dict[str, Fit] = {}
    for one in ancestry(answer):
        if isinstance(one, Finding) and isinstance(one.origin, Fitted) and one.id not in again:
            fit = one.origin.fit
            fitted.setdefault(fit_id(fit), {})[one.origin.parameter] = one
            fits[fit_id(fit)] = fit
    blocks = [_block(name, fits[name], found) for name, found in fitted.items()]
    drawn = {one.id for block in blocks if block for one in block.findings}
    roots = [root for root in roots_of(answer, of_paper=of_paper) if root.finding.id not in drawn]
    return Inputs(tuple(roots), tuple(block for block in blocks if block))


def _block(name: str, fit: Fit, found: Mapping[str, Finding]) -> FitBlock | None:
    """Return the numbers of a fit that an answer uses; None where the fit has no covariance."""
    if fit.covariance is None:
        return None
    places = [fit.names.index(parameter) for parameter in found]
    values = np.array([fit.values[place] for place in places])
    if np.any(values <= 0):
        return None
    logs = np.array(fit.covariance)[np.ix_(places, places)] / np.outer(values, values)
    sizes, directions = np.linalg.eigh(logs)
    return FitBlock(name, tuple(found.values()), directions * np.sqrt(np.clip(sizes, 0.0, None)))
