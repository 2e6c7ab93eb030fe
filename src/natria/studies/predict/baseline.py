"""The constant-resistance baseline: a cell with the resistance of the training is asked the same.

It is a rule, not a model, and so has nothing to be tuned: the training fact of the same term that lies nearest, scaled
by the ratio of the currents where the term is a voltage drop over the resistance, unchanged where a constant resistance
leaves the term as it is. For other terms a constant resistance has no meaning, and there is no baseline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from ...literature import Library
from ...quantity import Finding, Question, Span, same_condition
from ..verdicts.agreement import noise_of
from ..verdicts.spaces import is_ratio
from .spec import Asking

RULE = "constant resistance"
DROPS = (  # eta = R i
    "cell_overpotential",
    "electrode_overpotential",
    "cell_overpotential_ir_free",
    "hysteresis",
    "ir_drop",
    "electron_drop",
)
UNCHANGED = {
    "specific_capacity": "over a flat voltage a constant resistance does not change the capacity",
    "areal_capacity": "over a flat voltage a constant resistance does not change the capacity",
    "utilisation": "over a flat voltage a constant resistance does not change the capacity",
    "critical_current_density": "the drop at which the cell fails is reached at the same current",
    "area_resistance": "the resistance is that of the training",
    "cell_resistance": "the resistance is that of the training",
    "charge_transfer_area_resistance": "the resistance is that of the training",
    "electrolyte_area_resistance": "the resistance is that of the training",
}
CURRENTS = ("current", "rate", "specific_current", "cell_current")


@dataclass(frozen=True)
class Baseline:
    """The value of the baseline (SI), the training fact that it was made from, and the rule in words.

    `value` is None where the baseline has no meaning; `why` gives the reason. `spread` is that of y.
    """

    why: str
    fact: str = ""
    value: float | None = None
    spread: float = 0.0


def baseline_of(ask: Asking, training: Sequence[str], library: Library, rule: str = RULE) -> Baseline:
    """Return the baseline of a question from the training facts."""
    question = ask.question
    if rule != RULE:
        return Baseline("the spec asks for no baseline")
    name = question.name
    if name not in DROPS and name not in UNCHANGED:
        return Baseline(f"a constant resistance says nothing about {name.replace('_', ' ')}")
    facts = [library.facts[key] for key in ((ask.baseline,) if ask.baseline else training) if key in library.facts]
    usable = [f for f in facts if f.question.name == name and f.bound is None and f.value]
    if not usable:
        return Baseline(f"no training fact is a plain number of {name.replace('_', ' ')}")
    fact = min(usable, key=lambda one: _distance(question, one))
    if name in UNCHANGED:
        return _made(fact, 1.0, f"{fact.id}; {UNCHANGED[name]}")
    ratio = _ratio_of_currents(question, fact.question)
    if ratio is None:
        return Baseline(f"the current of the question over that of {fact.id} is not known")
    return _made(fact, ratio, f"{fact.id} times the ratio of the currents, {ratio:.4g}")


def _made(fact: Finding, ratio: float, why: str) -> Baseline:
    noise = noise_of(fact) or 0.0
    return Baseline(why, fact.id, ratio * fact.value, noise if is_ratio(fact.question.name) else noise * ratio)


def _distance(question: Question, fact: Finding) -> tuple[bool, bool, int, float, str]:
    """Sort key: same subject, same system, fewest differing conditions, nearest current."""
    other = fact.question
    both = (question.at.keys() & other.at.keys()) - set(CURRENTS)
    differing = sum(not same_condition(key, question.at[key], other.at[key]) for key in both)
    ratio = _ratio_of_currents(question, other)
    away = abs(log(ratio)) if ratio else 0.0
    return other.of != question.of, other.system != question.system, differing, away, fact.id


def _ratio_of_currents(one: Question, other: Question) -> float | None:
    """The current of one question over that of the other, by a condition that both state."""
    for key in CURRENTS:
        a, b = _plain(one.at, key), _plain(other.at, key)
        if a and b:
            return a / b
    return None


def _plain(at: Mapping[str, float | Span], key: str) -> float | None:
    value = at.get(key)
    return value if isinstance(value, float) else None
