"""Agreement of two numbers: ratio or difference, and whether the target is in the interval."""

from __future__ import annotations

from math import copysign, inf

import numpy as np

from ...literature import scatter
from ...quantity import Bound, Finding, Span, term
from ...quantity.grounds import knowledge
from .interval import OUTER, TWO_SIDED, Interval, normal_column
from .spaces import as_y, is_ratio

WEAK = 4.0  # times, or steps: ends of an interval farther apart than that say little


def ratio_or_difference(target: Finding, answer: Finding) -> float | None:
    """answer/target, or answer - target (SI) where the term compares so; of a range from its nearest end.

    None for a wide range that holds the target: it is no answer to be near or far.
    """
    t, a = target.value, answer.value
    if isinstance(answer.bound, tuple):
        if is_wide_range(answer) and answer.bound[0] <= t <= answer.bound[1]:
            return None
        low, high = answer.bound
        a = min(max(t, low), high)
    if not is_ratio(target.question.name):
        return a - t
    return a / t if t else None


def noise_of(target: Finding) -> float | None:
    """The spread of a target as y; of a range, that of a uniform distribution over it."""
    if isinstance(target.bound, tuple):
        low, high = target.bound
        try:
            ends = [as_y(target.question.name, end) for end in (low, high)]
        except ValueError:
            return None
        return (ends[1] - ends[0]) / 12**0.5
    known = knowledge(target, scatter())
    if known.u is None or known.space == ("ln" if is_ratio(target.question.name) else "linear"):
        return known.u
    value = target.value
    if known.space == "logit":  # a fraction that is compared by its ratio, or as it stands
        return known.u * (1 - value) if is_ratio(target.question.name) else known.u * value * (1 - value)
    return known.u / abs(value) if value else None


def within(target: Finding, answer: Finding, interval: Interval | None, shift: float = 0.0) -> bool | None:
    """Whether the target lies in the 95 % of answer plus target noise; None where this is open.

    `shift` moves the answer's y. A target that is a bound is kept where its probability is 0.975 or more.
    """
    if isinstance(answer.bound, tuple):
        return within_range(target, answer.bound)
    if isinstance(answer.bound, str):
        return _beyond(target, answer)
    z = z_of(target, answer, interval, shift)
    if z is None:
        return None if target.bound is None else _keeps(target.bound, target.value, answer.value)
    if isinstance(target.bound, str):
        return True if z >= TWO_SIDED else False if z <= -TWO_SIDED else None
    return abs(z) <= TWO_SIDED


def z_of(target: Finding, answer: Finding, interval: Interval | None, shift: float = 0.0) -> float | None:
    """Deviation of an answer from a target in standard deviations of both; None where it is unknown.

        z = (y + shift - t) / sqrt(u_answer^2 + u_target^2)

    Of a sampled answer the deviation is that of the median, over the distance from it to the end of the 95 % on the
    side of the target, which counts as 1.96. For a bound, z is positive where the bound is kept.
    """
    if interval is None or interval.method == "none" or answer.bound is not None:
        return None
    noise = 0.0 if isinstance(target.bound, str) else noise_of(target)
    if noise is None:
        return None
    try:
        t = as_y(target.question.name, target.value)
    except ValueError:
        return None
    if interval.draws is None:
        away, u = interval.y + shift - t, (interval.spread**2 + noise**2) ** 0.5
    else:
        drawn = interval.draws + shift + noise * normal_column(len(interval.draws))
        low, middle, high = (float(end) for end in np.quantile(drawn, (OUTER[0], 0.5, OUTER[1])))
        away = middle - t
        u = (middle - low if away > 0 else high - middle) / TWO_SIDED
    z = away / u if u else copysign(inf, away) if away else 0.0
    if isinstance(target.bound, str) and not u:
        return inf if _keeps(target.bound, t, interval.y + shift) else -inf
    return -z if target.bound in ("at most", "under") else z


def is_weak(name: str, interval: Interval) -> bool:
    """Whether an interval is so wide that agreement says little."""
    if interval.low is None or interval.high is None:
        return True
    if is_ratio(name):
        return interval.low <= 0 or interval.high / interval.low > WEAK
    return bool(term(name).step) and interval.high - interval.low > WEAK * term(name).step


def is_wide_range(answer: Finding) -> bool:
    """Whether an answer is a range so wide that it says little, such as a modulus over all directions."""
    if not isinstance(answer.bound, tuple):
        return False
    low, high = answer.bound
    name = answer.question.name
    if is_ratio(name):
        return low <= 0 or high / low > WEAK
    return bool(term(name).step) and high - low > WEAK * term(name).step


def within_range(target: Finding, span: Span) -> bool | None:
    """Whether a range holds the target; None where only a part of it keeps the target's bound."""
    t, (low, high) = target.value, span
    if target.bound is None:
        return low <= t <= high
    ends = _keeps(target.bound, t, low), _keeps(target.bound, t, high)
    around = isinstance(target.bound, tuple) and low < target.bound[0] and target.bound[1] < high
    return True if all(ends) else None if any(ends) or around else False


def _beyond(target: Finding, answer: Finding) -> bool | None:
    """Whether an answer that is a bound contradicts the target; two lower bounds never do."""
    if target.bound is None:
        return None
    a, t = answer.value, target.value
    open_ends = (t, float("inf")) if target.bound in ("at least", "over") else (None, t)
    low, high = target.bound if isinstance(target.bound, tuple) else open_ends
    if answer.bound in ("at least", "over"):
        return False if a > high else True if high == float("inf") and low is not None and a >= low else None
    return False if low is not None and a < low else True if low is None and a <= high else None


def _keeps(bound: Bound | Span, t: float, a: float) -> bool:
    """Whether a number keeps a bound or lies in an interval."""
    match bound:
        case (low, high):
            return low <= a <= high
        case "at least":
            return a >= t
        case "at most":
            return a <= t
        case "over":
            return a > t
        case _:
            return a < t
