"""Reporting checklist: what others need to compare a result, and what a design does not give of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..quantity import Chosen, Measured, Reported, assumptions
from .document import Design
from .places import number_at
from .values import Unanswerable


@dataclass(frozen=True)
class Lack:
    """An item that is not given, and what cannot be judged without it."""

    path: str
    what: str
    why: str


@dataclass(frozen=True)
class Rule:
    path: str
    what: str
    why: str
    applies: Callable[[Design], bool]


def _always(_: Design) -> bool:
    return True


def _full(design: Design) -> bool:
    return design.word("cell") == "full"


def _liquid(design: Design) -> bool:
    """Whether some electrolyte layer is a liquid or a gel, by its card."""
    return any(
        design.card(str(design.get(f"electrolyte.{name}.material"))).get("kind") in ("liquid", "gel")
        for name in design.names("electrolyte")
    )


def _solid(design: Design) -> bool:
    return bool(design.names("electrolyte")) and not _liquid(design)


RULES: tuple[Rule, ...] = (
    Rule("area", "area of an electrode", "current per area cannot be turned back into current", _always),
    Rule("temperature", "temperature", "every rate and every conductivity depends on it", _always),
    Rule("working.thickness", "thickness of the sodium", "the share of the inventory that is cycled", _always),
    Rule("protocol.steps", "protocol", "what was done to the cell", _always),
    Rule("reporting.replicates", "number of cells", "one cell shows no spread", _always),
    Rule("reporting.reference_electrode", "reference of potentials", "cell voltage and potential differ", _always),
    Rule("reporting.conditioning", "cycles before the test", "lives and critical currents depend on them", _always),
    Rule("stack_pressure", "stack pressure", "contact of solids, void formation", _solid),
    Rule("reporting.electrolyte_volume", "amount of electrolyte", "lean and flooded cells differ", _liquid),
    Rule("electrolyte", "electrolyte", "a part of every voltage", lambda d: not d.names("electrolyte")),
    Rule("counter.mass_loading", "active mass per area", "capacities cannot be turned into currents", _full),
    Rule("reporting.mass_basis", "mass that capacities refer to", "mAh/g of what", _full),
    Rule("reporting.rate_basis", "whether 1C is theoretical or measured", "C-rates cannot be compared", _full),
    Rule("reporting.one_c", "capacity that 1C stands for", "C-rates cannot be turned into currents", _full),
    Rule("reporting.as_assembled", "charged or discharged as assembled", "pairing of the first efficiency", _full),
    Rule("protocol.lower_voltage", "lower cut-off", "capacity depends on it", _full),
    Rule("protocol.upper_voltage", "upper cut-off", "capacity depends on it", _full),
)


def lacks(design: Design) -> tuple[Lack, ...]:
    """Return the items that a result of this design does not report.

    What is assumed, fitted or taken over counts as not given.
    """
    found = [Lack(rule.path, rule.what, rule.why) for rule in RULES if rule.applies(design) and not _has(design, rule)]
    return (
        *found,
        *_thicknesses(design, "electrolyte", "limiting current and resistance depend on it"),
        *_thicknesses(design, "interphase", "its resistance is conductivity over thickness"),
    )


def _thicknesses(design: Design, kind: str, why: str) -> Iterator[Lack]:
    """Yield the layers without a thickness; a dense layer may give its mass instead."""
    for name in design.names(kind):
        if not any(_given(design, f"{kind}.{name}.{key}") for key in ("thickness", "mass")):
            yield Lack(f"{kind}.{name}.thickness", f"thickness of the layer {name}", why)


def _has(design: Design, rule: Rule) -> bool:
    if number_at(rule.path) is None:
        return bool(design.get(rule.path))
    return _given(design, rule.path) or _cut_off(design, rule.path)


def _cut_off(design: Design, path: str) -> bool:
    """Whether the protocol gives a cut-off voltage as a number."""
    verb = {"protocol.lower_voltage": "discharge", "protocol.upper_voltage": "charge"}.get(path)
    steps = [step for block in design.blocks() for step in block.steps] if verb else []
    return any(s.verb == verb and s.until.kind == "volts" and not s.until.name for s in steps)


def _given(design: Design, path: str) -> bool:
    """Whether the design or a paper about it gives a number that is not an assumption."""
    try:
        found = design.finding(path)
    except Unanswerable:
        return False
    sure = isinstance(found.origin, Chosen | Reported | Measured) and not assumptions(found)
    return sure and not design.borrowed(path, found)
