"""What a simulated answer hangs on: the inputs that decide it, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from natria.answers import Reader, Record, of_design
from natria.models.cell import Prepared, prepare
from natria.models.cell.build import cell_of
from natria.quantity import Chosen, Finding, Fitted, Reported, assumptions, number, show_value

from .running import Rows, Sheet, studio


def hangs_on(system: str, answer: Callable[[Prepared], float], most: int = 6) -> Rows:
    """The inputs that decide an answer, by what a standard deviation of each does to it, or a tenth where none is
    known. All else is held, a fitted value too. What somebody sets is left out; there is nothing to know about it."""
    design = studio(system.partition("/")[0]).design(system)
    record = Record()
    cell_of(Reader(of_design(design), record, "", "", {}))
    whole = answer(prepare(design))
    found: list[tuple[float, str, Finding, float]] = []
    for path, finding in record.findings.items():
        step = finding.std or 0.1 * abs(finding.value)
        is_set = isinstance(finding.origin, Reported) and finding.origin.kind == "set"
        if is_set or isinstance(finding.origin, Chosen) or not step:
            continue
        more, _ = cell_of(Reader(of_design(design), Record(), "", "", {finding.id: finding.plain + step}))
        change = answer(replace(prepare(design), cell=more)) / whole - 1
        found.append((change, path, finding, step))
    found.sort(key=lambda row: -abs(row[0]))
    for change, path, finding, step in found[:most]:
        moved = f"+{number(100 * step / abs(finding.value))} %" if finding.value else "its standard deviation"
        yield path, show_value(finding), moved, f"{100 * change:+.2g} %", _ground(finding)


def _ground(finding: Finding) -> str:
    """The assumption itself; of a fit its data and how many assumptions it holds; else the record."""
    known = assumptions(finding)
    match finding.origin:
        case Fitted(fit=fit):
            return f"fitted to {', '.join(d.id for d in fit.data)}, holding {len(known)} assumptions"
        case Reported(kind=kind):
            return f"{finding.id}, {kind} there"
        case _:
            return known[0].why if known else finding.id


def hanging(title: str, rows: Rows) -> Sheet:
    return Sheet(title, ("input", "value", "more of it by", "changes it by", "it rests on"), rows)
