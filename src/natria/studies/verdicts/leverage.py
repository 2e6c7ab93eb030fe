"""Leverage: how far each input moves an answer within what is known of it.

    y = ln(answer), or the answer for terms that are compared by difference
    r = max |y(root +- u) - y|, with every fit behind the answer made again
    L = sum of r over estimates, guesses and laws; u_G = root of the sum of squares of all others

Estimates and guesses add in line, as nobody knows how they go together: splitting a guess in two buys nothing. The r
of a law is that of its furthest registered rival. A rival leaves where it misses a fact elsewhere (`trial`); one that
stays and has no answer refuses the move. Without a rival the answer stays conditional. Where all rivals left, the law
moves nothing if it meets the facts on which they failed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, log
from types import MappingProxyType

from ...quantity import Finding, Setting, term
from .moves import Asked, Moves
from .roots import Root, all_roots, laws_of, roots_of
from .spaces import as_y, is_ratio
from .trial import Tested, outside, worst

CAP = log(2) / 2  # of what may be allowed, so that wide data buy nothing; three steps for differences
CAP_STEPS = 3
SHARE = 3  # the guesses of a prediction move it by a third of what is allowed at most
CURVED = 0.1  # of the spread: from there on a line is no description
NO_RIVAL = "no rival law is registered"
ALL_LEFT = "no rival stays"
UNTRIED = "no rival stays, and the law does not meet the facts on which they failed"
NO_TRIALS: Mapping[str, tuple[Tested, ...]] = MappingProxyType({})
FEW = 3  # roots of a costly answer that are moved


@dataclass(frozen=True)
class Rival:
    """A rival of the law at a path: the same question, asked under the rival with its fits.

    `trial` are the facts that the rival answers.
    """

    path: str
    name: str
    asked: Asked
    moves: Moves
    trial: tuple[Tested, ...] = ()


@dataclass(frozen=True)
class Effect:
    """Effect of one input or law on an answer.

    `up` and `down` are changes of y; None where it is refused there. Of a law, `left` are the rivals that left, each
    with the fact that it misses most, and `missed` is the fact that the chosen law itself misses most; it stays.
    """

    about: str
    ground: str
    up: float | None
    down: float | None
    root: Root | None = None
    why: str = ""
    left: tuple[tuple[str, Tested], ...] = ()
    missed: Tested | None = None

    @property
    def r(self) -> float:
        return max((abs(side) for side in (self.up, self.down) if side is not None), default=0.0)

    @property
    def is_refused(self) -> bool:
        return self.up is None or self.down is None

    @property
    def half(self) -> float:
        """The symmetric part of the change, for the interval."""
        return abs(self.up - self.down) / 2 if self.up is not None and self.down is not None else self.r

    @property
    def in_line(self) -> bool:
        return self.root is None or self.root.in_line


@dataclass(frozen=True)
class Leverage:
    """All effects on an answer, the largest first.

    `is_doubtful` says that only some roots of a costly answer moved.
    """

    y: float
    name: str
    effects: tuple[Effect, ...]
    without_spread: tuple[str, ...] = ()
    is_doubtful: bool = False

    @property
    def guessed(self) -> float:
        """L: by how much estimates, guesses and laws move the answer, added in line."""
        return sum(e.r for e in self.effects if e.in_line)

    @property
    def known(self) -> float:
        """u_G: the spread from inputs that are known, added in squares."""
        return float(sum(e.half**2 for e in self.effects if not e.in_line) ** 0.5)

    @property
    def spread(self) -> float:
        """The spread from all inputs together; rival laws stay outside."""
        return float(sum(e.half**2 for e in self.effects if e.root is not None) ** 0.5)

    @property
    def is_refused(self) -> bool:
        return any(e.is_refused for e in self.effects)

    @property
    def is_wide(self) -> bool:
        """Whether an input may be off by a factor so large that two moves say little of what lies between."""
        return any(e.root.known.is_wide for e in self.effects if e.root is not None)

    @property
    def is_curved(self) -> bool:
        """Whether the moved answers do not lie on a line."""
        bend = sum(abs(e.up + e.down) / 2 for e in self.effects if e.root and e.up is not None and e.down is not None)
        missing = any(e.is_refused for e in self.effects if e.root is not None)
        return missing or bend > CURVED * self.spread

    def allowed(self, target: float | None) -> float:
        """The largest L of a prediction, with or without the spread of a target."""
        cap = CAP if is_ratio(self.name) else CAP_STEPS * term(self.name).step
        both = inf if target is None else (self.known**2 + target**2) ** 0.5
        return min(both, cap) / SHARE


def leverage_of(
    asked: Asked,
    moves: Moves,
    *,
    of_paper: bool,
    target: Finding | None = None,
    rivals: Sequence[Rival] = (),
    trials: Mapping[str, tuple[Tested, ...]] = NO_TRIALS,
    first: Sequence[str] = (),
) -> Leverage | None:
    """The leverage of every root and law of an answer; None for a range or without a logarithm.

    `rivals` are those of all laws, `trials` the facts that the chosen laws answer, by path; both count for `target`
    only outside its series. Of a costly answer only a few roots are moved: those that come `first` (by id), as they
    move a cheap answer to the same question most. One that takes minutes is not asked again: none is moved. With
    `asked.moving` all roots of any answer are.
    """
    answer = asked.answer
    if answer.bound is not None or (is_ratio(answer.question.name) and answer.value <= 0):
        return None
    y = as_y(answer.question.name, answer.value)
    roots = sorted(roots_of(answer, of_paper=of_paper), key=_least_known)
    before = {name: place for place, name in enumerate(first)}
    roots.sort(key=lambda root: before.get(root.finding.id, len(before)))
    few = {"cheap": roots, "seconds": roots[:FEW], "minutes": []}[asked.answerer.cost]
    used = roots if asked.moving else few
    effects = [_effect(asked, moves, root, y) for root in used]
    for law in laws_of(answer):
        mine = [(rival, outside(rival.trial, target)) for rival in rivals if rival.path == law.path]
        effects.append(_law(law, y, mine, outside(trials.get(law.path, ()), target)))
    counted = (e for e in effects if e.r or e.is_refused or e.left or e.missed)
    ranked = tuple(sorted(counted, key=lambda e: (-e.is_refused, -e.r)))
    nameless = tuple(one.about for one in unspread(answer, of_paper=of_paper))
    return Leverage(y, answer.question.name, ranked, nameless, is_doubtful=len(used) < len(roots))


def _least_known(root: Root) -> tuple[bool, bool, float]:
    """Sort key of roots: guesses, estimates, then all others, each by relative spread."""
    return (not root.in_line, root.known.ground != "guess", -root.relative)


def unspread(answer: Finding, *, of_paper: bool) -> tuple[Root, ...]:
    """The roots of an answer of which no spread is known."""
    return tuple(root for root in all_roots(answer, of_paper=of_paper) if root.known.u is None)


def _effect(asked: Asked, moves: Moves, root: Root, y: float) -> Effect:
    sides = [moves.y(asked, {root.finding.id: root.at(sign)}) for sign in (1, -1)]
    up, down = (None if side is None else side - y for side in sides)
    return Effect(root.about, root.known.ground, up, down, root)


def _law(
    law: Setting, y: float, rivals: Sequence[tuple[Rival, tuple[Tested, ...]]], trial: tuple[Tested, ...]
) -> Effect:
    """The effect of a law: the change to its furthest rival, of those that did not leave."""
    failed = [(rival, worst(own)) for rival, own in rivals]
    left = tuple((rival.name, miss) for rival, miss in failed if miss is not None)
    effect = partial(Effect, f"{law.path} is {law.word}", "law", left=left, missed=worst(trial))
    found = [(rival.name, rival.moves.y(rival.asked, {})) for rival, miss in failed if miss is None]
    if not found and left:
        return effect(0.0, 0.0, why=ALL_LEFT) if _met(left, trial) else effect(None, None, why=UNTRIED)
    reached = [(abs(other - y), name, other - y) for name, other in found if other is not None]
    silent = " and ".join(name for name, other in found if other is None)
    if not reached:
        return effect(None, None, why=f"{silent} has no answer" if silent else NO_RIVAL)
    _, name, change = max(reached)
    if silent:
        return effect(change, None, why=f"rival: {name}; {silent} has no answer")
    return effect(change, change, why=f"rival: {name}")


def _met(left: Sequence[tuple[str, Tested]], trial: Sequence[Tested]) -> bool:
    """Whether a law meets all facts on which its rivals failed."""
    agreeing = {one.fact.id for one in trial if not one.is_missed}
    return all(miss.fact.id in agreeing for _, miss in left)
