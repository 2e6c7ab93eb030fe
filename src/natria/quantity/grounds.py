"""provisional"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .finding import *
from .finding import Assumed, Chosen, Measured, Reported
from .vocabulary import term

Space = Literal["log", "logit", "plain"]


@dataclass(frozen=True)
class Knowledge:
    ground: str
    u: float | None
    space: Space


def space_of(f):
    t = term(f.question.name)
    if t.compare == "difference" or t.domain == "any" or f.value <= 0:
        return "plain"
    if t.domain == "fraction" and 0 < f.value < 1:
        return "logit"
    return "log"


FLOOR = {"estimate": 0.1, "guess": 0.35, "borrowed": 0.35}
STEPS = {"estimate": 1.0, "guess": 3.0, "borrowed": 3.0}


def _u(f, rel):
    s = space_of(f)
    return rel if s == "log" else rel / (1 - f.value) if s == "logit" else abs(f.value) * rel


def as_ground(f, ground):
    s = space_of(f)
    t = term(f.question.name)
    given = None if not f.std else _u(f, f.std / abs(f.value)) if s != "plain" else f.std
    if ground in ("definition",):
        return Knowledge(ground, 0.0, s)
    if ground == "handbook":
        return Knowledge(ground, given or 0.0, s)
    floor = FLOOR[ground] if s != "plain" else STEPS[ground] * (t.step or 5.0)
    if s == "logit":
        floor = _u(f, floor)
    return Knowledge(ground, max(given or 0, floor), s)


def knowledge(f):
    match f.origin:
        case Assumed(ground=g):
            return as_ground(f, g)
        case Reported(kind="assumed"):
            return as_ground(f, "guess")
        case Reported(kind="set") | Chosen():
            return Knowledge("setting", 0.0, space_of(f))
        case Reported() | Measured():
            return Knowledge(
                "fact", _u(f, 0.1) if space_of(f) != "plain" else (term(f.question.name).step or 0.01), space_of(f)
            )
    return Knowledge("fact", None, space_of(f))
