"""Which failure comes first at the points of a grid, and how sure that is.

The regime of a point is its failure mode of the largest utilisation where that is 1 or more, else none. Inputs that are
not known are drawn together from their spreads (`explore.answers.drawn`), the same draws at every point; the
probability of a regime is its share of the draws. A point at which no regime has the probability `sure` is unresolved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...answers import Answerer, Ready, Refuse, ask, ready
from ...design import Design, Unanswerable, number_at
from ...quantity import Computed, Finding, ModelError, Question, Setting, term
from ...record import Column, Table, numbers, words
from ..answers.drawn import DrawnInputs, drawn_inputs, drawn_values
from ..answers.evaluate import PROBED, design_at, ensure_points
from ..answers.many_values import Exact, ManyValues, Outcome, many_values, nothing
from ..answers.origins import joined_origin
from ..sweeps import SweepPoints
from .criteria import TERM, FailureCriterion, criteria_of

NAME, VERSION = "regimes of failure", 1
SAFE = "no failure"
BLOCK = 200_000  # points times draws that are answered at once


@dataclass(frozen=True)
class RegimeSettings:
    """Number of draws, their seed, and the probability from which a regime is resolved."""

    members: int = 128
    seed: int = 1
    sure: float = 0.9

    def __post_init__(self) -> None:
        if not 1 <= self.members <= 100_000:
            raise ModelError(f"{self.members} draws", "take 1 to 100,000")
        if not 0.5 < self.sure < 1:
            raise ModelError(f"a probability of {self.sure:g}", "take one between 0.5 and 1")


@dataclass(frozen=True, eq=False)
class LimitUse:
    """The utilisation of one limit at all points, inputs as designed; `of` is the cell or a layer."""

    criterion: FailureCriterion
    of: str
    values: ManyValues

    @property
    def name(self) -> str:
        """Return mode and law, with the layer."""
        layer = self.of.partition("#")[2]
        return f"{self.criterion.mode}{f' of {layer}' if layer else ''} ({self.criterion.law})"


@dataclass(frozen=True, eq=False)
class RegimeMap:
    """Regimes at points, as places in `names`.

    `probability` has a row for each point and a column for each name.

    `uses` has every limit with an answer somewhere, `unknown` the reasons of the others.
    """

    design: Design
    points: SweepPoints
    settings: RegimeSettings
    names: tuple[str, ...]
    uses: tuple[LimitUse, ...]
    unknown: tuple[tuple[str, str], ...]
    regime: np.ndarray
    probability: np.ndarray
    drawn: DrawnInputs
    origin: Computed

    def __len__(self) -> int:
        return len(self.points)

    @property
    def likeliest(self) -> np.ndarray:
        """Return the probability of the most probable regime of each point."""
        return np.asarray(self.probability.max(axis=1))

    @property
    def unresolved(self) -> np.ndarray:
        """Return where no regime is sure."""
        return np.asarray(self.likeliest < self.settings.sure)

    @cached_property
    def nearest(self) -> np.ndarray:
        """Return the largest utilisation of the failure modes at each point; nan where none is known."""
        return largest_use(np.stack([one.values.value for one in self.uses if one.criterion.kind != "warns"]))

    @cached_property
    def first(self) -> np.ndarray:
        """Return the place of the failure mode of the largest utilisation in `names`, whether it fails or not."""
        return _modes(self.names, self.uses, [one.values.value for one in self.uses])[1]

    @cached_property
    def table(self) -> Table:
        """Return points, regimes, probabilities and utilisations as a table."""
        columns: dict[str, Column] = {}
        for n, path in enumerate(self.points.paths):
            number = number_at(path)
            columns[path] = numbers(term(number.term).unit if number else "", self.points.values[:, n].copy())
        columns["regime"] = words([self.names[k] for k in self.regime])
        columns["probability"] = numbers("1", self.likeliest)
        columns["largest utilisation"] = numbers("1", self.nearest)
        columns |= {f"utilisation: {one.name}": numbers("1", one.values.value) for one in self.uses}
        columns |= {f"probability: {name}": numbers("1", self.probability[:, k]) for k, name in enumerate(self.names)}
        return Table("regimes", f"{self.design.name}: which failure comes first", columns, self.origin)


def regime_map(design: Design, points: SweepPoints, settings: RegimeSettings | None = None) -> RegimeMap:
    """Return which failure comes first at the points of a design."""
    used = settings or RegimeSettings()
    ensure_points(points)
    first = design_at(design, points, 0)
    ids = {first.finding(path).id: path for path in points.paths}
    given = {name: points.values[:, n] for n, name in enumerate(ids)}
    uses, unknown, answers = [], [], []
    for criterion, of in criteria_of(first):
        values = _values(design, criterion, of, points, given)
        if not np.isfinite(values.value).any():
            unknown.append((f"{criterion.mode} ({criterion.law})", next(iter(values.refused.values()))))
            continue
        uses.append(LimitUse(criterion, of, values))
        answers += _probed(design, criterion, of, points)
    failing = [one for one in uses if one.criterion.kind != "warns"]
    if not failing:
        raise Refuse("no failure mode has an answer here: " + "; ".join(dict.fromkeys(why for _, why in unknown)))
    ensure_all_read(points, failing, ids)
    names = (SAFE, *dict.fromkeys(one.criterion.mode for one in failing))
    regime, _ = _modes(names, failing, [one.values.value for one in failing])
    drawn = drawn_inputs(answers, points.paths, used.members, used.seed)
    probability = _probability(first, names, failing, given, drawn)
    chosen = [Setting(f"regimes.{name}", str(value)) for name, value in vars(used).items()]
    chosen += [Setting(path, "swept") for path in points.paths]
    origin = joined_origin(NAME, VERSION, answers, chosen, points.paths)
    return RegimeMap(
        design, points, used, names, tuple(uses), tuple(dict.fromkeys(unknown)), regime, probability, drawn, origin
    )


def largest_use(uses: np.ndarray) -> np.ndarray:
    """Return the largest of rows of utilisations, column by column; nan where none is known."""
    return np.asarray(np.fmax.reduce(uses, axis=0))


def ensure_all_read(points: SweepPoints, uses: list[LimitUse], ids: dict[str, str]) -> None:
    """Refuse a path that no failure mode reads."""
    read = {ids[name] for one in uses for name in one.values.reads}
    if unread := [path for path in points.paths if path not in read]:
        known = ", ".join(dict.fromkeys(one.name for one in uses))
        raise Refuse(f"no failure mode depends on {unread[0]}: leave it out (known: {known})")


@dataclass(frozen=True, eq=False)
class _LimitSides:
    """A limit and what uses it, made ready."""

    criterion: FailureCriterion
    answer: Ready
    beside: Ready

    def used(self, values: Callable[[Ready], ManyValues]) -> ManyValues:
        """Return the utilisation at all places, with the reason where it is refused."""
        answer, beside = values(self.answer), values(self.beside)
        value = self.criterion.used(answer, beside)
        refused = {**beside.refused, **answer.refused}
        return ManyValues(value, value, value, refused, answer.reads | beside.reads, answer.together)


def _sides(design: Design, criterion: FailureCriterion, of: str) -> _LimitSides:
    answer = ready(criterion.answerer, design, Question(criterion.term, of))
    return _LimitSides(criterion, answer, ready(criterion.beside, design, Question(TERM, of)))


def _values(
    design: Design, criterion: FailureCriterion, of: str, points: SweepPoints, given: Mapping[str, np.ndarray]
) -> ManyValues:
    def exact(form: Answerer, name: str) -> Exact:
        def outcome(place: int) -> Outcome:
            answer = ask(form, design_at(design, points, place), Question(name, of), spread=False)
            if not isinstance(answer, Finding):
                return getattr(answer, "why", "the answer is no number")
            return (answer.value, *answer.bound) if isinstance(answer.bound, tuple) else (answer.value,) * 3

        return outcome

    try:
        sides = _sides(design_at(design, points, 0), criterion, of)
    except (Refuse, Unanswerable) as no:
        return nothing(len(points), str(no))
    return sides.used(lambda asked: many_values(asked, given, exact(asked.answerer, asked.question.name)))


def _probed(design: Design, criterion: FailureCriterion, of: str, points: SweepPoints) -> list[Finding]:
    """Return the answers at some points, for what they read."""
    places = np.unique(np.linspace(0, len(points) - 1, PROBED).astype(int))
    pairs = ((criterion.answerer, criterion.term), (criterion.beside, TERM))
    found = [
        ask(form, design_at(design, points, int(place)), Question(name, of), spread=False)
        for place in places
        for form, name in pairs
    ]
    return [one for one in found if isinstance(one, Finding)]


def _modes(
    names: tuple[str, ...], uses: list[LimitUse] | tuple[LimitUse, ...], values: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return regime and nearest failure mode: places in names."""
    by_mode = np.full((len(names), len(values[0])), -np.inf)
    for one, used in zip(uses, values, strict=True):
        if one.criterion.mode in names:
            place = names.index(one.criterion.mode)
            by_mode[place] = np.fmax(by_mode[place], used)
    first = by_mode[1:].argmax(axis=0) + 1
    return np.where(by_mode.max(axis=0) >= 1.0, first, 0), first


def _probability(
    design: Design,
    names: tuple[str, ...],
    uses: list[LimitUse],
    given: Mapping[str, np.ndarray],
    drawn: DrawnInputs,
) -> np.ndarray:
    """Return the share of draws with each regime, for each point."""
    values = drawn.at(drawn.draws.normal())
    members = len(next(iter(values.values()), np.zeros(1)))
    count = len(next(iter(given.values())))
    sides = [_sides(design, one.criterion, one.of) for one in uses]
    shares = np.zeros((count, len(names)))
    step = max(1, BLOCK // members)
    for start in range(0, count, step):
        here = {name: column[start : start + step] for name, column in given.items()}
        used = [one.used(lambda asked, here=here: drawn_values(asked, here, values)).value for one in sides]  # type: ignore[misc]
        regime, _ = _modes(names, uses, used)
        rows = regime.reshape(-1, members)
        shares[start : start + step] = np.stack([(rows == k).mean(axis=1) for k in range(len(names))], axis=1)
    return shares
