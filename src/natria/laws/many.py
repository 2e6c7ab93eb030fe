"""A number of many designs at once: code that is written for one number runs once for all of them.

`Many` is an array with an entry for each design. Arithmetic goes entry by entry. A question that code asks of a number
(`if`, `min`, `round`, a count) is answered where all entries have one answer; else `Split` parts the designs by their
answers, and `for_groups` runs the code again for each part. Where code needs one plain number, or adds up or sorts the
entries, `OneByOne` says that it serves a single design only. No design gets an answer by the numbers of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Self, SupportsIndex, TypeVar

import numpy as np

T = TypeVar("T")
MOST_PARTS = 64  # of a set of designs: with more, each is looked at alone


class Split(Exception):
    """Designs that answer a question differently; `part` has those that answer as the first one does."""

    def __init__(self, part: np.ndarray) -> None:
        super().__init__("the designs part here")
        self.part = part


class OneByOne(Exception):
    """Code that serves one design only."""


class Many(np.ndarray):
    """Float values of many designs, one axis."""

    def __new__(cls, values: Iterable[float] | np.ndarray) -> Self:
        return np.array(values if isinstance(values, np.ndarray) else [*values], float).view(cls)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Return the values entry by entry; sums, products and extrema over the designs have no meaning."""
        if method != "__call__" or ufunc.signature is not None or "out" in kwargs:
            raise OneByOne(f"{ufunc.__name__} is not entry by entry")
        if any(np.ndim(one) and not isinstance(one, Many) for one in inputs):
            raise OneByOne("an array of another kind meets the numbers of many designs")
        found = getattr(ufunc, method)(*(np.asarray(one) for one in inputs), **kwargs)
        return tuple(one.view(Many) for one in found) if isinstance(found, tuple) else found.view(Many)

    def __array_function__(self, function: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        """Refuse what may mix designs: all functions of arrays that are not known to go entry by entry.

        Of one number "all" and "any" are the number itself, so they are of many.
        """
        if function in _OF_ONE and len(args) == 1 and not kwargs:
            return np.asarray(args[0]).astype(bool).view(Many)
        if function not in _ENTRY_BY_ENTRY:
            raise OneByOne(f"{function.__name__} may mix designs")
        return super().__array_function__(function, types, args, kwargs)

    # a number is not changed in place, so that who else holds it keeps its value
    def __iadd__(self, other: Any) -> Any:  # type: ignore[misc]
        return self + other

    def __isub__(self, other: Any) -> Any:  # type: ignore[misc]
        return self - other

    def __imul__(self, other: Any) -> Any:  # type: ignore[misc]
        return self * other

    def __itruediv__(self, other: Any) -> Any:  # type: ignore[misc]
        return self / other

    def __bool__(self) -> bool:
        return bool(self._same(lambda values: values.astype(bool)))

    def __float__(self) -> float:
        values = np.asarray(self).reshape(-1)
        if not (values == values[0]).all():
            raise OneByOne("a number of one design is needed")
        return float(values[0])

    def __int__(self) -> int:
        return int(self._same(np.trunc))

    def __index__(self) -> int:
        whole = self._same()
        if whole != int(whole):
            raise OneByOne("a whole number is needed")
        return int(whole)

    def __round__(self, digits: SupportsIndex | None = None) -> Any:
        """Return what `round` does: half to even."""
        return np.round(self, 0 if digits is None else digits.__index__())

    def __hash__(self) -> int:  # type: ignore[override]
        raise OneByOne("a key of one design is needed")

    def _same(self, of: Callable[[np.ndarray], np.ndarray] = np.asarray) -> Any:
        """Return the value that all have; else the designs part."""
        values = of(np.asarray(self)).reshape(-1)
        part = values == values[0]
        if not part.all():
            raise Split(part)
        return values[0]


_ENTRY_BY_ENTRY = {np.round, np.ndim, np.shape, np.where, np.clip, np.isclose, np.nan_to_num}
_OF_ONE = {np.all, np.any}


@dataclass(frozen=True)
class Group(Generic[T]):
    """What came out for designs, by their places; `together` tells whether numbers in it may be `Many`."""

    places: np.ndarray
    found: T
    together: bool


def for_groups(
    run: Callable[[Mapping[str, Any]], T], given: Mapping[str, np.ndarray], single: Callable[[Mapping[str, float]], T]
) -> list[Group[T]]:
    """Run code once for all designs, or once for each group that it treats alike.

    Where neither can be, `single` is run for each. `run` gets a `Many` by name, `single` plain numbers. Anything that
    `run` raises leads to `single` for the designs of the group, so that only those fail that fail alone. So does a
    floating-point error (a division by zero, a number too large).
    """
    count = len(next(iter(given.values()), ()))
    waiting = [np.arange(count)] if count else []
    groups: list[Group[T]] = []
    parts = 1
    while waiting:
        places = waiting.pop()
        here = {name: np.asarray(values, float)[places] for name, values in given.items()}
        if len(places) > 1 and parts <= MOST_PARTS:
            try:
                with np.errstate(divide="raise", over="raise", invalid="raise"):
                    found = run({name: Many(values) for name, values in here.items()})
            except Split as split:
                waiting += [places[~split.part], places[split.part]]
                parts += 1
                continue
            except Exception:  # noqa: BLE001, S110 - whatever it is, each design shows it alone
                pass
            else:
                groups.append(Group(places, found, together=True))
                continue
        for n, place in enumerate(places):
            alone = {name: float(values[n]) for name, values in here.items()}
            groups.append(Group(np.array([place]), single(alone), together=False))
    return groups


def plain(value: Any) -> Any:
    """Return a float of a number, and the numbers of many designs as they are."""
    return value if isinstance(value, Many) and value.ndim else float(value)


def in_rows(numbers: Iterable[Any]) -> np.ndarray:
    """Return numbers as an array: a row for each design where some are `Many`, else without rows."""
    listed = [*numbers]
    count = next((len(x) for x in listed if isinstance(x, np.ndarray) and x.ndim), 0)
    if not count:
        return np.array(listed, float)
    rows = np.empty((count, len(listed)))
    for place, x in enumerate(listed):
        rows[:, place] = x
    return rows
