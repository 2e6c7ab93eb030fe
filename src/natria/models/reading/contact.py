"""Reading how the contact in an electrode depends on the stack pressure."""

from __future__ import annotations

from ...answers import Reader, Refuse
from ...laws import CONTACT_LAWS
from ...quantity import same_condition, show_condition
from .layers import by_law


def share_in_contact(read: Reader, table: str) -> float:
    """Return the share of the electrode at `table` in contact; all of it without a law of contact."""
    own = f"{table}.contact"
    if not read.has(own):
        return 1.0
    return by_law(CONTACT_LAWS[read.law(own)], read("stack_pressure"), read(f"{own}.full_contact_pressure"))


def at_reference_pressure(read: Reader) -> None:
    """Refuse a stack pressure other than the design's, of a cell whose contacts have no law of it."""
    layers = [f"electrolyte.{name}.contact_reference_pressure" for name in read.names("electrolyte")]
    if not read.has("reference_pressure") or any(map(read.has, ("counter.contact", *layers))):
        return
    asked, given = read("stack_pressure"), read("reference_pressure")
    if not same_condition("pressure", asked, given):
        raise Refuse(
            f"the contacts of the cell are known at {show_condition('pressure', given)}, asked at "
            f"{show_condition('pressure', asked)}: say how they depend on the pressure under [counter.contact]"
        )
