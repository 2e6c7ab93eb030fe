"""The device of depositions as values at paths of their design."""

from __future__ import annotations

from collections.abc import Mapping

from ...design import Design

TABLE = "deposition"


def device_given(design: Design, given: Mapping[str, str], part: str, device: str) -> dict[str, str]:
    """Return what is given on the command line with a device for one deposition of the design, or for all."""
    names = (part,) if part else design.names(TABLE)
    return {**{f"{TABLE}.{name}.device": device for name in names}, **given}
