"""Groups of cells: their numbers, their lives and their curves, beside those of the first group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...lab import Remark
from ...quantity import Computed, Finding, InputError, Problem, ancestry
from .align import aligned
from .cell import MeasuredCell
from .curves import Overlay, overlays
from .lives import GroupedLives, grouped_lives, is_life
from .log_rank import smallest_p
from .means import GroupedNumber, grouped_number

FEW = 5  # cells in a group: below it a test without a distribution cannot give p under 0.01
MANY = 20  # comparisons, of which about one is expected outside its 95 % interval by chance


@dataclass(frozen=True, eq=False)
class CellGroups:
    """Measured cells and their groups.

    `passed_over` and `failed` are files without results, each with the reason.
    """

    cells: tuple[MeasuredCell, ...]
    groups: Mapping[str, tuple[str, ...]]  # names of cells by group
    numbers: tuple[GroupedNumber, ...]
    lives: tuple[GroupedLives, ...]
    overlays: tuple[Overlay, ...]
    remarks: tuple[Remark, ...]
    passed_over: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)

    def group_of(self, cell: str) -> str:
        """The group of a cell; empty without one."""
        return next((name for name, members in self.groups.items() if cell in members), "")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Means and median lives of all groups."""
        means = (m.mean for number in self.numbers for m in number.groups)
        medians = (g.median for lives in self.lives for g in lives.groups)
        return tuple(f for f in (*means, *medians) if f is not None)


def compare_cells(
    cells: Sequence[MeasuredCell],
    groups: Mapping[str, Sequence[str]],
    *,
    passed_over: Mapping[str, str] | None = None,
    failed: Mapping[str, str] | None = None,
) -> CellGroups:
    """Return the comparison of groups of cells; without groups, the cells and their curves alone."""
    members = {name: tuple(c for c in names if any(c == one.name for one in cells)) for name, names in groups.items()}
    there = {name: names for name, names in members.items() if names}
    _ensure_apart(cells, there)
    rows = aligned(c for c in cells if any(c.name in names for names in there.values()))
    lives = tuple(grouped_lives(row, there) for row in rows if is_life(row))
    numbers = tuple(grouped_number(row, there) for row in rows if not is_life(row))
    remarks = tuple(_remarks(cells, groups, there, numbers))
    drawn = overlays(cells, there)
    return CellGroups(tuple(cells), there, numbers, lives, drawn, remarks, passed_over or {}, failed or {})


def _ensure_apart(cells: Sequence[MeasuredCell], groups: Mapping[str, Sequence[str]]) -> None:
    """A recording that is given twice would count one cell twice."""
    grouped = [c for c in cells if any(c.name in names for names in groups.values())]
    twice = {digest for digest, count in Counter(c.sha256 for c in grouped).items() if count > 1}
    if twice:
        same = [c.file for c in grouped if c.sha256 in twice]
        fix = "give each recording once; a converted copy is the same recording"
        raise InputError("--group", [Problem(", ".join(same), "are the same recording", fix)])


def _remarks(
    cells: Sequence[MeasuredCell],
    asked: Mapping[str, Sequence[str]],
    groups: Mapping[str, Sequence[str]],
    numbers: Sequence[GroupedNumber],
) -> Iterator[Remark]:
    if not asked:
        return
    for name in (n for n in asked if n not in groups):
        yield Remark("empty-group", f"No file of the group {name!r} could be measured.")
    sizes = {name: len(names) for name, names in groups.items()}
    for name in (n for n, size in sizes.items() if size == 1):
        yield Remark("one-cell", f"The group {name!r} has one cell: no spread and no interval.")
    reference, *others = groups or [""]
    for other in others:
        a, b = sizes[reference], sizes[other]
        if min(a, b) < FEW:
            text = f"With {a} and {b} cells, a test that only orders them cannot give p below {smallest_p(a, b):.2g}."
            yield Remark("few-cells", text + " Intervals of means suppose normal scatter, which few cells cannot show.")
    if differ := sum(bool(n.contrasts) and not n.same_cycles for n in numbers):
        text = f"{differ} of the compared numbers are from different cycles, as the cells did not run equally long."
        yield Remark("cycles-differ", text)
    if (count := sum(len(n.contrasts) for n in numbers)) >= MANY:
        chance = round(count / MANY)
        text = f"{count} numbers are compared: about {chance} of the 95 % intervals miss by chance alone."
        yield Remark("many-comparisons", text)
    kinds = {(c.kind, c.test) for c in cells if any(c.name in names for names in groups.values())}
    if len(kinds) > 1:
        kinds_found = ", ".join(sorted({c.says for c in cells if (c.kind, c.test) in kinds}))
        yield Remark("mixed-kinds", f"The groups hold different cells or tests: {kinds_found}.")
    simulated = {_is_simulated(c) for c in cells if any(c.name in names for names in groups.values())}
    if True in simulated:
        some = "Some" if False in simulated else "All"
        yield Remark("simulated", f"{some} recordings are simulated: their numbers are computed, not measured.")


def _is_simulated(cell: MeasuredCell) -> bool:
    return any(isinstance(one.origin, Computed) for f in cell.findings for one in ancestry(f))
