"""Rate capability: capacity of blocks of cycles at one current each, and recovery in the last block.

A block is a run of cycles whose currents agree within 5 %. A rate test has at least three blocks after formation at
three different currents. The recovery is the capacity of the last block relative to the first one at the same current.
A C-rate is given only if 1C is specified, as a file does not contain it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from .capacity import SAME_CURRENT, FullCellCycles, alike

RATES = 3  # fewest different currents of a rate test
MOSTLY_HELD = 0.5  # share of a charge at constant voltage, above which its current does not define the rate


@dataclass(frozen=True)
class RateBlock:
    first: int  # cycle, from 1
    last: int
    charge_current: float  # A
    discharge_current: float  # A
    capacity: float  # C: mean discharge capacity
    std: float  # C: standard deviation over the cycles, nan for one
    is_formation: bool

    @property
    def number(self) -> int:
        return self.last - self.first + 1

    @property
    def cycle(self) -> float | tuple[float, float]:
        return (float(self.first), float(self.last)) if self.number > 1 else float(self.first)


def rate(cycling: Cycling, cycles: FullCellCycles, one_c: float | None = None) -> Results:
    """Return table and findings of the blocks of a rate test.

    Both are empty for another test. `one_c`: current (A) of 1C.
    """
    blocks = tuple(rate_blocks(cycles))
    if not is_rate_test(blocks):
        return Results()
    later = [b for b in blocks if not b.is_formation]
    back = recovery(later)
    start = later[0].capacity
    columns: dict[str, tuple[str, list[float]] | list[str]] = {
        "first_cycle": ("1", [b.first for b in blocks]),
        "last_cycle": ("1", [b.last for b in blocks]),
        "charge_current": ("A", [b.charge_current for b in blocks]),
        "discharge_current": ("A", [b.discharge_current for b in blocks]),
        "discharge_capacity": ("C", [b.capacity for b in blocks]),
        "discharge_capacity_std": ("C", [b.std for b in blocks]),
        "share_of_first": ("1", [b.capacity / start for b in blocks]),
        "what": ["formation" if b.is_formation else "return" if b is back else "rate" for b in blocks],
        **({"c_rate": ("1/s", [b.discharge_current / one_c / 3600 for b in blocks])} if one_c else {}),
    }
    rows = table(cycling.recording, "rates", "Capacity at each current", columns)
    findings = [f for b in later for f in _findings(cycling, cycles, b)]
    remarks = [Remark("rate-test", f"Rate capability: {len(later)} blocks at {_levels(later)} currents.")]
    if back is not None:
        findings.append(_recovered(cycling, cycles, later[0], back))
        text = f"Recovery: cycles {back.first} to {back.last} are at the current of cycle {later[0].first}."
        remarks.append(Remark("recovery", text))
    return Results(tuple(findings), (rows,), remarks=tuple(remarks))


def rate_blocks(cycles: FullCellCycles) -> Iterator[RateBlock]:
    """Yield runs of cycles with equal currents and a discharge; one direction may keep one current."""
    there = np.flatnonzero(np.isfinite(cycles.discharge_capacity))
    if not len(there):
        return
    changed = np.zeros(len(there), bool)
    charging = np.where(cycles.hold_share < MOSTLY_HELD, cycles.charge_current, np.nan)
    for current in (charging[there], cycles.discharge_current[there]):
        step = np.abs(np.diff(current)) / np.fmax(current[1:], current[:-1])
        changed[1:] |= np.nan_to_num(step) > SAME_CURRENT
    changed[1:] |= np.diff(cycles.formation[there].astype(int)) != 0
    for inside in np.split(there, np.flatnonzero(changed)):
        if not len(inside):
            continue
        capacity = cycles.discharge_capacity[inside]
        charged = charging[inside]
        yield RateBlock(
            int(cycles.number[inside[0]]),
            int(cycles.number[inside[-1]]),
            float(np.nanmedian(charged)) if np.isfinite(charged).any() else float("nan"),
            float(np.median(cycles.discharge_current[inside])),
            float(capacity.mean()),
            float(capacity.std(ddof=1)) if len(inside) > 1 else float("nan"),
            bool(cycles.formation[inside[0]]),
        )


def is_rate_test(blocks: tuple[RateBlock, ...]) -> bool:
    return _levels([b for b in blocks if not b.is_formation]) >= RATES


def recovery(blocks: list[RateBlock]) -> RateBlock | None:
    """Return the last block if it is at the current of the first one, else None."""
    first, last = blocks[0], blocks[-1]
    returned = alike(np.array([last.discharge_current]), first.discharge_current)[0]
    return last if last is not first and returned else None


def _levels(blocks: list[RateBlock]) -> int:
    """Number of different currents, in the direction with more of them."""

    def count(currents: list[float]) -> int:
        known = np.sort([c for c in currents if np.isfinite(c)])
        return int(1 + np.sum(np.diff(known) > SAME_CURRENT * known[:-1])) if len(known) else 0

    return max(count([b.discharge_current for b in blocks]), count([b.charge_current for b in blocks]))


def _findings(cycling: Cycling, cycles: FullCellCycles, block: RateBlock) -> Iterator[Finding]:
    specimen = cycling.specimen
    current, by_area = specimen.current(block.discharge_current)
    at = {**current, **cycles.limits, "cycle": block.cycle}
    per = (
        ("discharge_capacity", None),
        ("discharge_areal_capacity", specimen.area),
        ("specific_capacity", specimen.mass),
    )
    for name, divisor in per:
        if name != "discharge_capacity" and divisor is None:
            continue
        by = 1.0 if divisor is None else divisor.plain
        yield finding_of(
            cycling.recording,
            specimen,
            name,
            block.capacity / by,
            at,
            method=f"mean discharge capacity of {block.number} cycles at one current of a rate test",
            std=block.std / by,
            uses=(*by_area, *(() if divisor is None else (divisor,))),
        )


def _recovered(cycling: Cycling, cycles: FullCellCycles, first: RateBlock, back: RateBlock) -> Finding:
    share = back.capacity / first.capacity
    spread = float(np.hypot(first.std / first.capacity, back.std / back.capacity))
    current, by_area = cycling.specimen.current(back.discharge_current)
    return finding_of(
        cycling.recording,
        cycling.specimen,
        "capacity_retention",
        share,
        {**current, **cycles.limits, "cycle": back.cycle},
        method=f"recovery: mean of this block relative to cycles {first.first} to {first.last} at the same current",
        std=share * spread,
        uses=by_area,
    )
