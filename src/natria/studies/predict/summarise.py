"""The members of a question as a forecast: intervals, shares of variance, what would narrow them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...quantity import Finding, Question, fit_id, show_value
from ...quantity.finding import Fitted
from ..verdicts.spaces import from_y
from .baseline import Baseline
from .draws import FitBlock, Inputs, column_of
from .forecast import AlternativeShare, Branch, Forecast, InputShare, RefusedShare
from .mixture import NINETY_FIVE, SIXTY_EIGHT, Vector, between, interval, quantile, variance_of

MOST_REFUSED = 0.5  # of the members; above it there is no interval
LEAST = 1e-6  # share of the variance from which an input is listed
ENOUGH = 2  # members for each input, from which effects are found together
NUMBER = re.compile(r"(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?(?!\w)")
MODEL = "model"  # the group of rival answerers


@dataclass(frozen=True, eq=False)
class Sampled:
    """A branch with the inputs that were moved and the rows of normal numbers that its members had."""

    branch: Branch
    inputs: Inputs | None
    rows: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Effect:
    """The linear effect of one input on members: what it adds to y, by the place of the branch."""

    about: str
    ground: str
    id: str
    value: str
    spread: float | None
    adds: dict[int, Vector]
    moves: dict[int, float]


def summarised(
    question: Question,
    sampled: Sequence[Sampled],
    columns: Mapping[str, int],
    refusals: Sequence[tuple[float, str]],
    baseline: Baseline,
) -> Forecast:
    """Return the forecast of a question; `refusals` are weights and reasons where nobody answers."""
    branches = tuple(one.branch for one in sampled)
    reasons = tuple(_reasons(branches, refusals))
    refused = sum(one.share for one in reasons)
    if not sampled or refused > MOST_REFUSED or not any(len(b.found) for b in branches):
        return _silent(question, branches, refused, reasons, baseline)
    y, w, labels = _pooled(branches)
    groups = list(dict.fromkeys(group for b in branches for group in b.options))
    options = {group: list(dict.fromkeys(b.options[group] for b in branches)) for group in groups}
    by_group = {group: between(y, w, _labels_by(branches, group, options[group])) for group in groups}
    name, share = question.name, between(y, w, labels)
    effects = list(_effects(sampled, columns))
    inputs = [*_input_shares(effects, y, w, labels), *_group_shares(branches, by_group, options, y, w)]
    explained = sum(one.share for one in inputs if one.id)
    low_68, high_68 = interval(y, w, SIXTY_EIGHT)
    low_95, high_95 = interval(y, w, NINETY_FIVE)
    return Forecast(
        question,
        branches,
        refused,
        reasons,
        from_y(name, quantile(y, w, 0.5)),
        (from_y(name, low_68), from_y(name, high_68)),
        (from_y(name, low_95), from_y(name, high_95)),
        share,
        by_group,
        tuple(_alternatives(name, branches, options)),
        tuple(sorted((one for one in inputs if one.share > LEAST), key=lambda one: (one.left, one.about))),
        max(0.0, 1 - share - explained) if variance_of(y, w) else 0.0,
        baseline,
    )


def _silent(
    question: Question, branches: tuple[Branch, ...], refused: float, reasons: tuple[RefusedShare, ...], base: Baseline
) -> Forecast:
    """The forecast of a question that has no answer, or too few."""
    return Forecast(question, branches, refused, reasons, None, None, None, 0.0, {}, (), (), 0.0, base)


def _reasons(branches: Sequence[Branch], refusals: Sequence[tuple[float, str]]) -> Iterator[RefusedShare]:
    """Yield the reasons with their shares; those that differ in their numbers alone are one."""
    given = [*refusals, *((b.weight * count / len(b.y), why) for b in branches for why, count in b.why.items())]
    shares: dict[str, float] = {}
    texts: dict[str, set[str]] = {}
    for weight, why in given:
        kind = NUMBER.sub("..", why)
        shares[kind] = shares.get(kind, 0.0) + weight
        texts.setdefault(kind, set()).add(why)
    for kind, share in sorted(shares.items(), key=lambda one: (-one[1], one[0])):
        yield RefusedShare(kind if len(texts[kind]) > 1 else next(iter(texts[kind])), share)


def _pooled(branches: Sequence[Branch]) -> tuple[Vector, Vector, NDArray[np.int64]]:
    """Return y and weight of all members with an answer, and the place of their branch."""
    y = np.concatenate([b.found for b in branches])
    w = np.concatenate([b.w[b.counts] for b in branches])
    labels = np.concatenate([np.full(len(b.found), place) for place, b in enumerate(branches)])
    return y, w, labels


def _labels_by(branches: Sequence[Branch], group: str, options: Sequence[str]) -> NDArray[np.int64]:
    return np.concatenate([np.full(len(b.found), options.index(b.options[group])) for b in branches])


def _alternatives(
    name: str, branches: Sequence[Branch], options: Mapping[str, Sequence[str]]
) -> Iterator[AlternativeShare]:
    for group, several in options.items():
        for option in several:
            mine = [b for b in branches if b.options[group] == option]
            weight, share = sum(b.weight for b in mine), sum(b.share for b in mine)
            y, w, _ = _pooled(mine)
            refused = 1 - min(float(w.sum()) / share, 1.0) if share else 0.0
            after = share if any(b.likelihood is not None for b in mine) else None
            if not len(y) or refused > MOST_REFUSED:
                yield AlternativeShare(group, option, weight, refused, posterior=after)
                continue
            (a, b), (c, d) = interval(y, w, SIXTY_EIGHT), interval(y, w, NINETY_FIVE)
            inner, outer = (from_y(name, a), from_y(name, b)), (from_y(name, c), from_y(name, d))
            middle = from_y(name, quantile(y, w, 0.5))
            yield AlternativeShare(group, option, weight, refused, middle, inner, outer, after)


def _effects(sampled: Sequence[Sampled], columns: Mapping[str, int]) -> Iterator[_Effect]:
    """Yield the linear effect of each input, by least squares of y on the numbers that moved it."""
    found: dict[str, _Effect] = {}
    for place, one in enumerate(sampled):
        if one.inputs is None or not len(one.branch.found):
            continue
        kept = one.branch.counts
        weights = one.branch.w[kept] / one.branch.w[kept].sum()
        names = _columns_of(one.inputs)
        places = [columns[name] for several in names.values() for name in several]
        slopes = _slopes(one.rows[kept][:, places], one.branch.y[kept], weights)
        at = 0
        for key, several in names.items():
            mine = slice(at, at + len(several))
            at += len(several)
            adds = one.rows[kept][:, [columns[name] for name in several]] @ slopes[mine]
            effect = found.setdefault(key, _blank(key, one.inputs))
            effect.adds[place] = adds
            effect.moves[place] = float(np.sqrt(slopes[mine] @ slopes[mine]))
    yield from found.values()


def _slopes(normal: NDArray[np.float64], y: Vector, w: Vector) -> Vector:
    """Return the change of y for one unit of each column; of few members each column by itself."""
    root = np.sqrt(w)[:, None]
    centred = root[:, 0] * (y - w @ y)
    columns = root * (normal - w @ normal)
    if 1 / float(w @ w) >= ENOUGH * (normal.shape[1] + 1):
        return np.asarray(np.linalg.lstsq(columns, centred, rcond=None)[0], float)
    return np.asarray(columns.T @ centred / np.maximum((columns**2).sum(axis=0), 1e-300), float)


def _columns_of(inputs: Inputs) -> dict[str, list[str]]:
    """Return the columns of each input by its id; a fit has several."""
    names = {root.finding.id: [column_of(root.finding)] for root in inputs.roots}
    return names | {b.id: [f"{b.id} {place}" for place in range(len(b.findings))] for b in inputs.blocks}


def _blank(key: str, inputs: Inputs) -> _Effect:
    for root in inputs.roots:
        if root.finding.id == key:
            known = root.known
            return _Effect(root.about, known.ground, key, show_value(_bare(root.finding)), known.u, {}, {})
    block = next(b for b in inputs.blocks if b.id == key)
    return _Effect(_of_block(block), "fit", key, "", None, {}, {})


def _bare(finding: Finding) -> Finding:
    return Finding(finding.question, finding.value, finding.origin, None, finding.bound, finding.unit)


def _of_block(block: FitBlock) -> str:
    first = block.findings[0]
    assert isinstance(first.origin, Fitted)
    assert fit_id(first.origin.fit) == block.id
    return f"numbers of {first.question.of} (by their covariance)"


def _input_shares(effects: Sequence[_Effect], y: Vector, w: Vector, labels: NDArray[np.int64]) -> Iterator[InputShare]:
    total, width = variance_of(y, w), _width(y, w)
    if not total or not width:
        return
    weights = {place: float(w[labels == place].sum() / w.sum()) for place in np.unique(labels).tolist()}
    for effect in effects:
        parts = (weights[place] * variance_of(adds, w[labels == place]) for place, adds in effect.adds.items())
        share = sum(parts) / total
        less = y.copy()
        for place, adds in effect.adds.items():
            less[labels == place] -= adds
        move = sum(weights[place] * moves for place, moves in effect.moves.items())
        left = _width(less, w) / width
        yield InputShare(effect.about, effect.ground, effect.id, effect.value, effect.spread, move, share, left)


def _group_shares(
    branches: Sequence[Branch],
    by_group: Mapping[str, float],
    options: Mapping[str, Sequence[str]],
    y: Vector,
    w: Vector,
) -> Iterator[InputShare]:
    width = _width(y, w)
    for group, share in by_group.items():
        widths = []
        for option in options[group]:
            mine = [b for b in branches if b.options[group] == option and len(b.found)]
            if mine:
                own_y, own_w, _ = _pooled(mine)
                widths.append((float(own_w.sum()), _width(own_y, own_w)))
        left = sum(a * b for a, b in widths) / sum(a for a, _ in widths) / width if width else 1.0
        yield InputShare(f"which {group} holds", "alternative", "", ", ".join(options[group]), None, None, share, left)


def _width(y: Vector, w: Vector) -> float:
    low, high = interval(y, w, NINETY_FIVE)
    return high - low
