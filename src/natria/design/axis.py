"""The axis of a sweep: a condition, or the number at a path of a design. Both become a patch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..quantity import (
    CONDITIONS,
    Assumed,
    Chosen,
    DesignError,
    Finding,
    NatriaError,
    Problem,
    Question,
    condition,
    did_you_mean,
    outside,
    parse_condition,
    parse_quantity,
    term,
)
from ..quantity.vocabulary import Domain
from .paths import last
from .places import number_at, written_at
from .schema.study import Axis, Sweep

SWEEP = "the sweep"  # origin of a setting that is swept
SWEPT = "swept"  # reason of a property that is swept


ANY: Domain = "any"


@dataclass(frozen=True)
class Scale:
    """Values of one axis in SI, with the name and unit used to display them."""

    over: str
    name: str
    unit: str
    shown: str
    values: NDArray[np.float64]

    @property
    def is_condition(self) -> bool:
        return self.over in CONDITIONS

    @property
    def path(self) -> str:
        """Return the path of the number in a design, if the axis is not a condition."""
        return written_at(self.over)

    def patch(self, value: float) -> dict[str, Finding]:
        """Return the patch of a design that puts a value at the path."""
        number = number_at(self.path)
        assert number is not None
        origin = Chosen(SWEEP) if number.role == "setting" else Assumed(SWEPT)
        return {self.path: Finding(Question(number.term, self.path), value, origin, 0.0)}


def scale_of(axis: Axis | Sweep) -> Scale:
    """Return the grid of an axis; raises an error that names the wrong key."""
    if axis.over in CONDITIONS:
        row = condition(axis.over)
        name, unit, shown, domain = row.name, row.unit, row.shown, ANY
    else:
        number = number_at(written_at(axis.over))
        if number is None:
            fix = did_you_mean(axis.over, CONDITIONS) or "write a path such as 'electrolyte.LAYER.thickness'"
            raise _wrong("over", f"{axis.over!r} is neither a condition nor a number of a design", fix)
        of = term(number.term)
        name, unit, shown, domain = last(axis.over), of.unit, of.shown, of.domain
    if isinstance(axis, Sweep) and axis.values:
        return Scale(axis.over, name, unit, shown, _listed(axis, unit, domain))
    low, high = (_end(axis, key, getattr(axis, key), unit, domain) for key in ("start", "stop"))
    if low == high:
        raise _wrong("stop", "is where it starts", "give another end")
    space = np.geomspace if axis.scale == "log" else np.linspace
    return Scale(axis.over, name, unit, shown, np.asarray(space(low, high, axis.points), float))


def _listed(axis: Sweep, unit: str, domain: Domain) -> NDArray[np.float64]:
    """Return the points of a sweep that lists them."""
    if given := [key for key in ("start", "stop", "points") if key in axis.model_fields_set]:
        raise _wrong(given[0], "stands beside values", "give values, or start and stop")
    found = np.array([_end(axis, "values", text, unit, domain) for text in axis.values])
    if len(found) < 2 or np.any(np.diff(found) <= 0):
        raise _wrong("values", "do not rise", "give two values or more, the smallest first")
    return found


def _end(axis: Axis | Sweep, key: Literal["start", "stop", "values"], text: str, unit: str, domain: Domain) -> float:
    """Return a value of an axis in SI."""
    if not text:
        raise _wrong(key, "is missing", "give start and stop, or values in a sweep")
    try:
        value = parse_condition(axis.over, text) if axis.over in CONDITIONS else parse_quantity(text, unit)[0]
    except NatriaError as bad:
        raise _wrong(key, bad.what, bad.fix) from None
    if isinstance(value, tuple):
        raise _wrong(key, "is a range", "give one end; start and stop are the two ends")
    if axis.scale == "log" and value <= 0:
        fix = 'write scale = "linear", or start above zero'
        raise _wrong(key, "must be above zero on a logarithmic scale", fix)
    if why := outside(value, domain):
        raise _wrong(key, why, f"{last(axis.over)} is out of its range")
    return value


def _wrong(key: str, what: str, fix: str) -> DesignError:
    return DesignError("an axis", [Problem(key, what, fix)])
