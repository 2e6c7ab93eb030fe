"""The results of a search as a table and as plain JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from ...design import number_at
from ...quantity import term
from ...record import Column, Table, numbers, words
from .held import held_numbers
from .search import OptimisedDesigns
from .uncertainty import FrontSpread

SCHEMA = "natria.optimise/1"
MOST_REASONS = 20


def search_table(found: OptimisedDesigns) -> Table:
    """Return a row for each design: what varies, answers, on the front or not, why refused."""
    columns: dict[str, Column] = {}
    values = found.problem.values(found.points)
    for n, one in enumerate(found.problem.variables):
        number = number_at(one.path)
        if one.choices:
            columns[one.path] = words([one.label(place) for place in found.points[:, n]])
        else:
            columns[one.path] = numbers(term(number.term).unit if number else "", values[:, n].copy())
    both = np.hstack([found.objectives, found.constraints])
    for n, goal in enumerate(found.problem.goals):
        columns.setdefault(goal.asked, numbers(term(goal.term).unit, both[:, n].copy()))
    front = set(found.front.tolist())
    columns["front"] = words(["yes" if k in front else "" for k in range(len(found))])
    columns["refused"] = words([found.refused.get(k, "") for k in range(len(found))])
    return Table("search", f"{found.problem.design.name}: a search of {len(found):,} designs", columns)


def search_document(found: OptimisedDesigns, spread: FrontSpread, version: str) -> dict[str, Any]:
    """Return problem, front with spreads, and reasons of refusals."""
    problem = found.problem
    values = problem.values(found.points)
    front = []
    for k, place in enumerate(found.front):
        front.append(
            {
                "design": k + 1,
                "varies": {
                    one.path: one.label(found.points[place, n]) if one.choices else float(values[place, n])
                    for n, one in enumerate(problem.variables)
                },
                "objectives": {
                    g.says(): float(v) for g, v in zip(problem.objectives, found.objectives[place], strict=True)
                },
                "std": {g.says(): float(v) for g, v in zip(problem.objectives, spread.std[k], strict=True)},
                "neighbour": int(spread.neighbour[k]) + 1,
                "resolved": bool(spread.resolved[k]),
            }
        )
    counts, shares = found.gained
    return {
        "schema": SCHEMA,
        "natria": version,
        "system": problem.design.name,
        "method": found.method,
        "seed": found.settings.seed,
        "evaluations": len(found),
        "objectives": [goal.says() for goal in problem.objectives],
        "constraints": [goal.says() for goal in problem.constraints],
        "held_while_phases_are_chosen": list(held_numbers(problem)),
        "front": front,
        "hypervolume": {"evaluations": counts.tolist(), "share_of_last": shares.tolist()},
        "refused": dict(Counter(found.refused.values()).most_common(MOST_REASONS)),
    }
