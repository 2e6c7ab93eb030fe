"""Voltage profiles: voltage over capacity of a full cell at each point of a sweep, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ...answers import Answer
from ...design import Sweep, scale_of
from ...quantity import Computed, Question, Refused, conditions
from ...record import Column, Table, numbers, words
from .sweep import at_point, curve_origin, slug

PROFILE, PROFILE_MODEL = "voltage_profile", "full_cell_profile"  # the term, and who answers it
Profiles = Callable[[Question, Mapping[str, Any]], Answer]


def profile_table(sweep: Sweep, of: str, profiles: Profiles) -> Table | Refused:
    """Return the profiles at all points of a sweep that have one; a refusal where none has."""
    scale = scale_of(sweep)
    question = Question(PROFILE, of, conditions(**sweep.at))
    points = {float(x): at_point(question, (scale, float(x))) for x in scale.values}
    asked = [(x, profiles(under, {**sweep.patch, **patch})) for x, (under, patch) in points.items()]
    found = [(x, one) for x, one in asked if isinstance(one, Table)]
    if not found:
        return next(one for _, one in asked if isinstance(one, Refused))
    tables = [one for _, one in found]
    length = [len(one) for one in tables]
    name = scale.name if scale.name not in tables[0].columns else scale.over
    swept = numbers(scale.unit, np.repeat([x for x, _ in found], length))
    columns = {name: swept, **{key: _joined([t.columns[key] for t in tables]) for key in tables[0].columns}}
    title = f"Voltage over capacity in the first cycle: {of}"
    origin = curve_origin([one.origin for one in tables if isinstance(one.origin, Computed)])
    return Table(profile_id(sweep, of), title, columns, origin)


def profile_id(sweep: Sweep, of: str) -> str:
    """Return the id of the table of the profiles of a system."""
    return f"{sweep.id}--{slug(of)}--profile"


def _joined(parts: Sequence[Column]) -> Column:
    if parts[0].is_text:
        return words([str(word) for part in parts for word in part.values])
    return numbers(parts[0].unit, np.concatenate([part.numbers for part in parts]))
