"""Cycles of a full cell: capacities, efficiencies, energies, and which of them count.

A cycle is two half-cycles that follow each other. Which comes first decides what an efficiency is: of a cell that is
assembled discharged, the discharge over the charge before it; of one that is assembled charged (Na-S), the charge over
the discharge before it. The two are different numbers.

A cycle of formation runs at a lower current than the cycles after it and stands at the beginning. A last half-cycle
that ended neither at the voltage nor with the charge of those before it was cut by the end of the test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....quantity import Span
from ...results import Cycling
from ...specimen import Specimen
from ..half_cycles import HalfCycles

REAL = 0.05  # of the usual charge; a first half-cycle below it does not say how the cell was assembled
PARTIAL = 0.6  # of the next half-cycle: no cell gives back so much more than it took
SAME_CURRENT = 0.05  # relative; regulation is far better, rates that somebody sets differ by more
FORMATION = 5  # cycles at most; papers form a cell in one to five
SLOWER = 0.85  # of the later current; a formation is run at a fraction of it
MAINLY = 0.5  # of the later cycles, and more, run at one current; else the first block is the first of a rate test
HOLD_WITHIN = 0.01  # V that a voltage at its limit may stray
HOLD_FALLS = 0.98  # of the constant current, below which it is no longer constant
REACHED = 0.02  # of the voltage window, or of the charge, that a complete half-cycle may lack


@dataclass(frozen=True, eq=False)
class FullCellCycles:
    """Arrays with an entry a cycle (C, A, V, J); nan where the half-cycle is not there or was cut. Currents and
    energies have no sign; a current is that before any hold at a voltage limit."""

    number: np.ndarray  # from 1
    charged: np.ndarray  # index of the half-cycle, -1 where it is not there
    discharged: np.ndarray
    charge_capacity: np.ndarray
    discharge_capacity: np.ndarray
    charge_current: np.ndarray
    discharge_current: np.ndarray
    charge_voltage: np.ndarray  # energy over charge
    discharge_voltage: np.ndarray
    charge_energy: np.ndarray
    discharge_energy: np.ndarray
    charge_end: np.ndarray  # V of the last reading
    discharge_end: np.ndarray
    hold_share: np.ndarray  # of the charge capacity that flowed while the voltage was held
    efficiency: np.ndarray  # later over earlier half-cycle
    formation: np.ndarray  # bool
    charge_first: bool
    cut: bool  # the last half-cycle is not complete and left out
    skipped: bool  # the first half-cycle belongs to no cycle

    def __len__(self) -> int:
        return len(self.number)

    @property
    def current(self) -> np.ndarray:
        """The current of a cycle: that of its discharge, or of its charge where the discharge is not there."""
        there = np.isfinite(self.discharge_current)
        return np.asarray(np.where(there, self.discharge_current, self.charge_current))

    @property
    def main(self) -> np.ndarray:
        """The cycles after formation at the current that most of them run at, with both capacities."""
        whole = ~self.formation & np.isfinite(self.charge_capacity) & np.isfinite(self.discharge_capacity)
        if not whole.any():
            return np.asarray(whole)
        return np.asarray(whole & alike(self.current, most_common(self.current[whole])))

    @property
    def limits(self) -> dict[str, float | Span]:
        """The limits of voltage as conditions, where the half-cycles share them."""
        ends = {"lower_voltage": _shared(self.discharge_end), "upper_voltage": _shared(self.charge_end)}
        return {name: volts for name, volts in ends.items() if np.isfinite(volts)}


def full_cycles(cycling: Cycling) -> FullCellCycles:
    """The cycles of a recording of a full cell."""
    halves = cycling.halves
    charge_first, skipped = pairing(halves, cycling.specimen)
    cut = _is_cut(halves, len(cycling.recording))
    first = np.arange(int(skipped), len(halves) - int(cut), 2)
    second = np.where(first + 1 < len(halves) - int(cut), first + 1, -1)
    charged, discharged = (first, second) if charge_first else (second, first)
    current, held = _before_hold(cycling)

    def of(values: np.ndarray, which: np.ndarray) -> np.ndarray:
        return np.where(which < 0, np.nan, values[which]) if len(values) else np.full(len(which), np.nan)

    energy, ends = np.abs(halves.energy), halves.voltage_last
    charge, discharge = of(halves.charge, charged), of(halves.charge, discharged)
    energies = of(energy, charged), of(energy, discharged)
    currents = of(current, charged), of(current, discharged)
    later, earlier = (discharge, charge) if charge_first else (charge, discharge)
    flown = np.where(np.isfinite(currents[1]), currents[1], currents[0])
    return FullCellCycles(
        number=np.arange(1, len(first) + 1),
        charged=charged,
        discharged=discharged,
        charge_capacity=charge,
        discharge_capacity=discharge,
        charge_current=currents[0],
        discharge_current=currents[1],
        charge_voltage=energies[0] / charge,
        discharge_voltage=energies[1] / discharge,
        charge_energy=energies[0],
        discharge_energy=energies[1],
        charge_end=of(ends, charged),
        discharge_end=of(ends, discharged),
        hold_share=of(held, charged),
        efficiency=later / earlier,
        formation=formation(flown),
        charge_first=charge_first,
        cut=cut,
        skipped=skipped,
    )


def pairing(halves: HalfCycles, specimen: Specimen) -> tuple[bool, bool]:
    """Whether a cycle begins with its charge, and whether the first half-cycle belongs to none."""
    if not len(halves):
        return True, False
    charges_first = bool(halves.sign[0] > 0)
    tiny = len(halves) > 1 and bool(halves.charge[0] < REAL * np.median(halves.charge[1:]))
    # A first half-cycle usually holds more than the one back. One that holds far less begins in the middle.
    tiny |= len(halves) > 2 and bool(halves.charge[0] < PARTIAL * halves.charge[1])
    seen = charges_first != tiny  # a tiny first half-cycle leaves the lead to the next
    wanted = {"discharged": True, "charged": False}.get(specimen.as_assembled or "", seen)
    return wanted, wanted != charges_first


def formation(current: np.ndarray) -> np.ndarray:
    """Which cycles are formation: the first few, at a lower current than what most of the later ones run at."""
    flags = np.zeros(len(current), bool)
    if len(current) < 2:
        return flags
    block = int(np.argmin(np.r_[alike(current, current[0]), False]))
    later = current[block:]
    if not len(later) or block > FORMATION:
        return flags
    usual = most_common(later)
    if np.mean(alike(later, usual)) > MAINLY and current[0] < SLOWER * usual:
        flags[:block] = True
    return flags


def alike(current: np.ndarray, level: float) -> np.ndarray:
    return np.asarray(np.abs(current - level) <= SAME_CURRENT * level)


def most_common(current: np.ndarray) -> float:
    """The current at which most cycles run; of several the one that comes first."""
    counts = [int(alike(current, level).sum()) for level in current]
    return float(current[int(np.argmax(counts))])


def hold_begins(voltage: np.ndarray, current: np.ndarray) -> int:
    """The first of the last readings at which the voltage stays at its limit while the current falls; their number
    where there is no hold. Readings of one half-cycle with the current on."""
    number = len(voltage)
    away = np.flatnonzero(np.abs(voltage - voltage[-1]) > HOLD_WITHIN)
    tail = int(away[-1]) + 1 if len(away) else 0
    size = np.abs(current)
    level = float(np.median(size[:tail])) if tail else float(size[0])
    falls = np.flatnonzero(size[tail:] < HOLD_FALLS * level)
    if not len(falls) or size[-1] >= HOLD_FALLS * level:
        return number
    return tail + int(falls[0])


def _before_hold(cycling: Cycling) -> tuple[np.ndarray, np.ndarray]:
    """Of each half-cycle the size of its constant current (A), and the share of its charge that flowed in a hold."""
    halves, recording = cycling.halves, cycling.recording
    constant, held = np.abs(halves.current), np.zeros(len(halves))
    for k in range(len(halves)):
        rows = halves.rows(k)
        current = recording.current[rows]
        begin = hold_begins(recording.voltage[rows], current)
        if begin == len(rows):
            continue
        flow = np.abs(current) * halves.weight[rows]
        held[k] = flow[begin:].sum() / flow.sum()
        constant[k] = float(np.median(np.abs(current[: max(begin, 1)])))
    return constant, held


def _is_cut(halves: HalfCycles, number: int) -> bool:
    """Whether the test ended within its last half-cycle. A first of its direction has nothing to be compared with."""
    if len(halves) < 3:
        return False
    same = np.arange(len(halves) - 3, -1, -2)[:5]
    other = np.arange(len(halves) - 2, -1, -2)[:5]
    last, sign = len(halves) - 1, float(halves.sign[-1])
    end = float(np.median(halves.voltage_last[same]))
    window = abs(end - float(np.median(halves.voltage_last[other])))
    at_voltage = sign * (halves.voltage_last[last] - end) >= -max(REACHED * window, HOLD_WITHIN)
    with_charge = halves.charge[last] >= (1 - REACHED) * halves.charge[same[0]]
    went_on = number - halves.stop[last] >= 2  # a rest after it: the program ended it, not the person
    return not (at_voltage or with_charge or went_on)


def _shared(ends: np.ndarray) -> float:
    """The voltage that the half-cycles end at, nan where they do not share one."""
    there = ends[np.isfinite(ends)]
    if not len(there):
        return float("nan")
    middle = float(np.median(there))
    return middle if np.mean(np.abs(there - middle) <= HOLD_WITHIN) > MAINLY else float("nan")
