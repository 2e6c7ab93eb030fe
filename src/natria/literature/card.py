"""The card of how far numbers of one term differ between cells and methods."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..quantity import LiteratureError, Problem, Scatter, VocabularyError, term
from ..quantity.validation import problems_of

CARD = Path(__file__).with_name("scatter.toml")

NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _CardRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    scatter: NotNegative
    why: str = Field(min_length=1)


class _Usual(_CardRow):
    steps: NotNegative


class _Card(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    usual: _Usual
    term: dict[str, _CardRow] = {}


@cache
def scatter(card: Path = CARD) -> Scatter:
    """Scatter between cells and methods by term from the card, with its default for other terms."""
    try:
        rows = _Card.model_validate(tomllib.loads(card.read_text(encoding="utf-8")))
    except ValidationError as bad:
        raise LiteratureError(str(card), problems_of(bad, _Card)) from None
    try:
        known = {term(name).name: row.scatter for name, row in rows.term.items()}
    except VocabularyError as bad:
        raise LiteratureError(str(card), [Problem("term", bad.what, bad.fix)]) from None
    return Scatter(rows.usual.scatter, rows.usual.steps, known)
