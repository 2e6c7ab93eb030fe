"""A map over two numbers of a design: which failure comes first, or an answer in closed form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..tasks import Order, Say
from ..views import plots_of, write_stages
from ..workspace import COMPLETE


def map_order(order: Order, say: Say) -> None:
    """Draw the map that is ordered, and write its view and pictures."""
    say("mapping")
    for stage in write_stages(order.out, order.name, _stages(order), order.task):
        say(stage)


def _stages(order: Order) -> Iterator[dict[str, Any]]:
    from ...quantity import InputError, Problem
    from ...report.described.curves import design_map
    from ...studies.opening.draft import read_draft, studio_of

    options = order.options
    draft = read_draft(options["text"], order.path, whole=False)
    if draft.case is None:
        raise InputError(order.name, [Problem(p.where, p.what, p.fix) for p in draft.problems])
    system = options["system"] or draft.case.base.name
    charts = design_map(studio_of(draft.case, system).design(system), (options["x"], options["y"]), options["of"])
    yield {"stage": COMPLETE, "plots": plots_of(charts, order.out)}
