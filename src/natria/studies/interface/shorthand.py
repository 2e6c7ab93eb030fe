"""Short options of a deposition as values at paths of its design."""

from __future__ import annotations

from collections.abc import Mapping

from ...design import Design

TABLE = "deposition"
DIMENSIONS = ("2", "3")


def deposition_given(
    design: Design,
    given: Mapping[str, str],
    part: str = "",
    *,
    cells: int | None = None,
    dim: str = "",
    time: str = "",
    device: str = "",
) -> dict[str, str]:
    """Return what is given on the command line with the short options written out.

    They hold for one deposition of the design, or for all. A value that is given by its path goes before them. Three
    dimensions take the width as the depth of a box that has none.
    """
    found: dict[str, str] = {}
    for path in (f"{TABLE}.{name}" for name in ((part,) if part else design.names(TABLE))):
        if cells:
            found[f"{path}.cells"] = str(cells)
        if time:
            found[f"{path}.time"] = time
        if device:
            found[f"{path}.device"] = device
        if dim == "2":
            found[f"{path}.depth"] = "0 um"
        if dim == "3" and not (design.has(f"{path}.depth") and design.finding(f"{path}.depth").value):
            width = f"{path}.width"
            if width in given or design.has(width):
                found[f"{path}.depth"] = given.get(width) or f"{design.finding(width).value * 1e6!r} um"
    return {**found, **given}
