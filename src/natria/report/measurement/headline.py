"""The answer first: one sentence on what a cell did, and the few numbers that one came for.

`HEADLINES` and `KEY_NUMBERS` are tables by kind of cell and of test; a further kind is a row in each.
"""

from __future__ import annotations

from collections.abc import Callable

from ...lab import Event, Measurement
from ...quantity import Finding, number, show_time, show_value
from ..common.labels import SHORTS, event_label
from ..study.wording import count
from .efficiency_text import above_hundred, shown_efficiency
from .notable import cycles_of
from .resolved import is_resolved, shown_text
from .wording import condition_text, onset

KEY_NUMBERS: dict[tuple[str, str], tuple[str, ...]] = {  # (cell, test) -> terms; "" is any other test
    ("symmetric", ""): (
        *("time_to_short", "cycle_life", "cycling_time", "cell_overpotential", "hysteresis_drift"),
        "nucleation_overpotential",
    ),
    ("symmetric", "critical current"): (
        *("critical_current_density", "critical_cell_current"),
        *("critical_current_density_plating", "critical_current_density_stripping"),
        *("short_onset_time", "cumulative_areal_capacity_plated", "cumulative_capacity"),
    ),
    ("symmetric", "plating until short"): (
        *("time_to_short", "areal_capacity_to_short", "capacity_to_short", "cell_overpotential"),
        *("nucleation_overpotential", "areal_plated_capacity", "plated_capacity"),
    ),
    ("half", ""): ("plating_stripping_efficiency",),
    ("half", "reservoir"): (
        *("aurbach_efficiency", "aurbach_efficiency_without_formation", "plating_stripping_efficiency"),
    ),
    ("full", ""): (
        *("specific_capacity", "discharge_areal_capacity", "discharge_capacity", "capacity_retention"),
        *("coulombic_efficiency", "coulombic_efficiency_as_assembled", "average_discharge_voltage", "capacity_decay"),
    ),
}
PLATED = ("areal_capacity_to_short", "capacity_to_short", "areal_plated_capacity", "plated_capacity")
EFFICIENCIES = ("coulombic_efficiency", "coulombic_efficiency_as_assembled")
ONSETS = ("short_onset_time",)  # one for each event
LASTING = (*SHORTS, "counter exhausted", "electrolyte drying", "voltage limit")


def headline(m: Measurement) -> str:
    """Return one sentence: the kind of cell, its life or failure with the onset, and the main number."""
    says = HEADLINES.get((m.kind.cell, m.kind.test)) or HEADLINES.get((m.kind.cell, ""))
    text = says(m) if says else ""
    kind = f"{m.says[:1].upper()}{m.says[1:]}"
    return f"{kind}: {text or _without_numbers(m)}."


def key_numbers(m: Measurement) -> tuple[Finding, ...]:
    """Return the numbers that one came for: of each term that of the most cycles."""
    names = KEY_NUMBERS.get((m.kind.cell, m.kind.test)) or KEY_NUMBERS.get((m.kind.cell, ""), ())
    return tuple(f for name in names if (f := main_finding(m, name)) is not None)


def main_finding(m: Measurement, name: str) -> Finding | None:
    """Return the finding of a term that covers the most cycles; of equal ones the last, None without any.

    A value inside its own spread comes last: the mean over cycles in which a cell dies is no capacity. The onset is
    that of the failure.
    """
    found = [f for f in m.findings if f.question.name == name]
    if name in ONSETS:
        failure = _failure(m)
        return next((f for f in found if failure and f.question.at.get("cycle") == failure.cycle), None)
    return max(reversed(found), key=lambda f: (is_resolved(f), cycles_of(f)), default=None)


def _failure(m: Measurement) -> Event | None:
    lasting = [e for e in m.events if e.what in LASTING and not e.is_reversible]
    return min(lasting, key=lambda e: e.time, default=None)


def _shown(m: Measurement, name: str, prefix: str, *at: str) -> str:
    """A number with its name, and the conditions that matter: "cell overpotential 50.9 mV at 1 mA/cm^2"."""
    f = main_finding(m, name)
    if f is None:
        return ""
    where = [condition_text(m, key, f.question.at[key]) for key in at if key in f.question.at]
    return f"{prefix}{shown_text(f)}" + (f" at {' and '.join(where)}" if where else "")


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _ended(m: Measurement, alive: str) -> str:
    """The failure with its onset, or what passed without one."""
    failure = _failure(m)
    if failure is None:
        healed = sum(e.is_reversible for e in m.events)
        return alive + (f" ({count(healed, 'short')} healed)" if healed else "")
    size = "" if failure.size is None else f", {100 * failure.size:.0f} % of |V|/|I| lost"
    sure = "" if failure.confidence is None else f", confidence {failure.confidence:.2f}"
    where = f"{onset(m, failure)} (cycle {failure.cycle}{size}{sure})"
    return f"{event_label(failure.what)} after {where}"


def _lasted(m: Measurement) -> str:
    return show_time(float(m.halves.end[-1] - m.halves.start[0])) if len(m.halves) else "no time"


def _symmetric(m: Measurement) -> str:
    cycles = count(len(m.halves) // 2, "cycle")
    overpotential = _shown(m, "cell_overpotential", "cell overpotential ", "current", "cell_current")
    return _joined(_ended(m, f"no failure detected in {cycles} over {_lasted(m)}"), overpotential)


def _plating(m: Measurement) -> str:
    plated = next((t for n in PLATED if (t := _shown(m, n, "plated until then "))), "")
    return _joined(
        _ended(m, f"no fall of the voltage in {_lasted(m)} of current in one direction"),
        plated,
        _shown(m, "cell_overpotential", "plateau ", "current", "cell_current"),
        _shown(m, "nucleation_overpotential", "nucleation overpotential "),
    )


def _ramp(m: Measurement) -> str:
    name = "critical_current_density" if m.specimen.area else "critical_cell_current"
    f = main_finding(m, name)
    if f is None:
        return _symmetric(m)
    table = m.table("critical_current")
    failed = table is not None and "no" in table.columns["passed"].values
    value = show_value(f)
    text = f"critical current {value}" if failed else f"no step failed; critical current {value}"
    charge = _shown(m, "cumulative_areal_capacity_plated", "plated until then ")
    return _joined(text, _ended(m, ""), charge)


def _efficiency(m: Measurement) -> str:
    f = main_finding(m, "plating_stripping_efficiency")
    if f is None:
        return ""
    first = m.table("efficiency")
    before = ""
    if first is not None and len(first) > 1:
        before = f"first cycle {100 * float(first.columns['efficiency'].numbers[0]):.2f} %"
    where = condition_text(m, "cycle", f.question.at["cycle"]) if "cycle" in f.question.at else ""
    says = f"Coulombic efficiency {shown_efficiency(m, f)}" + (f" in cycle {where}" if where else "")
    every = (other for other in m.findings if other.question.name == f.question.name)
    return _joined(says, before, above_hundred(m, every))


def _aurbach(m: Measurement) -> str:
    found = [f for f in m.findings if f.question.name.startswith("aurbach_efficiency")]
    if not found:
        return _efficiency(m)
    values = ", ".join(shown_efficiency(m, f) for f in found[:3])
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    where = [condition_text(m, key, v) for key, v in found[0].question.at.items() if key in ("current", "cell_current")]
    without = " without formation" if found[0].question.name.endswith("formation") else ""
    tests = f" ({count(len(found), 'test')})" if len(found) > 1 else ""
    says = f"Coulombic efficiency{without} {values}{more}{tests}" + (f" at {where[0]}" if where else "")
    return _joined(says, above_hundred(m, found))


def _full(m: Measurement) -> str:
    if m.table("rates") is not None:
        return _rates(m)
    cycles = count(len(m.halves) // 2, "cycle")
    retained = [f for f in m.findings if f.question.name == "capacity_retention"]
    after = ""
    if retained:
        last = retained[-1]
        at = condition_text(m, "cycle", last.question.at["cycle"]) if "cycle" in last.question.at else "the end"
        after = f"capacity retention {shown_text(last)} at cycle {at}"
    names = ("specific_capacity", "discharge_areal_capacity", "discharge_capacity")
    capacity = next((t for name in names if (t := _capacity(m, name))), "")
    efficiency = next((f for n in EFFICIENCIES if (f := main_finding(m, n))), None)
    says = () if efficiency is None else (f"CE {shown_efficiency(m, efficiency)}", above_hundred(m, [efficiency]))
    return _joined(_ended(m, f"{cycles} over {_lasted(m)}"), capacity, after, *says)


def _capacity(m: Measurement, name: str) -> str:
    """The discharge capacity, with its cycle where it is that of one cycle of many."""
    f = main_finding(m, name)
    if f is None:
        return ""
    cycle = f.question.at.get("cycle")
    where = f" in cycle {cycle:.0f}" if isinstance(cycle, float) and len(m.halves) > 3 else ""
    return f"discharge capacity {shown_text(f)}{where}"


def _rates(m: Measurement) -> str:
    """The capacity at the smallest and at the largest current of a rate test."""
    names = ("specific_capacity", "discharge_areal_capacity", "discharge_capacity")
    name = next(n for n in names if any(f.question.name == n for f in m.findings))
    flow = "current" if m.specimen.area else "cell_current"
    at: dict[float, Finding] = {}
    for f in m.findings:
        size = f.question.at.get(flow)
        if f.question.name == name and isinstance(size, float):
            at[size] = f  # of one current the last: the block of the rate test
    low, high = min(at), max(at)
    parts = [f"{shown_text(at[size])} at {condition_text(m, flow, size)}" for size in dict.fromkeys((low, high))]
    kept = f" ({100 * at[high].value / at[low].value:.0f} %)" if len(parts) > 1 else ""
    cycles = count(len(m.halves) // 2, "cycle")
    return _joined(_ended(m, f"{cycles} over {_lasted(m)}"), f"discharge capacity {', '.join(parts)}{kept}")


def _without_numbers(m: Measurement) -> str:
    """What a recording holds from which no number is read: the spans of its voltage and current."""
    if not len(m.halves):
        return "no current flows, no number is read"
    flowing = m.halves.on != 0
    voltage, current = m.recording.voltage[flowing], 1e3 * m.recording.current[flowing]
    spans = [(voltage, "V"), (current, "mA")]
    shown = [" to ".join(dict.fromkeys(number(float(x)) for x in (v.min(), v.max()))) + f" {unit}" for v, unit in spans]
    return f"voltage {shown[0]}, current {shown[1]}, over {_lasted(m)}; natria reads no number from such a test"


HEADLINES: dict[tuple[str, str], Callable[[Measurement], str]] = {
    ("symmetric", ""): _symmetric,
    ("symmetric", "critical current"): _ramp,
    ("symmetric", "plating until short"): _plating,
    ("half", ""): _efficiency,
    ("half", "reservoir"): _aurbach,
    ("full", ""): _full,
}
