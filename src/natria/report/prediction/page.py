"""The page of a prediction, and that of a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...quantity import typeset
from ...studies.predict import Forecast, Prediction, Scored
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import table
from ..measurement.sections import listed
from ..study.sections import section
from .wording import (
    ALTERNATIVE_HEADS,
    ASSUMED_HEADS,
    CONDITION_HEADS,
    EVIDENCE_HEADS,
    FIT_HEADS,
    FORECAST_HEADS,
    INPUT_HEADS,
    SCORE_HEADS,
    WORLD_HEADS,
    alternative_rows,
    asked,
    assumed_rows,
    baseline_line,
    condition_rows,
    evidence_rows,
    fit_rows,
    forecast_rows,
    input_rows,
    made_line,
    reason_rows,
    score_rows,
    score_sentences,
    sentence,
    summary,
    world_rows,
)

BESIDE = (
    '<p class="soft"><small>Moves the answer by: for one spread of the input. Width left: of the 95 % interval if this '
    "input, or which alternative holds, were known. Shares are of the part that is linear in the inputs.</small></p>"
)


def prediction_page(p: Prediction, drawn: Sequence[Picture], file: str) -> str:
    title = f"{p.title or p.name}: predicted"
    parts = [
        section("Predictions", listed([sentence(f) for f in p.forecasts]), _table(FORECAST_HEADS, forecast_rows(p))),
        section("Figures", figures(tuple(drawn))),
        *(section(typeset(asked(f.question)), *_question(f)) for f in p.forecasts),
        section("Alternatives", *(_group(one) for one in p.groups)),
        section("Evidence", _table(EVIDENCE_HEADS, evidence_rows(p)), _left_out(p)),
        section("Fits", _table(FIT_HEADS, fit_rows(p))),
        section("Assumptions", _table(ASSUMED_HEADS, assumed_rows(p))),
        section("File", f"<p>{escape(file)}. {escape(made_line(p))} A prediction is never edited.</p>"),
    ]
    return _page(title, summary(p), [part for part in parts if part])


WEIGHED = (
    '<p class="soft"><small>Members are weighed by how they meet these facts. The weight after is the posterior '
    "probability of a combination.</small></p>"
)


def _question(f: Forecast) -> Iterable[str]:
    yield _table(ALTERNATIVE_HEADS, alternative_rows(f))
    if f.conditions:
        yield _table(CONDITION_HEADS, condition_rows(f)) + WEIGHED + _table(WORLD_HEADS, world_rows(f))
    if f.inputs:
        yield _table(INPUT_HEADS, input_rows(f)) + BESIDE
    yield f"<p>{escape(typeset(baseline_line(f)))}</p>"
    reasons = list(reason_rows(f))
    if reasons:
        yield "<p><strong>Members without an answer</strong></p>" + listed(reasons)


def _group(group: object) -> str:
    assert isinstance(group, dict)
    rows = [(o["name"], o["says"], ", ".join(o["changes"]), "equal" if o["weight"] is None else f"{o['weight']:g}")
            for o in group["options"]]  # fmt: skip
    reason, weights = str(group["why"]).rstrip("."), str(group["weights"]).rstrip(".")
    lead = f"<p><strong>{escape(group['name'])}</strong>: {escape(reason)}. Weights: {escape(weights)}.</p>"
    return lead + _table(("option", "what it is", "changes", "weight"), rows)


def _left_out(p: Prediction) -> str:
    if not p.left_out:
        return ""
    return f"<p>Left out, as they would give an answer away: {escape(', '.join(p.left_out))}.</p>"


def score_page(scored: Scored, drawn: Sequence[Picture], version: str) -> str:
    title = f"{scored.name}: scored"
    says = list(score_sentences(scored))
    parts = [
        section("Score", listed(says), _table(SCORE_HEADS, score_rows(scored))),
        section("Figures", figures(tuple(drawn))),
        section("Files", f"<p>score.json. Written by natria {escape(version)}.</p>"),
    ]
    return _page(title, says[0], [part for part in parts if part])


def _page(title: str, lead: str, parts: list[str]) -> str:
    top = f'<h1>{escape(typeset(title))}</h1>\n<p class="summary">{escape(typeset(lead))}</p>\n'
    return document(title, "\n".join([top, contents(parts), *parts]), lead, inline_only())


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table(heads, [[escape(typeset(word)) for word in row] for row in rows])
