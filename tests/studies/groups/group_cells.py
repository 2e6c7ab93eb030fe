"""Cells made by hand for tests of groups: findings with a file behind them, events, tables of cycles."""

from __future__ import annotations

import numpy as np

from natria.lab.cycling.life import ENDS
from natria.quantity import Finding, Measured, Question
from natria.record import Table, numbers
from natria.studies.groups import CellEvent, MeasuredCell

AT = {"current": 10.0, "areal_capacity": 36000.0}


def finding(cell, name, value, *, at=None, bound=None, std=None):
    origin = Measured(f"{cell}.csv", f"sha-{cell}", "by hand")
    return Finding(Question(name, cell, AT if at is None else at), value, origin, std, bound)


def made_cell(name, findings=(), *, life=None, hysteresis=None, kind="symmetric", test="cycling"):
    """A cell; `life` is (hours, failed), `hysteresis` the hysteresis (V) of its cycles."""
    several = [finding(name, *f) if isinstance(f, tuple) else f for f in findings]
    events = ()
    if life is not None:
        hours, failed = life
        several.append(finding(name, "cycling_time", 3600.0 * hours, bound=None if failed else "at least"))
        events = (CellEvent(ENDS[0] if failed else "test stopped", 3600.0 * hours, int(hours // 2) + 1),)
    tables = {}
    if hysteresis is not None:
        columns = {"cycle": numbers("1", np.arange(1, len(hysteresis) + 1)), "hysteresis": numbers("V", hysteresis)}
        tables = {"cycles": Table("cycles", "Cycles", columns)}
    return MeasuredCell(name, f"{name}.csv", f"sha-{name}", kind, test, tuple(several), events, tables)
