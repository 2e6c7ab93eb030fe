"""Texts and table rows of a prediction and of its score, used by the terminal and by the page."""

from __future__ import annotations

from collections.abc import Iterator

from ...quantity import Question, digits_of, in_unit, show_conditions, term
from ...studies.predict import Forecast, Prediction, Scored, ScoredValue
from ...studies.predict.forecast import Ends, InputShare
from ...studies.verdicts.spaces import from_y, is_ratio
from ...studies.verdicts.wording import ground_words, size_words
from ..study.wording import count

FORECAST_HEADS = ("question", "median", "68 % interval", "95 % interval", "no answer", "baseline")
ALTERNATIVE_HEADS = ("alternative", "weight", "median", "68 % interval", "95 % interval", "no answer")
INPUT_HEADS = ("input or alternative", "ground", "value", "moves the answer by", "share of variance", "width left")
SCORE_HEADS = ("question", "value", "median", "value / median", "in 68 %", "in 95 %", "CRPS", "CRPS of the baseline")
EVIDENCE_HEADS = ("fact", "number", "role")
ASSUMED_HEADS = ("assumption", "value", "ground", "reason")
WORLD_HEADS = ("combination", "weight before", "weight after", "effective members")
CONDITION_HEADS = ("fact", "number", "members before, 95 %", "median after", "nearest member", "no answer")
FIT_HEADS = ("fit", "state", "data")
FEW = 12  # inputs that are listed; the file has all
NONE = "-"


def asked(question: Question) -> str:
    """ "specific capacity of chi2022/na-s at current 0.05 mA/cm^2"."""
    at = f" at {show_conditions(question.at)}" if question.at else ""
    return f"{question.name.replace('_', ' ')} of {question.of}{at}"


def shown(name: str, value: float | None, unit: bool = True) -> str:
    """A number in the unit that people write; a dash where there is none."""
    if value is None:
        return NONE
    mark = f" {term(name).shown}" if unit and term(name).shown != "1" else ""
    return f"{digits_of(in_unit(value, name), name)}{mark}"


def ends(name: str, interval: Ends | None) -> str:
    """ "120 to 340 mV"; a dash where there is none."""
    if interval is None:
        return NONE
    return f"{shown(name, interval[0], unit=False)} to {shown(name, interval[1])}"


def per_cent(share: float) -> str:
    """A share in per cent, with "< 1 %" for what is small but not nothing."""
    return "0 %" if not share else "< 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def summary(p: Prediction) -> str:
    """The sentence on top: how many questions are answered, from how many training facts."""
    answered = sum(f.is_answered for f in p.forecasts)
    facts = count(len(p.training), "training fact")
    members = f"{p.spec['members']} members, seed {p.spec['seed']}"
    groups = f" over {count(len(p.groups), 'group')} of alternatives" if p.groups else ""
    return f"{answered} of {count(len(p.forecasts), 'question')} answered from {facts}; {members}{groups}."


def sentence(f: Forecast) -> str:
    """The sentence of a question: its interval, what widens it most, and the share between alternatives."""
    name = f.question.name
    if f.median is None:
        most = f.reasons[0].why if f.reasons else "nobody answers"
        lost = f" ({per_cent(f.refused)} of the members)" if f.branches else ""
        return f"{asked(f.question)}: no prediction{lost}: {most}."
    parts = [f"{asked(f.question)}: {shown(name, f.median)} (95 %: {ends(name, f.interval_95)})"]
    if f.narrows is not None:
        parts.append(f"to know {about(f.narrows)} would narrow this most, to {per_cent(f.narrows.left)} of its width")
    if f.between_groups:
        parts.append(f"{per_cent(f.between)} of the variance lies between alternatives")
    if f.refused:
        parts.append(f"{per_cent(f.refused)} of the members have no answer")
    if f.effective is not None:
        parts.append(f"{f.effective:.0f} effective members after conditions")
    return "; ".join(parts) + "."


def forecast_rows(p: Prediction) -> Iterator[tuple[str, ...]]:
    """A row for each question."""
    for f in p.forecasts:
        name, base = f.question.name, f.baseline
        baseline = shown(name, base.value) if base.value is not None else NONE
        yield (
            asked(f.question),
            shown(name, f.median),
            ends(name, f.interval_68),
            ends(name, f.interval_95),
            per_cent(f.refused),
            baseline,
        )


def alternative_rows(f: Forecast) -> Iterator[tuple[str, ...]]:
    """A row for each option of each group."""
    name = f.question.name
    for a in f.alternatives:
        yield (
            f"{a.group}: {a.option}",
            per_cent(a.weight) if a.posterior is None else f"{per_cent(a.weight)}, then {per_cent(a.posterior)}",
            shown(name, a.median),
            ends(name, a.interval_68),
            ends(name, a.interval_95),
            per_cent(a.refused),
        )


def world_rows(f: Forecast) -> Iterator[tuple[str, ...]]:
    """A row for each combination of alternatives whose members were weighed by facts."""
    for w in f.worlds:
        name = ", ".join(f"{group}: {option}" for group, option in w.options.items()) or "as the case"
        yield name, per_cent(w.prior), per_cent(w.posterior), f"{w.effective:.0f}"


def condition_rows(f: Forecast) -> Iterator[tuple[str, ...]]:
    """A row for each fact by which members were weighed."""
    for c in f.conditions:
        before = ends(c.name, (from_y(c.name, c.before[0]), from_y(c.name, c.before[-1]))) if c.before else NONE
        after = NONE if c.after is None else shown(c.name, from_y(c.name, c.after))
        nearest = NONE if c.nearest is None else f"{c.nearest:.1f} of its spreads away"
        yield c.facts, c.says, before, after, nearest, per_cent(c.silent)


def input_rows(f: Forecast) -> Iterator[tuple[str, ...]]:
    """A row for each input that widens the interval, the widest first."""
    for i in f.inputs[:FEW]:
        yield about(i), _ground(i), i.value, _move(f, i), per_cent(i.share), per_cent(i.left)


def about(i: InputShare) -> str:
    """What an input is, without the end of its path where that only repeats the quantity."""
    name, of, rest = i.about.partition(" of ")
    return f"{name}{of}{rest.removesuffix('.' + name.replace(' ', '_'))}"


def _ground(i: InputShare) -> str:
    return ground_words(i.ground)


def _move(f: Forecast, i: InputShare) -> str:
    return NONE if i.move is None else size_words(f.question.name, i.move)


def reason_rows(f: Forecast) -> Iterator[str]:
    """Why members have no answer, the most frequent reason first."""
    for one in f.reasons:
        yield f"{per_cent(one.share)}: {one.why}"


def baseline_line(f: Forecast) -> str:
    """The baseline of a question in words, or why it has none."""
    if f.baseline.value is None:
        return f"No baseline: {f.baseline.why}."
    return f"Constant-resistance baseline: {shown(f.question.name, f.baseline.value)}, {f.baseline.why}."


def evidence_rows(p: Prediction) -> Iterator[tuple[str, ...]]:
    for row in p.evidence["facts"]:
        at = f" at {row['at']}" if row["at"] else ""
        yield row["id"], f"{row['name'].replace('_', ' ')} of {row['of']}{at} = {row['shown']}", row["role"]


def assumed_rows(p: Prediction) -> Iterator[tuple[str, ...]]:
    for row in p.evidence["assumptions"]:
        yield f"{row['name'].replace('_', ' ')} of {row['of']}", row["shown"], row["ground"], row["why"]
    for row in p.evidence["laws"]:
        yield row["path"], row["law"], "a chosen law", row["why"]


def fit_rows(p: Prediction) -> Iterator[tuple[str, ...]]:
    for row in p.fits:
        yield row["name"], row["state"], row["data"]


def made_line(p: Prediction) -> str:
    """By which natria, from which commit and spec, and when."""
    commit = f", commit {p.commit}" if p.commit else ""
    return f"Made on {p.made} by natria {p.natria}{commit}, from {p.spec['file']} (sha256 {p.spec['sha256'][:12]})."


# --- scores


def score_rows(scored: Scored) -> Iterator[tuple[str, ...]]:
    """A row for each value."""
    for v in scored.values:
        name = v.question.name
        yield (
            asked(v.question),
            shown(name, v.value),
            shown(name, v.median),
            _ratio(v),
            "yes" if v.in_68 else "no",
            "yes" if v.in_95 else "no",
            _crps(name, v.crps),
            NONE if v.baseline_crps is None else _crps(name, v.baseline_crps),
        )


def _ratio(v: ScoredValue) -> str:
    name = v.question.name
    return f"{v.ratio:.3g}" if is_ratio(name) else shown(name, v.ratio)


def _crps(name: str, value: float) -> str:
    return f"{value:.3g}" if is_ratio(name) else shown(name, value)


def score_sentences(scored: Scored) -> Iterator[str]:
    """What the score says: coverage, CRPS and skill."""
    n = len(scored.values)
    if not n:
        yield "No value belongs to an answered question, so there is no score."
    else:
        in_68, in_95 = sum(v.in_68 for v in scored.values), sum(v.in_95 for v in scored.values)
        yield f"{in_68} of {count(n, 'value')} in the 68 % interval, {in_95} in the 95 % interval."
        if scored.skill is not None:
            better = "better" if scored.skill > 0 else "worse"
            yield f"Skill against the constant-resistance baseline: {scored.skill:.2f} ({better} than the baseline)."
        else:
            yield "No skill: no scored question has a baseline with a miss of its own."
    for question in scored.refused:
        yield f"{asked(question)}: the prediction has no answer."
    for v in scored.values:
        if v.unstated:
            keys = ", ".join(key.replace("_", " ") for key in v.unstated)
            yield f"{asked(v.question)}: only the value states its {keys}."
