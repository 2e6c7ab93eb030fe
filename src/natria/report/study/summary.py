"""Three sentences about a study.

They say what was asked, how well the answers agree, and what decides most verdicts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log

from ...quantity import Assumption, Finding, Refused, Reported, term
from ...studies import WITHOUT, Comparison, Grade, StudyResult, count_targets, ground_words, standing_of
from ...studies.verdicts.provenance import undefined
from .graded import missed
from .missing import missing, reason_of
from .wording import briefly, count, listed, ratio

BUILT_IN = ("fit", "input", "check")  # their agreement is built in, or only consistency
# singular and plural of each verdict, best first
KINDS = {
    "prediction": ("a prediction", "predictions"),
    "measurement": ("a measurement", "measurements"),
    "sourced": ("an answer with a source for every input", "answers with a source for every input"),
    "conditional": ("a conditional answer", "conditional answers"),
    "check": ("a consistency check", "consistency checks"),
    "fit": ("a fit", "fits"),
    "input": ("an input", "inputs"),
}

MOST_NAMED = 3  # facts that a sentence names


def summary(result: StudyResult) -> tuple[str, str, str]:
    """Three sentences derived from the verdicts."""
    return _asked(result), _worth(result), _decides(result)


def answers_of(result: StudyResult) -> tuple[Finding, ...]:
    """Every answer of the base run once, to reported numbers and to further questions."""
    given = (*(c.answer for c in result.base.comparisons), *result.base.answers)
    return tuple({a.id: a for a in given if isinstance(a, Finding)}.values())


def assumed_by(result: StudyResult) -> Counter[Assumption]:
    """Every assumption with the number of answers that rest on it, most first; definitions are left out."""
    found = Counter(a for answer in answers_of(result) for a in undefined(answer))
    return Counter(dict(found.most_common()))


# --- what was asked


def _asked(result: StudyResult) -> str:
    parts = []
    if result.targets:
        counted = count_targets(result.targets, result.base.comparisons)
        status: dict[str, int] = {word: counted.verdicts.get(word, 0) for word in WITHOUT}
        parts.append(_shares({**status, "answered": counted.answered}, "reported number", _papers(result)))
    if result.base.answers:
        further = Counter("answered" if isinstance(a, Finding) else "refused" for a in result.base.answers)
        noun = "further question" if parts else "question without a reported number"
        plural = "" if parts else "questions without a reported number"
        parts.append(_shares(further, noun, "", plural))
    if not parts:
        return "No reported number was asked for and no further question."
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


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
    shares = listed(f"{n} {'is' if n == 1 else 'are'} {word}" for n, word in got)
    return f"of the {total} {many}, {shares}"


# --- what the answers are worth


def _worth(result: StudyResult) -> str:
    compared = [c for c in result.base.comparisons if c.verdict not in WITHOUT]
    if not compared:
        alone: Counter[str] = Counter(
            standing_of(a, result.case.library, grade=result.base.grades.get(a.id)).word for a in answers_of(result)
        )
        if not alone:
            return "There is no answer to judge."
        none = "it answers no" if alone.total() == 1 else "none of them answers a"
        return f"{_what_they_are(alone)}, and {none} reported number."
    targets = len({c.target.id for c in compared})
    to = f" to {count(targets, 'number')}" if targets < len(compared) else ""  # several models answer one
    text = _what_they_are(Counter(c.verdict for c in compared), to, "prediction")
    free = [c for c in compared if c.verdict not in BUILT_IN]
    if not free:
        return f"{text}; every agreement is built in or a matter of consistency."
    parts = [text, _nearness(free), _judged(free), _misses(result)]
    return "; ".join(p for p in parts if p) + "."


def _what_they_are(kinds: Mapping[str, int], to: str = "", wanted: str = "") -> str:
    """ "The 5 answers are 2 conditional answers and 3 fits, with no prediction among them"."""
    total = sum(kinds.values())
    if total == 1:
        return f"The one answer is {_one(kinds)}"
    found = [(kinds[k], k) for k in KINDS if kinds.get(k)]
    if len(found) == 1:
        what = f"{_all(total).capitalize()} answers{to} are {KINDS[found[0][1]][1].removesuffix(' answers')}"
    else:
        what = f"The {total} answers{to} are " + listed(f"{n} {_noun(k, n)}" for n, k in found)
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
    """The best and the worst ratio of an answer to a reported number; bounds have none."""
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
    if best == worst:
        return f"independent agreement: ratio {ratio(best)} ({near})"
    return f"best independent agreement: ratio {ratio(best)} ({near}), worst: ratio {ratio(worst)} ({far})"


def _judged(free: list[Comparison]) -> str:
    """How many of the answers agree, and how many of these say little; wide ranges do not count."""
    judged = [c for c in free if c.counts]
    if not judged:
        return "no bound or spread by which to judge " + ("it" if len(free) == 1 else "them")
    agree = [c for c in judged if c.within]
    weak = sum(c.weak for c in agree)
    faint = f", {weak} of them weakly" if weak and len(agree) > 1 else ", weakly" if weak else ""
    verb = "agrees" if len(agree) == 1 else "agree"
    return f"{len(agree)} of {len(judged)} with a known interval or bound {verb}{faint}"


def _misses(result: StudyResult) -> str:
    found = missed(result)
    if not found:
        return ""
    named = listed(found[:MOST_NAMED]) if len(found) <= MOST_NAMED else f"{', '.join(found[:MOST_NAMED])}, ..."
    return f"{len(found)} {'misses' if len(found) == 1 else 'miss'} whatever is assumed ({named})"


# --- what decides


def _decides(result: StudyResult) -> str:
    return f"{_strongest(result) or _assumption(result)}; {_refusals(result)}."


def _strongest(result: StudyResult) -> str:
    """Return the input or law that most often comes first among those that make answers conditional.

    Empty without grades.
    """
    base = result.base
    graded = [c.grade for c in base.comparisons if c.verdict == "conditional"]
    graded += [
        grade
        for a in base.answers
        if isinstance(a, Finding) and (grade := base.grades.get(a.id))
        if standing_of(a, result.case.library, grade=grade).word == "conditional"
    ]
    first = Counter(top for grade in graded if grade and (top := _first(grade)))
    if not first:
        return ""
    (about, ground), times = first.most_common(1)[0]
    total = first.total()
    if total == 1:
        return f"What decides is {about} ({ground_words(ground)}), for the only conditional answer"
    return f"What decides most often is {about} ({ground_words(ground)}), for {times} of {total} conditional answers"


def _first(grade: Grade) -> tuple[str, str] | None:
    return next(((e.about, e.ground) for e in grade.leverage.effects if e.in_line or e.is_refused), None)


def _assumption(result: StudyResult) -> str:
    total = len(answers_of(result))
    found = assumed_by(result)
    if not total:
        return "No answer, so no assumption decides"
    if not found:
        return "The one answer assumes nothing" if total == 1 else f"None of {total} answers rests on an assumption"
    most = max(found.values())
    words = list(dict.fromkeys(f'"{briefly(str(a))}"' for a, n in found.items() if n == most))
    named = listed(words if len(words) <= 3 else [*words[:2], f"{len(words) - 2} others"])
    if total == 1:
        return f"The one answer assumes {named}"
    behind = _all(total) if most == total else f"{most} of {total}"
    if len(words) == 1:
        return f"Most frequent assumption: {named} ({behind} answers)"
    return f"Most frequent assumptions: {named} ({behind} answers each)"


def _refusals(result: StudyResult) -> str:
    groups = missing(result)
    reasons = Counter({g.reason: len(g.targets) for g in groups})
    for a in result.base.answers:
        if isinstance(a, Refused):
            reasons[reason_of(a.why, a.question.name, a.question.of)] += 1
    if not reasons:
        return "no question is unanswered"
    reason, number = reasons.most_common(1)[0]
    if reasons.total() == 1:
        return f'the only missing answer: "{reason}"'
    most = next((_mostly(g.by_quantity()) for g in groups if g.reason == reason), "")
    return f'most frequent reason for no answer: "{reason}" ({number} of {reasons.total()}{most})'


def _mostly(quantities: Mapping[str, int]) -> str:
    if len(quantities) < 2:
        return ""
    name, number = next(iter(quantities.items()))
    return f", most often {name.replace('_', ' ')} with {number}" if number > 1 else ""
