"""chi2022: three layers of glass at 60 C."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import inf

import numpy as np

from natria.literature import fact
from natria.models.cell import Cell
from natria.models.cell.analysis.layers import layer_resistances
from natria.models.cell.failure.critical_current import MOST_LEGS, Critical, critical_currents
from natria.quantity import number, show_value

from .hanging import hanging, hangs_on
from .running import MA, NONE, OHM, Sheet, Trace, cycled, part_sums, prepared_of, reported, studio, trace

TRILAYER = "chi2022/trilayer"
CCD = "chi2022:ccd"


def budget_by_part(system: str, current: float) -> dict[str, float]:
    """ohm cm^2: dV/dJ of each part between a current (mA/cm^2) and 2 % more, without heat."""
    prepared = prepared_of(system)
    cold = replace(prepared.cell, heat=None)
    low, high = (trace(prepared, f"plate {j} mA/cm^2 for 60 s", cell=cold) for j in (current, 1.02 * current))
    step = 0.02 * current * MA
    sums = [part_sums(done) for done in (low, high)]
    made = {name: (sums[1][name] - sums[0][name]) / 1e3 / step / OHM for name in ("solids", "faces")}
    layers = {x.name: x.area_resistance / OHM for x in layer_resistances(cold) if x.where == "electrolyte"}
    return {**layers, "all layers": made["solids"], "both faces": made["faces"], "cell": sum(made.values())}


def trilayer_parts() -> Sheet:
    low, high = (budget_by_part(TRILAYER, j) for j in (0.05, 2.3))
    warm = (cycled_half_hours(TRILAYER, j).overpotential / (j * MA) / OHM for j in (0.05, 2.3))
    rows = [*((name, low[name], high[name]) for name in low), ("V/J with its heat", *warm)]
    head = ("part", "dV/dJ at 0.05 mA/cm^2, ohm cm^2", "at 2.3 mA/cm^2, ohm cm^2")
    return Sheet("Trilayer: where the ohms are, from working to counter electrode", head, rows)


def cycled_half_hours(system: str, current: float, cell: Cell | None = None) -> Trace:
    return cycled(prepared_of(system), current, current / 2, cell, 3)


def trilayer_heat() -> Sheet:
    prepared = prepared_of(TRILAYER)
    rows = []
    for current in (0.2, 0.5, 2.3):
        warm = cycled_half_hours(TRILAYER, current)
        cold = cycled_half_hours(TRILAYER, current, replace(prepared.cell, heat=None))
        less = 1e3 * (cold.overpotential - warm.overpotential)
        rows.append((current, 1e3 * cold.overpotential, 1e3 * warm.overpotential, less, warm.warming))
    head = ("mA/cm^2", "without heat, mV", "with heat, mV", "less by, mV", "warming, K")
    return Sheet("Trilayer: heat at 60 C", head, rows)


def critical(system: str, what_if: str = "", most: int = MOST_LEGS) -> Critical:
    return critical_currents(studio("chi2022", what_if).design(system), most=most)


RAMPS = {
    "base": (TRILAYER, ""),
    "flaw of 0.1 um": (TRILAYER, "a flaw of 0.1 um"),
    "flaw of 10 um": (TRILAYER, "a flaw of 10 um"),
    "10 ohm cm^2 for both faces": (TRILAYER, "10 ohm cm^2 for both faces"),
    "sodium as at 25 C": (TRILAYER, "sodium as at room temperature"),
    "core of glass-ceramic": ("chi2022/trilayer/ht-core", ""),
    "pellet with x = 0.60": ("chi2022/npso/x-0.60", ""),
}


@cache
def critical_by_law() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Last passed and first failed current of the cell (mA/cm^2) by law, of each ramp; inf where none failed."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, (system, what_if) in RAMPS.items():
        ramp = critical(system, what_if).ramp
        rows = [b for law in ramp.laws if (b := ramp.between(law, "cell"))]
        found[name] = {b.law: ((b.passed or 0.0) / MA, inf if b.failed is None else b.failed / MA) for b in rows}
    return found


def critical_sheet() -> Sheet:
    found = critical_by_law()
    told = reported(CCD) / MA
    laws = sorted(found["base"], key=lambda law: found["base"][law][1])

    def text(ends: tuple[float, float] | None) -> str:
        if ends is None:
            return "unknown"
        low, high = ends
        return f">= {number(low)}" if high == inf else f"{number(low)} to {number(high)}"

    rows: list[Sequence[float | str]] = []
    for law in laws:
        low, high = found["base"][law]
        ratio = f"{number((low + high) / 2 / told)}" if high < inf else f">= {number(low / told)}"
        rows.append((law, *(text(found[name].get(law)) for name in RAMPS), ratio))
    head = ("law", *RAMPS, f"base over reported {number(told)}")
    return Sheet("Critical current by law, mA/cm^2: last passed and first failed", head, rows)


def unanswered() -> Sheet:
    """Laws that the design of the trilayer cannot answer."""
    rows = critical(TRILAYER, "", 2).ramp.unknown.items()
    return Sheet("Laws without an answer, of the trilayer", ("law", "why"), list(rows))


def alive() -> Sheet:
    """Which laws contradict what the paper's cells lived through."""
    lived = {
        TRILAYER: ("chi2022:hours-0.2",),
        "chi2022/trilayer/ht-core": ("chi2022:ht-core-hours-0.2", "chi2022:ht-core-hours-0.5"),
    }
    by_name = {system: name for name, (system, what_if) in RAMPS.items() if not what_if}
    rows = []
    for system, facts in lived.items():
        for name in facts:
            known = fact(name)
            current = float(np.max(known.question.at["current"])) / MA
            laws = critical_by_law()[by_name[system]]
            against = [law for law, (_, high) in laws.items() if high <= current]
            lowest = min(high for _, high in laws.values())
            rows.append((system, current, show_value(known), lowest, ", ".join(against) or NONE))
    head = ("cell", "mA/cm^2", "lived, reported", "lowest failing current of all laws", "laws against it")
    return Sheet("Cells that lived", head, rows)


def sheets() -> Iterator[Sheet]:
    yield trilayer_parts()
    yield trilayer_heat()
    yield critical_sheet()
    yield unanswered()
    yield alive()
    rows = hangs_on(TRILAYER, lambda p: cycled(p, 2.3, 1.15, cycles=2).overpotential)
    yield hanging("What the drop at 2.3 mA/cm^2 hangs on", rows)
