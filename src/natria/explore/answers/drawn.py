"""Inputs of answers drawn from their spreads: seeded draws of all that is not known, together.

Every input of an answer is drawn in the space in which its error is even: the logarithm of what is positive (a
lognormal), the logit of a share, else its plain value (`quantity.grounds`). Its spread is that by which a verdict moves
it: the standard deviation of design, material card or fact, for a guess at least what its ground may claim. Numbers of
one fit are drawn together from its covariance. A setting of the design is as its design says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...answers.once import Ready
from ...quantity import Assumed, Finding, Question
from ...studies.predict.draws import Draws, Inputs, column_of, inputs_of
from ...studies.verdicts.roots import all_roots
from .many_values import ManyValues, many_values
from .origins import joined_origin


@dataclass(frozen=True)
class DrawnInput:
    """An input that is drawn: its place and the space in which it moves by `u` standard deviations.

    `column` is the place of its standard normal number; inputs with one column move together.
    """

    finding: Finding
    column: int
    ground: str
    space: str
    u: float

    @property
    def path(self) -> str:
        """Return where it stands: its path in the design, or subject and term."""
        return self.finding.question.of.partition("#")[2] or f"{self.finding.question.of}.{self.finding.question.name}"


@dataclass(frozen=True, eq=False)
class DrawnInputs:
    """All inputs of some answers that have a spread, and those that have none and stay.

    `undrawn` are inputs without a known spread, among them numbers of fits without a covariance.
    """

    inputs: Inputs
    draws: Draws
    listed: tuple[DrawnInput, ...]
    undrawn: tuple[Finding, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return a name for each column: the paths that it moves."""
        names: dict[int, list[str]] = {}
        for one in self.listed:
            names.setdefault(one.column, []).append(one.path)
        return tuple(", ".join(dict.fromkeys(names[k])) for k in sorted(names))

    def at(self, normal: np.ndarray) -> dict[str, np.ndarray]:
        """Return the values of the inputs by the id of the finding, for rows of standard normal numbers."""
        rows = [self.draws.moved(self.inputs, row) for row in normal]
        return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}


def drawn_inputs(
    answers: Sequence[Finding], swept: Collection[str] = (), members: int = 1, seed: int = 1
) -> DrawnInputs:
    """Return what is drawn for answers; numbers at `swept` paths have their values and are not drawn."""
    origin = joined_origin("drawn answers", 1, answers)
    whole = Finding(Question("limit_utilisation", ""), 0.0, origin)
    known = inputs_of(whole, (), of_paper=False)
    read = {one.id for one in origin.inputs}
    roots = tuple(r for r in known.roots if r.finding.id in read and r.finding.question.of not in swept)
    blocks = tuple(b for b in known.blocks if any(one.id in read for one in b.findings))
    inputs = Inputs(roots, blocks)
    draws = Draws(members, seed)
    draws.take(inputs)
    grounds = [(r.finding, draws.columns[column_of(r.finding)], r.known) for r in roots]
    listed = [DrawnInput(f, column, str(known.ground), known.space, known.u or 0.0) for f, column, known in grounds]
    for block in blocks:
        for place, one in enumerate(block.findings):
            u = float(np.linalg.norm(block.root[place]))
            listed.append(DrawnInput(one, draws.columns[f"{block.id} {place}"], "fit", "ln", u))
    drawn = {one.finding.id for one in listed}
    exact = {root.finding.id for root in all_roots(whole, of_paper=False) if root.known.u == 0}
    rest = tuple(f for f in origin.inputs if f.id not in drawn | exact and f.std != 0 and f.question.of not in swept)
    return DrawnInputs(inputs, draws, tuple(listed), tuple(f for f in rest if not _is_definition(f)))


def _is_definition(finding: Finding) -> bool:
    return isinstance(finding.origin, Assumed) and finding.origin.ground == "definition"


def drawn_values(asked: Ready, given: Mapping[str, np.ndarray], drawn: Mapping[str, np.ndarray]) -> ManyValues:
    """Return the answers at each point for each draw: points change slowly, draws fast.

    `given` has the values of points, `drawn` of draws. Points that differ in what is not read are answered once.
    """
    count, members = (len(next(iter(one.values()), np.zeros(1))) for one in (given, drawn))
    first = many_values(asked, {**given, **{name: np.full(count, values[0]) for name, values in drawn.items()}})
    for reads in (first.reads, frozenset((*given, *drawn))):
        points = np.stack([values if name in reads else np.zeros(count) for name, values in given.items()], axis=1)
        _, places, back = np.unique(points, axis=0, return_index=True, return_inverse=True)
        every = {name: np.repeat(values[places], members) for name, values in given.items()}
        every |= {name: np.tile(values, len(places)) for name, values in drawn.items()}
        found = many_values(asked, every)
        if found.reads <= reads:
            break
    rows = (np.reshape(back, -1)[:, None] * members + np.arange(members)).reshape(-1)
    refused = {k: found.refused[int(row)] for k, row in enumerate(rows) if int(row) in found.refused}
    ends = (found.value[rows], found.low[rows], found.high[rows])
    return ManyValues(*ends, refused, found.reads, found.together)
