"""Utilisation of each limit along a run: its maximum, when, and the first time it reaches 1.

A monitor never ends a run, so rival laws are evaluated on the same readings. The state of a run is a few numbers for
each of them, however long the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import Literal

import numpy as np

from ....quantity import Origin
from ....record import Table, numbers, words
from ..equations.observe import PLACE

Kind = Literal["shorts", "stops", "warns"]
# a short ends a cell in both directions, what stops it may leave the other one, and a warning leaves it running
SAYS: dict[Kind, str] = {"shorts": "ends the run by a short", "stops": "ends the run", "warns": "warns"}
REACHED = 1 - 1e-6  # the reading at an event of the solver lies on either side of its limit by the tolerance of time


@dataclass(frozen=True)
class Past:
    """State of the run before the first reading in this window.

    Its first reading, its first reading under a current, and the last utilisation of the monitor with the current then.
    """

    first: np.ndarray
    driven: np.ndarray
    utilisation: float = 0.0
    current: float = 0.0


Utilisation = Callable[[np.ndarray, Past], np.ndarray | float]  # of the readings of one leg, the columns of `observe`


@dataclass(frozen=True)
class Monitor:
    """A failure mode by one law.

    `utilisation` is 1 at failure and nan where it does not apply; a number where no run changes it; None where it is
    unknown, for the reason in `unknown_why`.
    """

    name: str
    law: str
    kind: Kind
    utilisation: Utilisation | float | None
    unknown_why: str = ""
    acts: tuple[int, ...] = ()  # the signs of the current under which it can fail; none where no current decides
    evenly: bool = False  # rises evenly under a steady current, so the time of failure can be extrapolated


@dataclass(frozen=True)
class Watch:
    """Results of a monitor. Times in s since the start of the run, nan where there is none."""

    name: str
    law: str
    kind: Kind
    load_max: float = nan
    at: float = nan
    failed_at: float = nan  # between two readings, by interpolation
    foretold: float = nan  # when it would fail if the current went on, that never changed its sign
    unknown_why: str = ""

    @property
    def is_known(self) -> bool:
        return not isnan(self.load_max)

    @property
    def has_failed(self) -> bool:
        return self.load_max >= REACHED

    @property
    def margin(self) -> float:
        """Return the share of the limit that is left; below zero the limit is exceeded."""
        return 1 - self.load_max


STATE = ("load", "slope", "most", "at", "failed_at", "first", "driven")  # of `Watching`: arrays


class Watching:
    """Monitors along one run.

    `see` takes the readings of each leg; a few numbers per monitor are kept, which `state` returns and `resume` takes
    back.
    """

    def __init__(self, monitors: Sequence[Monitor]) -> None:
        self.monitors = tuple(monitors)
        self._watched = [(k, m.utilisation) for k, m in enumerate(self.monitors) if callable(m.utilisation)]
        count = len(self.monitors)
        self._load, self._slope = np.zeros(count), np.zeros(count)
        self._most = np.array([m.utilisation if isinstance(m.utilisation, float) else nan for m in self.monitors])
        self._at, self._failed_at = np.full(count, nan), np.full(count, nan)
        self._first: np.ndarray | None = None
        self._driven: np.ndarray | None = None
        self._current = self._time = 0.0
        self._turned = False  # whether the current ever changed its sign

    def see(self, rows: np.ndarray) -> np.ndarray:
        """Return the utilisation along a leg, a row for each monitor; nan where it does not apply."""
        time, current = rows[:, PLACE["time"]], float(rows[-1, PLACE["current"]])
        if self._first is None:
            self._first = rows[0].copy()
        if self._driven is None and current:
            self._driven = rows[np.argmax(rows[:, PLACE["current"]] != 0)].copy()
        driven = self._first if self._driven is None else self._driven
        self._turned |= current * driven[PLACE["current"]] < 0
        utilisations = np.full((len(self.monitors), len(rows)), nan)
        for k, utilisation in self._watched:
            utilisations[k] = utilisation(rows, Past(self._first, driven, self._load[k], self._current))
        self._keep(time, utilisations)
        self._current, self._time = current, float(time[-1])
        return utilisations

    def _keep(self, time: np.ndarray, utilisations: np.ndarray) -> None:
        most = np.fmax.reduce(utilisations, axis=1)
        for k in np.flatnonzero(~(most <= self._most)):
            if not isnan(most[k]):
                self._most[k], self._at[k] = most[k], time[np.nanargmax(utilisations[k])]
                if most[k] >= REACHED and isnan(self._failed_at[k]):
                    self._failed_at[k] = first_time(time, utilisations[k])
        last = utilisations[:, -1]
        self._load = np.where(np.isnan(last), self._load, last)
        span = time[-1] - time[-2] if len(time) > 1 else 0.0
        self._slope = (last - utilisations[:, -2]) / span if span > 0 else np.zeros(len(last))

    def watches(self) -> tuple[Watch, ...]:
        return tuple(self._watch(k, monitor) for k, monitor in enumerate(self.monitors))

    def _watch(self, k: int, monitor: Monitor) -> Watch:
        most, utilisation, slope = float(self._most[k]), float(self._load[k]), float(self._slope[k])
        goes_on = (
            monitor.evenly and not self._turned and slope > 0 and utilisation < REACHED
        )  # no extrapolation under cycling
        foretold = self._time + (1 - utilisation) / slope if goes_on else nan
        why = monitor.unknown_why
        if not why and isnan(most):
            why = "not applicable in this run: no reading to judge"
        at, failed = float(self._at[k]), float(self._failed_at[k])
        return Watch(monitor.name, monitor.law, monitor.kind, most, at, failed, foretold, why)

    def state(self) -> dict[str, list[float]]:
        """Return the state of the run so far, in plain numbers."""
        known = {name: getattr(self, f"_{name}") for name in STATE}
        known["end"] = np.array([self._current, self._time, float(self._turned)])
        return {name: array.tolist() for name, array in known.items() if array is not None}

    def resume(self, state: Mapping[str, Sequence[float]]) -> None:
        """Continue from the state of an earlier watch over the same monitors."""
        for name in STATE:
            if name in state:
                setattr(self, f"_{name}", np.array(state[name], float))
        self._current, self._time = state["end"][:2]
        self._turned = bool(state["end"][2])


def first_time(time: np.ndarray, utilisation: np.ndarray) -> float:
    """Return when a utilisation reaches 1, by linear interpolation; nan where it does not."""
    judged = ~np.isnan(utilisation)
    time, utilisation = time[judged], utilisation[judged]
    past = utilisation >= REACHED
    if not past.any():
        return nan
    k = int(np.argmax(past))
    if k == 0 or not np.isfinite(utilisation[k]):
        return float(time[k])
    share = min((1 - utilisation[k - 1]) / (utilisation[k] - utilisation[k - 1]), 1.0)
    return float(time[k - 1] + share * (time[k] - time[k - 1]))


# --- the verdict


def ranked(watches: Iterable[Watch]) -> tuple[Watch, ...]:
    """Return failed modes by time (without a time first), then the nearest to failure, then unknown ones."""

    def place(watch: Watch) -> tuple[int, float]:
        if not watch.is_known:
            return 2, 0.0
        if watch.has_failed:
            return 0, -inf if isnan(watch.failed_at) else watch.failed_at
        return 1, watch.margin

    return tuple(sorted(watches, key=place))


def first_to_fail(watches: Iterable[Watch]) -> Watch | None:
    """Return the failure mode that ends the run first, without warnings.

    The first that failed, else the one of the least margin.
    """
    return next((w for w in ranked(watches) if w.is_known and w.kind != "warns"), None)


def unknown(watches: Iterable[Watch]) -> dict[str, tuple[str, ...]]:
    """Return the failure modes that could not be evaluated, "MODE (LAW)", by the reason."""
    found: dict[str, tuple[str, ...]] = {}
    for w in watches:
        if not w.is_known:
            found[w.unknown_why] = (*found.get(w.unknown_why, ()), f"{w.name} ({w.law})")
    return found


def verdict(watches: Iterable[Watch], origin: Origin) -> Table:
    """Return a table with a row for each failure mode and rival law, in the order of failure."""
    rows = ranked(watches)
    return Table(
        "failures",
        "Failure modes: utilisation of the limit",
        {
            "way": words([w.name for w in rows]),
            "law": words([w.law for w in rows]),
            "what_it_does": words([SAYS[w.kind] for w in rows]),
            "largest_load": numbers("1", [w.load_max for w in rows]),
            "margin": numbers("1", [w.margin for w in rows]),
            "at": numbers("s", [w.at for w in rows]),
            "failed_at": numbers("s", [w.failed_at for w in rows]),
            "foretold": numbers("s", [w.foretold for w in rows]),
            "unknown": words([w.unknown_why for w in rows]),
        },
        origin,
    )
