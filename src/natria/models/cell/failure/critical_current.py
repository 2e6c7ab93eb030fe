"""Critical currents of a simulated ramp by every rival law, as findings like measured ones.

Each is the interval between the last current that passed and the first that failed. By a law that never failed it is
"at least" the last current that was finished, with the reason why the ramp ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, nan

from ....answers import Refuse
from ....design import Block, Design
from ....quantity import Bound, Computed, Finding, Question, Setting, Span
from ....record import Table, numbers, words
from ..equations.layout import pack
from ..prepare import prepare
from ..solvers.legs import legs
from .monitors import monitors_of
from .ramp import MOST_LEGS, Direction, SimulatedRamp, ramp

LEVELS = 3  # fewer currents are no ramp
TERMS: dict[Direction, str] = {
    "cell": "critical_current_density",
    "plating": "critical_current_density_plating",
    "stripping": "critical_current_density_stripping",
}


@dataclass(frozen=True)
class Critical:
    """A ramp of a design, with the conditions of its protocol and its provenance."""

    system: str
    ramp: SimulatedRamp
    at: Mapping[str, float | Span]
    origin: Computed

    @property
    def table(self) -> Table:
        rows = list(self.ramp.rows())
        unknown = self.ramp.unknown
        none = [nan] * len(unknown)
        charges = [self.ramp.passed_charge(b.law) for b in rows]
        columns = {
            "law": words([*(b.law for b in rows), *unknown]),
            "direction": words([*(b.direction for b in rows), *[""] * len(unknown)]),
            "last_passed": numbers("A/m^2", [*(nan if b.passed is None else b.passed for b in rows), *none]),
            "first_failed": numbers("A/m^2", [*(nan if b.failed is None else b.failed for b in rows), *none]),
            "failed_at": numbers("s", [*(b.at for b in rows), *none]),
            "charge_before": numbers("C/m^2", [*(low for low, _ in charges), *none]),
            "charge_until": numbers("C/m^2", [*(high for _, high in charges), *none]),
            "told": words([*(b.reason for b in rows), *unknown.values()]),
        }
        return Table("critical_currents", "Critical current by law", columns, self.origin)

    def findings(self) -> tuple[Finding, ...]:
        """Return the critical current of the cell and of each direction by each law, and the charge passed."""
        return tuple(self._findings())

    def _findings(self) -> Iterator[Finding]:
        for b in self.ramp.rows():
            if b.answer is not None:
                yield self._found(TERMS[b.direction], *b.answer, b.law, self.at)
        for law in self.ramp.laws:
            failed = self.ramp.between(law, "cell")
            for name, plated in (("cumulative_areal_capacity", False), ("cumulative_areal_capacity_plated", True)):
                low, high = self.ramp.passed_charge(law, plated=plated)
                if high > 0:
                    open_end = failed is None or failed.failed is None
                    yield self._found(name, *_charge(low, high, open_end=open_end), law, {})

    def _found(
        self, name: str, value: float, bound: Bound | Span | None, law: str, at: Mapping[str, float | Span]
    ) -> Finding:
        chosen = Setting("failure.law", law, "one of the rival laws, all judged on the same run")
        origin = replace(self.origin, settings=(*self.origin.settings, chosen))
        return Finding(Question(name, self.system, at), value, origin, None, bound)


def _charge(low: float, high: float, *, open_end: bool) -> tuple[float, Bound | Span | None]:
    """Return the charge passed until a failure and its bound.

    They follow from the charge before the failed step and the charge until the failure.

    In a ramp that fails in its first step nothing was passed before, so there is only an upper end.
    """
    if open_end:
        return low, "at least"
    if not low:
        return high, "at most"
    return (low + high) / 2, (low, high) if low < high else None


def critical_currents(design: Design, *, most: int = MOST_LEGS) -> Critical:
    """Return the ramp of a design's own protocol, evaluated with every law that the design can answer."""
    prepared = prepare(design)
    if not is_ramp(prepared.blocks):
        raise Refuse(
            "the protocol does not raise the current step by step, so there is no critical current to look for"
        )
    monitors, record = monitors_of(design)
    limits = replace(
        prepared.limits, crack_working=inf, crack_counter=inf
    )  # a short that the design lets act is judged here too
    made = ramp(pack(prepared.cell), legs(prepared.blocks, prepared.cell.kind), monitors, limits, most=most)
    at: dict[str, float | Span] = {"temperature": prepared.cell.temperature, **conditions_of(prepared.blocks)}
    if "stack_pressure" in record.findings:
        at["pressure"] = record.findings["stack_pressure"].plain
    return Critical(design.name, made, at, record.added_to(prepared.origin))


def is_ramp(blocks: Sequence[Block]) -> bool:
    currents = {s.drive.value for b in blocks for s in b.steps if s.drive is not None}
    return any(b.raise_by for b in blocks) or len(currents) >= LEVELS


def conditions_of(blocks: Sequence[Block]) -> dict[str, float | Span]:
    """Return how the current was raised, as conditions: step, constant quantity, earlier cycles."""
    place = next((k for k, b in enumerate(blocks) if b.raise_by), None)
    if place is None:
        return {}
    found: dict[str, float | Span] = {"current_step": blocks[place].raise_by}
    ends = {(s.until.kind, s.until.value) for s in blocks[place].steps if s.drive is not None}
    for kind, name in (("seconds", "half_cycle_time"), ("capacity", "areal_capacity")):
        if len(ends) == 1 and (end := next(iter(ends)))[0] == kind:
            found[name] = end[1]
    before = [b for b in blocks[:place] if any(s.drive is not None for s in b.steps)]
    currents = {s.drive.value for b in before for s in b.steps if s.drive is not None}
    if before:
        found["conditioning_cycles"] = float(sum(b.times or 0 for b in before))
    if len(currents) == 1:
        found["conditioning_current"] = currents.pop()
    return found
