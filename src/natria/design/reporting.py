"""What a result must say about itself before others can compare it, and what a design lacks of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .document import Design


@dataclass(frozen=True)
class Lack:
    """Something that is not said, and what cannot be judged without it."""

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


def _in_separator(design: Design) -> bool:
    return _liquid(design) and any(design.get(f"electrolyte.{n}.separator") for n in design.names("electrolyte"))


RULES: tuple[Rule, ...] = (
    Rule("area", "area of an electrode", "current per area cannot be turned back into current", _always),
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
    """What a result of this design would not say. A number that is only assumed here counts as not said."""
    missing = [rule for rule in RULES if rule.applies(design) and not _said(design, rule.path)]
    found = [Lack(rule.path, rule.what, rule.why) for rule in missing]
    for name in design.names("electrolyte") if _in_separator(design) else ():
        if not any(_said(design, f"electrolyte.{name}.{key}") for key in ("thickness", "mass")):
            path = f"electrolyte.{name}.thickness"
            found.append(Lack(path, f"thickness of {name}", "limiting current and resistance hang on it"))
    for name in design.names("interphase"):
        if not _said(design, f"interphase.{name}.thickness"):
            path = f"interphase.{name}.thickness"
            found.append(Lack(path, f"thickness of the layer {name}", "its resistance is conductivity over thickness"))
    return tuple(found)


def _said(design: Design, path: str) -> bool:
    written = design.get(path)
    return bool(written) and not (isinstance(written, dict) and "why" in written)
