"""What a search is for: objectives and constraints, each an answer of a closed form about the design.

An objective is written "TERM:min" or "TERM:max", a constraint "TERM>=VALUE" or "TERM<=VALUE"; TERM may name a layer and
a closed form ("area_resistance#film@layered_film"). An answer that is a range counts by its worse end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, NatriaError, Problem, parse_quantity, term
from ..answers import AnswersAtPoints

SIGNS = {"min": 1, "max": -1}
EXAMPLE = "write for example 'cell_overpotential:min' or 'specific_energy:max'"
LIMITS = "write for example 'limiting_current_ratio<=0.5' or 'area_resistance#film<=20 ohm cm^2'"
_LIMIT = re.compile(r"(?P<asked>[^<>=]+)(?P<sense><=|>=)(?P<value>.+)")


@dataclass(frozen=True)
class Goal:
    """An answer that is wanted low (sign 1) or high (-1); a constraint has its limit (SI)."""

    asked: str
    sign: int
    limit: float | None = None

    @property
    def term(self) -> str:
        return self.asked.partition("@")[0].partition("#")[0].strip()

    def column(self, found: AnswersAtPoints) -> tuple[np.ndarray, np.ndarray, int]:
        """Return value and worse end of the answers, and the place of the request that gave them."""
        places = [n for n, one in enumerate(found.requests) if self.is_asked(one.term, one.layer, one.answerer)]
        if len(places) > 1:
            listed = ", ".join(f"{self.asked}@{found.requests[n].answerer}" for n in places)
            raise InputError("a search", [Problem(self.asked, "is answered by several closed forms", f"take {listed}")])
        one = found.answers[places[0]]
        return one.value, one.high if self.sign > 0 else one.low, places[0]

    def is_asked(self, name: str, layer: str, form: str) -> bool:
        """Whether an answer to a term of a layer by a closed form is what is asked."""
        about, _, model = self.asked.partition("@")
        mine, _, part = about.partition("#")
        return mine.strip() == name and part.strip() in {"", layer} and model.strip() in {"", form}

    def says(self) -> str:
        """Return the goal as it is written."""
        if self.limit is None:
            return f"{self.asked}:{'min' if self.sign > 0 else 'max'}"
        return f"{self.asked}{'<=' if self.sign > 0 else '>='}{self.limit:g} {term(self.term).unit}"


def read_objective(text: str) -> Goal:
    """Return an objective from "TERM:min" or "TERM:max"."""
    asked, _, way = (part.strip() for part in text.rpartition(":"))
    if not asked or way not in SIGNS:
        raise InputError("--objective", [Problem(text, "is not TERM:min or TERM:max", EXAMPLE)])
    return Goal(asked, SIGNS[way])


def read_constraint(text: str) -> Goal:
    """Return a constraint from "TERM>=VALUE" or "TERM<=VALUE"."""
    found = _LIMIT.fullmatch(text.strip())
    if found is None:
        raise InputError("--subject-to", [Problem(text, "is not TERM>=VALUE or TERM<=VALUE", LIMITS)])
    goal = Goal(found["asked"].strip(), 1 if found["sense"] == "<=" else -1)
    try:
        value, _ = parse_quantity(found["value"].strip(), term(goal.term).unit)
    except NatriaError as bad:
        raise InputError("--subject-to", [Problem(text, bad.what, bad.fix or LIMITS)]) from None
    return Goal(goal.asked, goal.sign, value)
