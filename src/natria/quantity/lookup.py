"""A term or a condition by its name."""

from __future__ import annotations

from functools import lru_cache

from .conditions import CONDITIONS
from .errors import VocabularyError, did_you_mean
from .terms import TERMS
from .vocabulary import Condition, Term


@lru_cache(maxsize=1024)
def term(name: str) -> Term:
    if name not in TERMS:
        raise VocabularyError(f"{name!r} is not in the vocabulary", did_you_mean(name, TERMS))
    return TERMS[name]


@lru_cache(maxsize=256)
def condition(name: str) -> Condition:
    if name not in CONDITIONS:
        raise VocabularyError(f"{name!r} is not a condition", did_you_mean(name, CONDITIONS))
    return CONDITIONS[name]
