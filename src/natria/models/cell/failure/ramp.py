"""A ramp of the current, evaluated with every rival law on the same legs; no law ends the ramp.

For each law and direction the last current that passed and the first that failed, plating and stripping of the working
electrode apart. After a short in one direction the ramp of the other ends with the last current that passed by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isnan, nan
from typing import Literal

from ....quantity import Bound, Span, in_unit, number
from ..equations.layout import Packed
from ..equations.observe import PLACE
from ..solvers.legs import Leg
from ..solvers.run import run
from .limits import Limits
from .utilisation import Kind, Monitor, Watching, first_time

MOST_LEGS = 2000  # under a current; then the ramp ends, with this reason
Direction = Literal["cell", "plating", "stripping"]
WAYS: dict[Direction, tuple[int, ...]] = {"cell": (1, -1), "plating": (1,), "stripping": (-1,)}


@dataclass(frozen=True)
class Tried:
    """A leg under a current: size (A/m^2), sign, begin and end (s), and whether it was finished."""

    current: float
    way: int
    start: float
    stop: float
    finished: bool

    def charge(self, until: float = inf) -> float:
        return self.current * (min(until, self.stop) - self.start)


@dataclass(frozen=True)
class FirstFailure:
    """The first leg in one direction in which the cell failed by a law."""

    leg: int
    at: float
    name: str
    kind: Kind


@dataclass(frozen=True)
class Between:
    """The interval of the critical current by a law in a direction (A/m^2).

    It lies between the last current that `passed` and the first that `failed`; None where there was none. `at` (s) is
    the time of failure.
    """

    law: str
    direction: Direction
    passed: float | None
    failed: float | None
    at: float
    reason: str

    @property
    def answer(self) -> tuple[float, Bound | Span] | None:
        """Return its value and interval, as for a measured one."""
        match self.passed, self.failed:
            case None, None:
                return None
            case float() as low, None:
                return low, "at least"
            case None, float() as high:
                return high, "at most"
            case float() as low, float() as high:
                return (low + high) / 2, (low, high)
        return None


@dataclass(frozen=True)
class SimulatedRamp:
    """Currents that were run, and the first failure by each law in each direction.

    `ended` is the reason why the ramp went no further.
    """

    tried: tuple[Tried, ...]
    failures: Mapping[tuple[str, int], FirstFailure]
    monitors: tuple[Monitor, ...]
    ended: str

    @property
    def laws(self) -> dict[str, tuple[int, ...]]:
        """Return the evaluated laws, and the signs of the current under which they can fail."""
        return laws_of(self.monitors)

    @property
    def unknown(self) -> dict[str, str]:
        """Return the laws that could not be evaluated, and why."""
        return {
            m.law: m.unknown_why for m in self.monitors if m.acts and m.utilisation is None and m.law not in self.laws
        }

    def between(self, law: str, direction: Direction) -> Between | None:
        """Return the interval of the critical current; None where the law cannot fail in this direction."""
        ways = WAYS[direction]
        if not set(ways) & set(self.laws[law]):
            return None
        every = [f for way in (1, -1) if (f := self.failures.get((law, way)))]
        failed = self._first(law, ways)
        short = min((f for f in every if f.kind == "shorts"), key=lambda f: f.leg, default=None)
        if short and (failed is None or short.leg < failed.leg):
            return Between(
                law, direction, self._passed(ways, short.leg), None, nan, "until the other direction shorted"
            )
        if failed is None:
            return Between(law, direction, self._passed(ways, len(self.tried)), None, nan, self.ended)
        current = self.tried[failed.leg].current
        passed = self._passed(ways, failed.leg)
        if passed is not None and passed >= current:  # the other direction passed this current once
            passed = max((t.current for t in self.tried[: failed.leg] if t.current < current), default=None)
        return Between(law, direction, passed, current, failed.at, failed.name)

    def _first(self, law: str, ways: Iterable[int]) -> FirstFailure | None:
        found = [f for way in ways if (f := self.failures.get((law, way)))]
        return min(found, key=lambda f: f.leg, default=None)

    def _passed(self, ways: Iterable[int], until: int) -> float | None:
        good = (t.current for t in self.tried[:until] if t.finished and t.way in ways)
        return max(good, default=None)

    def passed_charge(self, law: str, *, plated: bool = False) -> Span:
        """Return the charge (C/m^2) passed until a law failed.

        Before the leg in which it failed, and until the failure in it. Of both directions, or what was plated on the
        working electrode. All of it, twice, where the law did not fail.
        """
        counted = [t if t.way > 0 or not plated else replace(t, current=0.0) for t in self.tried]
        failed = self._first(law, WAYS["cell"])
        if failed is None:
            whole = sum(t.charge() for t in counted)
            return whole, whole
        before = sum(t.charge() for t in counted[: failed.leg])
        return before, before + counted[failed.leg].charge(failed.at)

    def rows(self) -> Iterator[Between]:
        """Yield the intervals by law, lowest failed current first; for each the cell and both directions."""
        directions: tuple[Direction, ...] = ("cell", "plating", "stripping")
        made = [[b for d in directions if (b := self.between(law, d))] for law in self.laws]
        for of_law in sorted(made, key=lambda rows: rows[0].failed or inf):
            yield from of_law


def laws_of(monitors: Sequence[Monitor]) -> dict[str, tuple[int, ...]]:
    known = [m for m in monitors if m.acts and m.utilisation is not None]
    return {law: tuple({way for m in known if m.law == law for way in m.acts}) for law in {m.law: 0 for m in known}}


def ramp(
    packed: Packed,
    program: Iterable[Leg],
    monitors: Sequence[Monitor],
    limits: Limits | None = None,
    *,
    most: int = MOST_LEGS,
) -> SimulatedRamp:
    """Run legs until every law has failed, the engine ends, or a maximum number of legs is reached."""
    watching = Watching(monitors)
    laws = laws_of(monitors)
    tried: list[Tried] = []
    failures: dict[tuple[str, int], FirstFailure] = {}
    ended = "the protocol ended"
    for done in run(packed, program, limits):
        utilisations = watching.see(done.rows)
        if done.leg.is_rest:
            continue
        time, way = done.rows[:, PLACE["time"]], 1 if done.leg.current > 0 else -1
        for monitor, utilisation in zip(monitors, utilisations, strict=True):
            if (
                way in monitor.acts
                and (monitor.law, way) not in failures
                and not isnan(at := first_time(time, utilisation))
            ):
                failures[monitor.law, way] = FirstFailure(len(tried), at, monitor.name, monitor.kind)
        tried.append(Tried(abs(done.leg.current), way, float(time[0]), float(time[-1]), done.ending is None))
        if done.ending:
            ended = done.ending.why
            break
        if all(_is_settled(law, ways, failures) for law, ways in laws.items()):
            ended = "every law had failed"
            break
        if len(tried) >= most:
            ended = f"ended after {most} legs, at {number(in_unit(tried[-1].current, 'current_density'))} mA/cm^2"
            break
    return SimulatedRamp(tuple(tried), failures, tuple(monitors), ended)


def _is_settled(law: str, ways: Iterable[int], failures: Mapping[tuple[str, int], FirstFailure]) -> bool:
    found = [failures.get((law, way)) for way in ways]
    return all(found) or any(f is not None and f.kind == "shorts" for f in found)
