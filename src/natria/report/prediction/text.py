"""A prediction and a score on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...studies.predict import Prediction, Scored
from ..common.terminal import plain, say, table
from .wording import (
    ALTERNATIVE_HEADS,
    CONDITION_HEADS,
    FIT_HEADS,
    FORECAST_HEADS,
    INPUT_HEADS,
    SCORE_HEADS,
    WORLD_HEADS,
    alternative_rows,
    asked,
    baseline_line,
    condition_rows,
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

if TYPE_CHECKING:
    from rich.console import Console


def print_prediction(p: Prediction, console: Console) -> None:
    say(console, f"\n[bold]{plain(p.title or p.name)}[/]: {plain(summary(p))}")
    for f in p.forecasts:
        say(console, f"- {plain(sentence(f))}", 2)
    _table(console, "Predictions", FORECAST_HEADS, forecast_rows(p))
    for f in p.forecasts:
        title = asked(f.question)
        _table(console, f"Conditions: {title}", CONDITION_HEADS, condition_rows(f))
        _table(console, f"Combinations: {title}", WORLD_HEADS, world_rows(f))
        if f.is_answered:
            say(console, plain(baseline_line(f)), 2)
            _table(console, f"Alternatives: {title}", ALTERNATIVE_HEADS, alternative_rows(f))
            _table(console, f"What widens the interval: {title}", INPUT_HEADS, input_rows(f))
        reasons = list(reason_rows(f))
        if f.is_answered or len(reasons) > 1:  # a single reason of a silent question stands in its sentence
            for reason in reasons:
                say(console, f"no answer, {plain(reason)}", 2)
    _table(console, "Fits", FIT_HEADS, fit_rows(p))
    if p.left_out:
        say(console, f"Left out, as they would give an answer away: {plain(', '.join(p.left_out))}.", 2)
    say(console, plain(made_line(p)), 2)


def print_score(scored: Scored, console: Console) -> None:
    say(console, f"\n[bold]{plain(scored.name)}[/]")
    for line in score_sentences(scored):
        say(console, f"- {plain(line)}", 2)
    _table(console, "Values", SCORE_HEADS, score_rows(scored))


def _table(console: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    several = list(rows)
    if not several:
        return
    drawn = table(plain(title), *heads)
    for row in several:
        drawn.add_row(*map(plain, row))
    console.print(drawn)
