"""Three sentences about a study: what was asked, what the answers are worth, and what decides most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log

from ...quantity import Assumption, Finding, Refused, Reported, assumptions, term
from ...studies import Comparison, StudyResult, standing_of
from .missing import WITHOUT, by_target, missing, reason_of
from .wording import briefly, count, listed, times

BUILT_IN = ("fit", "input")  # agreement says nothing where it was made, or taken over
# what an answer is, best first: one of them, and many
KINDS = {
    "prediction": ("a prediction", "predictions"),
    "measurement": ("a measurement", "measurements"),
    "sourced": ("an answer with a source for every input", "answers with a source for every input"),
    "conditional": ("a conditional answer", "conditional answers"),
    "fit": ("a fit", "fits"),
    "input": ("an input", "inputs"),
}


def summary(result: StudyResult) -> tuple[str, str, str]:
    """Each one sentence, read off the verdicts; nothing here is stated by anybody."""
    return _asked(result), _worth(result), _decides(result)


def answers_of(result: StudyResult) -> tuple[Finding, ...]:
    """Every answer of the base run once, to reported numbers and to further questions."""
    given = (*(c.answer for c in result.base.comparisons), *result.base.answers)
    return tuple({a.id: a for a in given if isinstance(a, Finding)}.values())


def assumed_by(result: StudyResult) -> Counter[Assumption]:
    """Every assumption with the number of answers that rest on it, most first."""
    found = Counter(a for answer in answers_of(result) for a in assumptions(answer))
    return Counter(dict(found.most_common()))


# --- what was asked


def _asked(result: StudyResult) -> str:
    parts = []
    if result.targets:
        said = by_target(result.base.comparisons)
        status = Counter(_status(said.get(t.id, [])) for t in result.targets)
        parts.append(_shares(status, "reported number", _papers(result)))
    if result.base.answers:
        status = Counter("answered" if isinstance(a, Finding) else "refused" for a in result.base.answers)
        noun = "further question" if parts else "question without a reported number"
        plural = "" if parts else "questions without a reported number"
        parts.append(_shares(status, noun, "", plural))
    if not parts:
        return "No reported number was asked for and no further question."
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _status(comparisons: list[Comparison]) -> str:
    verdicts = {c.verdict for c in comparisons}
    if verdicts - set(WITHOUT):
        return "answered"
    return "not comparable" if "not comparable" in verdicts else "refused"


def _papers(result: StudyResult) -> str:
    keys = list(dict.fromkeys(t.id.partition(":")[0] for t in result.targets if isinstance(t.origin, Reported)))
    if not keys:
        return ""
    return f" of {listed(keys) if len(keys) <= 3 else count(len(keys), 'paper')}"


def _shares(status: Mapping[str, int], noun: str, of: str, plural: str = "") -> str:
    """ "of the 51 reported numbers of kumar2020, 5 are answered and 46 are refused"."""
    total = sum(status.values())
    many = f"{plural or noun + 's'}{of}"
    got = [(status.get(word, 0), word) for word in ("answered", "refused", "not comparable")]
    got = [(n, word) for n, word in got if n]
    if len(got) == 1:
        word = got[0][1]
        return f"the one {noun}{of} is {word}" if total == 1 else f"{_all(total)} {many} are {word}"
    said = listed(f"{n} {'is' if n == 1 else 'are'} {word}" for n, word in got)
    return f"of the {total} {many}, {said}"


# --- what the answers are worth


def _worth(result: StudyResult) -> str:
    compared = [c for c in result.base.comparisons if c.verdict not in WITHOUT]
    if not compared:
        alone: Counter[str] = Counter(standing_of(a, result.case.library).word for a in answers_of(result))
        if not alone:
            return "There is no answer to judge."
        none = "it answers no" if alone.total() == 1 else "none of them answers a"
        return f"{_what_they_are(alone)}, and {none} reported number."
    targets = len({c.target.id for c in compared})
    to = f" to {count(targets, 'number')}" if targets < len(compared) else ""  # several models answer one
    text = _what_they_are(Counter(c.verdict for c in compared), to, "prediction")
    free = [c for c in compared if c.verdict not in BUILT_IN]
    if not free:
        return f"{text}, so that any agreement is built in."
    parts = [text, _nearness(free), _judged(free)]
    return "; ".join(p for p in parts if p) + "."


def _what_they_are(kinds: Mapping[str, int], to: str = "", wanted: str = "") -> str:
    """ "The 5 answers are 2 conditional answers and 3 fits, with no prediction among them"."""
    total = sum(kinds.values())
    if total == 1:
        return f"The one answer is {_one(kinds)}"
    said = [(kinds[k], k) for k in KINDS if kinds.get(k)]
    if len(said) == 1:
        what = f"{_all(total).capitalize()} answers{to} are {KINDS[said[0][1]][1].removesuffix(' answers')}"
    else:
        what = f"The {total} answers{to} are " + listed(f"{n} {_noun(k, n)}" for n, k in said)
    return what if not wanted or kinds.get(wanted) else f"{what}, with no {wanted} among them"


def _one(kinds: Mapping[str, int]) -> str:
    kind = next(k for k in KINDS if kinds.get(k))
    return kind if kind == "conditional" else KINDS[kind][0]


def _all(number: int) -> str:
    return "both" if number == 2 else f"all {number}"


def _noun(kind: str, number: int) -> str:
    one, many = KINDS[kind]
    return one.partition(" ")[2] if number == 1 else many


def _nearness(free: list[Comparison]) -> str:
    """The best and the worst ratio to a plain number; a bound has nothing to be near to."""
    ratios = {
        (c.target.id, r): abs(log(r))
        for c in free
        if (r := c.agreement) is not None
        and r > 0
        and c.target.bound is None
        and term(c.target.question.name).compare == "ratio"
    }
    if not ratios:
        return ""
    (near, best), (far, worst) = min(ratios, key=lambda k: ratios[k]), max(ratios, key=lambda k: ratios[k])
    if len(ratios) == 1:
        return f"the only one with a ratio that is not built in comes to {times(best)} of what is reported ({near})"
    return (
        f"where agreement is not built in, the nearest comes to {times(best)} of what is reported ({near}) "
        f"and the furthest to {times(worst)} ({far})"
    )


def _judged(free: list[Comparison]) -> str:
    judged = [c.within for c in free if c.within is not None]
    if not judged:
        return "no bound or spread is known by which to judge " + ("it" if len(free) == 1 else "them")
    inside = judged.count(True)
    if len(judged) == 1:
        return f"the only one that a bound or a spread can judge lies {'inside' if inside else 'outside'}"
    if inside in (0, len(judged)):
        return f"{_all(len(judged))} that a bound or a spread can judge lie {'inside' if inside else 'outside'}"
    return f"of {len(judged)} that a bound or a spread can judge {inside} {'lies' if inside == 1 else 'lie'} inside"


# --- what decides


def _decides(result: StudyResult) -> str:
    return f"{_assumption(result)}; {_refusals(result)}."


def _assumption(result: StudyResult) -> str:
    total = len(answers_of(result))
    found = assumed_by(result)
    if not total:
        return "There is no answer that could rest on an assumption"
    if not found:
        return (
            "The one answer rests on no assumption" if total == 1 else f"None of {total} answers rests on an assumption"
        )
    most = max(found.values())
    words = list(dict.fromkeys(f'"{briefly(str(a))}"' for a, n in found.items() if n == most))
    said = listed(words if len(words) <= 3 else [*words[:2], f"{len(words) - 2} others"])
    if total == 1:
        return f"The one answer rests on {said}, assumed"
    behind = _all(total) if most == total else f"{most} of {total}"
    if len(words) == 1:
        return f"The assumption behind the most answers ({behind}) is {said}"
    return f"The assumptions behind the most answers ({behind} each) are {said}"


def _refusals(result: StudyResult) -> str:
    groups = missing(result)
    reasons = Counter({g.reason: len(g.targets) for g in groups})
    for a in result.base.answers:
        if isinstance(a, Refused):
            reasons[reason_of(a.why, a.question.name, a.question.of)] += 1
    if not reasons:
        return "nothing is without an answer"
    reason, number = reasons.most_common(1)[0]
    if reasons.total() == 1:
        return f'the reason for the only missing answer is "{reason}"'
    most = next((_mostly(g.by_quantity()) for g in groups if g.reason == reason), "")
    return f'the most frequent reason for no answer is "{reason}" ({number} of {reasons.total()}{most})'


def _mostly(quantities: Mapping[str, int]) -> str:
    if len(quantities) < 2:
        return ""
    name, number = next(iter(quantities.items()))
    return f", most often {name.replace('_', ' ')} with {number}" if number > 1 else ""
