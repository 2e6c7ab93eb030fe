"""Budget of a cell: area resistance by part, J/J_lim, sodium, charge and time of a half-cycle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..design import FACES, Design
from ..quantity import Computed, Finding, Question, Refused, term
from ..record import Table, numbers, words
from .curves.sweep import slug

Answers = Callable[[Question], tuple[Finding | Refused, ...]]
WHOLE = (
    "area_resistance",
    "cell_overpotential",
    "limiting_current_density",
    "limiting_current_ratio",
    "sodium_inventory",
    "plated_thickness",
    "inventory_share",
    "half_cycle_time",
)


@dataclass(frozen=True)
class Budget:
    """Budget of one system under its own protocol: resistance by part, and the totals."""

    system: str
    parts: Mapping[str, Finding | Refused]
    whole: Mapping[str, Finding | Refused]
    table: Table | None  # none where a part is refused

    def findings(self) -> tuple[Finding, ...]:
        return tuple(f for f in (*self.parts.values(), *self.whole.values()) if isinstance(f, Finding))

    def refusals(self) -> tuple[Refused, ...]:
        return tuple(a for a in (*self.parts.values(), *self.whole.values()) if isinstance(a, Refused))


def budget(design: Design, answers: Answers) -> Budget:
    parts = {
        part: answers(Question("area_resistance", f"{design.name}#{part}"))[0]
        for part in (*design.names("electrolyte"), *design.names("interphase"), FACES)
    }
    current = design.stated_or_given("protocol.current")
    at = {} if current is None else {"current": current}
    whole = {name: answers(Question(name, design.name, at if term(name).needs else {}))[0] for name in WHOLE}
    return Budget(design.name, parts, whole, _table(design.name, parts))


def _table(system: str, parts: Mapping[str, Finding | Refused]) -> Table | None:
    found = [f for f in parts.values() if isinstance(f, Finding)]
    if len(found) < len(parts):
        return None
    total = sum(f.value for f in found)
    columns = {
        "part": words(list(parts)),
        "area_resistance": numbers(term("area_resistance").unit, [f.value for f in found]),
        "share": numbers("1", [f.value / total if total else 0.0 for f in found]),
    }
    origin = Computed("study.budget", 1, tuple(found), (), "the parts in series; shares of their sum")
    return Table(f"budget--{slug(system)}", f"Area resistance of {system} by part", columns, origin)
